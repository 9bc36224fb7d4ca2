import type { EventType, Stance } from '../domain/event.ts';
import type { Fingerprint } from '../domain/item.ts';
import type { CueHit } from './events.ts';
import { schemeIn } from './schemes.ts';
import { sentenceAt, type Text } from './text.ts';

/**
 * What an item is about whatever the stage it tells: the label S3NS is said to be close to and the label it is granted
 * are one matter, `qualification/SecNumCloud/label`. So a rumour and what becomes of it are known as one story.
 */
const FAMILY: Partial<Record<EventType, string>> = {
  announcement: 'launch',
  commercial_launch: 'launch',
  general_availability: 'launch',
  partnership: 'deal',
  company_creation: 'deal',
  funding: 'capital',
  customer_win: 'customer',
  contract_or_tender: 'customer',
  incident_or_outage: 'incident',
  security: 'incident',
  discontinuation: 'end',
  delay: 'delay',
  pricing: 'price',
  regulation: 'rule',
};
/** Matters that are made of who else takes part. */
const WITH_PARTNER: ReadonlySet<string> = new Set(['deal', 'capital', 'customer']);
/** Matters that are told with one another: an alliance that becomes a purchase, a company of two partners. */
const AKIN: ReadonlySet<string> = new Set(['deal/capital', 'capital/deal', 'deal/launch', 'launch/deal']);
/** Matters that seldom come twice in a month to one provider: some words in common are detail enough. */
const SELDOM: ReadonlySet<string> = new Set(['end', 'delay']);
const QUALIFICATION = 'qualification/';

/** Which rung of a scheme the strongest words tell: a numbered step, the way there, the label itself, its renewal. */
function rungOf(text: Text, cues: readonly CueHit[], type: EventType): string {
  const own = cues.filter((c) => c.type === type);
  const rank = (c: CueHit): number => c.weight * (c.start < text.titleEnd ? 2 : 1);
  const cue = own.sort((a, b) => rank(b) - rank(a) || a.start - b.start)[0];
  if (!cue) return 'label';
  const words = text.flat.slice(cue.start, cue.end);
  if (/renouvel|renew|erneuer/.test(words)) return 'renewed';
  if (type === 'qualification_granted') return 'label';
  const [from, to] = sentenceAt(text, cue.start);
  const step = /\bj-?([0-3])\b|\b(?:jalon|milestone|meilenstein) (?:j-?)?([0-3])\b/.exec(text.flat.slice(from, to));
  if (step) return `J${step[1] ?? step[2]}`;
  return cue.tense === 'done' ? 'filed' : 'label';
}

/** The matters of an item, main one first: those of its first two events. */
export function mattersOf(text: Text, events: readonly EventType[], cues: readonly CueHit[]): readonly string[] {
  const out = new Set<string>();
  for (const event of events.filter((e) => e !== 'rumour').slice(0, 2)) {
    if (event === 'qualification_granted' || event === 'qualification_milestone') {
      const head = text.flat.slice(0, text.titleEnd + 320);
      const scheme = schemeIn(text.flat.slice(0, text.titleEnd)) ?? schemeIn(head);
      out.add(`${QUALIFICATION}${scheme?.name ?? '?'}/${rungOf(text, cues, event)}`);
    } else {
      const family = FAMILY[event];
      if (family !== undefined) out.add(family);
    }
  }
  return [...out];
}

type Traits = {
  readonly stance: Stance | null;
  readonly main: string | null;
  readonly matters: readonly string[];
  readonly providers: ReadonlySet<string>;
  /** Everybody and every place named beside the main provider. */
  readonly partners: ReadonlySet<string>;
  readonly topics: ReadonlySet<string>;
  readonly fingerprint: Fingerprint;
};

const STANCE_WORDS: readonly Stance[] = ['confirmed', 'planned', 'rumour', 'denied'];
const held = new WeakMap<Fingerprint, Traits>();

function traitsOf(fingerprint: Fingerprint): Traits {
  const known = held.get(fingerprint);
  if (known) return known;
  const of = (prefix: string): string[] =>
    fingerprint.concepts.filter((c) => c.startsWith(prefix)).map((c) => c.slice(prefix.length));
  const main = of('m:')[0] ?? null;
  const providers = new Set(of('p:'));
  const owners = new Set(of('w:'));
  const traits: Traits = {
    stance: STANCE_WORDS.find((s) => fingerprint.concepts.includes(`s:${s}`)) ?? null,
    main,
    matters: of('o:'),
    providers,
    partners: new Set([...of('n:'), ...[...providers].filter((p) => p !== main && !owners.has(p))]),
    topics: new Set(of('t:')),
    fingerprint,
  };
  held.set(fingerprint, traits);
  return traits;
}

const meet = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean => [...a].some((x) => b.has(x));
const apart = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean => a.size > 0 && b.size > 0 && !meet(a, b);

const rungs = (t: Traits): string[] => t.matters.filter((m) => m.startsWith(QUALIFICATION));
const sameRung = (a: string, b: string): boolean => {
  const [, schemeA, rungA] = a.split('/');
  const [, schemeB, rungB] = b.split('/');
  return rungA === rungB && (schemeA === schemeB || schemeA === '?' || schemeB === '?');
};

/** True where the two plainly tell different things in much the same words: another step, label or partner. */
export function contradicts(one: Fingerprint, other: Fingerprint): boolean {
  const [a, b] = [traitsOf(one), traitsOf(other)];
  const [x, y] = [rungs(a), rungs(b)];
  if (x.length > 0 && y.length > 0) return !x.some((p) => y.some((q) => sameRung(p, q)));
  return a.matters.some((m) => WITH_PARTNER.has(m) && b.matters.includes(m)) && apart(a.partners, b.partners);
}

/** Whom or what beside the provider both name: partners, topics, numbers, words of the title. */
function detailsAgree(a: Traits, b: Traits): boolean {
  if (apart(a.partners, b.partners) || apart(a.topics, b.topics)) return false;
  if (meet(a.partners, b.partners) || meet(a.topics, b.topics)) return true;
  const figures = new Set(b.fingerprint.figures);
  return a.fingerprint.figures.some((f) => figures.has(f));
}

/** Words that both titles hold, the providers' names apart. */
function sharedWords(a: Traits, b: Traits): number {
  const words = new Set(b.fingerprint.words);
  const names = [...a.providers].flatMap((p) => p.split('-'));
  return a.fingerprint.words.filter((w) => words.has(w) && !names.includes(w)).length;
}

function sameMatter(a: Traits, b: Traits, x: string, y: string): boolean {
  const sameMain = a.main !== null && a.main === b.main;
  if (x.startsWith(QUALIFICATION)) {
    // A target that a party states is its plan, not what becomes of the rumour.
    if (a.stance === 'planned' || b.stance === 'planned') return false;
    // Hearsay seldom tells a renewal from a first label.
    const label = (m: string): string => m.replace(/renewed$/, 'label');
    return sameMain && y.startsWith(QUALIFICATION) && sameRung(label(x), label(y));
  }
  if (x !== y && !AKIN.has(`${x}/${y}`)) return false;
  if (WITH_PARTNER.has(x) || x !== y) {
    // A deal may be told from either side: the partner of one is the main name of the other.
    const parties = (t: Traits): Set<string> => new Set([...t.partners, ...t.providers]);
    const both = [...parties(a)].filter((p) => parties(b).has(p)).length;
    return both > 1 || (sameMain && x === y && !apart(a.partners, b.partners) && meet(a.topics, b.topics));
  }
  if (!sameMain) return false;
  if (x === 'incident') return !apart(a.topics, b.topics) && !apart(a.partners, b.partners);
  return detailsAgree(a, b) || (SELDOM.has(x) && !apart(a.topics, b.topics) && sharedWords(a, b) >= 2);
}

/**
 * Where at least one of two items is a rumour: whether the other tells the same thing rumoured again, confirmed or
 * denied. `other` where they are plainly two matters, `unknown` where neither can be said, or where nobody rumours:
 * then likeness decides.
 */
export function rumouredMatter(one: Fingerprint, two: Fingerprint): 'same' | 'other' | 'unknown' {
  const [a, b] = [traitsOf(one), traitsOf(two)];
  if (a.stance !== 'rumour' && b.stance !== 'rumour') return 'unknown';
  const [x, y] = [a.matters[0], b.matters[0]];
  if (x === undefined || y === undefined) return 'unknown';
  if (b.matters.some((m) => sameMatter(a, b, x, m)) || a.matters.some((m) => sameMatter(b, a, y, m))) return 'same';
  const akin = x === y || AKIN.has(`${x}/${y}`);
  return akin && !x.startsWith(QUALIFICATION) && !contradicts(one, two) ? 'unknown' : 'other';
}
