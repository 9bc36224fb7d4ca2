import { escapeHtml, localTime } from './html.ts';

/**
 * Discord's markdown as its clients read it inside an embed: headings, small print and lists act at the start of a line
 * only; a masked link whose words hold an address is shown as it was written (discord-api-docs #7721).
 */

const ESCAPE = /^\\([^0-9A-Za-z\s])/;
const LINK = /^\[((?:\\.|\[[^\]]*\]|[^[\]\\])*)\]\((https?:\/\/[^\s()]+)\)/;
const BARE = /^https?:\/\/[^\s<]+[^<.,:;"')\]\s]/;
const ANGLED = /^<(https?:\/\/[^\s>]+)>/;
const TIME = /^<t:(-?\d+)(?::([tTdDfFR]))?>/;
const PAIRS = [
  [/^\*\*((?:\\.|[^\\])+?)\*\*(?!\*)/, 'b'],
  [/^__((?:\\.|[^\\])+?)__(?!_)/, 'u'],
  [/^~~((?:\\.|[^\\])+?)~~/, 's'],
  [/^\*(?=\S)((?:\\.|[^\\*])+?)\*(?!\*)/, 'i'],
  [/^_((?:\\.|[^\\_])+?)_(?![0-9A-Za-z])/, 'i'],
  [/^`([^`]+)`/, 'code'],
] as const;

/** Runs inside one line. */
export function inline(markdown: string, lang: string): string {
  let rest = markdown;
  let html = '';
  while (rest !== '') {
    const [taken, made] = next(rest, lang);
    html += made;
    rest = rest.slice(taken);
  }
  return html;
}

function next(rest: string, lang: string): readonly [number, string] {
  const escaped = ESCAPE.exec(rest);
  if (escaped) return [2, escapeHtml(escaped[1] ?? '')];
  const link = LINK.exec(rest);
  if (link) {
    const [whole, label = '', url = ''] = link;
    const bare = label.replace(/\\([^0-9A-Za-z\s])/g, '$1');
    if (/https?:\/\/\S{2}/.test(bare)) return [whole.length, escapeHtml(whole)];
    return [whole.length, `<a href="${escapeHtml(url)}">${inline(label, lang)}</a>`];
  }
  const address = ANGLED.exec(rest) ?? BARE.exec(rest);
  if (address) return [address[0].length, `<a>${escapeHtml(address[1] ?? address[0])}</a>`];
  const time = TIME.exec(rest);
  if (time) {
    const style = { dateStyle: 'long', timeStyle: 'short' } as const;
    return [time[0].length, `<span class="time">${localTime(Number(time[1]), lang, style)}</span>`];
  }
  for (const [pattern, tag] of PAIRS) {
    const found = pattern.exec(rest);
    if (found)
      return [
        found[0].length,
        `<${tag}>${tag === 'code' ? escapeHtml(found[1] ?? '') : inline(found[1] ?? '', lang)}</${tag}>`,
      ];
  }
  const point = String.fromCodePoint(rest.codePointAt(0) ?? 0);
  return [point.length, escapeHtml(point)];
}

type Item = { /** NaN: a bullet. */ readonly number: number; readonly html: string };

function list(items: readonly Item[]): string {
  const from = items[0]?.number ?? Number.NaN;
  const lines = items.map(({ html }) => `<li>${html}</li>`).join('');
  return Number.isNaN(from) ? `<ul>${lines}</ul>` : `<ol start="${from}">${lines}</ol>`;
}

/** A description: lines, headings, small print, lists. */
export function markdownHtml(markdown: string, lang: string): string {
  const out: string[] = [];
  let items: Item[] = [];
  let text: string[] = [];
  const close = (): void => {
    if (items.length > 0) out.push(list(items));
    if (text.length > 0) out.push(`<div class="p">${text.join('<br>')}</div>`);
    items = [];
    text = [];
  };
  for (const line of markdown.split('\n')) {
    const heading = /^(#{1,3}) +(.+)$/.exec(line);
    const small = /^-# +(.+)$/.exec(line);
    const item = /^ *(?:[-*]|\d+\.) +(.+)$/.exec(line);
    if (heading) {
      close();
      out.push(`<h${heading[1]?.length}>${inline(heading[2] ?? '', lang)}</h${heading[1]?.length}>`);
    } else if (small) {
      close();
      out.push(`<small>${inline(small[1] ?? '', lang)}</small>`);
    } else if (item) {
      if (text.length > 0) close();
      items.push({ number: Number.parseInt(line, 10), html: inline(item[1] ?? '', lang) });
    } else {
      if (items.length > 0) close();
      text.push(line.startsWith('> ') ? `<q>${inline(line.slice(2), lang)}</q>` : inline(line, lang));
    }
  }
  close();
  return out.join('');
}
