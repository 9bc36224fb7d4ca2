import { generateOpml } from 'feedsmith';
import { Parser } from 'htmlparser2';
import { FEED_KINDS, type FeedEntry, type FeedKind } from '../src/domain/feed.ts';
import type { ListCode } from '../src/domain/feed-look.ts';
import type { Instant } from '../src/domain/period.ts';
import { canonicalLink } from './text/link.ts';
import { cleanText } from './text/plain.ts';

/** A feed of an OPML file, as far as the file tells. */
export type OpmlFeed = {
  readonly url: string;
  readonly title: string;
  /** The site whose feed it is (`htmlUrl`). */
  readonly site: string | null;
  readonly lang: string | null;
  readonly note: string | null;
  /** What only our own files say (in `category`): null in others. */
  readonly id: string | null;
  readonly publisher: string | null;
  readonly kind: FeedKind | null;
};

export type OpmlResult =
  | {
      readonly ok: true;
      readonly feeds: readonly OpmlFeed[];
      /** Texts of outlines that name a feed address which is none. */
      readonly skipped: readonly string[];
    }
  | { readonly ok: false; readonly code: ListCode };

/** Outlines nest as folders do. */
export const MAX_DEPTH = 500;

/** Feeds of one list: more than one machine reads well. */
export const MOST_FEEDS = 5_000;

type Attributes = Readonly<Record<string, string>>;

/**
 * Reads the feeds of an OPML file, folders flattened, one entry per address. Goes through the marks one by one, so that
 * neither depth nor size costs more than time. Never throws.
 */
export function readOpml(text: string): OpmlResult {
  const feeds = new Map<string, OpmlFeed>();
  const skipped: string[] = [];
  let root: string | null = null;
  let depth = 0;
  let code: ListCode | null = null;
  const stop = (why: ListCode): void => {
    code ??= why;
    parser.pause();
  };
  const take = (attributes: Attributes): void => {
    const { xmlurl } = attributes;
    if (xmlurl === undefined) return;
    const url = canonicalLink(xmlurl, null);
    if (url === null) skipped.push(cleanText(attributes['text'] ?? xmlurl, true));
    else if (!feeds.has(url)) feeds.set(url, feedOf(attributes, url));
    if (feeds.size + skipped.length > MOST_FEEDS) stop('too_many');
  };
  const parser = new Parser(
    {
      onopentag: (name, attributes) => {
        root ??= name;
        depth += 1;
        if (root !== 'opml') stop('not_opml');
        else if (depth > MAX_DEPTH) stop('too_deep');
        else if (code === null && name === 'outline') take(attributes);
      },
      onclosetag: () => {
        depth -= 1;
      },
    },
    { xmlMode: true, lowerCaseTags: true, lowerCaseAttributeNames: true },
  );
  parser.write(text);
  if (code === null) parser.end();
  if (code !== null || root === null) return { ok: false, code: code ?? 'not_opml' };
  return { ok: true, feeds: [...feeds.values()], skipped };
}

/** The generator takes a list without feeds for a mistake. */
const EMPTY = '<?xml version="1.0" encoding="utf-8"?>\n<opml version="2.0">\n  <head/>\n  <body/>\n</opml>\n';

/** An OPML 2.0 file of these feeds. What OPML has no word for (id, publisher, kind) goes into `category`, and comes back. */
export function writeOpml(
  feeds: readonly FeedEntry[],
  head: { readonly title: string; readonly now: Instant },
): string {
  if (feeds.length === 0) return EMPTY;
  return generateOpml({
    head: { title: head.title, dateCreated: new Date(head.now) },
    body: {
      outlines: feeds.map((feed) => ({
        text: feed.title,
        title: feed.title,
        type: 'rss',
        xmlUrl: feed.url,
        category: `/id/${feed.id},/publisher/${feed.publisher.replace(/[,/]/g, ' ')},/kind/${feed.kind}`,
        ...(feed.lang === null ? {} : { language: feed.lang }),
        ...(feed.note === null ? {} : { description: feed.note }),
      })),
    },
  });
}

function feedOf({ text, title, category, language, description, htmlurl }: Attributes, url: string): OpmlFeed {
  const marks = new Map(
    (category ?? '').split(',').map((path) => [path.split('/')[1] ?? '', path.split('/')[2] ?? '']),
  );
  return {
    url,
    title: cleanText(title ?? text ?? '', true) || new URL(url).hostname,
    site: canonicalLink(htmlurl ?? null, null),
    lang: /^[a-z]{2}(?![a-z])/i.exec(language ?? '')?.[0]?.toLowerCase() ?? null,
    note: cleanText(description ?? '', true) || null,
    id: marks.get('id') || null,
    publisher: marks.get('publisher') || null,
    kind: FEED_KINDS.find((kind) => kind === marks.get('kind')) ?? null,
  };
}
