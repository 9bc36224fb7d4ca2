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
