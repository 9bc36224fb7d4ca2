import { detect } from 'jschardet';

/** How the encoding was found, from the surest to the least sure. */
export type EncodingSource =
  | 'bom'
  | 'pattern'
  | 'utf8_bytes'
  | 'http'
  | 'xml_declaration'
  | 'mostly_utf8'
  | 'guess'
  | 'fallback';

export type Decoded = {
  readonly text: string;
  /** The encoding's name, lower case, as the WHATWG Encoding Standard knows it (or `utf-32le`, `utf-32be`). */
  readonly encoding: string;
  readonly by: EncodingSource;
};

/** Detectors need no more than this, and it bounds what a hostile body can cost. */
const SAMPLE_BYTES = 65_536;

/**
 * Turns the bytes of a feed or a page into text. Never throws; what cannot be decoded becomes U+FFFD.
 *
 * The order is measured, not the standard's: BOM, then the zero-byte pattern of UTF-16 and UTF-32, then "valid UTF-8
 * with multi-byte characters", which beats any label because labels lie and such bytes do not occur by chance; then the
 * label of HTTP, the XML declaration, nearly valid UTF-8 (one broken character must not garble the rest), a
 * statistical guess on at most 64 kB, and windows-1252. A decoded text has no BOM.
 */
export function decodeBytes(bytes: Uint8Array, contentType: string | null): Decoded {
  const byMark = fromMark(bytes) ?? fromPattern(bytes);
  if (byMark !== null) return byMark;

  const ascii = isAscii(bytes);
  const http = ascii || contentType === null ? null : labelIn(contentType);
  const declared = declaredLabel(bytes);
  if (ascii) {
    // Seven-bit encodings hide other characters behind escape sequences: only a label can tell.
    const shifted = [labelIn(contentType ?? ''), declared].find((label) => label !== null && /^iso-2022/i.test(label));
    return (shifted && withLabel(bytes, shifted, 'xml_declaration')) || withLabel(bytes, 'utf-8', 'utf8_bytes', true);
  }
  const utf8 = attempt(bytes, 'utf-8', true);
  if (utf8 !== null) return { text: utf8, encoding: 'utf-8', by: 'utf8_bytes' };

  return (
    (http && !isUtf8(http) && withLabel(bytes, http, 'http')) ||
    (declared && !isUtf8(declared) && withLabel(bytes, declared, 'xml_declaration')) ||
    mostlyUtf8(bytes) ||
    guessed(bytes) ||
    withLabel(bytes, 'windows-1252', 'fallback', true)
  );
}

function fromMark(bytes: Uint8Array): Decoded | null {
  const [a, b, c, d] = bytes;
  if (a === 0xff && b === 0xfe && c === 0 && d === 0) return utf32(bytes.subarray(4), true, 'bom');
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return utf32(bytes.subarray(4), false, 'bom');
  if (a === 0xef && b === 0xbb && c === 0xbf) return withLabel(bytes, 'utf-8', 'bom', true);
  if (a === 0xff && b === 0xfe) return withLabel(bytes, 'utf-16le', 'bom', true);
  if (a === 0xfe && b === 0xff) return withLabel(bytes, 'utf-16be', 'bom', true);
  return null;
}

/** A document begins with `<` or `{` or white space: where its zero bytes stand tells the width of a unit. */
function fromPattern(bytes: Uint8Array): Decoded | null {
  const [a, b, c, d] = bytes;
  if (a === undefined || b === undefined || c === undefined || d === undefined) return null;
  const opens = (byte: number): boolean => byte === 0x3c || byte === 0x7b || byte === 0x20 || byte === 0x0a;
  if (opens(a) && b === 0 && c === 0 && d === 0) return utf32(bytes, true, 'pattern');
  if (a === 0 && b === 0 && c === 0 && opens(d)) return utf32(bytes, false, 'pattern');
  if (opens(a) && b === 0 && c !== 0) return withLabel(bytes, 'utf-16le', 'pattern', true);
  if (a === 0 && opens(b) && c === 0) return withLabel(bytes, 'utf-16be', 'pattern', true);
  return null;
}

function utf32(bytes: Uint8Array, little: boolean, by: EncodingSource): Decoded {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts: string[] = [];
  for (let at = 0; at + 4 <= bytes.byteLength; at += 4) {
    const point = view.getUint32(at, little);
    parts.push(point <= 0x10ffff ? String.fromCodePoint(point) : '\ufffd');
  }
  return { text: parts.join(''), encoding: little ? 'utf-32le' : 'utf-32be', by };
}

function withLabel(bytes: Uint8Array, label: string, by: EncodingSource, lenient: true): Decoded;
function withLabel(bytes: Uint8Array, label: string, by: EncodingSource): Decoded | null;
function withLabel(bytes: Uint8Array, label: string, by: EncodingSource, lenient = false): Decoded | null {
  const text = attempt(bytes, label, !lenient);
  return text === null ? null : { text, encoding: new TextDecoder(label).encoding, by };
}

/** The text, or null when the label is unknown or (with `strict`) the bytes are not of that encoding. */
function attempt(bytes: Uint8Array, label: string, strict: boolean): string | null {
  try {
    return new TextDecoder(label, { fatal: strict }).decode(bytes);
  } catch {
    return null;
  }
}

function isAscii(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte < 0x80);
}

const isUtf8 = (label: string): boolean => /^utf-?8$/i.test(label);

/** The charset of a content type, null when it names none. */
function labelIn(contentType: string): string | null {
  return /charset\s{0,9}=\s{0,9}["']?([A-Za-z0-9._:+-]{1,40})/i.exec(contentType)?.[1] ?? null;
}

/** The encoding an XML declaration or an HTML meta names within the first kilobyte. */
function declaredLabel(bytes: Uint8Array): string | null {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 1024)).toString('latin1');
  const xml = /<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}["']([A-Za-z0-9._:+-]{1,40})["']/i.exec(head);
  return xml?.[1] ?? /<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}["']?([A-Za-z0-9._:+-]{1,40})/i.exec(head)?.[1] ?? null;
}

/** UTF-8 with a few broken characters: good multi-byte sequences outnumber the broken ones by far. */
function mostlyUtf8(bytes: Uint8Array): Decoded | null {
  const text = attempt(bytes, 'utf-8', false);
  if (text === null) return null;
  let broken = 0;
  let good = 0;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit === 0xfffd) broken += 1;
    else if (unit > 0x7f) good += 1;
  }
  return good > broken * 4 ? { text, encoding: 'utf-8', by: 'mostly_utf8' } : null;
}

function guessed(bytes: Uint8Array): Decoded | null {
  const sample = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, SAMPLE_BYTES));
  try {
    const { encoding, confidence } = detect(sample);
    if (!encoding || confidence < 0.5 || isUtf8(encoding) || /^ascii$/i.test(encoding)) return null;
    return withLabel(bytes, SUPERSETS[encoding.toLowerCase()] ?? encoding, 'guess');
  } catch {
    return null;
  }
}

/** What detectors call by the name of a subset, and the encoding that is really in use. */
const SUPERSETS: Readonly<Record<string, string>> = {
  gb2312: 'gb18030',
  'iso-8859-1': 'windows-1252',
  'iso-8859-2': 'windows-1250',
};
