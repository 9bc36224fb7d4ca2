import type { EvidencePack } from '../../domain/evidence.ts';
import type { Lang } from '../../domain/language.ts';
import type { Day } from '../../domain/period.ts';
import { RELIABILITIES } from '../../domain/subject.ts';
import { frenchSpaced } from '../../domain/typography.ts';
import type { Messages } from '../../messages/index.ts';
import { answerMarkdown } from './answer.ts';
import { disputesMarkdown, exhibitsMarkdown, indexMarkdown, publishersMarkdown } from './exhibits.ts';
import { plainMarkdown } from './text.ts';
import { type Pen, penOf, table } from './words.ts';

/** How many exhibits each grade of publisher stands behind: `A: 4 · B: 31`. */
export function gradeCounts(pack: EvidencePack, m: Messages): string {
  const grades = pack.exhibits.map((e) => e.publisher?.reliability ?? 'F');
  return RELIABILITIES.flatMap((grade) => {
    const n = grades.filter((one) => one === grade).length;
    return n === 0 ? [] : [m.evidence.view.grade(grade, n)];
  }).join(' · ');
}

/** What a pack holds: `69 exhibits from 19 publishers`, and how many of them tell of later days. */
export function contentsWords(pack: EvidencePack, m: Messages): string {
  const publishers = new Set(pack.exhibits.map((e) => e.statement.source.publisher)).size;
  const later = pack.exhibits.filter((e) => !e.begun).length;
  const { evidence } = m;
  const words = evidence.view.contents(evidence.exhibits(pack.exhibits.length), evidence.publishers(publishers));
  return later === 0 ? words : `${words}, ${evidence.view.later(later)}`;
}

/**
 * The days with which a pack can be asked for again, for ever: those it was asked with, and, where it was not limited to
 * what had been recorded by a day, the newest day of the record it was made from.
 */
export function pinned(pack: EvidencePack): {
  readonly asOf: Day;
  readonly knownOn: Day | null;
  readonly recordedOn: Day;
} {
  return { asOf: pack.asOf, knownOn: pack.knownOn, recordedOn: pack.recordedOn ?? (pack.latest || pack.asOf) };
}

/** The line of the terminal that asks for a pack again. */
export function againLine(pack: EvidencePack, lang: Lang): string {
  const { asOf, knownOn, recordedOn } = pinned(pack);
  const known = knownOn === null ? '' : ` --known-on ${knownOn}`;
  return `npm run -s vigie -- evidence ${pack.subject.id} --as-of ${asOf}${known} --recorded-on ${recordedOn} --lang ${lang}`;
}

/** The line that asks for a pack again in chat. */
export function chatLine(pack: EvidencePack, m: Messages): string {
  const { asOf, knownOn, recordedOn } = pinned(pack);
  const words = m.commands['evidence'];
  const day = (option: string, held: Day | null): string =>
    held === null ? '' : ` ${words?.options[option]?.name ?? option}:${held}`;
  return `/${words?.name ?? 'evidence'} ${pack.subject.id}${day('asOf', asOf)}${day('knownOn', knownOn)}${day('recordedOn', recordedOn)}`;
}

function aboutPack(pen: Pen, made: Day): string[] {
  const { pack, m } = pen;
  const { labels, worldWords, notLimited } = m.evidence;
  const dated = (day: Day): string => `${m.common.day(day)} (${day})`;
  const world = (day: Day | null, words: string, any: string): string =>
    day === null ? `${m.common.colon(notLimited)} ${any}` : `${m.common.colon(`**${dated(day)}**`)} ${words}`;
  return table(
    [labels.id, `\`${pack.id}\``],
    [
      [
        labels.subject,
        `${plainMarkdown(pack.subject.name)} (\`${pack.subject.id}\`), ${m.offer.subjectKinds[pack.subject.kind]}`,
      ],
      [labels.asOf, world(pack.asOf, worldWords.asOf, '')],
      [labels.knownOn, world(pack.knownOn, worldWords.knownOn, worldWords.knownAny)],
      [labels.recordedOn, world(pack.recordedOn, worldWords.recordedOn, worldWords.recordedAny)],
      [labels.record, pack.latest === '' ? m.evidence.recordEmpty : m.evidence.recordTo(dated(pack.latest))],
      [labels.contents, contentsWords(pack, m)],
      ...(pack.exhibits.length === 0 ? [] : [[labels.grades, gradeCounts(pack, m)]]),
      [labels.made, dated(made)],
      [m.evidence.labels.licence, '[CC BY 4.0](<https://creativecommons.org/licenses/by/4.0/>)'],
    ],
  );
}

function citing(pen: Pen, title: string, made: Day): string[] {
  const { pack, lang, m } = pen;
  const words = m.evidence.citing;
  return [
    `## ${m.evidence.headings.citing}`,
    '',
    ...[words.each, words.pack, words.cite(plainMarkdown(title), pack.id, m.common.day(made))].map((s) => `- ${s}`),
    `- ${words.licence}. ${words.pages}`,
    '',
    words.again,
    '',
    '```text',
    chatLine(pack, m),
    againLine(pack, lang),
    '```',
    '',
    words.same,
    '',
  ];
}

/**
 * A pack as a Markdown page to read, print and file: what was asked, the answer with a citation behind each assertion,
 * the sources that disagree, every exhibit, and how to cite and check it. No text from outside acts in it. `made` is
 * the day to print as that of making; nothing else in it depends on when it is made.
 */
export function evidenceMarkdown(pack: EvidencePack, lang: Lang, m: Messages, made: Day): string {
  const pen = penOf(pack, lang, m);
  const { headings, reading } = m.evidence;
  const title = `${m.evidence.title(pack.subject.name)} · ${m.offer.worlds.on(m.common.day(pack.asOf))}`;
  const begun = pack.exhibits.filter((e) => e.begun);
  const later = pack.exhibits.filter((e) => !e.begun);
  const notes = Object.values(reading).filter((words) => words !== '');
  const lines = [
    `# ${plainMarkdown(title)}`,
    '',
    ...aboutPack(pen, made),
    ...answerMarkdown(pen),
    ...disputesMarkdown(pen),
    ...(begun.length === 0
      ? []
      : [
          `## ${headings.index}`,
          '',
          ...indexMarkdown(begun, pen),
          `## ${headings.exhibits}`,
          '',
          ...exhibitsMarkdown(begun, pen),
        ]),
    ...(later.length === 0
      ? []
      : [
          `## ${headings.later(m.common.day(pack.asOf))}`,
          '',
          m.evidence.laterNote,
          '',
          ...indexMarkdown(later, pen),
          ...exhibitsMarkdown(later, pen),
        ]),
    ...(pack.exhibits.length === 0 ? [] : publishersMarkdown(pen)),
    `## ${headings.reading}`,
    '',
    ...notes.map((words) => `- ${words}`),
    '',
    ...citing(pen, title, made),
  ];
  const page = lines.join('\n').trimEnd();
  return `${lang === 'fr' ? frenchSpaced(page) : page}\n`;
}
