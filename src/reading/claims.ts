import type { Claim, EventType, TimeExpression } from '../domain/event.ts';
import type { Day } from '../domain/period.ts';
import { attributes } from './claims/attributes.ts';
import { promises } from './claims/promises.ts';
import { factDate, type Sentence } from './claims/sentence.ts';
import type { CueHit, EventReading } from './events.ts';
import type { Seen } from './evidence.ts';
import type { Span } from './lexicon.ts';
import { actingSpans } from './owners.ts';
import { schemeIn, stepIn } from './schemes.ts';
import { sentenceAt, type Text } from './text.ts';

type Acting = ReadonlyMap<string, readonly Span[]>;

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
