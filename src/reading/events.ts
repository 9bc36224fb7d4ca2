import { EVENT_TYPES, type EventType, type Stance } from '../domain/event.ts';
import { inPresent } from './conditional.ts';
import { CUES, type CueRule } from './cues.ts';
import type { Seen } from './evidence.ts';
import { polarityOf } from './polarity.ts';
import { createScanner } from './scanner.ts';
import { readStance, type StanceReading } from './stance.ts';
import type { Text } from './text.ts';

/** A cue as found: what it speaks for, its words and offsets. */
export type CueHit = {
  readonly type: EventType;
  readonly weight: number;
  readonly tense: CueRule['tense'];
  readonly start: number;
  readonly end: number;
  /** Its clause says that it did not, or will not, happen. */
  readonly negated?: boolean;
};

export type EventReading = {
  /** Main event first. */
  readonly events: readonly EventType[];
  readonly stance: Stance;
  readonly cues: readonly CueHit[];
  readonly signs: StanceReading;
};

/** What words of a done deed tell where it is still to come, or denied: the way there, a plan, or nothing. */
const UNDONE: Partial<Record<EventType, EventType>> = {
  qualification_granted: 'qualification_milestone',
  general_availability: 'announcement',
  commercial_launch: 'announcement',
};
const AHEAD = 3.5;
const DENIED = 2;

/** A cue as its clause means it: a label not yet held is a step on its way, an offer not yet open is a plan. */
function asMeant(hit: CueHit, flat: string): CueHit {
  const type = UNDONE[hit.type];
  if (type === undefined && hit.type !== 'announcement') return hit;
  const polarity = polarityOf(flat, hit.start, hit.end);
  if (type === undefined) return polarity === 'negated' ? { ...hit, negated: true } : hit;
  if (polarity === 'asserted') return hit;
  if (polarity === 'pending') return { ...hit, type, weight: Math.min(hit.weight, AHEAD), tense: 'ahead' };
  return { ...hit, type, weight: DENIED, tense: 'open', negated: true };
}

const TITLE = 2;
const ACTOR = 1.5;
/** Of two equally supported types the more specific wins: the order of `CUES`. */
const ORDER = new Map(CUES.map((c, i) => [c.type, i] as const).reverse());

const scan = createScanner(CUES.map((c) => c.source));

function hitsOf(text: Text): CueHit[] {
  const hits: CueHit[] = [];
  // Events are told early: beyond this an item repeats its background.
  const { flat, back } = inPresent(text.flat.slice(0, text.titleEnd + 900));
  const found = [...scan(flat)].sort((a, b) => a.pattern - b.pattern);
  for (const { pattern, match } of found) {
    const cue = CUES[pattern];
    if (!cue) continue;
    const { type, weight, tense } = cue;
    const hit = asMeant({ type, weight, tense, start: match.index, end: match.index + match[0].length }, flat);
    hits.push({ ...hit, start: back(hit.start), end: back(hit.end) });
  }
  return hits;
}

/** A weaker cue inside a stronger one of another type is part of its wording ("not before" in a milestone's name). */
function withoutShadowed(hits: readonly CueHit[]): CueHit[] {
  return hits.filter(
    (h) =>
      !hits.some(
        (o) =>
          o !== h &&
          o.type !== h.type &&
          o.start <= h.start &&
          o.end >= h.end &&
          o.end - o.start > h.end - h.start &&
          o.weight > h.weight,
      ),
  );
}

type Score = { readonly type: EventType; readonly score: number; readonly inTitle: boolean };

function scoresOf(text: Text, hits: readonly CueHit[], seen: readonly Seen[]): Score[] {
  const actorSentences = text.sentences.filter(([s, e]) =>
    seen.some((m) => m.spans.some((p) => p.start >= s && p.end <= e)),
  );
  const best = new Map<EventType, { score: number; inTitle: boolean }>();
  for (const hit of hits) {
    const inTitle = hit.start < text.titleEnd;
    const withActor = actorSentences.some(([s, e]) => hit.start >= s && hit.end <= e);
    const score = hit.weight * (inTitle ? TITLE : 1) * (withActor ? ACTOR : 1);
    const held = best.get(hit.type);
    best.set(hit.type, {
      score: Math.max(score, held?.score ?? 0) + (held ? 0.25 : 0),
      inTitle: inTitle || (held?.inTitle ?? false),
    });
  }
  return [...best].map(([type, s]) => ({ type, ...s }));
}

/** What one type says about another when both are found: the more specific fact stands, the frame goes. */
function settle(scores: readonly Score[], providers: boolean, stance: StanceReading): Score[] {
  const of = new Map(scores.map((s) => [s.type, s] as const));
  const change = (type: EventType, by: number): void => {
    const s = of.get(type);
    if (s) of.set(type, { ...s, score: s.score * by });
  };
  // Law-makers who postpone a vote make a rule late, not an offer.
  if (of.has('regulation') && !providers) change('delay', 0.3);
  if (of.has('regulation') && providers) change('regulation', 0.75);
  // Reaching a step is not the label, whatever the words around it.
  if (of.has('qualification_milestone') && of.has('qualification_granted')) {
    const m = of.get('qualification_milestone');
    const g = of.get('qualification_granted');
    if (m && g && m.score >= g.score * 0.9) of.delete('qualification_granted');
  }
  if (of.has('incident_or_outage') || of.has('security')) change('opinion_or_analysis', 0.5);
  for (const specific of [
    'company_creation',
    'general_availability',
    'qualification_granted',
    'discontinuation',
    'delay',
    'customer_win',
    'contract_or_tender',
    'funding',
  ] as const) {
    const s = of.get(specific);
    if (s && (s.inTitle || !of.get('announcement')?.inTitle)) change('announcement', 0.6);
  }
  if (stance.analysis && !stance.rumour) change('opinion_or_analysis', 1.6);
  return [...of.values()];
}

function stanceOf(main: EventType, tense: CueRule['tense'] | null, signs: StanceReading, any: boolean): Stance {
  if (signs.denied) return 'denied';
  if (signs.rumour) return 'rumour';
  if (main === 'opinion_or_analysis' || !any) return 'n/a';
  if (tense === 'ahead') return 'planned';
  if (main === 'announcement') return signs.future || tense === 'open' ? 'planned' : 'confirmed';
  if (
    signs.futureTitle &&
    (main === 'commercial_launch' ||
      main === 'general_availability' ||
      main === 'company_creation' ||
      main === 'customer_win' ||
      main === 'funding')
  )
    return 'planned';
  return 'confirmed';
}

/**
 * What happened, by cue words: several types may hold, the first is the main one, by the weight of its cues, doubled in
 * the title and raised where a tracked name is in the sentence. The stance is read apart.
 */
export function readEvents(text: Text, seen: readonly Seen[]): EventReading {
  const cues = withoutShadowed(hitsOf(text));
  const signs = readStance(text);
  const providers = seen.some((s) => s.decision === 'accept');
  const scores = settle(scoresOf(text, cues, seen), providers, signs);
  scores.sort((a, b) => b.score - a.score || (ORDER.get(a.type) ?? 99) - (ORDER.get(b.type) ?? 99));
  const top = scores[0];
  if (!top)
    return {
      events: [signs.rumour ? 'rumour' : 'other'],
      stance: signs.denied ? 'denied' : signs.rumour ? 'rumour' : 'n/a',
      cues,
      signs,
    };
  let main = top.type;
  const mainCue = cues
    .filter((c) => c.type === main)
    .sort((a, b) => b.weight * (b.start < text.titleEnd ? 2 : 1) - a.weight * (a.start < text.titleEnd ? 2 : 1))[0];
  // A sale or an opening that lies ahead is a plan.
  const early = main === 'commercial_launch' && signs.futureTitle && !signs.rumour;
  if (early) main = 'announcement';
  const stance = stanceOf(main, mainCue?.tense ?? null, signs, true);
  const rest = scores.filter((s) => s.type !== main && s.score >= Math.max(3, top.score * 0.5)).map((s) => s.type);
  const events: EventType[] =
    stance === 'rumour' &&
    main !== 'opinion_or_analysis' &&
    main !== 'incident_or_outage' &&
    main !== 'security' &&
    main !== 'delay'
      ? ['rumour', main, ...rest]
      : [main, ...rest];
  const unique = [...new Set(events)].slice(0, 4);
  return { events: unique.filter((t) => EVENT_TYPES.includes(t)), stance, cues, signs };
}
