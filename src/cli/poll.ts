import { createBot } from '../bot.ts';
import { isDay } from '../domain/period.ts';
import { installEgress } from '../egress.ts';
import { openStore } from '../store/open.ts';
import { type Context, configOf, logOf, readArgs, UsageError } from './context.ts';
import { readInput } from './input.ts';

const clock = { now: () => new Date().toISOString() };
/** More items than this are asked for by day. */
const MOST_ITEMS = 10_000;

/** `poll --once`: one round over the feeds that are due; alerts go to the outbox, for a running bot to send. */
export async function poll(context: Context): Promise<number> {
  const { values } = readArgs(context, {
    once: { type: 'boolean', default: false },
    opml: { type: 'string' },
    force: { type: 'boolean', default: false },
  });
  const { cli } = context.messages;
  if (!values.once) throw new UsageError(cli.wrongUsage(cli.missing('--once')));
  const settings = configOf(context);
  const config =
    values.opml === undefined ? settings : { ...settings, feeds: { ...settings.feeds, catalogue: values.opml } };
  if (values.opml !== undefined) await readInput(values.opml, context);
  const egress = installEgress(config.proxy);
  const bot = await createBot({ config, clock, log: logOf(config), egress, sitting: null });
  try {
    const report = await bot.poll(values.force);
    const waiting = (await bot.store.outbox.countByState()).waiting;
    context.out(
      cli.polled({
        feeds: report.due,
        unchanged: report.unchanged,
        failed: report.failed + report.broken,
        fresh: report.items.fresh,
        cards: waiting,
      }),
    );
    return 0;
  } finally {
    await bot.stop();
    await egress.uninstall();
  }
}

/** `items`: the stored items, newest first, and what became of each. */
export async function items(context: Context): Promise<number> {
  const { values } = readArgs(context, { since: { type: 'string' }, json: { type: 'boolean', default: false } });
  const { cli, common } = context.messages;
  if (values.since !== undefined && !isDay(values.since)) {
    throw new UsageError(cli.wrongUsage(cli.badValue('--since', values.since, '2026-11-22')));
  }
  const store = await openStore(configOf(context).store);
  try {
    const stored = await store.items.list({
      limit: MOST_ITEMS,
      ...(values.since === undefined ? {} : { since: values.since }),
    });
    for (const item of stored) {
      if (values.json) context.out(JSON.stringify(item));
      else
        context.out(
          `${(item.published ?? item.seenAt).slice(0, 10)}  ${item.key}  ${common.fatesOne[item.fate]}  ${item.title}`,
        );
    }
    return 0;
  } finally {
    await store.close();
  }
}
