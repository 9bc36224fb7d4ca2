import { createHash } from 'node:crypto';
import { Parser } from 'htmlparser2';
import RssParser from 'rss-parser';
import { request } from 'undici';
import { createFeedClient, NO_VALIDATORS } from '../../feeds/fetch.ts';
import { parseBytes } from '../../feeds/parse.ts';
import { createFeedParser } from '../../feeds/parser.ts';
import { readFeed } from '../../feeds/read.ts';
import { startFeedServer } from '../peers/feed-server.ts';
import { FORMATS, type Format, feedDocument } from './documents.ts';
import { keep, type Row, race, type Side } from './measure.ts';

const HINTS = {
  url: 'https://news.example/feed',
  contentType: 'application/rss+xml; charset=utf-8',
  now: '2026-11-22T09:00:00.000Z',
};

const FIELDS: Readonly<Record<Format, { readonly entry: string; readonly six: ReadonlySet<string> }>> = {
  RSS: { entry: 'item', six: new Set(['title', 'link', 'guid', 'pubDate', 'description', 'content:encoded']) },
  Atom: { entry: 'entry', six: new Set(['title', 'link', 'id', 'published', 'summary', 'content']) },
};

/** The floor: one pass over the elements, the six fields of every entry held, entities decoded. */
function sixFields(bytes: Uint8Array, format: Format): number {
  const { entry, six } = FIELDS[format];
  const entries: Record<string, string>[] = [];
  let open: Record<string, string> | null = null;
  let field: string | null = null;
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        if (name === entry) open = {};
        else if (open && six.has(name)) {
          field = name;
          open[name] = attributes['href'] ?? '';
        }
      },
      ontext(text) {
        if (open && field) open[field] += text;
      },
      onclosetag(name) {
        if (name === field) field = null;
        else if (name === entry && open) {
          entries.push(open);
          open = null;
        }
      },
    },
    { xmlMode: true, decodeEntities: true },
  );
  parser.end(new TextDecoder().decode(bytes));
  return entries.filter((one) => Object.keys(one).length === six.size).length;
}

const once = (name: string, work: () => Promise<number>): Side => ({
  name,
  run: async () => {
    keep(await work());
    return 1;
  },
});

async function mustBe(wanted: number, ...counts: readonly Promise<number>[]): Promise<void> {
  for (const count of await Promise.all(counts)) {
    if (count !== wanted) throw new Error(`${count} entries read instead of ${wanted}`);
  }
}

/** Decoding, parsing and normalising a feed; and what one costs that has not changed. */
export async function benchFeeds(note: (line: string) => void): Promise<Row[]> {
  const rows: Row[] = [];
  for (const entries of [20, 1_000]) {
    for (const format of FORMATS) {
      const bytes = feedDocument(format, entries, entries);
      const ours = async (): Promise<number> => {
        const parsed = await parseBytes(bytes, HINTS);
        return parsed.ok && parsed.parser === 'rss-parser' ? parsed.items.length : -1;
      };
      const floor = async (): Promise<number> => sixFields(bytes, format);
      const bare = async (): Promise<number> =>
        (await new RssParser().parseString(new TextDecoder().decode(bytes))).items.length;
      await mustBe(entries, ours(), floor(), bare());
      const large = entries > 100;
      rows.push(
        ...(await race(
          { name: `parse ${format}, ${entries} entries, ${Math.round(bytes.length / 1000)} kB`, per: 'feed' },
          [once('ours', ours), once('htmlparser2 pass, 6 fields', floor), once('rss-parser parseString', bare)],
          { warmMs: large ? 300 : 250 },
        )),
      );
    }
  }
  rows.push(...(await benchWorker()), ...(await benchUnchanged(note)));
  return rows;
}

/** What the way through the worker with its budget costs. */
async function benchWorker(): Promise<Row[]> {
  const bytes = feedDocument('RSS', 20, 20);
  const parser = createFeedParser();
  try {
    const counted = async (parsed: ReturnType<typeof parseBytes>): Promise<number> => {
      const read = await parsed;
      return read.ok ? read.items.length : -1;
    };
    await mustBe(20, counted(parser.parse(bytes, HINTS)));
    return await race(
      { name: 'parse RSS, 20 entries, in the worker', per: 'feed' },
      [
        once('ours', () => counted(parser.parse(bytes, HINTS))),
        once('ours in the same thread', () => counted(parseBytes(bytes, HINTS))),
      ],
      { timer: 'wall', warmMs: 300 },
    );
  } finally {
    await parser.close();
  }
}

/** A body that is the one already known, over loopback: fetched and hashed, and no more. */
async function benchUnchanged(note: (line: string) => void): Promise<Row[]> {
  const body = feedDocument('RSS', 100, 100);
  const server = await startFeedServer();
  const client = createFeedClient({ allowPrivate: ['127.0.0.0/8'], userAgent: 'bench', proxy: null });
  const parser = createFeedParser();
  try {
    const url = server.route('/feed', { body });
    const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
    const known = { ...NO_VALIDATORS, bodyHash: hash(body) };
    const ours = async (): Promise<number> => {
      const answer = await readFeed({ url, validators: known }, { client, parser }, HINTS.now);
      if (answer.kind !== 'unchanged') throw new Error(`answered as ${answer.kind}`);
      return 1;
    };
    const bare = async (): Promise<number> => {
      const { body: stream } = await request(url);
      return hash(new Uint8Array(await stream.arrayBuffer())).length;
    };
    const rows = await race(
      { name: `an unchanged 200 of ${Math.round(body.length / 1000)} kB, loopback`, per: 'feed' },
      [
        once('ours', ours),
        once('bare undici request + SHA-256', bare),
        once('SHA-256 of the body alone', async () => hash(body).length),
        once('parse it instead', async () => ((await parseBytes(body, HINTS)).ok ? 1 : 0)),
      ],
      { timer: 'wall', warmMs: 250 },
    );
    note('SHA-256 alone does no request: the rest of that row is HTTP, which a known body cannot spare.');
    return rows;
  } finally {
    await parser.close();
    await client.close();
    await server.close();
  }
}
