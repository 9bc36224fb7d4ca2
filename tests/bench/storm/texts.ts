import type { Item } from '../../../src/domain/item.ts';
import { createRandom } from '../random.ts';
import { headline, prose } from '../texts.ts';

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

type Entry = Pick<Item, 'id' | 'title' | 'summary' | 'content'> & { readonly at: number };

/** A feed of these entries, as publishers write them. */
export function document(host: string, entries: readonly Entry[]): Buffer {
  const items = entries.map(
    ({ id, title, summary, content, at }) => `<item><title>${escaped(title)}</title>
<link>http://${host}/article/${id}</link><guid isPermaLink="false">${id}</guid>
<pubDate>${new Date(at).toUTCString()}</pubDate><description>${escaped(`<p>${escaped(summary)}</p>`)}</description>
<content:encoded><![CDATA[<p>${escaped(content)}</p>]]></content:encoded></item>`,
  );
  return Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>${host}</title>
<link>http://${host}/</link><description>Nouvelles</description><language>fr</language>
${items.join('\n')}
</channel></rss>`);
}

/** One entry in `every` tells an event of somebody tracked. */
export function entries(
  prefix: string,
  count: number,
  { names, every, words, now }: { names: readonly string[]; every: number; words: number; now: number },
): Entry[] {
  const random = createRandom(count);
  return Array.from({ length: count }, (_, n) => {
    const name = n % every === 0 ? (names[random.below(names.length)] ?? null) : null;
    return {
      id: `${prefix}-${n}`,
      title: name === null ? prose(random, 9, null) : `${headline(random, name)} ${prose(random, 3, null)}`,
      summary: prose(random, 45, null),
      content: prose(random, words, null),
      at: now - n * 1_000,
    };
  });
}
