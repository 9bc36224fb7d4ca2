import { PassThrough, Writable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PATIENT } from '../patience.ts';
import { FIRST, HOSTILE, OFFICIAL, startWorld, type World } from './world.ts';

const keyboard = new PassThrough();
let screen = '';
let left = 0;
let world: World;

beforeAll(async () => {
  const output = new Writable({
    write(chunk, _encoding, done) {
      screen += String(chunk);
      done();
    },
  });
  world = await startWorld({
    sitting: { input: keyboard, output, colour: false, width: 100, left: () => void left++ },
  });
});

afterAll(async () => {
  await world?.stop();
});

/** Types a line; what appears until something is on the screen. */
async function typing(line: string, awaited: string | RegExp): Promise<string> {
  const from = screen.length;
  keyboard.write(`${line}\n`);
  await expect.poll(() => screen.slice(from), PATIENT).toMatch(awaited);
  return screen.slice(from);
}

/** What appears when the feeds are read. */
async function reading(awaited: string | RegExp): Promise<string> {
  const from = screen.length;
  await world.round();
  await expect.poll(() => screen.slice(from), PATIENT).toMatch(awaited);
  return screen.slice(from);
}

test('a person at a terminal watches, is told of a story and of its growth, and asks', async () => {
  await typing('/suivre', 'Ce salon suit le marché');
  expect(screen).not.toContain('Cloud Temple obtient');
  world.publish('fil', FIRST);
  const card = await reading('/why story:');
  expect(card).toContain('S3NS décroche enfin la qualification SecNumCloud');
  expect(card).toContain('rapporté');
  world.publish('registre', OFFICIAL);
  const grown = await reading('Désormais confirmé');
  expect(grown).toContain('la carte plus haut, complétée');
  const offer = await typing('offre bleu', /SecNumCloud/);
  expect(offer).toContain('Bleu');
  expect(await typing('/offer bleu as-of:2022-06-30', /2022/)).toContain('Bleu');
  expect(await typing('/etat', 'terminal connecté')).toContain('3 en tout : 3 lus');
});

test('a title cannot steer the terminal', async () => {
  world.publish('lookout', { ...HOSTILE, title: `${HOSTILE.title} \u009b31m\u202egnp.exe` });
  const card = await reading('Scaleway');
  expect(card).toContain('@everyone');
  // Node's readline moves the cursor for its own prompt; nothing of a title may.
  const drawn = card
    .split('\n')
    .filter((line) => line.includes('Scaleway'))
    .join('\n');
  expect(drawn).not.toMatch(/(?!\n)\p{Cc}|\p{Bidi_Control}/u);
});

test('leaving ends the sitting, once', async () => {
  keyboard.write('exit\n');
  await expect.poll(() => left, PATIENT).toBe(1);
});
