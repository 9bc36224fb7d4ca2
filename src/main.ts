import { loadSettings } from './cli/context.ts';
import { runCli } from './cli.ts';
import { messagesOf } from './messages/index.ts';

const loaded = loadSettings(process.env);
const lang = 'ok' in loaded ? loaded.ok.lang : process.env['VIGIE_LANG'] === 'en' ? 'en' : 'fr';

// A platform's SDK may drop a promise of its own: the bot stays up and says so.
process.on('unhandledRejection', (reason) => {
  process.stderr.write(`vigie: ${reason instanceof Error ? (reason.stack ?? reason.message) : String(reason)}\n`);
});

// `vigie … | head` closes the pipe early: that is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

process.exitCode = await runCli({
  args: process.argv.slice(2),
  loaded,
  lang,
  messages: messagesOf(lang),
  out: (line) => process.stdout.write(`${line}\n`),
  note: (line) => process.stderr.write(`${line}\n`),
});
