import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Button } from '../../src/domain/view.ts';
import { openScene, type Scene, textOf } from './scene.ts';

let scene: Scene;
beforeEach(async () => {
  scene = await openScene();
});
afterEach(() => scene.close());

const buttonsOf = (shown: Awaited<ReturnType<Scene['ask']>>): Button[] =>
  shown.view.blocks.flatMap((b) => (b.kind === 'buttons' ? [...b.buttons] : []));

test('a misspelt command is answered with the nearest one, in the asker’s language', async () => {
  const shown = await scene.ask('/ofre bleu', 'fr');
  expect(shown.ok).toBe(false);
  expect(textOf(shown)).toContain('offre');
  expect(shown.data).toMatchObject({ error: 'unknown_command' });
});

test('a misspelt name gets the nearest offers to choose from, and the button asks the same of it', async () => {
  const shown = await scene.ask('/offer outscal as-of:2024-01-31');
  expect(shown.data).toMatchObject({ error: 'unknown_subject' });
  const button = buttonsOf(shown).find((b) => b.line.includes('outscale'));
  expect(button?.line).toContain('as-of:2024-01-31');
  const answered = await scene.ask(button?.line ?? '');
  expect(answered.ok).toBe(true);
  expect(answered.data).toMatchObject({ asOf: '2024-01-31' });
});

test.each([
  ['2022-06-30', '2022-06-30'],
  ['2022-06', '2022-06-30'],
  ['2022', '2022-12-31'],
  ['30/06/2022', '2022-06-30'],
  ['"30 juin 2022"', '2022-06-30'],
  ['"June 30, 2022"', '2022-06-30'],
  ['yesterday', '2026-11-21'],
  ['7d', '2026-11-15'],
  ['2w', '2026-11-08'],
  ['lundi', '2026-11-16'],
  ['sunday', '2026-11-15'],
])('as-of:%s is %s', async (written, day) => {
  const shown = await scene.ask(`/offer bleu as-of:${written}`);
  expect(shown.data).toMatchObject({ asOf: day });
});

test('a day that is none is refused with how to write one', async () => {
  const shown = await scene.ask('/offer bleu as-of:soonish');
  expect(shown.ok).toBe(false);
  expect(textOf(shown)).toContain('2022-06-30');
});

test('a long answer waits behind "next" and comes back whole', async () => {
  const first = await scene.ask('/offer bleu');
  const next = buttonsOf(first).find((b) => b.line.startsWith('page '));
  expect(next).toBeDefined();
  const second = await scene.ask(next?.line ?? '');
  expect(second.view.title).toContain('Sources');
  const back = buttonsOf(second).find((b) => b.line.startsWith('page '));
  expect(textOf(await scene.ask(back?.line ?? ''))).toContain('Availability');
});

test('a page that is no longer kept says so', async () => {
  const shown = await scene.ask('page nothingkept number:2');
  expect(shown.ok).toBe(false);
  expect(shown.data).toMatchObject({ error: 'page_gone' });
});

test('every button is short enough for every platform', async () => {
  for (const line of [
    '/offer bleu',
    '/offers',
    '/news',
    '/watch',
    '/watching',
    '/track',
    '/help',
    '/status',
    `/offer ${'x'.repeat(300)}`,
  ]) {
    for (const button of buttonsOf(await scene.ask(line))) expect(button.line.length).toBeLessThanOrEqual(90);
  }
});

test('a handler that breaks is told with an id that stands in the log too, and without its insides', async () => {
  const lines: string[] = [];
  const note = (message: string, fields?: Readonly<Record<string, unknown>>) =>
    void lines.push(`${message} ${JSON.stringify(fields)}`);
  const log = { trace: note, debug: note, info: note, warn: note, error: note, fatal: note, child: () => log };
  const other = await openScene({ log });
  await other.store.close();
  const shown = await other.ask('/status');
  await other.close();
  expect(shown.ok).toBe(false);
  const id = /\d{12}-\d+/.exec(textOf(shown))?.[0];
  expect(id).toBeDefined();
  expect(lines.join('\n')).toContain(id);
  expect(textOf(shown)).not.toMatch(/ at |store_|Error/);
});

test('who may not manage the channel may ask but not change', async () => {
  const guest = await openScene({ mayManage: false });
  expect((await guest.ask('/watch')).data).toMatchObject({ error: 'not_allowed' });
  expect((await guest.ask('/watching')).ok).toBe(true);
  await guest.close();
});

test('completion offers what starts like the typed text, what contains it, then what is spelt nearly so', async () => {
  const suggest = (command: string, option: string, typed: string) =>
    scene.asker.suggest(command, option, typed, scene.caller);
  expect((await suggest('offer', 'subject', 'out'))[0]?.value).toBe('outscale');
  expect((await suggest('offre', 'offre', 'outscael')).map((c) => c.value)).toContain('outscale');
  expect((await suggest('watch', 'providers', 'bleu, out')).map((c) => c.value)).toContain('bleu,outscale');
  expect((await suggest('watch', 'min', 'conf')).map((c) => c.value)).toEqual(['confirmed']);
  expect((await suggest('offer', 'subject', '')).length).toBeLessThanOrEqual(25);
  expect(await suggest('nothing', 'at', 'all')).toEqual([]);
});

test('a form sent with a fault names its field and can be opened again as it was filled in', async () => {
  const sent = await scene.asker.submit(
    'watch',
    { providers: 'bleu', quiet: 'at night', min: 'confirmed' },
    scene.caller,
  );
  expect(sent.ok).toBe(false);
  if (sent.ok) return;
  expect(Object.keys(sent.errors)).toEqual(['quiet']);
  const form = await scene.asker.form(sent.resume, scene.caller);
  const values = Object.fromEntries((form?.fields ?? []).map((f) => [f.option, f.value]));
  expect(values).toMatchObject({ providers: 'bleu', quiet: 'at night', min: ['confirmed'] });
  const again = await scene.asker.submit(
    'watch',
    { providers: 'bleu', quiet: '22:00-07:00', min: 'confirmed' },
    scene.caller,
  );
  expect(again.ok).toBe(true);
  expect(
    await scene.store.subscriptions.get(scene.caller.channel ?? { platform: 'terminal', space: '', channel: '' }),
  ).toMatchObject({
    providers: ['bleu'],
    min: 'confirmed',
    quiet: { from: '22:00', to: '07:00' },
  });
});
