import { FOLDS, fold } from './fold.ts';

/** A found pattern: its index in the list given to `createMatcher` and its offsets in the text, end excluded. */
export type Found = { readonly pattern: number; readonly start: number; readonly end: number };

/** Finds every pattern in a text, overlaps included, in order of their ends. */
export type Matcher = {
  readonly find: (text: string) => Found[];
  /** For benches and logs. */
  readonly states: number;
};

const SEP = 0;
const IGN = 1;
const OTHER = 2;
const FIRST = 3;

type Alphabet = {
  /** Class of each UTF-16 code unit. */
  readonly classOf: Uint8Array;
  /** Class of each folded character that patterns use. */
  readonly letter: ReadonlyMap<string, number>;
  /** Ligature classes with the letter classes they stand for. */
  readonly ligatures: readonly (readonly [number, readonly number[]])[];
  readonly stride: number;
};

// biome-ignore lint/complexity/noExcessiveCognitiveComplexity: one pass over every code unit
function alphabetOf(folded: readonly string[]): Alphabet {
  const letter = new Map<string, number>();
  for (const text of folded) {
    for (let i = 0; i < text.length; i++) {
      const c = text.charAt(i);
      // 200 letters leave room for the ligatures in a byte; more scripts at once than that are not told apart.
      if (c !== ' ' && !letter.has(c) && letter.size < 200) letter.set(c, FIRST + letter.size);
    }
  }
  const classOf = new Uint8Array(65_536);
  const ligatures = new Map<string, number>();
  let next = FIRST + letter.size;
  for (let code = 0; code < 65_536; code++) {
    const f = FOLDS[code] ?? ' ';
    if (f === ' ') classOf[code] = SEP;
    else if (f === '') classOf[code] = IGN;
    else if (f.length === 1) classOf[code] = letter.get(f) ?? OTHER;
    else if ([...f].some((c) => !letter.has(c))) classOf[code] = OTHER;
    else {
      let cls = ligatures.get(f);
      if (cls === undefined) {
        cls = next++;
        ligatures.set(f, cls);
      }
      classOf[code] = cls;
    }
  }
  let stride = 64;
  while (stride < next) stride *= 2;
  return {
    classOf,
    letter,
    ligatures: [...ligatures].map(([f, cls]) => [cls, [...f].map((c) => letter.get(c) ?? OTHER)] as const),
    stride,
  };
}

/** The trie of ` pattern ` (a separator on both ends), laid out as a transition table with 0 for "no edge". */
function trieOf(folded: readonly string[], alphabet: Alphabet) {
  const { letter, stride } = alphabet;
  let room = 2;
  for (const text of folded) room += text.length + 1;
  const table = new Int32Array(room * stride);
  const own: number[][] = [[], []];
  // State 0 is inside a word that begins no pattern; state 1 follows a separator, where every pattern begins.
  table[SEP] = 1;
  let states = 2;
  folded.forEach((text, pattern) => {
    if (text === '') return;
    let s = 1;
    for (let i = 0; i <= text.length; i++) {
      const c = i === text.length ? ' ' : text.charAt(i);
      const at = s * stride + (c === ' ' ? SEP : (letter.get(c) ?? OTHER));
      if (!table[at]) {
        table[at] = states++;
        own.push([]);
      }
      s = table[at] ?? 0;
    }
    own[s]?.push(pattern);
  });
  return { table: table.subarray(0, states * stride), own, states };
}

/** Fills the missing edges breadth first (Aho & Corasick 1975), so that the scan never looks back. */
// biome-ignore lint/complexity/noExcessiveCognitiveComplexity: the breadth-first pass of the automaton, kept in one piece for speed
function complete(table: Int32Array, own: number[][], states: number, stride: number, letters: number): void {
  const fail = new Int32Array(states);
  const queue = new Int32Array(states);
  let head = 0;
  let tail = 0;
  queue[tail++] = 1;
  while (head < tail) {
    const s = queue[head++] ?? 0;
    const back = s === 1 ? 0 : (fail[s] ?? 0);
    for (let cls = 0; cls < letters; cls++) {
      if (cls === IGN) continue;
      const at = s * stride + cls;
      const to = table[at] ?? 0;
      // From the root a missing separator edge stays at the root: runs of separators are one.
      const over = s === 1 && cls === SEP ? 1 : (table[back * stride + cls] ?? 0);
      if (to === 0) {
        table[at] = over;
      } else {
        fail[to] = over;
        const inherited = own[over];
        if (inherited && inherited.length > 0) own[to] = [...(own[to] ?? []), ...inherited];
        queue[tail++] = to;
      }
    }
  }
}

/** Runs of separators and ignored characters stay where they are; ligatures take several steps at once. */
// biome-ignore lint/complexity/noExcessiveCognitiveComplexity: three passes over one table, kept together for speed
function close(table: Int32Array, own: readonly number[][], states: number, alphabet: Alphabet): void {
  const { stride, ligatures } = alphabet;
  // A state is entered by one class only; those entered by a separator loop on further separators.
  const afterSeparator = new Uint8Array(states);
  afterSeparator[1] = 1;
  for (let s = 0; s < states; s++) afterSeparator[table[s * stride + SEP] ?? 0] = 1;
  for (let s = 0; s < states; s++) {
    if (afterSeparator[s]) table[s * stride + SEP] = s;
    table[s * stride + IGN] = s;
  }
  for (const [cls, letters] of ligatures) {
    for (let s = 0; s < states; s++) {
      let to = s;
      for (const l of letters) to = table[to * stride + l] ?? 0;
      table[s * stride + cls] = to;
    }
  }
  // States become table offsets; edges that complete a pattern are negative, so that the scan tests a sign only.
  for (let s = 0; s < states; s++) {
    for (let cls = 0; cls < stride; cls++) {
      const at = s * stride + cls;
      const to = table[at] ?? 0;
      const enters = to !== s && (own[to]?.length ?? 0) > 0;
      table[at] = enters ? ~(to * stride) : to * stride;
    }
  }
}

/** Where the pattern that ends before `end` begins: the way back over as many letters as the pattern has. */
function startOf(text: string, end: number, folded: string): number {
  let left = 0;
  for (let i = 0; i < folded.length; i++) if (folded.charAt(i) !== ' ') left++;
  let i = end;
  while (i > 0 && left > 0) {
    const f = FOLDS[text.charCodeAt(--i)] ?? ' ';
    if (f !== ' ') left -= f.length;
  }
  return i;
}

/**
 * Builds one automaton over all patterns. It reads the text as it is: folding (case, accents, ligatures, look-alikes),
 * runs of separators and invisible characters live in the character classes and the transition table. Patterns match
 * whole words. Memory: `states x 64 x 4` bytes, about one state per letter of the patterns.
 */
export function createMatcher(patterns: readonly string[]): Matcher {
  const folded = patterns.map(fold);
  const alphabet = alphabetOf(folded);
  const { stride, classOf } = alphabet;
  const { table, own, states } = trieOf(folded, alphabet);
  complete(table, own, states, stride, FIRST + alphabet.letter.size);
  close(table, own, states, alphabet);

  const report = (text: string, at: number, state: number, into: Found[]): void => {
    let end = at;
    while (end > 0 && classOf[text.charCodeAt(end - 1)] === IGN) end--;
    for (const pattern of own[state] ?? []) {
      into.push({ pattern, start: startOf(text, end, folded[pattern] ?? ''), end });
    }
  };

  const find = (text: string): Found[] => {
    const found: Found[] = [];
    let s = stride;
    for (let i = 0; i < text.length; i++) {
      s = table[s + (classOf[text.charCodeAt(i)] ?? SEP)] ?? 0;
      if (s < 0) {
        s = ~s;
        report(text, i, s / stride, found);
      }
    }
    s = table[s + SEP] ?? 0;
    if (s < 0) report(text, text.length, ~s / stride, found);
    return found;
  };
  return { find, states };
}
