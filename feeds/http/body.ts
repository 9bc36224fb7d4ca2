import { Readable, type Transform, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw, createZstdDecompress } from 'node:zlib';

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

/**
 * Reads a body to its end and undoes its content codings. The cap counts *decoded* bytes, chunk by chunk, so that a small
 * body cannot become a large one in memory. Rejects with `TooLarge`, `BadCoding`, the signal's reason, or the
 * stream's own error. The stream is destroyed in every case.
 */
export async function readBody(
  stream: Readable,
  coding: string | null,
  maxBytes: number,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const names = (coding ?? '')
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity');
  if (names.length > 3) {
    stream.destroy();
    throw new BadCoding(`codings: ${coding}`);
  }
  const chunks: Buffer[] = [];
  let size = 0;
  const collect = new Writable({
    write(chunk: Buffer, _encoding, done) {
      size += chunk.byteLength;
      chunks.push(chunk);
      done(size > maxBytes ? new TooLarge(`more than ${maxBytes} bytes`) : null);
    },
  });
  const source: AsyncIterator<Buffer> = stream[Symbol.asyncIterator]();
  const first = await source.next();
  if (first.done) return new Uint8Array(0);
  // The last coding applied is the first to be undone.
  const [outer, ...inner] = names.reverse();
  const undo = [
    ...(outer === undefined || isPlain(outer, first.value) ? [] : [decoderOf(outer, first.value)]),
    ...inner.map((name) => decoderOf(name, null)),
  ];
  await pipeline([Readable.from(rest(first.value, source), { objectMode: false }), ...undo, collect], { signal });
  // A buffer of its own, so that it can be handed to a worker without copying.
  const body = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    body.set(chunk, at);
    at += chunk.byteLength;
  }
  return body;
}

async function* rest(first: Buffer, source: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  try {
    for (let next = await source.next(); !next.done; next = await source.next()) yield next.value;
  } finally {
    // Left early (too large, broken): the answer is let go of, and with it its connection.
    await source.return?.();
  }
}

/** Servers that say gzip and send plain text are common: what does not begin as its coding would is taken as it is. */
function isPlain(name: string, head: Buffer): boolean {
  const text = head[0] === 0x3c || head[0] === 0x7b || (head[0] === 0xef && head[1] === 0xbb);
  if (name === 'gzip' || name === 'x-gzip') return head[0] !== 0x1f;
  if (name === 'zstd') return head[0] !== 0x28 && text;
  return text;
}

function decoderOf(name: string, head: Buffer | null): Transform {
  switch (name) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'deflate':
      // By the book with a zlib header, in the field often without.
      return head === null || ((head[0] ?? 0) & 0x0f) === 8 ? createInflate() : createInflateRaw();
    case 'br':
      return createBrotliDecompress();
    case 'zstd':
      return createZstdDecompress();
    default:
      throw new BadCoding(`coding: ${name}`);
  }
}
