import { Resvg } from '@resvg/resvg-js';
import { describe, expect, it } from 'vitest';
import { createPainter } from '../../src/pictures/painter.ts';
import { drawable } from '../../src/pictures/text.ts';
import { fc } from '../property.ts';
import { mark, namesOf, picture, ruler, stretch, textsOf } from './reading.ts';

const painter = createPainter();

/** What a drawing of ours consists of. */
const ELEMENTS = ['svg', 'rect', 'path', 'text'];

const nasty = fc.oneof(
  fc.constantFrom(
    '<script>alert(1)</script>',
    ']]><svg onload="x">',
    '"/><a href="https://example.org">',
    '</text><foreignObject>',
    '&amp;&lt;&#60;&bogus;',
    '\u0000\u0008\u001b\ufffe\uffff',
    '\ud800 seul \udfff',
    '\u202eabc\u2066',
    '{a|riche}',
    'url(#zr0-c0) class="zr0-cls-0"',
    '<!-- <?xml -->',
    '🚀🇫🇷👩‍👩‍👧 中文 ١٢٣',
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)), maxLength: 40 }),
);

describe('texts from outside', () => {
  it('are text and nothing else: the SVG is sound XML of known elements, without links or handlers', async () => {
    await fc.assert(
      fc.asyncProperty(nasty, nasty, nasty, nasty, nasty, async (title, lane, bar, label, foot) => {
        const svg = await painter.svg(
          picture(
            [
              {
                label: lane,
                stretches: [stretch('2022-01-01', null, bar)],
                marks: [mark('2023-05-05', '2023-05-05', label)],
              },
            ],
            { title, footer: foot, day: { at: '2026-11-22', label } },
          ),
          'light',
        );
        // The renderer's XML reader is a strict one: it throws on anything that is not well formed.
        expect(() => new Resvg(svg, { font: { loadSystemFonts: false } })).not.toThrow();
        const { elements, attributes } = namesOf(svg);
        expect([...elements].filter((name) => !ELEMENTS.includes(name))).toEqual([]);
        expect([...attributes].filter((name) => /^on|href|^class$|^id$/i.test(name))).toEqual([]);
      }),
      { numRuns: 80 },
    );
  });

  it('are shown as they were written', async () => {
    const title = '<b>10\u202f% & "moins"</b> de l’œuvre';
    const texts = textsOf(await painter.svg(picture([], { title }), 'light')).map((text) => text.text);
    expect(texts).toContain(title);
  });
});

describe('letters that the font lacks', () => {
  const shown = (text: string) => drawable(text, ruler.has);

  it('become one plain sign, never a box', () => {
    expect(shown('Bleu 🚀🚀 lancé')).toBe('Bleu • lancé');
    expect(shown('fait en 🇫🇷')).toBe('fait en •');
    expect(shown('中文 cloud')).toBe('? cloud');
    expect(shown('ＢＬＥＵ')).toBe('BLEU');
  });

  it('leave all that is drawn to the font', () => {
    fc.assert(
      fc.property(fc.oneof(nasty, fc.string({ unit: 'grapheme' })), (text) => {
        for (const letter of shown(text)) expect(ruler.has(letter.codePointAt(0) ?? 0), letter).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('keep no control: nothing breaks the line or turns the reading direction', () => {
    expect(shown('a\nb\tc')).toBe('a b c');
    expect(shown('\u202eliame\u202c \u200bx\u2066')).toBe('liame x');
    expect(shown('e\u0301\u0301\u0301\u0301\u0301')).toHaveLength(3);
    expect(shown('« Cloud de confiance » :')).toBe('«\u00a0Cloud de confiance\u00a0»\u00a0:');
  });
});
