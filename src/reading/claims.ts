import type { Claim, EventType, TimeExpression } from '../domain/event.ts';
import { type Day, formatCalendar } from '../domain/period.ts';
import { namedStretch, type Stretch } from './calendar.ts';
import type { CueHit, EventReading } from './events.ts';
import type { Seen } from './evidence.ts';
import type { Span } from './lexicon.ts';
import { actingSpans } from './owners.ts';
import { negatedBefore } from './polarity.ts';
import { schemeIn, stepIn } from './schemes.ts';
import { sentenceAt, type Text } from './text.ts';

type Acting = ReadonlyMap<string, readonly Span[]>;

type Sentence = {
  readonly start: number;
  readonly end: number;
  readonly flat: string;
  readonly raw: string;
  readonly times: readonly TimeExpression[];
  /** `flat` with its dates blanked: "la fin de l'année" is no end of a service. */
  readonly timeless: string;
};

function withoutTimes(flat: string, start: number, times: readonly TimeExpression[]): string {
  let out = flat;
  for (const { span } of times) {
    const [from, to] = [span[0] - start, span[1] - start];
    out = out.slice(0, from) + ' '.repeat(to - from) + out.slice(to);
  }
  return out;
}

const STATUS: Partial<Record<EventType, string>> = {
  rumour: 'rumoured',
  announcement: 'announced',
  partnership: 'partnered',
  company_creation: 'created',
  commercial_launch: 'commercial',
  general_availability: 'ga',
  delay: 'delayed',
  discontinuation: 'discontinued',
  security: 'breached',
};

const ACQUIRED =
  /\b(?:rach(?:ete\w*|at)|acqui\w+|acquires?|acquired|acquisition|buys?|bought|takeover|ubernimmt|ubernahme|kauft|reprend|reprise)\b/;
const SUED =
  /\b(?:proces|plaintes?|assigne\w*|action collective|tribunal|condamne\w*|cour d'appel|lawsuits?|sue[sd]|class action|damages|court|klage)\b/;
const BREACHED =
  /\b(?:breach\w*|fuites?|vols?|volees?|leak\w*|pirat\w+|hack\w*|intrusion|compromis\w*|exfiltr\w*|derob\w+|datenleck|gehackt)\b/;

const PLANNABLE: ReadonlySet<EventType> = new Set([
  'announcement',
  'commercial_launch',
  'general_availability',
  'company_creation',
]);
/** Trouble is no hearsay about plans: a rumour of it claims nothing. */
const NOT_RUMOURED: ReadonlySet<EventType> = new Set(['incident_or_outage', 'security', 'regulation']);

/** What a planned event lets one claim: an announcement, or what is decided though it lies ahead. */
function plannedStatus(main: EventType): string | null {
  if (PLANNABLE.has(main)) return 'announced';
  return main === 'delay' || main === 'discontinuation' ? (STATUS[main] ?? null) : null;
}

function statusOf({ stance, events }: EventReading, { flat }: Sentence): string | null {
  const main = events.find((e) => e !== 'rumour') ?? events[0];
  if (main === undefined || stance === 'denied' || stance === 'n/a') return null;
  if (stance === 'rumour') return NOT_RUMOURED.has(main) ? null : 'rumoured';
  if (main === 'incident_or_outage') return SUED.test(flat) ? 'sued' : 'outage';
  if (main === 'security') return BREACHED.test(flat) ? 'breached' : null;
  if (main === 'funding' && ACQUIRED.test(flat)) return 'acquired';
  if (stance === 'planned') return plannedStatus(main);
  return main === 'funding' ? 'funded' : (STATUS[main] ?? null);
}

/** Day or month of a fact that has happened, as the text gives it. */
function factDate(sentence: Sentence, published: Day | null): string | null {
  for (const t of sentence.times) {
    if (t.modality !== 'in' && t.modality !== 'around') continue;
    const s = namedStretch(t);
    if (!s || (published !== null && s.from > published)) continue;
    if (s.precision === 'day' && s.from === s.to) return s.from;
    if (s.precision === 'month') return s.from.slice(0, 7);
  }
  return null;
}

/** Writes a stretch in the notation of promises: year, half, quarter or month; the middle of it decides. */
function periodWords(s: Stretch): string {
  if (s.precision === 'day') return s.from.slice(0, 7);
  const middle = new Date((Date.parse(`${s.from}T00:00:00Z`) + Date.parse(`${s.to}T00:00:00Z`)) / 2)
    .toISOString()
    .slice(0, 10);
  return formatCalendar(middle, s.precision);
}

const PROMISED: readonly (readonly [RegExp, string])[] = [
  [/\b(?:disponibilite generale|generally available|general availability|ga|allgemein verfugbar)\b/, 'GA'],
  [/\b(?:secnumcloud|qualifi\w+|certifi\w+|visa de securite|hds|c5|(?:decision|avis|verdict|entscheidung) (?:de |du |of |by |der |des )?(?:l'|the )?(?:anssi|bsi))\b/, 'qualification'],
  [/\b(?:region|datacenters?|data cent(?:er|re)s?|ouvr\w+|opens?|opening|eroffn\w*|rechenzentrum|zone)\b/, 'opening'],
  [/\b(?:fermeture|ferme\w*|arret\w*|fin de|shut\w*|end of|abschalt\w*|desactiv\w*)\b/, 'end of service'],
  [/\b(?:migr\w+|bascul\w+|moves?|switch\w*)\b/, 'migration'],
  [/\b(?:disponib\w+|available|availability|verfugbar|livr\w+|operationnel\w*|en service|production|live)\b/, 'availability'],
  [/\b(?:lance\w*|launch\w*|commerciali\w+|start\w*|demarr\w+|offre|services?|arriv\w+|debut\w*|premiers?)\b/, 'launch'],
]; // biome-ignore format: a table
const PROMISING =
  /\b(?:va|vont|devrait|devraient|prevoi\w*|prevue?s?|attendue?s?|vise\w*|compte|ambitionne\w*|promet\w*|annonce\w*|repouss\w+|report\w+|decal\w+|retard\w*|glisse\w*|espere\w*|objectif|[a-z]{2,}(?:era|eront)|ouvrira|disponible|des|d'ici|avant|horizon|a partir|pas avant|will|plans?|planned|expected|expects?|due|aims?|scheduled|slated|set|by|from|until|before|delay\w*|postpone\w*|pushed|slips?|to (?:launch|open|start|be|go|become)|soll|wird|geplant|ab|bis|verschob\w*|verschieb\w*|plant)\b/;

/** The stretch a promise names, null where it is past or has begun. */
function stretchAhead(t: TimeExpression, published: Day | null): Stretch | null {
  const s = namedStretch(t);
  if (!s || (published !== null && s.to <= published) || (published === null && t.modality === 'in')) return null;
  return t.modality === 'from' && published !== null && s.from <= published ? null : s;
}

/** `topic`: the scheme that the item is about, for sentences that speak of "the decision" only. */
function promises(sentence: Sentence, provider: string, published: Day | null, topic: string | null): Claim[] {
  const claims: Claim[] = [];
  if (sentence.times.length === 0 || !PROMISING.test(sentence.flat)) return claims;
  for (const t of sentence.times) {
    const s = stretchAhead(t, published);
    if (!s) continue;
    // What is promised stands before its date; only where nothing does is the whole sentence asked.
    const [from, to] = t.span;
    const left = sentence.timeless.slice(0, from - sentence.start);
    if (t.modality !== 'not-before' && negatedBefore(sentence.flat, from - sentence.start)) continue;
    const what = PROMISED.find(([p]) => p.test(left)) ?? PROMISED.find(([p]) => p.test(sentence.timeless));
    if (!what) continue;
    const scheme = what[1] === 'qualification' ? (schemeIn(sentence.flat)?.name ?? topic) : null;
    const target = scheme ? `${scheme} qualification` : what[1];
    claims.push({
      provider,
      field: 'date_promised',
      value: `${target}: ${periodWords(s)}`,
      period: { from: s.from, to: s.to, precision: s.precision },
      reason: sentence.raw.slice(Math.max(0, from - sentence.start), to - sentence.start).trim(),
    });
  }
  return claims;
}

const PROPER = String.raw`(?:\p{Lu}[\p{L}\p{N}&.'’-]*)(?:[ \u00a0](?:de |du |des |d['’]|of |the )?(?:\p{Lu}|\d)[\p{L}\p{N}&.'’-]*)*`;
const TECHNOLOGY = new RegExp(
  String.raw`(?:technologies?|technologie|technology|services?|stack|plateforme|platform)\s+(?:cloud\s+)?(?:de\s+|d['’]|of\s+|from\s+|by\s+|von\s+)?(?:la\s+|the\s+)?(${PROPER})|(?:bas[ée]+e?s?|fond[ée]+e?s?|repos\w+|s['’]appui\w+|construite?|b[âa]tie?)\s+sur\s+(?:les?\s+|la\s+|l['’]|des\s+)?(?:technologies?\s+|services?\s+|infrastructure\s+|solutions?\s+|cloud\s+)*(?:de\s+|d['’])?(${PROPER})|(?:powered\s+by|built\s+on|based\s+on|runs?\s+on|running\s+on|auf\s+Basis\s+von)\s+(?:the\s+)?(${PROPER})`,
  'u',
);
const OWNERS = new RegExp(
  String.raw`(?:co-?entreprise|joint[- ]?venture|JV|filiale(?:\s+commune)?|soci[ée]t[ée]\s+commune|venture|subsidiary|Gemeinschaftsunternehmen|Tochter)\s+(?:(?:de|d['’]|entre|between|of|by|von|der|du|fond[ée]+e?\s+par|cr[ée]+e+\s+par)\s*)+(${PROPER}(?:\s*(?:\([^)]{1,12}\)|,|et|and|und|&)\s*(?:d['’]|de\s+|l['’])?${PROPER})*)|(?:d[ée]tenue?\s+(?:(?:à|a)\s+\d+\s*%\s+)?(?:majoritairement\s+)?par|owned\s+by|fond[ée]+e?\s+par|cr[ée]+e+\s+par|founded\s+by|backed\s+by)\s+(${PROPER}(?:\s*(?:\([^)]{1,12}\)|,|et|and|und|&)\s*(?:d['’]|de\s+|par\s+|l['’])?${PROPER})*)`,
  'u',
);
/** What every such wording holds: sentences without it are not searched. */
const TECHNOLOGY_HINT =
  /technolog|service|stack|plateforme|platform|bas(?:e|is)|fond|repos|appui|constru|bati|powered|built|run/;
const OWNERS_HINT =
  /entreprise|venture|jv|filiale|societe|subsidiary|gemeinschaft|tochter|detenu|owned|fond|found|cree|backed/;
const CUSTOMER_BEFORE = new RegExp(
  String.raw`(${PROPER})\s+(?:a\s+|has\s+)?(?:choisit|choisi|s[ée]lectionn(?:e|é)|retient|retenu|adopte|opte\s+pour|migre|bascule|confie|mise\s+sur|fait\s+confiance|chooses|chose|selects|selected|picks|picked|adopts|opts\s+for|migrates|moves|turns\s+to|goes\s+with|entrusts|w[äa]hlt|setzt\s+auf|wechselt|vertraut|entscheidet|quitte|quitter|abandonne)(?![\p{L}])`,
  'u',
);
const CUSTOMER_AFTER = new RegExp(
  String.raw`(?:chosen\s+by|selected\s+by|choisie?\s+par|retenue?\s+par|s[ée]lectionn[ée]+e?\s+par|adopt[ée]+e?\s+par|s[ée]duit|wins\s+over|signe\s+avec|accueille|clients?\s+(?:comme|tels?\s+que|dont)|customers?\s+(?:like|such\s+as|including))\s+(?:le\s+|la\s+|l['’]|les\s+|the\s+)?(${PROPER})`,
  'u',
);

const pickName = (m: RegExpExecArray | null): string | null => {
  const text = m?.slice(1).find((g) => g !== undefined);
  return text
    ? text
        .replace(/[.,;:'’]+$/u, '')
        .replace(/^(?:Le|La|Les|The|Der|Die|Das|Un|Une)\s+|^L['’]/u, '')
        .trim()
    : null;
};

function attributes(sentence: Sentence, provider: string, isName: (text: string) => boolean, win: boolean): Claim[] {
  const claims: Claim[] = [];
  const push = (field: 'technology' | 'owner' | 'customer', value: string | null, m: RegExpExecArray | null): void => {
    if (value && m && !isName(value)) claims.push({ provider, field, value, reason: m[0].trim().slice(0, 160) });
  };
  const technology = TECHNOLOGY_HINT.test(sentence.flat) ? TECHNOLOGY.exec(sentence.raw) : null;
  push('technology', pickName(technology), technology);
  const owners = OWNERS_HINT.test(sentence.flat) ? OWNERS.exec(sentence.raw) : null;
  push('owner', pickName(owners)?.replace(/\s+(?:et|and|und|&)\s+(?:d['’]|de\s+)?/gu, ', ') ?? null, owners);
  if (win) {
    const customer = CUSTOMER_AFTER.exec(sentence.raw) ?? CUSTOMER_BEFORE.exec(sentence.raw);
    push('customer', pickName(customer), customer);
  }
  return claims;
}

/**
 * Whose deed a sentence tells: the item's main provider where it is named or merely meant ("la filiale de Thales" is
 * the venture, not Thales), else the first name that acts in it.
 */
function actorOf(sentence: Sentence, acting: Acting, main: string | null): string | null {
  let best: { id: string; at: number } | null = null;
  for (const [id, spans] of acting) {
    for (const s of spans) {
      if (s.start < sentence.start || s.end > sentence.end) continue;
      if (id === main) return main;
      if (!best || s.start < best.at) best = { id, at: s.start };
    }
  }
  return best?.id ?? main;
}

const strongest = (cues: readonly CueHit[], type: EventType | undefined): CueHit | undefined =>
  cues.filter((c) => c.type === type).sort((a, b) => b.weight - a.weight || a.start - b.start)[0];

function statusClaim(
  text: Text,
  sentences: readonly Sentence[],
  acting: Acting,
  main: string | null,
  reading: EventReading,
  published: Day | null,
): Claim[] {
  const cue = strongest(reading.cues, reading.events.find((e) => e !== 'rumour') ?? reading.events[0]);
  if (cue?.negated) return [];
  const [cueStart] = cue ? sentenceAt(text, cue.start) : [0];
  const told = sentences.find((s) => s.start === cueStart) ?? sentences[0];
  const value = told && statusOf(reading, told);
  const provider = told && actorOf(told, acting, main);
  if (!told || !value || !provider) return [];
  const next = sentences[1];
  const date =
    reading.stance === 'confirmed' ? (factDate(told, published) ?? (next ? factDate(next, published) : null)) : null;
  const reason = cue ? text.raw.slice(cue.start, cue.end) : (reading.signs.words[0] ?? '');
  return [{ provider, field: 'status', value, ...(date ? { date } : {}), reason }];
}

function qualifications(sentence: Sentence, provider: string, published: Day | null): Claim[] {
  const scheme = schemeIn(sentence.flat);
  const step = scheme && stepIn(sentence.flat);
  if (!scheme || !step) return [];
  const date = ['granted', 'renewed', 'J0', 'J1'].includes(step) ? factDate(sentence, published) : null;
  const reason = sentence.raw.trim().slice(0, 160);
  return [{ provider, field: 'qualification', value: `${scheme.name} ${step}`, ...(date ? { date } : {}), reason }];
}

/**
 * What the item claims of its providers, in the words of the labelled set. Nothing in progress becomes granted, a
 * rumour claims `rumoured` only, and a denial claims nothing.
 */
export function readClaims(
  text: Text,
  accepted: readonly Seen[],
  main: string | null,
  reading: EventReading,
  published: Day | null,
  times: readonly TimeExpression[],
): readonly Claim[] {
  if (accepted.length === 0 || reading.stance === 'denied') return [];
  const sentences: Sentence[] = text.sentences.slice(0, 8).map(([start, end]) => {
    const flat = text.flat.slice(start, end);
    const raw = text.raw.slice(start, end);
    const own = times.filter((t) => t.span[0] >= start && t.span[1] <= end);
    return { start, end, flat, raw, times: own, timeless: withoutTimes(flat, start, own) };
  });
  const acting = actingSpans(text, accepted);
  const names = new Set(accepted.flatMap((m) => m.spans.map((s) => text.raw.slice(s.start, s.end))));
  const topic = schemeIn(text.flat.slice(0, text.titleEnd))?.name ?? null;
  const win = reading.events.includes('customer_win') || reading.events.includes('contract_or_tender');
  const claims: Claim[] = statusClaim(text, sentences, acting, main, reading, published);
  for (const sentence of sentences) {
    const actor = actorOf(sentence, acting, main);
    if (!actor) continue;
    if (reading.stance !== 'rumour') claims.push(...qualifications(sentence, actor, published));
    claims.push(
      ...promises(sentence, actor, published, topic),
      ...attributes(sentence, actor, (t) => names.has(t), win),
    );
  }
  return unique(claims);
}

/** The fact a claim states; its date is a detail of it. */
const keyOf = (c: Claim): string => `${c.provider}|${c.field}|${c.value}`;

/** True where `b` gives the date that `a` lacks, or the day of its month. */
const datesBetter = (a: Claim, b: Claim): boolean =>
  b.date !== undefined && (a.date === undefined || (b.date.length > a.date.length && b.date.startsWith(a.date)));

/**
 * Claims without doubles, in order of first telling: one provider, field and value with and without a date is one
 * claim, and keeps the date.
 */
export function mergeClaims(...lists: readonly (readonly Claim[])[]): readonly Claim[] {
  const out = new Map<string, Claim>();
  for (const c of lists.flat()) {
    const held = out.get(keyOf(c));
    if (!held || datesBetter(held, c)) out.set(keyOf(c), c);
  }
  return [...out.values()];
}

function unique(claims: readonly Claim[]): Claim[] {
  const all = mergeClaims(claims);
  // Granted says more than the target or the process that led to it.
  return all.filter((c) => {
    if (c.field !== 'qualification' || !/ (?:targeted|in progress)$/.test(c.value)) return true;
    const scheme = c.value.replace(/ (?:targeted|in progress)$/, '');
    return !all.some(
      (o) => o.provider === c.provider && (o.value === `${scheme} granted` || o.value === `${scheme} renewed`),
    );
  });
}
