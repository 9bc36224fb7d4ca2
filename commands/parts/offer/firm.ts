import type { DisputeAnswer, OfferAnswer } from '../../../src/domain/answer.ts';
import type { Lang } from '../../../src/domain/language.ts';
import type { Line, Span } from '../../../src/domain/view.ts';
import type { Messages } from '../../../src/messages/index.ts';
import type { Notes } from '../notes.ts';

/** What is said of the firm behind an offer, as facts of a card: how it stands as a company, who holds it. */
export function firmFacts(
  { company, owners }: Pick<OfferAnswer, 'company' | 'owners'>,
  m: Messages,
  notes: Notes,
  nameOf: (id: string) => string,
): { readonly label: string; readonly value: Line }[] {
  const facts: { label: string; value: Line }[] = [];
  if (company !== null) {
    const into = company.into === null ? '' : ` → ${nameOf(company.into)}`;
    const since = m.common.calendar(company.since.from, company.since.precision);
    facts.push({
      label: m.offer.labels.company,
      value: [`${m.offer.company[company.state]}${into}, ${since}${notes.marks(company.sources)}`],
    });
  }
  if (owners.length > 0) {
    const names = owners.map(
      (w) =>
        `${w.name}${w.share === null ? '' : ` (${m.offer.share(w.share.min, w.share.max)})`}${notes.marks(w.sources.slice(0, 1))}`,
    );
    facts.push({ label: m.offer.labels.owners, value: [names.join(', ')] });
  }
  return facts;
}

/** A disagreement in a line: each side with its sources, the one the record prefers strong. */
export function disputeLine(d: DisputeAnswer, lang: Lang, m: Messages, notes: Notes): Line {
  return d.positions.flatMap((p, i): Span[] => [
    i === 0 ? '' : ' / ',
    { text: p.value[lang], strong: i === d.preferred },
    `${i === d.preferred ? ` (${m.offer.preferred})` : ''}${notes.marks(p.sources)}`,
  ]);
}
