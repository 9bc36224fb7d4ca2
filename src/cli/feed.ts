import { writeFile } from 'node:fs/promises';
import { checkFeed } from '../../feeds/check.ts';
import { decodeBytes } from '../../feeds/decode.ts';
import { readOpml } from '../../feeds/opml.ts';
import { createFeedParser } from '../../feeds/parser.ts';
import { parseFeedBytes } from '../../feeds/read.ts';
import { addFeeds } from '../bot/feed-changes.ts';
import { exportOpml } from '../bot/feeds.ts';
import { feedClientOf } from '../bot/parts.ts';
import { loadReleased, recordOn } from '../bot/released.ts';
import { openStore } from '../store/open.ts';
import { type Context, configOf, OperatorError, readArgs, UsageError } from './context.ts';
import { readInput } from './input.ts';

/** `feed parse FILE|-`, `feed check URL`, `feed export [FILE]` and `feed import FILE|-`. */
export async function feed(context: Context): Promise<number> {
  const { values, positionals } = readArgs(context, {
    url: { type: 'string' },
    'content-type': { type: 'string' },
    json: { type: 'boolean', default: false },
  });
  const cli = context.messages.cli;
  const [what, target] = positionals;
  if (what === 'export') return exportVerb(target ?? null, context);
  if (what === 'import' && target !== undefined) return importVerb(target, context);
  if ((what !== 'parse' && what !== 'check') || target === undefined) {
    throw new UsageError(
      cli.wrongUsage(cli.missing('feed parse FILE | feed check URL | feed export [FILE] | feed import FILE')),
    );
  }
  return what === 'parse'
    ? parseVerb(target, values.url ?? null, values['content-type'] ?? null, context)
    : checkVerb(target, values.json, context);
}

async function parseVerb(
  file: string,
  url: string | null,
  contentType: string | null,
  context: Context,
): Promise<number> {
  const { cli, answers } = context.messages;
  const parsed = await parseFeedBytes(await readInput(file, context), {
    url,
    contentType,
    now: new Date().toISOString(),
  });
  if (!parsed.ok) {
    context.note(cli.noFeed(parsed.code, answers.feedCodes[parsed.code]));
    return 1;
  }
  for (const item of parsed.items) context.out(JSON.stringify(item));
  context.note(cli.parsed(parsed.items.length, parsed.lang));
  return 0;
}

async function checkVerb(address: string, json: boolean, context: Context): Promise<number> {
  const { cli, answers } = context.messages;
  const client = await feedClientOf(configOf(context));
  const parser = createFeedParser();
  try {
    const found = await checkFeed(address, { client, parser }, new Date().toISOString());
    if (json) context.out(JSON.stringify(found));
    else if (found.url === null)
      context.out(cli.noFeed(found.code ?? 'not_a_feed', answers.feedCodes[found.code ?? 'not_a_feed']));
    else {
      context.out(cli.checkOk(found.url, found.feed?.entries ?? 0, found.feed?.title ?? ''));
      for (const warning of found.warnings) context.out(`  ${answers.feedWarnings[warning]}`);
      if (found.feed?.movedTo) context.out(`  ${cli.checkRedirect(found.feed.movedTo)}`);
      if (found.others.length > 0) context.out(`  ${cli.checkFound(found.others.map((o) => o.url))}`);
    }
    return found.url === null ? 1 : 0;
  } finally {
    await parser.close();
    await client.close();
  }
}

/** All feeds that are read as OPML, to a file or to stdout. */
async function exportVerb(file: string | null, context: Context): Promise<number> {
  const store = await openStore(configOf(context).store);
  try {
    const opml = await exportOpml(store, new Date().toISOString());
    if (file === null) {
      context.out(opml);
      return 0;
    }
    await writeFile(file, opml).catch((error: unknown) => {
      throw new OperatorError(`${file}: ${error instanceof Error ? error.message : String(error)}`);
    });
    const count = (await store.feeds.list()).filter((one) => one.out === undefined).length;
    context.note(context.messages.feeds.cli.exported(count, file));
    return 0;
  } finally {
    await store.close();
  }
}

/** Adds the feeds of an OPML file that are not there yet; exit 1 when the file is none. */
async function importVerb(file: string, context: Context): Promise<number> {
  const { messages: m } = context;
  const list = readOpml(decodeBytes(await readInput(file, context), null).text);
  if (!list.ok) throw new OperatorError(m.feeds.noList(m.feeds.listCodes[list.code]));
  if (list.feeds.length === 0 && list.skipped.length === 0)
    throw new OperatorError(m.feeds.noList(m.feeds.listCodes.not_opml));
  const record = await recordOn(await loadReleased(), []);
  const store = await openStore(configOf(context).store);
  try {
    const { added, known } = await addFeeds(list.feeds, 'cli', { store, record, now: new Date().toISOString() });
    for (const entry of added) context.out(`${entry.id}  ${entry.url}`);
    context.note(m.feeds.cli.imported(added.length, known, list.skipped.length));
    return 0;
  } finally {
    await store.close();
  }
}
