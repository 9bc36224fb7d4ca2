import type { EvidencePack } from '../../domain/evidence.ts';
import type { Lang } from '../../domain/language.ts';
import type { Day } from '../../domain/period.ts';
import type { AsOf } from '../../domain/statement.ts';
import type { ViewFile } from '../../domain/view.ts';
import type { Messages } from '../../messages/index.ts';
import { evidenceCsv } from './csv.ts';
import { evidenceJson } from './json.ts';
import { evidenceMarkdown } from './markdown.ts';

/** The forms of a pack, as the ends of its files' names. */
export const EVIDENCE_FORMATS = ['md', 'csv', 'json'] as const;
export type EvidenceFormat = (typeof EVIDENCE_FORMATS)[number];

const TYPES = { md: 'text/markdown', csv: 'text/csv', json: 'application/json' } as const;

/** `preuve-s3ns-premi3ns-2026-11-22.md`: the subject and the day that the answer is about. */
export function evidenceName(pack: EvidencePack, format: EvidenceFormat, m: Messages): string {
  return `${m.evidence.file}-${pack.subject.id.replaceAll('/', '-')}-${pack.asOf}.${format}`;
}

/** A pack as the text of a file. `made` is the day of making, which the Markdown page prints. */
export function evidenceText(pack: EvidencePack, format: EvidenceFormat, lang: Lang, m: Messages, made: Day): string {
  switch (format) {
    case 'md':
      return evidenceMarkdown(pack, lang, m, made);
    case 'csv':
      return evidenceCsv(pack, lang, m);
    case 'json':
      return evidenceJson(pack, lang);
  }
}

/** Where the web port serves a pack: the subject, its days and the language in the address. */
export function evidencePath(subject: string, world: AsOf, format: EvidenceFormat, lang: Lang): string {
  const days = [
    `as-of=${world.asOf}`,
    ...(world.knownOn === null ? [] : [`known-on=${world.knownOn}`]),
    ...(world.recordedOn === null ? [] : [`recorded-on=${world.recordedOn}`]),
  ];
  return `/api/v1/evidence/${subject}.${format}?lang=${lang}&${days.join('&')}`;
}

/** The three files of a pack. */
export function evidenceFiles(pack: EvidencePack, lang: Lang, m: Messages, made: Day): ViewFile[] {
  const { markdown, csv, json } = m.evidence.view;
  const labels = { md: markdown, csv, json };
  return EVIDENCE_FORMATS.map((format) => ({
    name: evidenceName(pack, format, m),
    type: TYPES[format],
    label: labels[format],
    text: evidenceText(pack, format, lang, m, made),
    path: evidencePath(pack.subject.id, pack, format, lang),
  }));
}
