import { expect, test } from 'vitest';
import { safeUrl } from '../../../src/domain/address.ts';
import { cleanText } from '../../../src/domain/clean.ts';
import {
  cutText,
  escapedLength,
  escapeText,
  fitEscaped,
  typedText,
  unescapeText,
} from '../../../src/platforms/slack/text.ts';
import { fc } from '../../property.ts';

const any = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: fc.constantFrom('&', '<', '>', 'a', '&amp;', '💥') }),
);

test('escaping is undone by unescaping, and leaves no control character', () => {
  fc.assert(
    fc.property(any, (text) => {
      expect(unescapeText(escapeText(text))).toBe(text);
      expect(escapeText(text)).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
    }),
  );
});

test('what is cut fits, is a head of the text, and breaks neither an entity nor a character', () => {
  fc.assert(
    fc.property(any, fc.integer({ min: 1, max: 40 }), (text, max) => {
      const cut = cutText(text, max);
      expect(escapedLength(cut)).toBeLessThanOrEqual(max);
      expect(cut.isWellFormed()).toBe(true);
      expect(cut === text || text.startsWith(cut.slice(0, -1))).toBe(true);
      expect(fitEscaped(text, max)).toBe(escapeText(cut));
    }),
  );
});

test('text from outside loses what turns writing around, and keeps its lines', () => {
  expect(cleanText('a\u202eb\u0000c\r\nd\te\ud800')).toBe('abc\nd\te\ufffd');
});

test('only web addresses are links', () => {
  expect(safeUrl('https://a.example/é?x=1')).toBe('https://a.example/%C3%A9?x=1');
  for (const bad of [
    'javascript:alert(1)',
    'data:text/html,x',
    'mailto:a@b.c',
    'x',
    '',
    null,
    undefined,
    `https://a.b/${'x'.repeat(3000)}`,
  ])
    expect(safeUrl(bad)).toBeNull();
});

test('a command’s text is read as it was typed', () => {
  expect(typedText(' why &lt;x&gt; &amp;amp; ')).toBe('why <x> &amp;');
  expect(typedText('why <https://a.example/?x=1&amp;y=2|a.example>')).toBe('why https://a.example/?x=1&y=2');
});
