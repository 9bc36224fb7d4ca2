import { createHash } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { PictureError, pictureKey } from '../../src/domain/picture.ts';
import { messagesOf } from '../../src/messages/index.ts';
import { createDrawer } from '../../src/pictures/drawer.ts';
import { createPainter, type Studio, type StudioOptions } from '../../src/pictures/painter.ts';
import { picture } from './reading.ts';

// What a queue, a memory and a thread add to drawing. `fake-worker.ts` does by the title what goes wrong.

const open: Studio[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.stop();
});

function studio(options: StudioOptions = {}): Studio {
  const made = createPainter({ file: new URL('./fake-worker.ts', import.meta.url), ...options });
  open.push(made);
  return made;
}
const titled = (title: string) => picture([], { title });
const codeOf = (drawing: Promise<unknown>): Promise<unknown> =>
  drawing.then(
    () => null,
    (error: unknown) => (error instanceof PictureError ? error.code : error),
  );

test('the thread draws the bytes that are drawn here', async () => {
  const painter = createPainter();
  open.push(painter);
  const drawer = createDrawer();
  const sample = picture([{ label: 'Bleu', stretches: [], marks: [] }]);
  expect(await painter.svg(sample, 'dark')).toBe(await drawer.svg(sample, 'dark'));
  expect(Buffer.compare(await painter.png(sample, 'light'), await drawer.png(sample, 'light'))).toBe(0);
}, 60_000);

test('the same picture is drawn once, also while it is being drawn', async () => {
  const painter = studio();
  const both = [painter.svg(titled('a'), 'light'), painter.svg(titled('a'), 'light')];
  expect(await Promise.all(both)).toEqual(['svg a 1', 'svg a 1']);
  expect(await painter.later.svg(titled('a'), 'light')).toBe('svg a 1');
  expect(await painter.svg(titled('a'), 'dark')).toBe('svg a 2');
  expect(await painter.svg(titled('b'), 'light')).toBe('svg b 3');
}, 60_000);

test('more than may wait are refused as busy, and the others are drawn', async () => {
  const painter = studio({ waiting: { first: 2, later: 1 } });
  const asked = Array.from({ length: 6 }, (_, i) => codeOf(painter.svg(titled(`p${i}`), 'light')));
  expect(await Promise.all(asked)).toEqual([null, null, null, 'busy', 'busy', 'busy']);
}, 60_000);

test('what chat waits for is drawn before what the web port asks for', async () => {
  const painter = studio();
  const begun = painter.svg(titled('begun'), 'light');
  const later = painter.later.svg(titled('web'), 'light');
  const first = painter.svg(titled('chat'), 'light');
  expect(await Promise.all([begun, later, first])).toEqual(['svg begun 1', 'svg web 3', 'svg chat 2']);
}, 60_000);

test('a full queue of the web port refuses nothing of chat’s', async () => {
  const painter = studio({ waiting: { first: 4, later: 1 } });
  const web = Array.from({ length: 4 }, (_, i) => codeOf(painter.later.svg(titled(`w${i}`), 'light')));
  expect(await codeOf(painter.svg(titled('chat'), 'light'))).toBeNull();
  expect(await Promise.all(web)).toEqual([null, null, 'busy', 'busy']);
}, 60_000);

test.each(['hang', 'die', 'throw'])(
  'a thread that does "%s" is replaced, and those that wait are drawn',
  async (title) => {
    const painter = studio({ drawMs: 1_000 });
    await painter.svg(titled('warm'), 'light');
    const bad = codeOf(painter.svg(titled(title), 'light'));
    const good = painter.svg(titled('good'), 'light');
    expect(await bad).toBe('failed');
    expect(await good).toBe('svg good 1');
  },
  60_000,
);

test('a picture that cannot be drawn is tried again when it is asked for again', async () => {
  const painter = studio();
  expect(await codeOf(painter.svg(titled('fail'), 'light'))).toBe('failed');
  expect(await codeOf(painter.svg(titled('fail'), 'light'))).toBe('failed');
  expect(await painter.svg(titled('x'), 'light')).toBe('svg x 3');
}, 60_000);

test('a painter that is stopped ends what is under way and draws no more', async () => {
  const painter = studio({ drawMs: 50_000 });
  await painter.svg(titled('warm'), 'light');
  const under = [codeOf(painter.svg(titled('hang'), 'light')), codeOf(painter.svg(titled('x'), 'light'))];
  await painter.stop();
  expect(await Promise.all(under)).toEqual(['failed', 'failed']);
  expect(await codeOf(painter.svg(titled('y'), 'light'))).toBe('failed');
}, 60_000);

test('a drawing that changes has another key: whoever changes it raises DRAWING in src/domain/picture.ts', async () => {
  const lanes = [
    {
      label: 'Bleu',
      stretches: [{ from: '2026-01-10', to: null, label: 'annoncé', tone: 'good' as const, height: 0.5 }],
      marks: [
        {
          at: { from: '2026-05-01', to: '2026-05-31' },
          label: 'promis',
          tone: 'neutral' as const,
          shape: 'due' as const,
        },
      ],
    },
  ];
  const sample = picture(lanes, { title: 'Bleu', words: messagesOf('fr').picture });
  const svg = await createDrawer().svg(sample, 'light');
  const hash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 12);
  expect([hash(svg), pictureKey(sample, 'light').slice(0, 12)]).toEqual(['95d8f716578a', 'e95cd6d35b06']);
  expect(pictureKey(sample, 'dark')).not.toBe(pictureKey(sample, 'light'));
});
