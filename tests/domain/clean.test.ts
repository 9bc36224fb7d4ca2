import { expect, test } from 'vitest';
import { safeUrl } from '../../src/domain/address.ts';
import { cleanEnd, cleanText } from '../../src/domain/clean.ts';
import { fc } from '../property.ts';
import { UNSEEN, unseenText } from '../unseen.ts';

test.each(UNSEEN.map((char) => [`U+${char.codePointAt(0)?.toString(16)}`, char] as const))(
  '%s is taken out of words',
  (_, char) => {
    expect(cleanText(`Num${char}Spot`)).toBe('NumSpot');
    expect(cleanText(`${char}${char}Bleu${char}`)).toBe('Bleu');
  },
);

test.each([
  ['a person at work', '👩‍💻'],
  ['a family', '👨‍👩‍👧‍👦'],
  ['a heart on fire', '❤️‍🔥'],
  ['a flag of colours', '🏳️‍🌈'],
  ['the flag of Scotland', '🏴󠁧󠁢󠁳󠁣󠁴󠁿'],
  ['a keycap', '1️⃣'],
  ['a skin tone', '🕵🏻‍♂️'],
  ['a flag of letters', '🇫🇷'],
  ['a sign in colour', '☎️ ⚠️'],
  ['Hebrew', 'שלום, עולם!'],
  ['Arabic', 'مَرْحَبًا بالعالم'],
  ['Persian', 'می‌خواهم'],
  ['Hindi', 'क्‍ष'],
  ['Korean', '한국어'],
  ['French', '« L’offre : 10 000 € »\n\tfin'],
])('%s stays as it is', (_, text) => {
  expect(cleanText(text)).toBe(text);
});

test('what ends a line is a line break, a blank pattern a space, half a character a sign', () => {
  expect(cleanText('a\r\nb\rc\u2028d\u2029e\u0085f\u000bg\u2800h\ud800')).toBe('a\nb\nc\nd\ne\nfg h\ufffd');
});

test('cleaning twice changes nothing more, wherever the text is cut', () => {
  fc.assert(
    fc.property(unseenText, fc.nat(40), (text, at) => {
      const once = cleanText(text);
      expect(cleanText(once)).toBe(once);
      expect(once.isWellFormed()).toBe(true);
      const cut = cleanEnd(Array.from(once).slice(0, at).join(''));
      expect(cleanText(cut)).toBe(cut);
    }),
    { numRuns: 2_000 },
  );
});

test.each([
  ['https://a.example/é?x=1', 'https://a.example/%C3%A9?x=1'],
  [' http://a.example ', 'http://a.example/'],
  ['https://a.example/@user?mail=a@b', 'https://a.example/@user?mail=a@b'],
  ['https://аррӏе.com/login', 'https://xn--80ak6aa92e.com/login'],
  ['https://ｂank.example/', 'https://bank.example/'],
  ['https://bank.example@evil.example/x', null],
  ['https://@evil.example/x', null],
  ['https://u:p@evil.example/x', null],
  ['https:\\\\bank.example\\@evil.example', null],
  ['https://evil.example/\u202egnp.exe', null],
  ['https://ev\u200bil.example/', null],
  ['https://ev\nil.example/', null],
  ['https://evil.example/a\tb', null],
  ['javascript:alert(1)', null],
  ['java\nscript:alert(1)', null],
  ['data:text/html,x', null],
  ['ftp://a.example/', null],
  ['//a.example/', null],
  ['x', null],
  ['', null],
  [null, null],
  [`https://a.example/${'x'.repeat(3_000)}`, null],
])('the address %j is shown as %j', (given, shown) => {
  expect(safeUrl(given)).toBe(shown);
});
