import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync, zstdDecompressSync } from 'node:zlib';
import type { FeedCode } from '../../src/domain/feed.ts';

/** The body is larger than it may be. */
export class TooLarge extends Error {
  override readonly name = 'TooLarge';
}

/** The body is coded in a way nobody asked for, or is not what its coding says. */
export class BadCoding extends Error {
  override readonly name = 'BadCoding';
}

/** What is asked for in `Accept-Encoding`, and what can be undone. */
export const CODINGS = 'zstd, br, gzip, deflate';

/** Nobody codes a body more often than this; each layer may unfold a hundredfold. */
const MAX_LAYERS = 3;

/**
 * Undoes the content codings of a whole body. `maxBytes` caps what each layer unfolds to, so that a small body cannot
 * become a large one in memory. Works at one go: for a thread that may be busy. Throws `TooLarge`, `BadCoding`, or what
 * zlib says of a body that breaks off or is none.
 */
export function unpack(bytes: Uint8Array, coding: string | null, maxBytes: number): Uint8Array {
  const names = (coding ?? '')
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity');
  if (names.length > MAX_LAYERS) throw new BadCoding(`codings: ${coding}`);
  // The last coding applied is the first to be undone.
  let body = bytes;
  for (const [layer, name] of names.reverse().entries()) {
    if (layer === 0 && isPlain(name, body)) continue;
    body = undo(name, body, maxBytes);
  }
  if (body.byteLength > maxBytes) throw new TooLarge(`more than ${maxBytes} bytes`);
  return body;
}

/** The code of what `unpack` throws: a body that ends early is cut off; one that unfolds to nonsense is broken. */
export function codeOfUnpacking(error: unknown): FeedCode {
  if (error instanceof TooLarge) return 'too_large';
  const early = error instanceof Error && ('code' in error ? error.code === 'Z_BUF_ERROR' : false);
  return early || /unexpected end/i.test(String(error)) ? 'cut_off' : 'malformed';
}

/** Servers that say gzip and send plain text are common: what does not begin as its coding would is taken as it is. */
function isPlain(name: string, head: Uint8Array): boolean {
  const text = head[0] === 0x3c || head[0] === 0x7b || (head[0] === 0xef && head[1] === 0xbb);
  if (name === 'gzip' || name === 'x-gzip') return head[0] !== 0x1f;
  if (name === 'zstd') return head[0] !== 0x28 && text;
  return text;
}

function undo(name: string, bytes: Uint8Array, maxBytes: number): Uint8Array {
  const decoder = decoderOf(name, bytes);
  try {
    return decoder(bytes, { maxOutputLength: maxBytes });
  } catch (error) {
    if (error instanceof RangeError) throw new TooLarge(`more than ${maxBytes} bytes`);
    throw error;
  }
}

type Decoder = (bytes: Uint8Array, options: { readonly maxOutputLength: number }) => Uint8Array;

function decoderOf(name: string, bytes: Uint8Array): Decoder {
  switch (name) {
    case 'gzip':
    case 'x-gzip':
      return gunzipSync;
    case 'deflate':
      // By the book with a zlib header, in the field often without.
      return ((bytes[0] ?? 0) & 0x0f) === 8 ? inflateSync : inflateRawSync;
    case 'br':
      return brotliDecompressSync;
    case 'zstd':
      return zstdDecompressSync;
    default:
      throw new BadCoding(`coding: ${name}`);
  }
}
