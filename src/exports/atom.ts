import { generateAtomFeed } from 'feedsmith';
import { safeUrl } from '../domain/address.ts';
import type { Lang } from '../domain/language.ts';
import type { Day } from '../domain/period.ts';
import { oneLine } from '../domain/typography.ts';
import type { Messages } from '../messages/index.ts';
import type { DatasetRecord } from '../queries.ts';
import { type Change, latestChanges } from './changes.ts';
import { daysWords, validWords, weightWords } from './evidence/words.ts';

/** Entries of a feed. */
const ENTRIES = 50;
/** Characters of a title. */
const TITLE = 160;

/** Whose ids these are, wherever they are served: a statement is the same in every installation. */
const AUTHORITY = 'tag:vigie,2026';

/** How an address is put together: before its path, and the path of where a subject stands. */
export type Places = { readonly self: string; readonly subject: (id: string) => string };

/** Text that no XML reader refuses, on one line. */
const plain = (text: string): string => oneLine(text.replace(/\p{Cn}+/gu, ' '));

function html(text: string): string {
  return plain(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

function cut(text: string): string {
  return text.length <= TITLE ? text : `${oneLine(text.slice(0, TITLE - 1))}…`;
}

const midnight = (day: Day): Date => new Date(`${day}T00:00:00Z`);

/** What is behind a statement, as a list: when it is true, since when public, who says it, what it weighs. */
function details({ statement, exhibit }: Change, record: DatasetRecord, m: Messages): string {
  const w = m.web.changes;
  const { source } = statement;
  const publisher = record.publisher(source.publisher);
  const name = html(publisher?.name ?? source.publisher);
  const quoted =
    source.origin === null ? '' : ` (${w.quotes} ${html(record.publisher(source.origin)?.name ?? source.origin)})`;
  const grade = `${m.offer.kinds[source.kind]}, ${publisher?.reliability ?? 'F'}${statement.credibility}`;
  const url = safeUrl(source.url);
  const link = url === null ? name : `<a href="${html(url)}">${name}</a>`;
  const facts: [string, string][] = [
    ...(exhibit === null ? [] : ([[w.valid, html(validWords(exhibit, m))]] as [string, string][])),
    [w.known, html(daysWords(statement.public, m))],
    [w.source, `${link}${quoted} · ${html(grade)}`],
    ...(exhibit === null ? [] : ([[w.weight, html(weightWords(exhibit, m))]] as [string, string][])),
    [w.recorded, html(m.common.day(statement.recorded))],
  ];
  return `<ul>${facts.map(([label, value]) => `<li>${html(m.common.colon(label))} ${value}</li>`).join('')}</ul>`;
}

/** Whom it is about and what is said; what is no answer says so, for those who read titles only. */
function titleOf({ statement, exhibit }: Change, name: string, lang: Lang, m: Messages): string {
  const title = cut(plain(m.web.changes.of(name, statement.text[lang])));
  const weak = exhibit === null || exhibit.weight === 'strong' ? '' : ` (${m.evidence.weights[exhibit.weight]})`;
  return `${title}${weak}`;
}

function entry(change: Change, record: DatasetRecord, lang: Lang, m: Messages, places: Places) {
  const { statement } = change;
  const { id, recorded, text, source, body } = statement;
  const name = record.subject(statement.subject)?.name ?? statement.subject;
  const stands = places.subject(statement.subject);
  const url = safeUrl(source.url);
  return {
    id: `${AUTHORITY}:statement/${id}`,
    title: { value: titleOf(change, name, lang, m), type: 'text' },
    updated: midnight(recorded),
    published: midnight(recorded),
    links:
      url !== null
        ? [
            { rel: 'alternate', href: url },
            { rel: 'related', href: stands, type: 'application/json', title: m.web.changes.details },
          ]
        : [{ rel: 'alternate', href: stands, type: 'application/json' }],
    categories: [
      { term: statement.subject, label: plain(name) },
      { term: body.field, label: m.evidence.fields[body.field] },
    ],
    content: { value: `<p>${html(text[lang])}</p>${details(change, record, m)}`, type: 'html' },
  };
}

/**
 * What the record took in last as an Atom feed (RFC 4287): of everything, or of a subject and its offers. The same
 * record gives the same feed on any day. Throws on an id that is no subject.
 */
export function changesAtom(
  record: DatasetRecord,
  subject: string | null,
  lang: Lang,
  m: Messages,
  places: Places,
): string {
  const changes = latestChanges(record, subject, ENTRIES);
  const name = subject === null ? null : (record.subject(subject)?.name ?? subject);
  const newest = changes[0]?.statement.recorded ?? record.latest;
  return generateAtomFeed(
    {
      id: `${AUTHORITY}:changes/${subject === null ? '' : `${subject}/`}${lang}`,
      title: { value: plain(name === null ? m.web.changes.title : m.web.changes.titleOf(name)), type: 'text' },
      subtitle: { value: m.web.changes.subtitle, type: 'text' },
      updated: midnight(newest === '' ? '1970-01-01' : newest),
      authors: [{ name: 'Vigie' }],
      generator: { text: 'Vigie' },
      rights: { value: 'CC BY 4.0 https://creativecommons.org/licenses/by/4.0/', type: 'text' },
      links: [{ rel: 'self', href: places.self, type: 'application/atom+xml' }],
      entries: changes.map((change) => entry(change, record, lang, m, places)),
      xml: { lang },
    },
    { strict: true },
  );
}
