import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Command, Shown } from '../../src/command.ts';
import { mostCharacters } from '../../src/command.ts';
import { LANGS } from '../../src/domain/language.ts';
import { discordCommands } from '../../src/platforms/discord/register.ts';
import { fc } from '../property.ts';
import { openScene, type Scene, textOf } from './scene.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.close());

const codeOf = (shown: Shown): unknown => (shown.data as { error?: string }).error;

/** Every option of every command that takes words, with values for the others that it needs. */
const options = async () =>
  scene.asker.commands.flatMap((command) =>
    Object.entries(command.options)
      .filter(([, spec]) => spec.type !== 'choice' && spec.type !== 'integer')
      .map(([option, spec]) => ({ command, option, max: mostCharacters(spec) })),
  );

const needed = (command: Command): Record<string, string> =>
  Object.fromEntries(Object.entries(command.options).flatMap(([key, spec]) => (spec.required ? [[key, 'bleu']] : [])));

test('no value that is too long comes in, by whichever way, and the words say how long it may be', async () => {
  for (const { command, option, max } of await options()) {
    const values = { ...needed(command), [option]: 'x'.repeat(max + 1) };
    for (const lang of LANGS) {
      const shown = await scene.asker.call(command.name, values, { ...scene.caller, lang });
      expect([command.name, option, codeOf(shown)]).toEqual([command.name, option, 'value_too_long']);
      expect(textOf(shown)).toContain(String(max));
    }
    const sent = await scene.asker.submit(command.name, values, scene.caller);
    expect(sent.ok ? null : sent.errors[option]).toContain(String(max));
    expect(await scene.asker.suggest(command.name, option, 'x'.repeat(max + 1), scene.caller)).toEqual([]);
    const line = await scene.asker.line(
      `${command.name} ${option}:${'x'.repeat(Math.min(max + 1, 970))}`,
      scene.caller,
    );
    expect(line.ok).toBe(false);
  }
});

test('six thousand characters in each of four options are refused before any name is looked for', async () => {
  const long = 'bleu vs s3ns et '.repeat(375);
  const shown = await scene.asker.call('compare', { a: long, b: long, c: long, d: long }, scene.caller);
  expect(codeOf(shown)).toBe('value_too_long');
});

test('a line, a button’s line and a form’s line are held to the same length', async () => {
  const long = `offer ${'bleu '.repeat(400)}`;
  expect(codeOf(await scene.asker.line(long, scene.caller))).toBe('too_long');
  expect(await scene.asker.form(`watch ${'bleu '.repeat(400)}`, scene.caller)).toBeNull();
  expect(await scene.asker.form(`watch form:${'x'.repeat(5_000)}`, scene.caller)).toBeNull();
});

test('the token of a page or a kept line is held to a length as well', async () => {
  for (const name of ['page', 'go'])
    expect(codeOf(await scene.asker.call(name, { token: 'x'.repeat(100_000) }, scene.caller))).toBe('value_too_long');
});

test('more names than anybody compares are not looked up, and four of them are offered', async () => {
  const names = ['bleu', 's3ns', 'numspot', 'outscale', 'oodrive', 'scaleway', 'whaller'];
  const shown = await scene.asker.call('compare', { a: names.join(', ') }, scene.caller);
  expect(codeOf(shown)).toBe('too_many');
  expect(textOf(shown)).toContain('compare bleu, s3ns, numspot, outscale');
  const few = await scene.asker.call('compare', { a: names.slice(0, 6).join(', ') }, scene.caller);
  expect(codeOf(few)).toBe('too_many');
});

test('a list holds so many names', async () => {
  const context = Array.from({ length: 21 }, (_, i) => `w${i}`).join(',');
  const shown = await scene.asker.call('track', { name: 'Acme Cloud', context }, scene.caller);
  expect(codeOf(shown)).toBe('too_many_names');
  expect(textOf(shown)).toContain('20');
});

test('a question holds so many options', async () => {
  const many = Object.fromEntries(Array.from({ length: 26 }, (_, i) => [`o${i}`, 'x']));
  expect(codeOf(await scene.asker.call('offer', many, scene.caller))).toBe('too_many_options');
  const line = `offer ${'as-of:2026 '.repeat(26)}`;
  expect(codeOf(await scene.asker.line(line, scene.caller))).toBe('too_many_options');
});

const ODD: readonly unknown[] = [
  null,
  true,
  {},
  { a: 1 },
  [1],
  [[]],
  [null],
  Number.NaN,
  Number.POSITIVE_INFINITY,
  () => 1,
];

test('what is neither words nor a number is refused in words, by option', async () => {
  for (const value of ODD) {
    const shown = await scene.asker.call('offer', { subject: value } as never, scene.caller);
    expect(codeOf(shown)).toBe('bad_value');
    expect(textOf(shown)).toContain('What was given for offer');
    const sent = await scene.asker.submit('watch', { quiet: value } as never, scene.caller);
    expect(sent.ok ? null : Object.keys(sent.errors)).toEqual(['quiet']);
  }
  for (const values of [null, undefined, [], 'x', 7])
    expect(codeOf(await scene.asker.call('offer', values as never, scene.caller))).toBe('bad_question');
  for (const name of [null, undefined, {}, 'x'.repeat(1_000_000)])
    expect(codeOf(await scene.asker.call(name as never, {}, scene.caller))).toBe('unknown_command');
  expect(codeOf(await scene.asker.call('expiring', { days: 1e308 }, scene.caller))).toBe('bad_integer');
});

test('whatever comes in, an answer in words comes out', async () => {
  const names = (await options()).map(({ command, option }) => [command.name, option] as const);
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...names),
      fc.anything({ maxDepth: 2 }),
      fc.dictionary(fc.string(), fc.anything({ maxDepth: 1 }), { maxKeys: 4 }),
      async ([command, option], value, more) => {
        const shown = await scene.asker.call(command, { ...more, [option]: value } as never, scene.caller);
        expect(codeOf(shown)).not.toBe('broken');
        const sent = await scene.asker.submit(command, { ...more, [option]: value } as never, scene.caller);
        expect(codeOf(sent.shown)).not.toBe('broken');
      },
    ),
    { numRuns: 200 },
  );
}, 60_000);

test('Discord is told the same lengths when commands are registered', () => {
  const registered = discordCommands(scene.asker.commands) as { name: string; options: { max_length?: number }[] }[];
  for (const { name, hidden, options: specs } of scene.asker.commands) {
    if (hidden === true) continue;
    const lengths = registered.find((one) => one.name === name)?.options.flatMap((one) => one.max_length ?? []) ?? [];
    const held = Object.values(specs).filter(({ type }) => type !== 'choice' && type !== 'integer');
    expect([name, ...lengths.toSorted()]).toEqual([name, ...held.map(mostCharacters).toSorted()]);
  }
});
