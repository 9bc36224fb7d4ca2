import type { Ask } from '../../../src/command.ts';
import type { OfferAnswer, QualificationAnswer } from '../../../src/domain/answer.ts';
import { keptFor } from '../../../src/domain/kept.ts';
import { LANGS } from '../../../src/domain/language.ts';
import type { Standing } from '../../../src/domain/standing.ts';
import type { AsOf } from '../../../src/domain/statement.ts';
import { stemsOf } from '../../../src/domain/stems.ts';

/** How many are proposed. */
const MOST = 5;
/** Words in common beyond these say nothing more. */
const WORDS = 4;

/** Where a scheme stands, as coarsely as rivals are told apart. */
export function standOf(state: QualificationAnswer['state']): 'holds' | 'under_way' | 'over' | 'none' {
  switch (state) {
    case 'qualified':
    case 'renewed':
      return 'holds';
    case 'filed':
    case 'in_progress':
    case 'J0':
    case 'J1':
    case 'J2':
      return 'under_way';
    case 'ended_on_paper':
    case 'expired':
    case 'withdrawn':
      return 'over';
    case 'none':
      return 'none';
  }
}

const isOver = (one: Pick<Standing, 'commercial'>): boolean =>
  one.commercial.status === 'abandoned' || one.commercial.status === 'discontinued';

/** What it is said to offer, as stems: services, technology, and the layers of its qualifications. */
function wordsOf(one: Standing): ReadonlySet<string> {
  return keptFor(one, 'words', () => {
    const texts = [
      ...LANGS.flatMap((lang) => [one.summary[lang], ...one.services.map((text) => text[lang])]),
      ...one.qualification.flatMap((q) => q.scope),
    ];
    return new Set(stemsOf(texts.join('\n')));
  });
}

function likeness(one: Standing, other: Standing, ask: Ask): number {
  const schemes = one.qualification.reduce((sum, q) => {
    const same = other.qualification.find((p) => p.scheme === q.scheme);
    return sum + (same && standOf(same.state) === standOf(q.state) ? (q.state === 'none' ? 1 : 4) : 0);
  }, 0);
  const mine = wordsOf(one);
  const shared = [...wordsOf(other)].filter((word) => mine.has(word)).length;
  const countryOf = (s: Standing): string | null => ask.queries.record.subject(s.provider)?.country ?? null;
  return (
    schemes +
    Math.min(WORDS, shared) +
    (one.commercial.status === other.commercial.status ? 1 : 0) +
    (countryOf(one) !== null && countryOf(one) === countryOf(other) ? 2 : 0)
  );
}

/**
 * The ids of what is most like an offer: providers with one that stands alike in the same schemes, shares services and
 * technology, comes from the same country. Its own provider's offers where nothing else stood by then; what has ended
 * comes last.
 */
export function likelyRivals(offer: OfferAnswer, world: AsOf, ask: Ask): string[] {
  const all = ask.queries.record.standings(world);
  const services = offer.facts.filter((f) => f.field === 'service' || f.field === 'technology').map((f) => f.text);
  const one: Standing = { ...offer, services };
  const ranked = all
    .filter((other) => other.id !== offer.id)
    .map((other) => ({ other, like: likeness(one, other, ask), over: isOver(other) && !isOver(one) }))
    .sort((a, b) => Number(a.over) - Number(b.over) || b.like - a.like || (a.other.id < b.other.id ? -1 : 1))
    .map(({ other }) => other);
  const elsewhere = ranked.filter((other) => other.provider !== offer.provider);
  const firms = [...new Set(elsewhere.map((other) => other.provider))];
  const ids = firms.length > 0 ? firms : ranked.map((other) => other.id);
  return ids.slice(0, MOST);
}
