import type { Readable } from 'node:stream';
import { TooLarge } from './unpack.ts';

/** The largest body that is taken, in bytes: as it comes, and again once its coding is undone. */
export const MAX_BODY_BYTES = 20 * 1024 * 1024;

/** What any body may take up before it counts as a large one, in bytes as they come. */
export const SMALL_BODY_BYTES = 128 * 1024;

export type ReceiveLimits = {
  /** Bytes as they come, before their coding is undone. */
  readonly maxBytes: number;
  readonly signal: AbortSignal;
  /** Asked once, when the body turns out to be a large one; it is read on when this resolves. */
  readonly large: () => Promise<void>;
};

/**
 * Reads a body to its end, as it comes. Rejects with `TooLarge`, the signal's reason, or the stream's own error. The
 * stream is destroyed in every case.
 */
export async function receive(stream: Readable, limits: ReceiveLimits): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  let large = false;
  // An abort ends the wait for bytes that never come.
  const end = (): void => void stream.destroy(limits.signal.reason);
  limits.signal.addEventListener('abort', end, { once: true });
  try {
    limits.signal.throwIfAborted();
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      size += chunk.byteLength;
      if (size > limits.maxBytes) throw new TooLarge(`more than ${limits.maxBytes} bytes`);
      chunks.push(chunk);
      if (large || size <= SMALL_BODY_BYTES) continue;
      large = true;
      await limits.large();
    }
  } finally {
    limits.signal.removeEventListener('abort', end);
    stream.destroy();
  }
  // A buffer of its own, so that it can be handed to a worker without copying.
  const body = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    body.set(chunk, at);
    at += chunk.byteLength;
  }
  return body;
}
