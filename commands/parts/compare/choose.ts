import type { Answer, Ask } from '../../../src/command.ts';
import type { OfferAnswer } from '../../../src/domain/answer.ts';
import type { AsOf } from '../../../src/domain/statement.ts';
import type { Subject } from '../../../src/domain/subject.ts';
import { foldName } from '../../../src/domain/text.ts';
import type { Button } from '../../../src/domain/view.ts';
import { lineValue } from '../names.ts';
import { refusal } from '../refusal.ts';
import { dayOptions, readSubject } from '../subject.ts';
import { knownNames, splitNames } from './names.ts';
import { likelyRivals } from './rivals.ts';

/** More columns than this fit on no screen. */
const MOST = 4;
/** Names that are looked up at once. */
const MOST_GIVEN = 6;
const QUOTED = 60;

/** What of a name was chosen to stand in a column. */
export type Chosen = {
  /** As it was written. */
  readonly given: string;
  readonly subject: Subject;
  readonly offer: OfferAnswer;
  /** The column's name: the offer, with its provider where the name does not say it. */
  readonly label: string;
  /** The provider's other offers, where the provider was asked for; the furthest come first. */
  readonly others: readonly OfferAnswer[];
};

export type Days = Parameters<typeof dayOptions>[0];

type Given = { readonly name: string; readonly option: 'a' | 'b' | 'c' | 'd' };

/** The line that compares these names (ids, or as written) on the same days. */
export function compareLine(names: readonly string[], days: Days): string {
  return `compare ${names.map(lineValue).join(', ')}${dayOptions(days)}`;
}

/** An offer's name, with its provider's where that is not part of it. */
export function labelOf(offer: Pick<OfferAnswer, 'name' | 'provider'>, ask: Ask): string {
  const provider = ask.queries.record.subject(offer.provider)?.name ?? offer.provider;
  return foldName(offer.name).includes(foldName(provider))
    ? offer.name
    : ask.messages.compare.offerOf(offer.name, provider);
}

function givenNames(
  values: { readonly [K in 'a' | 'b' | 'c' | 'd']?: string | undefined },
  ask: Ask,
): readonly Given[] {
  const known = knownNames(ask.queries.record);
  return (['a', 'b', 'c', 'd'] as const).flatMap((option) =>
    splitNames(values[option] ?? '', known).map((name) => ({ name, option })),
  );
}

function choose({ name }: Given, subject: Subject, world: AsOf, ask: Ask): Chosen | null {
  const [offer, ...others] = ask.queries.record.offers(subject.id, world).offers;
  return offer === undefined ? null : { given: name, subject, offer, label: labelOf(offer, ask), others };
}

/** Asks with what the one offer is to be compared, the likeliest as buttons; `said` is what led to it. */
function askWithWhich(one: Chosen, said: readonly string[], world: AsOf, days: Days, ask: Ask): Answer {
  const { messages: m, queries } = ask;
  const w = m.compare;
  // Who named a provider and one of its offers perhaps meant another of them.
  const own = said.length > 0 ? one.others.map((other) => other.id) : [];
  const rivals = [...own, ...likelyRivals(one.offer, world, ask)];
  const buttons = rivals.map((id): Button => {
    const label = own.includes(id) ? labelOf(queries.record.offers(id, world).offers[0] ?? one.offer, ask) : null;
    const name = label ?? queries.record.subject(id)?.name ?? id;
    return {
      label: name.slice(0, 75),
      line: compareLine([own.includes(id) ? one.offer.id : one.subject.id, id], days),
    };
  });
  const refused = refusal(m, [...said, rivals.length > 0 ? w.likely : w.noRival], {
    error: 'one_offer',
    option: 'b',
    nearest: rivals,
    buttons,
  });
  const title = w.withWhich(one.label);
  return {
    ...refused,
    pages: [{ ...refused.pages[0], title, tone: 'neutral' }],
    data: { error: 'one_offer', message: title, option: 'b', nearest: rivals },
  };
}

/** Each offer once; what was left out, in words. */
function distinct(all: readonly Chosen[], ask: Ask): { readonly chosen: readonly Chosen[]; readonly said: string[] } {
  const w = ask.messages.compare;
  const chosen: Chosen[] = [];
  const said: string[] = [];
  for (const one of all) {
    const there = chosen.find((other) => other.offer.id === one.offer.id);
    if (!there) chosen.push(one);
    else if (foldName(there.given) === foldName(one.given)) said.push(w.twice(one.given.slice(0, QUOTED)));
    else said.push(w.same(there.given.slice(0, QUOTED), one.given.slice(0, QUOTED), one.label));
  }
  return { chosen, said };
}

function notSold(subject: Subject, others: readonly string[], days: Days, ask: Ask): Answer {
  const { messages: m } = ask;
  return refusal(m, [m.compare.notSold(subject.name, m.offer.subjectKinds[subject.kind])], {
    error: 'not_sold',
    option: 'a',
    buttons: [
      { label: m.compare.card(subject.name).slice(0, 75), line: `offer ${subject.id}${dayOptions(days)}` },
      ...(others.length > 0
        ? [{ label: m.compare.without(subject.name).slice(0, 75), line: compareLine(others, days) }]
        : []),
    ],
  });
}

function tooMany(count: number, four: readonly string[], days: Days, { messages: m }: Ask): Answer {
  const buttons = [{ label: m.compare.firstFour, line: compareLine(four, days) }];
  return refusal(m, [m.compare.tooMany(count)], { error: 'too_many', option: 'a', buttons });
}

/**
 * The offers that a question names, two to four, or why they cannot be compared. A provider stands for its foremost
 * offer. `said` tells of names that were left out.
 */
export function chooseOffers(
  values: { readonly [K in 'a' | 'b' | 'c' | 'd']?: string | undefined },
  days: Days,
  world: AsOf,
  ask: Ask,
): { readonly chosen: readonly Chosen[]; readonly said: readonly string[] } | { readonly refused: Answer } {
  const { messages: m } = ask;
  const w = m.compare;
  const given = givenNames(values, ask);
  const names = given.map((one) => one.name);
  if (given.length === 0) return { refused: refusal(m, [w.noNames], { error: 'no_names', option: 'a' }) };
  // Names are looked up one by one: of more than a slip would add, none is.
  if (given.length > MOST_GIVEN) return { refused: tooMany(given.length, names.slice(0, MOST), days, ask) };
  const all: Chosen[] = [];
  for (const [at, one] of given.entries()) {
    const others = (by: readonly string[]): string[] => [...names.slice(0, at), ...by, ...names.slice(at + 1)];
    const read = readSubject(one.name, one.option, ask, (id) => compareLine(others([id]), days));
    if ('refused' in read) return read;
    const { subject } = read;
    const sold = subject.kind === 'provider' || subject.kind === 'offer';
    const made = sold ? choose(one, subject, world, ask) : null;
    if (made === null) return { refused: notSold(subject, others([]), days, ask) };
    all.push(made);
  }
  const { chosen, said } = distinct(all, ask);
  const [first] = chosen;
  if (first && chosen.length === 1) return { refused: askWithWhich(first, said, world, days, ask) };
  if (chosen.length > MOST) {
    const four = chosen.slice(0, MOST).map((one) => one.subject.id);
    return { refused: tooMany(chosen.length, four, days, ask) };
  }
  return { chosen, said };
}
