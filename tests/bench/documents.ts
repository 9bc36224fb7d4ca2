import { createRandom } from './random.ts';
import { newsItem } from './texts.ts';

/** Generated feeds as publishers write them: escaped HTML in the summary, CDATA in the body, ids, dates, categories. */

export const FORMATS = ['RSS', 'Atom'] as const;
export type Format = (typeof FORMATS)[number];

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Markup around a text, as editors leave it. */
function page(text: string, link: string): string {
  const parts = text.match(/.{1,300}(?:\s|$)/gs) ?? [text];
  const image =
    '<img src="https://news.example/i.jpg?w=640&h=360" alt="Un centre de données" width="640" height="360"/>';
  const paragraphs = parts.map(
    (part) => `<p>${escaped(part)} <a href="${link}" rel="nofollow">lire&nbsp;la suite</a></p>`,
  );
  return `${image}\n${paragraphs.join('\n')}`;
}

/** A document of `entries` entries, as bytes. */
export function feedDocument(format: Format, entries: number, seed: number): Uint8Array {
  const random = createRandom(seed);
  const made = Array.from({ length: entries }, (_, n) => {
    const date = new Date(Date.parse('2026-11-20T09:00:00.000Z') - n * 3_600_000);
    const { id, title, link, summary, content } = newsItem(`f${seed}-${n}`, random, date.toISOString(), null);
    const address = `${link}?utm_source=rss&amp;utm_medium=feed`;
    const html = page(content, link ?? '');
    return format === 'RSS'
      ? `  <item>
    <title>${escaped(title)}</title>
    <link>${address}</link>
    <guid isPermaLink="false">${id}</guid>
    <pubDate>${date.toUTCString()}</pubDate>
    <dc:creator><![CDATA[A. Rédacteur]]></dc:creator>
    <category>Cloud</category><category>Souveraineté</category>
    <description>${escaped(`<p>${escaped(summary)}</p>`)}</description>
    <content:encoded><![CDATA[${html}]]></content:encoded>
  </item>`
      : `  <entry>
    <title type="html">${escaped(escaped(title))}</title>
    <link rel="alternate" type="text/html" href="${address}"/>
    <id>tag:news.example,2026:${id}</id>
    <published>${date.toISOString()}</published>
    <updated>${date.toISOString()}</updated>
    <author><name>A. Rédacteur</name></author>
    <category term="cloud"/><category term="souveraineté"/>
    <summary type="html">${escaped(`<p>${escaped(summary)}</p>`)}</summary>
    <content type="html"><![CDATA[${html}]]></content>
  </entry>`;
  });
  return new TextEncoder().encode(format === 'RSS' ? rss(made) : atom(made));
}

function rss(items: readonly string[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel>
  <title>Le fil d’essai</title>
  <link>https://news.example/</link>
  <description>Nouvelles du cloud</description>
  <language>fr-FR</language>
  <ttl>30</ttl>
${items.join('\n')}
</channel>
</rss>
`;
}

function atom(entries: readonly string[]): string {
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr">
  <title>Le fil d’essai</title>
  <link href="https://news.example/"/>
  <link rel="self" href="https://news.example/atom.xml"/>
  <id>https://news.example/</id>
  <updated>2026-11-20T09:00:00Z</updated>
${entries.join('\n')}
</feed>
`;
}
