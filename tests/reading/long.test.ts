import { expect, test } from 'vitest';
import { loadReleased, recordOn } from '../../src/bot/released.ts';
import { createReader } from '../../src/reading/read.ts';
import { item, NOW } from '../pipeline/world.ts';

const { tracked, publishers } = await recordOn(await loadReleased(), []);
const read = createReader({ tracked, publishers });

const HEAD = 'S3NS obtient la qualification SecNumCloud pour PREMI3NS';
const filler = (length: number): string => 'le marché des données avance '.repeat(length / 29);

test('what stands where no headline and no article reaches says nothing, and costs nothing', () => {
  const plain = { ...item('a', HEAD), published: NOW };
  const names = 'Bleu, OVHcloud et Scaleway annoncent. '.repeat(6_000);
  for (const [field, start] of [
    ['title', `${HEAD} ${filler(700)}`],
    ['summary', `${HEAD} ${filler(7_000)}`],
    ['content', `${HEAD} ${filler(7_000)}`],
  ] as const) {
    const short = read({ ...plain, [field]: start });
    expect(short.providers.map(({ id }) => id)).toEqual(['s3ns']);
    expect(read({ ...plain, [field]: `${start} ${names}` })).toEqual(short);
  }
});
