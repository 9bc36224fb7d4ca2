import type { OwnerAnswer } from '../../domain/answer.ts';
import type { Day } from '../../domain/period.ts';
import type { Statement } from '../../domain/statement.ts';
import { citeAll } from '../weighing/citations.ts';
import { type Dispute, isDisputed } from '../weighing/disputes.ts';
import { isSound, type Publishers, weigh } from '../weighing/weights.ts';
import { begunBy, hasBegun, holds, type Of, ofField } from '../weighing/worlds.ts';

type Owner = Of<'owner'>;

const isNothing = (owner: Owner): boolean => owner.body.share?.max === 0;

/** The share of an owner: from the newest sound statement that gives one, official ones before others. */
function shareOf(told: readonly Owner[], publishers: Publishers): OwnerAnswer['share'] {
  const giving = told.filter((s) => s.body.share !== null);
  const best = giving.sort(
    (a, b) =>
      weigh([b], publishers).value - weigh([a], publishers).value ||
      (a.valid.from < b.valid.from ? 1 : a.valid.from > b.valid.from ? -1 : a.id < b.id ? -1 : 1),
  )[0];
  return best?.body.share ?? null;
}

/** True where a dispute is about how much an owner holds, not about whether it holds anything. */
function onlyAboutShare(owner: Owner, disputes: readonly Dispute[]): boolean {
  const dispute = disputes.find((one) => one.id === owner.dispute);
  const sides = dispute?.positions.flatMap((position) => ofField(position.told, 'owner')) ?? [];
  return sides.length > 0 && sides.every((side) => side.body.owner === owner.body.owner && !isNothing(side));
}

/** The shares that the sides of an open dispute name, from the least to the most; null where a sound side names none. */
function disputedShare(held: readonly Owner[]): OwnerAnswer['share'] {
  const shares = held.flatMap((s) => (s.body.share ? [s.body.share] : []));
  if (shares.length < held.length || shares.length === 0) return null;
  return { min: Math.min(...shares.map((share) => share.min)), max: Math.max(...shares.map((share) => share.max)) };
}

/**
 * Who owns a provider on a day, by name. A sound source is enough for an owner; a side of a dispute counts only where
 * the record prefers it, or where only the size of the share is in dispute; "holds nothing" is a position, not an
 * owner.
 */
export function answerOwners(
  statements: readonly Statement[],
  disputes: readonly Dispute[],
  day: Day,
  publishers: Publishers,
): OwnerAnswer[] {
  // An owner is out from the day a source says so, even where other sources only tell that it came in.
  const told = ofField(statements, 'owner').filter(
    (s) => isSound(s, publishers) && hasBegun(s, day) && (!isDisputed(s, disputes) || onlyAboutShare(s, disputes)),
  );
  const names = [...new Set(told.map((s) => s.body.owner))].sort();
  return names.flatMap((name) => {
    const own = told.filter((s) => s.body.owner === name);
    const left = own.some(
      (s) => s.valid.to !== null && s.valid.to < day && !own.some((o) => o.valid.from > (s.valid.to ?? '')),
    );
    const held = own.filter((s) => holds(s, day) && !isNothing(s));
    const first = [...held].sort((a, b) => (begunBy(a) < begunBy(b) ? -1 : 1))[0];
    if (left || !first) return [];
    const share = held.some((s) => isDisputed(s, disputes)) ? disputedShare(held) : shareOf(held, publishers);
    return [{ name, share, since: first.valid, sources: citeAll(held, publishers) }];
  });
}
