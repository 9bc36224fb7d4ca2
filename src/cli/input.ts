import { readFile } from 'node:fs/promises';
import { type Context, OperatorError } from './context.ts';

/** The bytes of a file, or of standard input for `-`. */
export async function readInput(file: string, context: Context): Promise<Uint8Array> {
  try {
    if (file !== '-') return await readFile(file);
    const chunks: Buffer[] = [];
    for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
    return Buffer.concat(chunks);
  } catch {
    throw new OperatorError(context.messages.cli.unreadable(file));
  }
}
