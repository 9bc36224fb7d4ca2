import type { Line, Span } from './view.ts';

/** Lists whose items carry numbers of their own: a bullet before a number says nothing and takes room on a phone. */

const ORDINAL = /^(\d{1,3})\. /;
const MARK = /^\[\d{1,3}\] ?/;

const first = (line: Line): string => {
  const [span = ''] = line;
  return typeof span === 'string' ? span : span.text;
};

/**
 * Items that count on, `6. …`, `7. …`, as the number of the first and the items without theirs; null for any other
 * list, and for one that only begins so.
 */
export function countedOn(items: readonly Line[]): { readonly from: number; readonly items: readonly Line[] } | null {
  const from = Number(ORDINAL.exec(first(items[0] ?? []))?.[1] ?? Number.NaN);
  if (Number.isNaN(from)) return null;
  const bare: Line[] = [];
  for (const [i, item] of items.entries()) {
    if (Number(ORDINAL.exec(first(item))?.[1]) !== from + i) return null;
    const [span = '', ...rest] = item;
    const text = first(item).replace(ORDINAL, '');
    const head: Span = typeof span === 'string' ? text : { ...span, text };
    const line = text === '' ? rest : [head, ...rest];
    // A number before nothing: left as it was, for an item that says nothing would not be drawn, or counted.
    if (line.every((one) => first([one]).trim() === '')) return null;
    bare.push(line);
  }
  return { from, items: bare };
}

/** Whether a list begins with a reference, `[1] …`: its marks are what people look for, and bullets hide them. */
export function isReferences(items: readonly Line[]): boolean {
  return MARK.test(first(items[0] ?? []));
}
