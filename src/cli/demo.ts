import { runDemo } from '../demo/demo.ts';
import { type Context, langFrom, readArgs } from './context.ts';

/** `demo`: a fortnight of news on this machine; stays open for questions where a person sits there. */
export async function demo(context: Context): Promise<number> {
  const { values } = readArgs(context, { lang: { type: 'string' } });
  await runDemo({
    lang: langFrom(values.lang, context),
    output: process.stdout,
    input: process.stdin.isTTY === true ? process.stdin : null,
    style: { colour: process.stdout.isTTY === true, width: Math.min(process.stdout.columns || 100, 110) },
    monotonic: () => performance.now(),
  });
  return 0;
}
