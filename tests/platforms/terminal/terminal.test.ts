import { PassThrough, Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { createTerminal } from '../../../src/platforms/terminal/terminal.ts';
import { openScene } from '../../asking/scene.ts';

const NOW = '2026-11-22T09:00:00.000Z';

/** Waits until the stream has carried `text`. */
function until(stream: PassThrough, text: string): Promise<string> {
  return new Promise((resolve) => {
    let all = '';
    stream.on('data', (chunk: Buffer) => {
      all += chunk.toString('utf8');
      if (all.includes(text)) resolve(all);
    });
  });
}

test('questions typed at the terminal are answered in order, and leaving is told', async () => {
  const scene = await openScene();
  const input = new PassThrough();
  const output = new PassThrough();
  const left = Promise.withResolvers<void>();
  const terminal = createTerminal({
    asker: scene.asker,
    lang: 'fr',
    output,
    input,
    style: { colour: false, width: 100 },
    clock: { now: () => NOW },
    left: () => left.resolve(),
  });
  const second = until(output, 'jamais été lu');
  await terminal.start();
  expect(terminal.health().state).toBe('connected');
  input.write('/offre bleu\n/pourquoi https://example.org/x\n');
  const seen = await second;
  expect(seen.indexOf('Disponibilité')).toBeGreaterThan(-1);
  expect(seen.indexOf('Disponibilité')).toBeLessThan(seen.indexOf('jamais été lu'));
  input.write('exit\n');
  await left.promise;
  await terminal.stop();
  await scene.close();
});

test('questions from a pipe are all answered, though the input ends before the first answer', async () => {
  const scene = await openScene();
  const output = new PassThrough();
  const left = Promise.withResolvers<void>();
  const terminal = createTerminal({
    asker: scene.asker,
    lang: 'fr',
    output,
    input: Readable.from(['/offre bleu\n/pourquoi https://example.org/x\n']),
    style: { colour: false, width: 100 },
    clock: { now: () => NOW },
    left: () => left.resolve(),
  });
  const both = until(output, 'jamais été lu');
  await terminal.start();
  await left.promise;
  expect(await both).toContain('Disponibilité');
  await terminal.stop();
  await scene.close();
});

test('a card, its growth and its steps are printed as such', async () => {
  const scene = await openScene();
  const output = new PassThrough();
  const terminal = createTerminal({
    asker: scene.asker,
    lang: 'en',
    output,
    input: null,
    style: { colour: false, width: 80 },
    clock: { now: () => NOW },
  });
  await terminal.start();
  const channel = { platform: 'terminal', space: 'local', channel: 'terminal' } as const;
  const view = { title: 'A card', tone: 'rumour', blocks: [] } as const;
  const posted = await terminal.send({
    delivery: 'c1',
    channel,
    lang: 'en',
    act: { kind: 'post', view },
    ambiguous: false,
  });
  expect(posted).toMatchObject({ kind: 'sent', ref: { message: '1' } });
  if (posted.kind !== 'sent') return;
  await terminal.send({
    delivery: 'e1',
    channel,
    lang: 'en',
    act: { kind: 'edit', ref: posted.ref, view: { ...view, title: 'Grown' } },
    ambiguous: false,
  });
  await terminal.send({
    delivery: 't1',
    channel,
    lang: 'en',
    act: { kind: 'reply', ref: posted.ref, view: { ...view, title: 'Confirmed' } },
    ambiguous: false,
  });
  let text = '';
  for (let chunk = output.read(); chunk !== null; chunk = output.read()) text += String(chunk);
  expect(text).toContain('↻ the card above, grown:\n┃ Grown');
  expect(text).toContain('↳ ┃ Confirmed');
  await terminal.stop();
  await scene.close();
});
