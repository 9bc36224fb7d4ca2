import { cleanText } from '../domain/clean.ts';

/**
 * How a written character counts when names are compared: case, accents, ligatures, full-width forms and the common
 * look-alikes of other scripts are folded to plain `a-z0-9`; marks and invisible characters count for nothing; all
 * the rest separates words.
 */

/** Letters of other scripts that a reader takes for Latin ones, lower and upper case apart. */
const LOOKALIKES: Readonly<Record<string, string>> = {
  а: 'a', А: 'a', В: 'b', с: 'c', С: 'c', ԁ: 'd', е: 'e', Е: 'e', ё: 'e', Ё: 'e', ɡ: 'g', Н: 'h', һ: 'h', Һ: 'h',
  і: 'i', І: 'i', ї: 'i', Ї: 'i', ј: 'j', Ј: 'j', К: 'k', к: 'k', ⅼ: 'l', ӏ: 'l', Ӏ: 'i', М: 'm', о: 'o', О: 'o',
  р: 'p', Р: 'p', ԛ: 'q', ѕ: 's', Ѕ: 's', Т: 't', ѵ: 'v', ԝ: 'w', х: 'x', Х: 'x', у: 'y', У: 'y',
  Α: 'a', α: 'a', Β: 'b', Ε: 'e', ε: 'e', Ζ: 'z', Η: 'h', Ι: 'i', ι: 'i', Κ: 'k', κ: 'k', Μ: 'm', Ν: 'n', ν: 'v',
  Ο: 'o', ο: 'o', Ρ: 'p', ρ: 'p', Τ: 't', τ: 't', Υ: 'y', υ: 'u', Χ: 'x', χ: 'x',
  ø: 'o', Ø: 'o', đ: 'd', Đ: 'd', ł: 'l', Ł: 'l', ı: 'i', ħ: 'h', Ħ: 'h', ŧ: 't', Ŧ: 't', ɑ: 'a', ƽ: 's',
  œ: 'oe', Œ: 'oe', æ: 'ae', Æ: 'ae', ß: 'ss', ẞ: 'ss', þ: 'th', Þ: 'th',
}; // biome-ignore format: a table

const SEPARATOR = ' ';
const IGNORED = '';

function foldUnit(code: number): string {
  // Surrogate halves (emoji, rare scripts) separate; the large syllable and ideograph blocks stand for themselves.
  if (code >= 0xd800 && code <= 0xdfff) return SEPARATOR;
  const char = String.fromCharCode(code);
  if ((code >= 0x3400 && code <= 0x9fff) || (code >= 0xac00 && code <= 0xd7a3)) return char;
  const known = LOOKALIKES[char];
  if (known !== undefined) return known;
  if (/[\p{M}\p{Cf}]/u.test(char) || cleanText(char) === '') return IGNORED;
  if (!/[\p{L}\p{N}]/u.test(char)) return SEPARATOR;
  const plain = char.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  if (/^[a-z0-9]$/.test(plain)) return plain;
  if (/^[a-z]+$/.test(plain) && /\p{L}/u.test(char)) return plain;
  return char.toLowerCase().charAt(0);
}

function buildFolds(): readonly string[] {
  const folds = new Array<string>(65_536);
  for (let code = 0; code < 65_536; code++) {
    folds[code] =
      code < 128
        ? /[a-z0-9]/i.test(String.fromCharCode(code))
          ? String.fromCharCode(code).toLowerCase()
          : SEPARATOR
        : foldUnit(code);
  }
  return folds;
}

/** For each UTF-16 code unit: what it counts as. `''` counts for nothing, `' '` separates, else one or more letters. */
export const FOLDS: readonly string[] = buildFolds();

/** The folded form of a text: folded words joined by single spaces, no space at the ends. */
export function fold(text: string): string {
  let out = '';
  let gap = false;
  for (let i = 0; i < text.length; i++) {
    const f = FOLDS[text.charCodeAt(i)] ?? SEPARATOR;
    if (f === SEPARATOR) {
      gap = out.length > 0;
    } else if (f !== IGNORED) {
      if (gap) out += SEPARATOR;
      gap = false;
      out += f;
    }
  }
  return out;
}

const FLAT: Uint16Array = buildFlat();

function buildFlat(): Uint16Array {
  const flat = new Uint16Array(65_536);
  for (let code = 0; code < 65_536; code++) {
    const f = FOLDS[code] ?? SEPARATOR;
    flat[code] = f.length === 1 && f !== SEPARATOR ? f.charCodeAt(0) : code;
  }
  const put = (chars: string, as: string): void => {
    for (const c of chars) flat[c.charCodeAt(0)] = as.charCodeAt(0);
  };
  put('\u00a0\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t\r', ' ');
  put('\u2018\u2019\u201b\u02bc\u2032\u00b4`', "'");
  put('\u2010\u2011\u2012\u2013\u2014\u2212', '-');
  put('\u00ab\u00bb\u201c\u201d\u201e', '"');
  return flat;
}

/**
 * The text in lower case without accents, with plain apostrophes, hyphens, quotes and spaces, **of the same length**:
 * every offset in it is an offset in the original. Patterns of the grammar and of the cues read this form.
 */
export function flatten(text: string): string {
  let out = '';
  for (let at = 0; at < text.length; at += 4096) {
    const codes: number[] = [];
    const end = Math.min(text.length, at + 4096);
    for (let i = at; i < end; i++) codes.push(FLAT[text.charCodeAt(i)] ?? 32);
    out += String.fromCharCode(...codes);
  }
  return out;
}
