import type { Instant } from './period.ts';
import type { Risk, TrackedName } from './subject.ts';
import type { ChannelRef } from './subscription.ts';
import { foldName } from './text.ts';

/** A name that a team tracks for itself: a company, product or project of its own. Only its channel is told of it. */
export type OwnName = {
  readonly channel: ChannelRef;
  /** `own:acme-cloud`: the subject id that readings and stories carry. */
  readonly id: string;
  readonly name: string;
  /** Words that make it likely that the name is meant. */
  readonly context: readonly string[];
  readonly risk: Risk;
  readonly since: Instant;
};

/** What the subject ids of own names begin with. */
export const OWN = 'own:';

/** True for the subject id of a name that some channel tracks for itself. */
export function isOwn(subject: string): boolean {
  return subject.startsWith(OWN);
}

/** The subject id of an own name; null when nothing of the name is a letter or digit. Two spellings of one name have one id. */
export function ownId(name: string): string | null {
  const slug = foldName(name).slice(0, 60);
  return slug === '' ? null : `${OWN}${slug}`;
}

/**
 * How easily a name is taken for something else, judged by its shape: several words, a digit or a capital inside are
 * hard to mistake, one short word is easy.
 */
export function riskOfName(name: string): Risk {
  const words = name.trim().split(/\s+/);
  if (words.length > 1 || /\d/.test(name) || /\p{L}\p{Lu}/u.test(name)) return 'low';
  return name.trim().length <= 5 ? 'high' : 'mid';
}

const RISKIEST: readonly Risk[] = ['low', 'mid', 'high'];

/**
 * What the reader must know of own names: one tracked name per id, since several channels may track the same. Their
 * contexts are joined, and the name is as hard to accept as the most careful of them wants.
 */
export function trackedOf(names: readonly OwnName[]): TrackedName[] {
  const byId = Map.groupBy(names, (own) => own.id);
  return [...byId]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([subject, same]) => {
      const risk = RISKIEST[Math.max(...same.map((own) => RISKIEST.indexOf(own.risk)))] ?? 'mid';
      const texts = [...new Set(same.map((own) => own.name))].sort();
      return {
        subject,
        scope: 'company',
        names: texts.map((text) => ({ text, risk })),
        decoys: [],
        context: [...new Set(same.flatMap((own) => own.context))].sort(),
      };
    });
}
