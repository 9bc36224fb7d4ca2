import { z } from 'zod';
import { loadReleased, recordOn } from '../bot/released.ts';
import type { Readable, Reading } from '../domain/item.ts';
import { createReader } from '../reading/read.ts';
import { createStoryBook } from '../reading/stories.ts';
import { type Context, OperatorError, readArgs, UsageError } from './context.ts';
import { readInput } from './input.ts';

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '');
const optional = z
  .string()
  .nullish()
  .transform((value) => value ?? null);

const itemSchema = z.object({
  id: z.union([z.string(), z.number()]).transform(String),
  title: text,
  summary: text,
  content: optional,
  published: optional,
  lang: optional,
  publisher: optional,
  url: optional,
});

/** An instant from what people write as one; null for what is none. */
function instantOf(written: string | null): string | null {
  if (written === null) return null;
  const ms = Date.parse(written);
  return Number.isNaN(ms) ? null : new Date(ms).toISOString();
}

function parseLine(line: string, n: number, context: Context): Readable {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch (error) {
    throw new OperatorError(context.messages.cli.badLine(n, error instanceof Error ? error.message : String(error)));
  }
  const item = itemSchema.safeParse(json);
  if (!item.success) {
    const issue = item.error.issues[0];
    throw new OperatorError(
      context.messages.cli.badLine(n, `${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim()),
    );
  }
  return { ...item.data, published: instantOf(item.data.published) };
}

/** A reading as the contract of the command line writes it. */
function readingLine(item: Readable, reading: Reading, story: string | null) {
  return {
    id: item.id,
    decision: reading.decision,
    relevant: reading.relevant,
    providers: reading.providers.map((p) => ({ id: p.id, score: p.score, decision: p.decision, evidence: p.evidence })),
    main: reading.main,
    events: reading.events,
    stance: reading.stance,
    claims: reading.claims,
    story,
    lang: reading.lang,
    origin: reading.origin,
    reasons: reading.reasons,
  };
}

/** `read FILE|-`: items in, what each says out, one JSON object a line, in the same order. */
export async function read(context: Context): Promise<number> {
  const { positionals } = readArgs(context, {});
  const [file] = positionals;
  if (file === undefined)
    throw new UsageError(context.messages.cli.wrongUsage(context.messages.cli.missing('read FILE')));
  const lines = new TextDecoder().decode(await readInput(file, context)).split(/\r?\n/);
  const record = await recordOn(await loadReleased(), []);
  const reader = createReader({ tracked: record.tracked, publishers: record.publishers });
  const book = createStoryBook();
  for (const [i, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const item = parseLine(line, i + 1, context);
    const reading = reader(item);
    const story = reading.relevant ? book.place(reading, item) : null;
    context.out(JSON.stringify(readingLine(item, reading, story)));
  }
  return 0;
}
