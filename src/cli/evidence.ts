import { writeFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { loadReleased, recordOn } from '../bot/released.ts';
import { type Day, dayOf, parseCalendar } from '../domain/period.ts';
import type { AsOf } from '../domain/statement.ts';
import type { Subject } from '../domain/subject.ts';
import { EVIDENCE_FORMATS, type EvidenceFormat, evidenceText } from '../exports/evidence/evidence.ts';
import type { DatasetRecord } from '../queries.ts';
import { type Context, langFrom, OperatorError, readArgs, speaking, UsageError } from './context.ts';

/** A day as an option gives it; of a month or a year the last day, as in chat. Throws `UsageError`. */
function dayFrom(option: string, given: string | undefined, { messages }: Context): Day | null {
  if (given === undefined) return null;
  const read = parseCalendar(given);
  if (read) return read.to;
  const { cli, evidence } = messages;
  throw new UsageError(cli.wrongUsage(cli.badValue(option, given, evidence.cli.wantDay)));
}

/** The format asked for; without one, what the file's name ends with; else Markdown. Throws `UsageError`. */
function formatFrom(given: string | undefined, out: string | undefined, { messages }: Context): EvidenceFormat {
  const named = given ?? extname(out ?? '').slice(1);
  const format = EVIDENCE_FORMATS.find((one) => one === named.toLowerCase());
  if (format) return format;
  if (given === undefined) return 'md';
  const { cli } = messages;
  throw new UsageError(cli.wrongUsage(cli.badValue('--format', given, EVIDENCE_FORMATS.join(', '))));
}

/** The subject that a name means. Throws `OperatorError` with the nearest names, or with those it may mean. */
function subjectFrom(name: string, record: DatasetRecord, { messages }: Context): Subject {
  const found = record.find(name);
  if (found.kind === 'one') return found.subject;
  const near = found.kind === 'several' ? found.subjects : found.nearest;
  const names = near.map((s) => `${s.name} (${s.id})`);
  const what = found.kind === 'several' ? messages.offer.several(name) : messages.offer.notFound(name);
  const which = found.kind === 'several' ? names.join(', ') : messages.evidence.cli.nearest(names);
  throw new OperatorError(messages.cli.wrongUsage(names.length === 0 ? what : `${what} ${which}`));
}

async function save(text: string, file: string, force: boolean, { messages }: Context): Promise<void> {
  const words = messages.evidence.cli;
  try {
    await writeFile(file, text, { flag: force ? 'w' : 'wx' });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new OperatorError(
      messages.cli.wrongUsage(code === 'EEXIST' ? words.exists(file) : words.unwritable(file, code)),
    );
  }
}

/**
 * `evidence "<offer>"`: a pack on stdout, or into a file that is not there yet. Exit 0 when it was made, 1 when the name
 * means no one subject or the file cannot be written, 2 when it was written wrongly.
 */
export async function evidenceVerb(given: Context): Promise<number> {
  const { values, positionals } = readArgs(given, {
    'as-of': { type: 'string' },
    'known-on': { type: 'string' },
    'recorded-on': { type: 'string' },
    format: { type: 'string' },
    lang: { type: 'string' },
    today: { type: 'string' },
    out: { type: 'string' },
    force: { type: 'boolean', default: false },
  });
  const lang = langFrom(values.lang, given);
  const context = speaking(given, lang);
  const { messages } = context;
  const name = positionals.join(' ').trim();
  if (name === '') throw new UsageError(messages.cli.wrongUsage(messages.cli.missing(messages.evidence.cli.usage)));
  const day = (option: 'as-of' | 'known-on' | 'recorded-on' | 'today'): Day | null =>
    dayFrom(`--${option}`, values[option], context);
  const [asOf, knownOn, recordedOn] = [day('as-of'), day('known-on'), day('recorded-on')];
  const today = day('today') ?? dayOf(new Date().toISOString());
  const format = formatFrom(values.format, values.out, context);
  // As in chat: "what was known on that day" asks about that day, unless another one is named.
  const then = [knownOn, recordedOn].filter((one) => one !== null).sort()[0];
  const world: AsOf = { asOf: asOf ?? then ?? today, knownOn, recordedOn };
  const record = await recordOn(await loadReleased(), []);
  const pack = record.evidence(subjectFrom(name, record, context).id, world);
  const text = evidenceText(pack, format, lang, messages, today);
  if (values.out === undefined) {
    // Every form ends with a line break, which `out` writes.
    context.out(text.slice(0, -1));
    return 0;
  }
  await save(text, values.out, values.force, context);
  context.note(messages.evidence.cli.written(values.out, pack.id, pack.exhibits.length));
  return 0;
}
