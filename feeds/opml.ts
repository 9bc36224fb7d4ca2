import { generateOpml, type Opml, parseOpml } from 'feedsmith';
import { FEED_KINDS, type FeedEntry, type FeedKind } from '../src/domain/feed.ts';
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
  | { readonly ok: false; readonly detail: string };

/** Outlines nest as folders do; nobody's are deeper. */
const MAX_DEPTH = 32;

/** Reads the feeds of an OPML file, folders flattened, one entry per address. Never throws. */
export function readOpml(text: string): OpmlResult {
  let outlines: readonly Opml.Outline<string>[];
  try {
    outlines = parseOpml(text).body?.outlines ?? [];
  } catch (error) {
    return { ok: false, detail: error instanceof Error ? error.message : String(error) };
  }
  const feeds = new Map<string, OpmlFeed>();
  const skipped: string[] = [];
  const walk = (list: readonly Opml.Outline<string>[], depth: number): void => {
    for (const outline of list) {
      if (outline.xmlUrl !== undefined) {
        const url = canonicalLink(outline.xmlUrl, null);
        if (url === null) skipped.push(cleanText(outline.text ?? outline.xmlUrl, true));
        else if (!feeds.has(url)) feeds.set(url, feedOf(outline, url));
      }
      if (depth < MAX_DEPTH) walk(outline.outlines ?? [], depth + 1);
    }
  };
  walk(outlines, 0);
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

function feedOf(outline: Opml.Outline<string>, url: string): OpmlFeed {
  const marks = new Map(
    (outline.category ?? '').split(',').map((path) => [path.split('/')[1] ?? '', path.split('/')[2] ?? '']),
  );
  return {
    url,
    title: cleanText(outline.title ?? outline.text ?? '', true) || new URL(url).hostname,
    site: canonicalLink(outline.htmlUrl ?? null, null),
    lang: /^[a-z]{2}(?![a-z])/i.exec(outline.language ?? '')?.[0]?.toLowerCase() ?? null,
    note: cleanText(outline.description ?? '', true) || null,
    id: marks.get('id') || null,
    publisher: marks.get('publisher') || null,
    kind: FEED_KINDS.find((kind) => kind === marks.get('kind')) ?? null,
  };
}
