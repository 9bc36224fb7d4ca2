import { type Ask, command } from '../src/command.ts';
import type { Delivery } from '../src/domain/alert.ts';
import { FATES } from '../src/domain/item.ts';
import { channelKey } from '../src/domain/subscription.ts';
import type { Block, Line } from '../src/domain/view.ts';
import { pausedChannels } from './parts/undelivered.ts';

const WEEK_MS = 7 * 86_400_000;
/** How many failing feeds are named; the rest is counted. */
const NAMED = 8;

/** The channel of a message, for an operator who decides on those of others. */
function elsewhere({ channel }: Delivery, ask: Ask): string {
  const here = ask.channel !== null && channelKey(ask.channel) === channelKey(channel);
  return here ? '' : ` · ${channelKey(channel)}`;
}

/** How the lookout itself is doing: what it read, what became of it, what fails, and that nothing was lost. */
export const status = command({
  name: 'status',
  options: {},
  answer: async (_values, ask) => {
    const { messages: m, queries } = ask;
    const w = m.answers.status;
    const since = new Date(Date.parse(ask.now) - WEEK_MS).toISOString();
    const [counts, feeds, stuck, still] = await Promise.all([
      queries.counts(since),
      queries.watchedFeeds(),
      queries.stuck(),
      queries.standstill(),
    ]);
    const read = FATES.reduce((sum, fate) => sum + counts.items[fate], 0);
    const { total, failing, unread, stopped } = counts.feeds;
    const platforms = queries.platforms();
    const facts: { label: string; value: Line }[] = [
      ...still.map(({ what, why }) => ({ label: w.still, value: [w.standstill(what, why)] })),
      ...(platforms.length === 0
        ? []
        : [
            {
              label: w.platforms,
              value: [
                platforms
                  .map(
                    (p) =>
                      `${p.platform} ${m.common.platformStates[p.state]}${p.code === null ? '' : ` (${m.common.sendCodes[p.code]})`}`,
                  )
                  .join(' · '),
              ],
            },
          ]),
      { label: w.feeds, value: [w.feedsLine(total, total - failing - unread - stopped, failing, unread, stopped)] },
      {
        label: w.week,
        value: [
          `${read} ${w.items} : `.replace(' :', ask.lang === 'fr' ? ' :' : ':') +
            FATES.map((fate) => `${counts.items[fate]} ${m.common.fates[fate]}`).join(', '),
        ],
      },
      { label: w.stories, value: [String(counts.stories)] },
      {
        label: w.deliveries,
        value: [
          w.deliveriesLine(
            counts.deliveries.sent,
            counts.deliveries.waiting + counts.deliveries.sending,
            counts.deliveries.unsure,
            counts.deliveries.dead,
          ),
        ],
      },
      {
        label: w.record,
        value: [
          w.recordLine(
            queries.record.statements.length,
            queries.record.subjects.length,
            m.common.day(queries.record.latest),
          ),
        ],
      },
    ];
    const blocks: Block[] = [{ kind: 'facts', facts }];
    const broken = feeds.filter((f) => f.failures > 0 && f.code !== null && f.leftOut === undefined);
    if (broken.length > 0) {
      blocks.push(
        { kind: 'heading', text: w.failing },
        {
          kind: 'list',
          items: [
            ...broken
              .slice(0, NAMED)
              .map(
                (f): Line => [
                  { text: f.title, strong: true },
                  f.space === undefined || f.space === ask.space ? '' : ` (${f.space})`,
                  f.code === null ? '' : ` · ${m.answers.feedCodes[f.code]}`,
                  ` · ${f.lastOkAt === null ? w.never : w.lastOk(m.common.instant(f.lastOkAt))}`,
                ],
              ),
            ...(broken.length > NAMED ? [[`+ ${broken.length - NAMED}`]] : []),
          ],
        },
      );
    }
    for (const row of stuck.slice(0, 3)) {
      blocks.push(
        {
          kind: 'text',
          line: [
            { text: row.state === 'dead' ? m.answers.undelivered.dead(row.channel.channel) : w.stuck, strong: true },
            ` · ${row.id} · ${row.code === null ? '' : m.common.sendCodes[row.code]}${elsewhere(row, ask)}`,
          ],
        },
        {
          kind: 'buttons',
          buttons: [
            { label: w.again, line: `delivery ${row.id} decision:again` },
            // What was given up is nowhere.
            ...(row.state === 'unsure' ? [{ label: w.there, line: `delivery ${row.id} decision:there` }] : []),
          ],
        },
      );
    }
    blocks.push(...(await pausedChannels(ask)));
    return {
      pages: [{ title: w.title, tone: failing > 0 || stuck.length > 0 || still.length > 0 ? 'warn' : 'good', blocks }],
      data: {
        ...counts,
        read,
        platforms,
        standstill: still,
        failing: broken.map((f) => ({
          id: f.id,
          url: f.url,
          code: f.code,
          failures: f.failures,
          lastOkAt: f.lastOkAt,
        })),
        stuck: stuck.map((row) => ({ id: row.id, state: row.state, code: row.code, channel: row.channel })),
        record: {
          statements: queries.record.statements.length,
          subjects: queries.record.subjects.length,
          latest: queries.record.latest,
        },
      },
      private: true,
    };
  },
});
