import { type Context, OperatorError, UsageError } from './cli/context.ts';
import { finding } from './doctor/finding.ts';
import { findingText } from './doctor/report.ts';
import { nearestNames } from './domain/text.ts';
import { StoreError } from './store/error.ts';

type Verb = (context: Context) => Promise<number>;

/** A verb brings what it needs when it is asked for: a question need not wait for the clients of two chat platforms. */
const VERBS: Readonly<Record<string, () => Promise<Verb>>> = {
  run: async () => (await import('./cli/run.ts')).run,
  demo: async () => (await import('./cli/demo.ts')).demo,
  ask: async () => (await import('./cli/ask.ts')).ask,
  evidence: async () => (await import('./cli/evidence.ts')).evidenceVerb,
  read: async () => (await import('./cli/read.ts')).read,
  feed: async () => (await import('./cli/feed.ts')).feed,
  poll: async () => (await import('./cli/poll.ts')).poll,
  items: async () => (await import('./cli/poll.ts')).items,
  dataset: async () => (await import('./cli/dataset.ts')).dataset,
  backup: async () => (await import('./cli/backup.ts')).backupVerb,
  restore: async () => (await import('./cli/backup.ts')).restoreVerb,
  doctor: async () => (await import('./cli/operate.ts')).doctorVerb,
  manifest: async () => (await import('./cli/operate.ts')).manifestVerb,
  register: async () => (await import('./cli/operate.ts')).registerVerb,
};

const HELP = new Set(['help', '--help', '-h', 'aide']);

/**
 * Runs one verb of the command line; the exit code: 0 done, 1 failed with words on stderr, 2 written wrongly. Whatever
 * is thrown ends here, as a sentence that says what to do.
 */
export async function runCli(context: Context): Promise<number> {
  const [name = 'help', ...args] = context.args;
  const { cli } = context.messages;
  if (HELP.has(name)) {
    context.out(cli.usage);
    return 0;
  }
  const verb = Object.hasOwn(VERBS, name) ? VERBS[name] : undefined;
  if (!verb) {
    context.note(cli.unknownVerb(name, nearestNames(name, Object.keys(VERBS), 2)));
    return 2;
  }
  try {
    return await (await verb())({ ...context, args });
  } catch (error) {
    context.note(await wordsOf(error, context));
    return error instanceof UsageError ? 2 : 1;
  }
}

async function wordsOf(error: unknown, { messages, loaded }: Context): Promise<string> {
  const { cli, operator } = messages;
  if (error instanceof UsageError || error instanceof OperatorError) return error.message;
  if (error instanceof StoreError && 'ok' in loaded) {
    const { storeFailed } = await import('./doctor/store.ts');
    return findingText(storeFailed(error, loaded.ok.store), messages);
  }
  // Whatever was thrown by these rooms has loaded them already.
  const [{ CatalogueError }, { EgressError }, { WebError }] = await Promise.all([
    import('./bot/parts.ts'),
    import('./egress.ts'),
    import('./web/server.ts'),
  ]);
  if (error instanceof CatalogueError) {
    const { path: where, faults } = error;
    return findingText(finding('feeds_unreadable', 'fault', { where, faults }), messages);
  }
  if (error instanceof WebError) return operator.web[error.code](error.port);
  if (error instanceof EgressError) return error.words(messages);
  return cli.broken(error instanceof Error ? error.message : String(error));
}
