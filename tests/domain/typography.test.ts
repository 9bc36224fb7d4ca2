import { expect, test } from 'vitest';
import { oneSpaced, tied } from '../../src/domain/typography.ts';
import { fc } from '../property.ts';

/** Non-breaking spaces as `~`, word joiners as `^`. */
const shown = (text: string): string => tied(text).replaceAll('\u00a0', '~').replaceAll('\u2060', '^');

test.each([
  ['Le Fil Cloud · 9 décembre 2025 · rumeur', 'Le Fil Cloud~· 9 décembre 2025~· rumeur'],
  ['cité par « S3NS : ce que cela change »', 'cité par «~S3NS : ce que cela change~»'],
  ['le 1er janvier 2026, 10 % du capital', 'le 1er janvier 2026, 10~% du capital'],
  ['société créée [1][6], puis [12]', 'société créée~[1]^[6], puis~[12]'],
  [' · officiel', '~· officiel'],
  ['a :smile: b :: c', 'a :smile: b :: c'],
  ['offre bleu au:2022-06-30', 'offre bleu au:2022-06-30'],
])('%s', (text, expected) => {
  expect(shown(text)).toBe(expected);
});

test('only spaces change, whatever the text', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(' ', '·', '«', '»', ':', '[1]', '3', 'x', '%', '\n')), (parts) => {
      const text = parts.join('');
      expect(tied(text).replaceAll('\u00a0', ' ').replaceAll('\u2060', '')).toBe(text);
      expect(tied(tied(text))).toBe(tied(text));
    }),
  );
});

test('runs of whitespace become one space, a lone space that must not break stays', () => {
  expect(oneSpaced('a \t\n b\u00a0: c\u202f; d \u00a0 e')).toBe('a b\u00a0: c\u202f; d e');
});
