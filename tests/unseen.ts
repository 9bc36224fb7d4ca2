import { fc } from './property.ts';

/** Characters that nobody sees, or that turn around what stands beside them, one of every kind. */
export const UNSEEN = [
  ...['\u0000', '\u0007', '\u001b', '\u007f', '\u0080', '\u009b'],
  ...['\u00ad', '\u034f', '\u061c', '\u115f', '\u1160', '\u17b4', '\u17b5', '\u180b', '\u180e', '\u180f'],
  ...['\u200b', '\u200c', '\u200d', '\u200e', '\u200f', '\u202a', '\u202b', '\u202c', '\u202d', '\u202e'],
  ...['\u2060', '\u2061', '\u2062', '\u2063', '\u2064', '\u2066', '\u2067', '\u2068', '\u2069', '\u206a', '\u206f'],
  ...['\u3164', '\ufe00', '\ufe0e', '\ufe0f', '\ufeff', '\uffa0', '\ufff0', '\ufff9', '\ufffa', '\ufffb'],
  ...['\ufdd0', '\uffff', '\u{1bca0}', '\u{1d173}', '\u{e0001}', '\u{e0020}', '\u{e0041}', '\u{e007f}'],
  ...['\u{e0100}', '\u{e01ef}', '\u{e0fff}', '\u{1fffe}'],
] as const;

/** Texts full of them, between words, markup, emoji and scripts that are written from the right. */
export const unseenText = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...UNSEEN) },
      fc.constantFrom(
        'a',
        'Bleu',
        ' ',
        '\n',
        '\t',
        '1',
        '#',
        '@everyone',
        '<!',
        '[1]',
        '](',
        '*',
        '«',
        ' :',
        '://',
        '.',
      ),
      fc.constantFrom('👩', '👩‍💻', '❤️', '🏴', '1️⃣', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', 'ש', 'م', 'می‌خ', '\u0301', '\ud800', '\u2028'),
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(''));
