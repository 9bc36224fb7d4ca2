import { expect, test } from 'vitest';
import { canonicalLink } from '../../feeds/text/link.ts';
import { cleanText, cut, htmlToText } from '../../feeds/text/plain.ts';
import { fc } from '../property.ts';

test.each([
  ['<p>un</p><p>deux<br>trois</p>', 'un\ndeux\ntrois'],
  ['a<script>x<b></script>b<style>p{}</style>c', 'abc'],
  ['<p>x <!-- y --> z</p>', 'x z'],
  ['&eacute;&nbsp;&euro; &#8217; &amp;amp;', 'é € ’ &amp;'],
  ['un\n  deux', 'un deux'],
  ['<td>a</td><td>b</td>', 'a b'],
  ['a < b et c > d', 'a < b et c > d'],
  ['mot<b>s</b> liés', 'mots liés'],
  ['👩\u200d💻 dé\u200dcision', '👩\u200d💻 décision'],
])('html %j reads as %j', (html, text) => {
  expect(htmlToText(html).replaceAll('\t', ' ')).toBe(text);
});

test('whatever comes in, plain text is clean, idempotent and at most as long as it was', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
      const once = cleanText(text);
      expect(cleanText(once)).toBe(once);
      expect(once).not.toMatch(/[\t\u200b\ufeff\u202e]| {2}|\n{2}/);
      expect(once.isWellFormed()).toBe(true);
      expect(cut(once, 50).isWellFormed()).toBe(true);
    }),
  );
});

test.each([
  ['https://N.example:443/a?utm_source=rss&id=3&fbclid=x#xtor=RSS-1', 'https://n.example/a?id=3'],
  ['https://n.example/a?b=%20+1&c', 'https://n.example/a?b=%20+1&c'],
  ['https://n.example/notes#November_20', 'https://n.example/notes#November_20'],
  ['https://user:pw@n.example/a?', 'https://n.example/a'],
  ['  //n.example/a  ', 'https://n.example/a'],
  ['javascript:alert(1)', null],
  ['mailto:a@n.example', null],
  ['', null],
])('link %j is %j', (href, expected) => {
  expect(canonicalLink(href, 'https://base.example/')).toBe(expected);
});

test('a canonical link is its own canonical link', () => {
  fc.assert(
    fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (url) => {
      const once = canonicalLink(url, null);
      return once !== null && canonicalLink(once, null) === once;
    }),
    { examples: [['http://a.aa??'], ['http://a.aa?&&'], ['http://a.aa/?utm_a&?#']] },
  );
});
