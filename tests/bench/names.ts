import { FOLDS, fold } from '../../src/reading/fold.ts';
import { createMatcher } from '../../src/reading/names.ts';
import { keep, type Row, race, type Side } from './measure.ts';
import { articles, firmNames } from './texts.ts';

const REAL = ['Bleu', 'S3NS', 'OVHcloud', 'Cloud Temple', '3DS Outscale', 'NumSpot', 'Free Pro', 'Orange Business'];

/** Goes through `texts` eight at a time, for ever. */
function inEights(name: string, texts: readonly string[], read: (text: string) => number): Side {
  let at = 0;
  return {
    name,
    run: async () => {
      for (let n = 0; n < 8; n++) {
        keep(read(texts[at] ?? ''));
        at = (at + 1) % texts.length;
      }
      return 8;
    },
  };
}

/** What no matcher in this language can undercut: every character once through a table. */
function touch(): (text: string) => number {
  const table = new Int32Array(65_536).map((_, code) => FOLDS[code]?.length ?? 0);
  return (text) => {
    let sum = 0;
    for (let i = 0; i < text.length; i++) sum += table[text.charCodeAt(i)] ?? 0;
    return sum;
  };
}

function alternation(aliases: readonly string[]): (text: string) => number {
  const forms = aliases.map(fold).sort((a, b) => b.length - a.length);
  const pattern = new RegExp(`(?<= )(?:${forms.join('|')})(?= )`, 'g');
  return (text) => ` ${fold(text)} `.match(pattern)?.length ?? 0;
}

function oneByOne(aliases: readonly string[]): (text: string) => number {
  const forms = aliases.map((alias) => ` ${fold(alias)} `);
  return (text) => {
    const folded = ` ${fold(text)} `;
    return forms.reduce((found, form) => found + (folded.includes(form) ? 1 : 0), 0);
  };
}

/** Throws unless all see names in the same texts: what does other work is no baseline. */
function agree(texts: readonly string[], readers: readonly ((text: string) => number)[]): void {
  for (const text of texts) {
    const seen = new Set(readers.map((read) => read(text) > 0));
    if (seen.size !== 1) throw new Error(`the matchers disagree on: ${text.slice(0, 200)}`);
  }
}

/** The name matcher against the floor, a regular expression and a search per alias; and what building it takes. */
export async function benchNames(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const size of [100, 1_000, 10_000]) {
    const aliases = [...REAL, ...firmNames(size - REAL.length, size)];
    // About two names in three articles, as in a feed of the trade.
    const texts = articles(320, 7, { names: aliases, every: 350 });
    const matcher = createMatcher(aliases);
    const find = (text: string): number => matcher.find(text).length;
    const [expression, includes] = [alternation(aliases), oneByOne(aliases)];
    agree(texts.slice(0, 80), [find, expression, includes]);
    const name = `find names, ${size} aliases`;
    rows.push(
      ...(await race({ name, per: 'item' }, [
        inEights('ours', texts, find),
        inEights('touch every character once', texts, touch()),
        inEights('RegExp alternation on folded text', texts, expression),
        inEights('includes() per alias on folded text', texts, includes),
      ])),
    );
    if (size === 1_000) {
      const short = articles(320, 8, { names: aliases, every: 350 }, 60);
      rows.push(
        ...(await race({ name: `find names, ${size} aliases, 60 words`, per: 'item' }, [
          inEights('ours', short, find),
          inEights('touch every character once', short, touch()),
        ])),
      );
    }
    const build = async (make: () => (text: string) => number): Promise<number> => {
      keep(make()(texts[0] ?? ''));
      return 1;
    };
    rows.push(
      ...(await race(
        { name: `build, ${size} aliases`, per: 'matcher' },
        [
          { name: 'ours', run: () => build(() => (text) => createMatcher(aliases).find(text).length) },
          { name: 'build the RegExp alternation', run: () => build(() => alternation(aliases)) },
        ],
        { rounds: 7, warmMs: 30 },
      )),
    );
  }
  return rows;
}
