import { expect, test } from 'vitest';
import type { View } from '../../../src/domain/view.ts';
import { messagesOf } from '../../../src/messages/index.ts';
import { renderTerminal } from '../../../src/platforms/terminal/render.ts';
import { fc } from '../../property.ts';

const style = { colour: false, width: 60 };
const en = messagesOf('en');

test('nothing from outside can act on the terminal', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (title, text) => {
      const hostile = `\u001b]0;owned\u0007${title}\u001b[2J`;
      const view: View = {
        title: hostile,
        tone: 'neutral',
        blocks: [
          { kind: 'text', line: [`\u009b31m${text}`, { text: hostile, url: 'javascript:alert(1)' }] },
          { kind: 'list', items: [[hostile]] },
          { kind: 'table', columns: [hostile], rows: [[text]] },
        ],
      };
      const drawn = renderTerminal(view, en, style);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: looking for exactly these
      expect(drawn).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
      expect(drawn).not.toContain('javascript:');
    }),
  );
});

test('lines are wrapped to the width and lists keep their indent', () => {
  const words = Array.from({ length: 40 }, (_, i) => `word${i}`).join(' ');
  const drawn = renderTerminal({ title: 'T', tone: 'good', blocks: [{ kind: 'list', items: [[words]] }] }, en, style);
  for (const row of drawn.split('\n')) expect(row.length).toBeLessThanOrEqual(60);
  expect(drawn.split('\n')[2]).toMatch(/^┃ {3}word/);
  for (let i = 0; i < 40; i++) expect(drawn).toContain(`word${i}`);
});

test('a button shows the line that does the same', () => {
  const drawn = renderTerminal(
    { title: 'T', tone: 'neutral', blocks: [{ kind: 'buttons', buttons: [{ label: 'Why', line: 'why story:s1' }] }] },
    en,
    style,
  );
  expect(drawn).toContain('[Why] /why story:s1');
});

test('a table wraps within its columns, and nothing of it is lost', () => {
  const rows = [
    ['Availability', 'on sale since 15 January 2024, last known [1][2]', 'generally available since October 2025'],
    ['Owners', 'Capgemini, Orange', '–'],
  ];
  const view: View = {
    title: 'T',
    tone: 'neutral',
    blocks: [{ kind: 'table', columns: ['What', 'Bleu', 'S3NS PREMI3NS'], rows }],
  };
  for (const width of [60, 80, 120]) {
    const lines = renderTerminal(view, en, { colour: false, width }).split('\n');
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
    const at = lines[1]?.indexOf('Bleu') ?? 0;
    const next = lines[1]?.indexOf('S3NS') ?? 0;
    const column = (from: number, to?: number) =>
      lines
        .slice(2)
        .map((line) => line.slice(from, to).trim())
        .join(' ')
        .trim();
    expect(column(at, next)).toBe(`${rows[0]?.[1]} ${rows[1]?.[1]}`);
    expect(column(next)).toContain(rows[0]?.[2]);
  }
});

test('on a narrow screen a table is a list, each value behind the name of its column', () => {
  const view: View = {
    title: 'T',
    tone: 'neutral',
    blocks: [
      {
        kind: 'table',
        columns: ['What', 'First offer', 'Second offer', 'Third offer', 'Fourth offer'],
        rows: [['Availability', 'on sale today', '', 'announced in May', 'abandoned long ago']],
      },
    ],
  };
  const drawn = renderTerminal(view, en, { colour: false, width: 40 });
  for (const line of drawn.split('\n')) expect(line.length).toBeLessThanOrEqual(40);
  expect(drawn).toContain('• Availability');
  expect(drawn).toContain('First offer: on sale today');
  expect(drawn).not.toContain('Second offer');
  expect(drawn).toContain('Fourth offer: abandoned long ago');
});

test('no table is wider than the screen', () => {
  const text = fc.string({ maxLength: 60 });
  fc.assert(
    fc.property(
      fc
        .integer({ min: 1, max: 6 })
        .chain((n) =>
          fc.tuple(fc.array(text, { minLength: n, maxLength: n }), fc.array(fc.array(text, { maxLength: n }))),
        ),
      fc.integer({ min: 24, max: 140 }),
      ([columns, rows], width) => {
        const view: View = { title: 'T', tone: 'neutral', blocks: [{ kind: 'table', columns, rows }] };
        const longest = Math.max(
          ...[...columns, ...rows.flat()].flatMap((cell) => cell.split(/\s/)).map((w) => w.length),
        );
        for (const line of renderTerminal(view, en, { colour: false, width }).split('\n'))
          expect(line.length).toBeLessThanOrEqual(Math.max(width, longest * 2 + 8));
      },
    ),
  );
});
