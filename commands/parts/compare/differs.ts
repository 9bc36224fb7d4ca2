import type { Ask } from '../../../src/command.ts';
import type { OfferAnswer, QualificationAnswer } from '../../../src/domain/answer.ts';
import { type Day, daysBetween } from '../../../src/domain/period.ts';
import { COMMERCIAL_ENDINGS, COMMERCIAL_RUNGS } from '../../../src/domain/statement.ts';
import type { Difference } from '../../../src/exports/compare.ts';
import type { Chosen } from './choose.ts';
import { factsOf, inScheme, lawFacts, outcomeCounts, schemesIn } from './facts.ts';
import { standOf } from './rivals.ts';

/** Schemes that are told of in sentences; the table has them all. */
const SCHEMES_TOLD = 2;
/** How near an end must be to be told of in a sentence, in days. */
const SOON_DAYS = 180;

type Ctx = { readonly ask: Ask; readonly asOf: Day };

/** What an offer holds in each field that is compared, in a form in which equal things are equal. */
function heldBy(o: OfferAnswer, schemes: readonly string[], ask: Ask): [string, unknown][] {
  const { record } = ask.queries;
  const texts = (facts: readonly { readonly text: OfferAnswer['summary'] }[]): string[] =>
    facts.map((f) => f.text[ask.lang]).sort();
  const scheme = (name: string): [string, unknown] => {
    const q = inScheme(o, name);
    if (q === null || q.state === 'none') return [`qualification.${name}`, null];
    const { state, version, until, since } = q;
    return [`qualification.${name}`, { state, version, since: since?.from ?? null, until }];
  };
  return [
    ['commercial', o.commercial.status],
    ...schemes.map(scheme),
    ['country', record.subject(o.id)?.country ?? record.subject(o.provider)?.country ?? null],
    ['owners', o.owners.map((w) => w.name).sort()],
    ['law', texts(lawFacts(o, record))],
    ...(['technology', 'service', 'region', 'customer'] as const).map((field): [string, unknown] => [
      field,
      texts(factsOf(o, field)),
    ]),
    ['promises', outcomeCounts(o.promises)],
    [
      'disputes',
      o.disputes
        .filter((d) => !d.settled)
        .map((d) => d.field)
        .sort(),
    ],
  ];
}

const isSomething = (value: unknown): boolean =>
  typeof value === 'object' && value !== null ? Object.keys(value).length > 0 : value !== null && value !== 'unknown';

/** The fields in which the offers differ, in the order in which a buyer looks at them. */
export function differences(offers: readonly OfferAnswer[], ask: Ask): Difference[] {
  const schemes = schemesIn(offers);
  const held = offers.map((o) => ({ id: o.id, fields: new Map(heldBy(o, schemes, ask)) }));
  const fields = [...(held[0]?.fields.keys() ?? [])];
  return fields.flatMap((field): Difference[] => {
    const values = held.map(({ id, fields: own }) => [id, own.get(field)] as const);
    const same = new Set(values.map(([, value]) => JSON.stringify(value))).size === 1;
    return same ? [] : [{ field, values: Object.fromEntries(values) }];
  });
}

type Standing = { readonly label: string; readonly q: QualificationAnswer | null };

function details(q: QualificationAnswer, { ask, asOf }: Ctx): string[] {
  const { messages: m } = ask;
  const left = q.until === null ? Number.POSITIVE_INFINITY : daysBetween(asOf, q.until);
  const ends =
    q.until !== null && left <= SOON_DAYS ? [m.compare.differs.until(m.common.day(q.until), m.compare.left(left))] : [];
  const since = q.since === null ? [] : [m.offer.since(m.common.calendar(q.since.from, q.since.precision))];
  const renewed = q.state === 'renewed' ? [m.compare.differs.renewed] : [];
  return [...(q.version === null ? [] : [q.version]), ...renewed, ...since, ...ends];
}

/** Those that hold it, first: only one, some, all, none; where all do, whose ends first. */
function holders(scheme: string, all: readonly Standing[], ctx: Ctx): string[] {
  const { asOf } = ctx;
  const { messages: m } = ctx.ask;
  const w = m.compare.differs;
  const holding = all.filter(({ q }) => q !== null && standOf(q.state) === 'holds');
  const [first, second] = holding;
  // A renewal that was not seen, and a catalogue that nobody looked into, leave open whether others hold it.
  const sure = all.every(({ q }) => q !== null && q.state !== 'ended_on_paper' && (q.state !== 'none' || q.checked));
  if (!first?.q) return [w.none(all.length, scheme, sure)];
  if (!second) {
    return [w.only(first.label, scheme, details(first.q, ctx), sure)];
  }
  const named = holding.map(({ label, q }) => w.with(label, q === null ? [] : details(q, ctx)));
  if (holding.length < all.length) return [w.some(named, scheme)];
  if (new Set(holding.map(({ q }) => q?.version)).size > 1) return [w.allAs(all.length, scheme, named)];
  const ends = holding
    .flatMap(({ label, q }) => (q?.until ? [{ label, until: q.until }] : []))
    .sort((a, b) => (a.until < b.until ? -1 : 1));
  const [soonest, next] = ends;
  // Whose ends first can be said only where the end of each is known.
  if (!soonest || !next || ends.length < holding.length || soonest.until === next.until)
    return [w.all(all.length, scheme)];
  const left = m.compare.left(daysBetween(asOf, soonest.until));
  return [w.all(all.length, scheme), w.endsFirst(soonest.label, m.common.day(soonest.until), left)];
}

const UNDER_WAY = ['J2', 'J1', 'J0', 'in_progress', 'filed'] as const;

function schemeSentence(scheme: string, chosen: readonly Chosen[], ctx: Ctx): string {
  const { messages: m } = ctx.ask;
  const w = m.compare.differs;
  const all = chosen.map(({ label, offer }): Standing => ({ label, q: inScheme(offer, scheme) }));
  const at = (state: QualificationAnswer['state']): string[] =>
    all.filter(({ q }) => q?.state === state).map(({ label }) => label);
  const some = (names: readonly string[], say: (names: readonly string[]) => string): string[] =>
    names.length > 0 ? [say(names)] : [];
  const paper = all.filter(({ q }) => q?.state === 'ended_on_paper');
  const absent = all.filter(({ q }) => q === null || q.state === 'none').map(({ label }) => label);
  const disputed = chosen
    .filter(({ offer }) => offer.disputes.some((d) => d.field === 'qualification' && !d.settled))
    .map(({ label }) => label);
  return w.qualification(scheme, [
    ...holders(scheme, all, ctx),
    ...UNDER_WAY.flatMap((state) => some(at(state), w.underWay[state])),
    ...paper.map(({ label, q }) => w.paper(label, q?.until ? m.common.day(q.until) : m.compare.unknown)),
    ...some(at('expired'), w.expired),
    ...some(at('withdrawn'), w.withdrawn),
    ...(absent.length === all.length ? [] : some(absent, w.absent)),
    ...some(disputed, w.disputed),
  ]);
}

const RUNGS: readonly string[] = [...[...COMMERCIAL_RUNGS].reverse(), ...COMMERCIAL_ENDINGS];

function availabilitySentence(chosen: readonly Chosen[], ask: Ask): string {
  const { messages: m } = ask;
  const w = m.compare.differs;
  const said = ({ offer }: Chosen): string => {
    const flag = offer.commercial.flags.find((f) => f !== 'last_known');
    return `${m.offer.commercial[offer.commercial.status]}${flag === undefined ? '' : `, ${m.offer.flags[flag]}`}`;
  };
  const known = chosen
    .filter(({ offer }) => offer.commercial.status !== 'unknown')
    .sort((a, b) => RUNGS.indexOf(a.offer.commercial.status) - RUNGS.indexOf(b.offer.commercial.status));
  const unknown = chosen.filter(({ offer }) => offer.commercial.status === 'unknown').map(({ label }) => label);
  const groups = [...Map.groupBy(known, said).entries()];
  const [only] = groups;
  const told =
    only && groups.length === 1 && unknown.length === 0
      ? [w.sameAvailability(chosen.length, only[0])]
      : groups.map(([status, those]) =>
          w.available(
            those.map(({ label }) => label),
            status,
          ),
        );
  return w.availability([...told, ...(unknown.length > 0 ? [w.notAvailable(unknown)] : [])]);
}

/** What differs, in a few sentences made of the facts: qualifications, availability; the other fields by name where both are alike. */
export function differenceSentences(chosen: readonly Chosen[], differs: readonly Difference[], ctx: Ctx): string[] {
  const { ask } = ctx;
  const w = ask.messages.compare;
  const offers = chosen.map(({ offer }) => offer);
  const schemes = schemesIn(offers);
  if (!offers.some((o) => heldBy(o, schemes, ask).some(([field, value]) => field !== 'country' && isSomething(value))))
    return [w.differs.nothingKnown];
  const availability = chosen.some(({ offer }) => offer.commercial.status !== 'unknown');
  const told = [
    ...schemes.slice(0, SCHEMES_TOLD).map((scheme) => schemeSentence(scheme, chosen, ctx)),
    ...(availability ? [availabilitySentence(chosen, ask)] : []),
  ];
  const others = differs.filter(({ field }) => field !== 'commercial' && !field.startsWith('qualification.'));
  // Where they stand alike, what they differ in is said; else the table says it better.
  if (differs.length > others.length) return told;
  const fields = others.map(({ field }) => w.fields[field as keyof typeof w.fields] ?? field);
  return [...told, fields.length > 0 ? w.differs.fields(fields) : w.differs.nothing];
}
