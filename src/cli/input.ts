import { readFile } from 'node:fs/promises';
import { type Context, OperatorError } from './context.ts';

/** The bytes of a file, or of standard input for `-`. */
export async function readInput(file: string, context: Context): Promise<Uint8Array> {
  try {
    if (file !== '-') return await readFile(file);
    const chunks: Buffer[] = [];
    for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
    return Buffer.concat(chunks);
  } catch (error) {
    throw new OperatorError(context.messages.cli.unreadable(file, whyUnreadable(error, context)));
  }
}

/** Why a file cannot be read, in words. */
function whyUnreadable(error: unknown, { messages }: Context): string {
  const { codes } = messages.catalogue;
  const said = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (said === 'ENOENT' || said === 'ENOTDIR') return codes['no_file'] ?? said;
  if (said === 'EISDIR') return codes['folder'] ?? said;
  if (said === 'EACCES' || said === 'EPERM') return codes['forbidden'] ?? said;
  return error instanceof Error ? error.message : said;
}
