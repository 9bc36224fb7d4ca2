import type { Answer, Ask } from '../../../src/command.ts';
import { keptFor } from '../../../src/domain/kept.ts';
import { LANGS } from '../../../src/domain/language.ts';
import type { Standing } from '../../../src/domain/standing.ts';
import { type CommercialStatus, schemesOf } from '../../../src/domain/statement.ts';
import { searchTerms, stemsOf } from '../../../src/domain/stems.ts';
import { foldName, nearestNames } from '../../../src/domain/text.ts';
import { refusal } from '../refusal.ts';

/** One filter of the table of offers. */
export type Filter = {
  /** The option's English name, for lines. */
  readonly option: string;
  /** What was asked, as it can be asked again. */
  readonly given: string;
  /** What it asks, for people. */
  readonly words: string;
  readonly fits: (o: Standing) => boolean;
  /** The scheme it is about, when it names one. */
  readonly scheme?: string;
};

type Wrong = { readonly wrong: string; readonly option: string; readonly nearest: readonly string[] };

const YES: readonly string[] = ['yes', 'oui', 'y', 'o', 'true', 'vrai', 'all', 'tout'];
const NO: readonly string[] = ['no', 'non', 'n', 'false', 'faux', 'none', 'aucune'];

const holds = (o: Standing, scheme: string | null): boolean =>
  o.qualification.some(
    (q) => (scheme === null || q.scheme === scheme) && (q.state === 'qualified' || q.state === 'renewed'),
  );

/** What of an offer tells its services: layers of its qualifications, its services, technology, name and summary. */
function servicesOf(o: Standing): string {
  return [
    o.name,
    ...LANGS.map((lang) => o.summary[lang]),
    ...o.qualification.flatMap((q) => q.scope),
    ...o.services.flatMap((text) => LANGS.map((lang) => text[lang])),
  ].join('\n');
}

/** True when each word asked for stands among the services, endings and accents aside. */
function offersService(o: Standing, terms: readonly string[]): boolean {
  const stems = keptFor(o, 'services', () => new Set(stemsOf(servicesOf(o))));
  return terms.every((term) =>
    term.endsWith('*') ? [...stems].some((stem) => stem.startsWith(term.slice(0, -1))) : stems.has(term),
  );
}

/** The country that a code or a name in any language means, among those given. */
function countryOf(text: string, codes: readonly string[]): string | null {
  const wanted = foldName(text);
  return (
    codes.find((code) =>
      [code, ...LANGS.map((lang) => new Intl.DisplayNames([lang], { type: 'region' }).of(code) ?? code)].some(
        (name) => foldName(name) === wanted,
      ),
    ) ?? null
  );
}

/** The filters of a question, or the first that cannot be read. */
export function readFilters(
  values: {
    readonly qualified?: string | undefined;
    readonly status?: CommercialStatus | undefined;
    readonly service?: string | undefined;
    readonly country?: string | undefined;
  },
  all: readonly Standing[],
  ask: Ask,
): { readonly filters: readonly Filter[] } | Wrong {
  const { messages: m, queries } = ask;
  const { record } = queries;
  const w = m.news.offers.filters;
  const filters: Filter[] = [];
  if (values.qualified !== undefined) {
    const wanted = foldName(values.qualified);
    const schemes = schemesOf(record.statements);
    const scheme = schemes.find((s) => foldName(s) === wanted);
    const yes = YES.includes(wanted);
    if (scheme === undefined && !yes && !NO.includes(wanted)) {
      return { wrong: values.qualified, option: 'qualified', nearest: nearestNames(values.qualified, schemes, 3) };
    }
    filters.push({
      option: 'qualified',
      given: scheme ?? (yes ? 'yes' : 'no'),
      words: scheme === undefined ? (yes ? w.qualified : w.notQualified) : w.qualifiedBy(scheme),
      fits: (o) => holds(o, scheme ?? null) === (scheme !== undefined || yes),
      ...(scheme === undefined ? {} : { scheme }),
    });
  }
  const { status } = values;
  if (status !== undefined) {
    filters.push({
      option: 'status',
      given: status,
      words: m.offer.commercial[status],
      fits: (o) => o.commercial.status === status,
    });
  }
  const { service } = values;
  if (service !== undefined) {
    const terms = searchTerms(service);
    filters.push({
      option: 'service',
      given: service.slice(0, 60),
      words: w.service(service.slice(0, 60)),
      fits: (o) => terms.length > 0 && offersService(o, terms),
    });
  }
  if (values.country !== undefined) {
    const countryOfOffer = (o: Standing) =>
      record.subject(o.id)?.country ?? record.subject(o.provider)?.country ?? null;
    const codes = [...new Set(all.flatMap((o) => countryOfOffer(o) ?? []))].sort();
    const known = [...new Set([...codes, ...record.subjects.flatMap((s) => s.country ?? [])])];
    const code = countryOf(values.country, known);
    if (code === null) return { wrong: values.country, option: 'country', nearest: codes };
    const name = new Intl.DisplayNames([ask.lang], { type: 'region' }).of(code) ?? code;
    filters.push({
      option: 'country',
      given: code,
      words: name,
      fits: (o) => countryOfOffer(o) === code,
    });
  }
  return { filters };
}

/** The refusal of a filter that cannot be read, with what can be written. */
export function refusedFilter(wrong: Wrong, ask: Ask): Answer {
  const { messages: m } = ask;
  const w = m.news.offers;
  const given = wrong.wrong.slice(0, 60);
  const sentence =
    wrong.option === 'country'
      ? w.badCountry(given, wrong.nearest.join(', '))
      : w.badQualified(given, schemesOf(ask.queries.record.statements).join(', '));
  return refusal(m, [sentence], { error: 'bad_filter', option: wrong.option, nearest: wrong.nearest });
}

/** The filter that alone leaves the fewest, and how many. Null without filters or offers. */
export function hardest(
  filters: readonly Filter[],
  all: readonly Standing[],
): { readonly filter: Filter; readonly left: number } | null {
  if (all.length === 0) return null;
  const counted = filters.map((filter) => ({ filter, left: all.filter((o) => filter.fits(o)).length }));
  return counted.sort((a, b) => a.left - b.left)[0] ?? null;
}
