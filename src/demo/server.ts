import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Instant } from '../domain/period.ts';
import { DEMO_ARTICLES, DEMO_FEEDS, type DemoArticle, type DemoFeed } from './articles.ts';

export type DemoServer = {
  readonly url: (feed: string) => string;
  /** How many requests were answered whole, and how many with "not modified". */
  readonly counts: () => { readonly full: number; readonly unchanged: number };
  readonly close: () => Promise<void>;
};

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

type Shown = DemoArticle & { readonly link: string };

function rss(feed: DemoFeed, articles: readonly Shown[], base: string): string {
  const items = articles.map(
    (a) =>
      `<item><guid isPermaLink="false">${a.id}</guid><title>${escaped(a.title)}</title><link>${a.link}</link><pubDate>${new Date(a.at).toUTCString()}</pubDate><description>${escaped(a.summary)}</description></item>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>${escaped(feed.title)}</title><link>${base}</link><language>${feed.lang}</language><description>${escaped(feed.title)}</description>${items.join('')}</channel></rss>`;
}

function atom(feed: DemoFeed, articles: readonly Shown[], base: string): string {
  const entries = articles.map(
    (a) =>
      `<entry><id>urn:demo:${a.id}</id><title>${escaped(a.title)}</title><link rel="alternate" href="${a.link}"/><published>${a.at}</published><updated>${a.at}</updated><summary>${escaped(a.summary)}</summary></entry>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${feed.lang}"><id>urn:demo:${feed.id}</id><title>${escaped(feed.title)}</title><link rel="alternate" href="${base}"/><updated>${articles[0]?.at ?? '2025-12-01T00:00:00.000Z'}</updated>${entries.join('')}</feed>`;
}

/** Serves the demonstration's feeds on this machine as they stood at `now()`, with ETags, so that reading is conditional. */
export async function startDemoServer(now: () => Instant): Promise<DemoServer> {
  let full = 0;
  let unchanged = 0;
  let base = '';
  const server = createServer((request, response) => {
    const id = (request.url ?? '').split('/')[1] ?? '';
    const feed = DEMO_FEEDS.find((f) => f.id === id.replace(/\.xml$/, ''));
    if (!feed) {
      response.writeHead(404).end();
      return;
    }
    const at = now();
    if (feed.broken && feed.broken.from <= at && at < feed.broken.to) {
      response.writeHead(500).end();
      return;
    }
    const articles = DEMO_ARTICLES.filter((a) => a.feed === feed.id && a.at <= at)
      .map((a) => ({
        ...a,
        at: a.dated ?? a.at,
        title: a.retitled && a.retitled.at <= at ? a.retitled.title : a.title,
        link: `${base}/${feed.id}/${a.id}`,
      }))
      .reverse();
    const body = feed.format === 'rss' ? rss(feed, articles, base) : atom(feed, articles, base);
    const etag = `"${createHash('sha256').update(body).digest('hex').slice(0, 16)}"`;
    if (request.headers['if-none-match'] === etag) {
      unchanged += 1;
      response.writeHead(304, { etag }).end();
      return;
    }
    full += 1;
    response
      .writeHead(200, {
        etag,
        'content-type': feed.format === 'rss' ? 'application/rss+xml; charset=utf-8' : 'application/atom+xml',
      })
      .end(body);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: (feed) => `${base}/${feed}.xml`,
    counts: () => ({ full, unchanged }),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
