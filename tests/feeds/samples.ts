import { type Parsed, parseBytes } from '../../feeds/parse.ts';

export const NOW = '2026-11-22T09:00:00.000Z';

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Single-byte text: every character's low byte. */
export const latin1 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'));

export async function parsed(
  body: string | Uint8Array,
  hints: { url?: string | null; contentType?: string | null } = {},
): Promise<Parsed> {
  const bytes = typeof body === 'string' ? bytesOf(body) : body;
  const { url = 'https://news.example.org/feed', contentType = null } = hints;
  return parseBytes(bytes, { url, contentType, now: NOW });
}

export async function itemsIn(body: string | Uint8Array, hints: { url?: string; contentType?: string } = {}) {
  const result = await parsed(body, hints);
  if (!result.ok) throw new Error(`no feed: ${result.code} ${result.detail}`);
  return result.items;
}

export const rss = (
  items: string,
  channel = '<title>T</title><link>https://news.example.org/</link>',
  attributes = '',
): string => `<?xml version="1.0"?><rss version="2.0" ${attributes}><channel>${channel}${items}</channel></rss>`;

export const atom = (entries: string, head = '', attributes = ''): string =>
  `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" ${attributes}><title>T</title>${head}${entries}</feed>`;
