import { parentPort } from 'node:worker_threads';
import { type ParseHints, parseBytes } from './parse.ts';

/** What the worker is sent: the bytes' buffer is handed over, not copied. */
export type ParseOrder = { readonly bytes: Uint8Array; readonly hints: ParseHints };

parentPort?.on('message', async ({ bytes, hints }: ParseOrder) => {
  parentPort?.postMessage({ parsed: await parseBytes(bytes, hints) });
});
parentPort?.postMessage({ ready: true });
