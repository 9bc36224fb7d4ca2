import { loadReleased } from '../../src/bot/released.ts';
import type { Readable } from '../../src/domain/item.ts';
import { fold } from '../../src/reading/fold.ts';
import { createMatcher } from '../../src/reading/names.ts';
import { createReader } from '../../src/reading/read.ts';
import { TERMS } from '../../src/reading/vocabulary.ts';
import { keep, type Row, race, type Side } from './measure.ts';
import { createRandom } from './random.ts';
import { newsItem } from './texts.ts';

const COUNT = 200;

function items(seed: number, names: readonly string[] | null): Readable[] {
  const random = createRandom(seed);
  return Array.from({ length: COUNT }, (_, n) => {
    const name = names === null ? null : (names[random.below(names.length)] ?? null);
    return newsItem(`r${seed}-${n}`, random, '2026-11-20T09:00:00.000Z', name);
  });
}

function inTens(name: string, list: readonly Readable[], read: (item: Readable) => number): Side {
  let at = 0;
  return {
    name,
    run: async () => {
      for (let n = 0; n < 10; n++) {
        const item = list[at];
        if (item) keep(read(item));
        at = (at + 1) % list.length;
      }
      return 10;
    },
  };
}

/** The whole reading of an item against finding the written forms alone, over the released names. */
export async function benchReading(note: (line: string) => void): Promise<Row[]> {
  const { tracked, publishers } = await loadReleased();
  const read = createReader({ tracked, publishers });
  const forms = tracked.flatMap((t) => [...t.names.map((n) => n.text), ...t.decoys, ...t.context]);
  const matcher = createMatcher([...new Set([...forms, ...TERMS.map((term) => term.text)].map(fold))]);
  const find = ({ title, summary, content }: Readable): number =>
    matcher.find(`${title}\n${summary}\n${content ?? ''}`).length;
  const rows: Row[] = [];
  const names = tracked.filter((t) => t.scope === 'company').map((t) => t.names[0]?.text ?? t.subject);
  for (const [kind, list] of [
    ['plain', items(1, null)],
    ['names a provider', items(2, names)],
  ] as const) {
    const accepted = list.filter((item) => read(item).providers.some((p) => p.decision === 'accept')).length;
    note(`${kind}: a provider accepted in ${accepted} of ${list.length} items`);
    rows.push(
      ...(await race({ name: `read an item that ${kind === 'plain' ? 'names nobody' : kind}`, per: 'item' }, [
        inTens('ours', list, (item) => read(item).providers.length),
        inTens('the matcher alone', list, find),
      ])),
    );
  }
  rows.push(
    ...(await race(
      { name: 'build the reader', per: 'reader' },
      [
        {
          name: 'ours',
          run: async () => {
            keep(createReader({ tracked, publishers })({ ...newsItemFor(), published: null }).providers.length);
            return 1;
          },
        },
        {
          name: 'build its matcher alone',
          run: async () => {
            keep(createMatcher([...forms, ...TERMS.map((term) => term.text)]).states);
            return 1;
          },
        },
      ],
      { rounds: 7, warmMs: 100 },
    )),
  );
  return rows;
}

const newsItemFor = (): Readable => newsItem('b', createRandom(3), '2026-11-20T09:00:00.000Z', null);
