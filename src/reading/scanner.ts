/** A pattern found: its index in the list given to `createScanner`, and the match. */
export type Scan = { readonly pattern: number; readonly match: RegExpExecArray };

/** Finds every pattern in a flat text, each as `exec` with the flag `g` would: from left to right, no overlaps. */
export type Scanner = (flat: string) => readonly Scan[];

/** How many characters of a word choose the patterns that are tried on it. */
const DEPTH = 3;
/** More beginnings than this are as good as any. */
const MOST = 4000;
/** Word beginnings remembered. */
const LISTS = 20_000;

/** A beginning of what a pattern matches; `open` while more may follow, else anything may follow it. */
type Head = { readonly text: string; readonly open: boolean };

const isDigit = (c: string): boolean => c >= '0' && c <= '9';
/** Digits are one class: patterns seldom tell them apart at their beginning. */
const keyChar = (c: string): string => (isDigit(c) ? '0' : c);
const cut = (text: string): Head => ({ text: text.slice(0, DEPTH), open: text.length < DEPTH });
const closed = (heads: readonly Head[]): readonly Head[] => heads.map((h) => ({ ...h, open: false }));

function joined(left: readonly Head[], right: readonly Head[]): readonly Head[] {
  const out = new Map<string, Head>();
  for (const a of left) {
    for (const b of a.open ? right : [{ text: '', open: false }]) {
      const head = a.open ? cut(a.text + b.text) : a;
      const whole = { text: head.text, open: head.open && b.open };
      out.set(`${whole.text}|${whole.open}`, whole);
    }
  }
  if (out.size > MOST) return [{ text: '', open: false }];
  return [...out.values()];
}

/**
 * The beginnings of what a regular expression matches, read from its source: literals, classes, groups, alternatives
 * and quantifiers. What it does not know (look-arounds, dots, back references) it takes to match anything.
 */
function headsOf(source: string): readonly Head[] {
  let at = 0;
  const one = (text: string): readonly Head[] => [cut(text)];
  const anything: readonly Head[] = [{ text: '', open: false }];
  const nothing: readonly Head[] = [{ text: '', open: true }];

  const escaped = (): readonly Head[] => {
    const c = source.charAt(at + 1);
    at += 2;
    if (c === 'd') return one('0');
    if (c === 's') return one(' ').concat(one('\n'));
    if (c === 'b') return nothing;
    return /[a-zA-Z0-9]/.test(c) ? anything : one(c);
  };

  const oneOf = (): readonly Head[] => {
    const end = source.indexOf(']', at + 1);
    const inner = source.slice(at + 1, end);
    at = end + 1;
    if (inner.startsWith('^') || inner.includes('\\')) return anything;
    const chars = new Set<string>();
    for (let i = 0; i < inner.length; i++) {
      if (inner.charAt(i + 1) === '-' && i + 2 < inner.length) {
        for (let c = inner.charCodeAt(i); c <= inner.charCodeAt(i + 2); c++) chars.add(keyChar(String.fromCharCode(c)));
        i += 2;
      } else chars.add(keyChar(inner.charAt(i)));
    }
    return [...chars].flatMap(one);
  };

  const group = (): readonly Head[] => {
    const look = /^\(\?<?[=!]/.exec(source.slice(at, at + 4));
    at += look ? look[0].length : source.startsWith('(?:', at) ? 3 : 1;
    const inner = alternatives();
    at++;
    // A look-around takes no room; leaving it out only lets more words through to the pattern itself.
    return look ? nothing : inner;
  };

  const atom = (): readonly Head[] => {
    const c = source.charAt(at);
    if (c === '\\') return escaped();
    if (c === '[') return oneOf();
    if (c === '(') return group();
    at++;
    return c === '.' || c === '^' || c === '$' ? anything : one(keyChar(c));
  };

  const repeated = (heads: readonly Head[]): readonly Head[] => {
    const m = /^(?:[?*+]|\{(\d+)(,?)(\d*)\})\??/.exec(source.slice(at));
    if (!m) return heads;
    at += m[0].length;
    const sign = m[0].charAt(0);
    const least = sign === '?' || sign === '*' ? 0 : sign === '+' ? 1 : Number(m[1]);
    const once = sign === '?' || m[0] === '{1}' ? heads : closed(heads);
    return least === 0 ? [...once, ...nothing] : once;
  };

  const sequence = (): readonly Head[] => {
    let heads = nothing;
    while (at < source.length && source.charAt(at) !== '|' && source.charAt(at) !== ')')
      heads = joined(heads, repeated(atom()));
    return heads;
  };

  function alternatives(): readonly Head[] {
    let heads = sequence();
    while (source.charAt(at) === '|') {
      at++;
      heads = [...heads, ...sequence()];
    }
    return heads;
  }

  return alternatives();
}

/** As `keyChar`, for codes; past the end (NaN) and beyond ASCII, where no pattern goes, all are one. */
const keyCode = (code: number): number => (code >= 48 && code <= 57 ? 48 : code < 127 ? code : 127);

const isWord = (code: number): boolean =>
  (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || code === 95 || (code >= 65 && code <= 90);

/**
 * Many patterns in one pass. Each must match whole words of a flat text, that is, begin with a letter or digit that
 * none precedes. The first letters of each word choose the few patterns that can begin there: an item is read by some
 * hundred tries instead of by every pattern from end to end.
 *
 * `sources` are regular expressions without the boundary before them.
 */
export function createScanner(sources: readonly string[]): Scanner {
  const patterns = sources.map((source) => new RegExp(source, 'y'));
  const byHead = new Map<string, Set<number>>();
  sources.forEach((source, pattern) => {
    for (const { text } of headsOf(source)) {
      const set = byHead.get(text);
      if (set) set.add(pattern);
      else byHead.set(text, new Set([pattern]));
    }
  });
  const lists = new Map<number, readonly number[]>();
  /** The patterns to try on a word with this beginning, in their order. */
  const triedOn = (head: string): readonly number[] => {
    const all = new Set<number>();
    for (let n = 0; n <= head.length; n++) for (const p of byHead.get(head.slice(0, n)) ?? []) all.add(p);
    return [...all].sort((a, b) => a - b);
  };
  const ends = new Int32Array(sources.length);

  const listAt = (flat: string, at: number): readonly number[] => {
    let key = 0;
    for (let k = 0; k < DEPTH; k++) key = key * 128 + keyCode(flat.charCodeAt(at + k));
    const known = lists.get(key);
    if (known) return known;
    const list = triedOn([...flat.slice(at, at + DEPTH)].map(keyChar).join(''));
    if (lists.size < LISTS) lists.set(key, list);
    return list;
  };

  const tryAll = (flat: string, at: number, found: Scan[]): void => {
    for (const p of listAt(flat, at)) {
      const pattern = patterns[p];
      if (!pattern || at < (ends[p] ?? 0)) continue;
      pattern.lastIndex = at;
      const match = pattern.exec(flat);
      if (!match) continue;
      found.push({ pattern: p, match });
      ends[p] = at + match[0].length;
    }
  };

  return (flat) => {
    const found: Scan[] = [];
    ends.fill(0);
    let before = false;
    for (let i = 0; i < flat.length; i++) {
      const word = isWord(flat.charCodeAt(i));
      if (word && !before) tryAll(flat, i, found);
      before = word;
    }
    return found;
  };
}
