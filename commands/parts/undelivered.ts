import type { Ask } from '../../src/command.ts';
import type { Subscription } from '../../src/domain/subscription.ts';
import type { Block } from '../../src/domain/view.ts';

/** What did not arrive, and why: with what a person can do about it. */

/** How many messages are named. */
const NAMED = 3;
const WEEK_MS = 7 * 86_400_000;

/** That a channel takes no messages, since when and what to do; nothing where it takes them. */
export function pausedBlocks({ paused }: Subscription, ask: Ask): Block[] {
  if (paused === undefined) return [];
  const { messages: m } = ask;
  const w = m.answers.undelivered;
  const why = m.common.sendCodes[paused.code];
  return [
    { kind: 'text', line: [{ text: w.paused(m.common.instant(paused.since)), strong: true }, ` ${why}.`] },
    { kind: 'note', line: [w.resumes] },
  ];
}

/**
 * Of the space that is asked from: the channels that take no messages, and the messages of the last week that were
 * given up, each with its channel, the reason and what to do, and a button that sends it again.
 */
export async function undeliveredBlocks(ask: Ask): Promise<Block[]> {
  const { channel, messages: m, queries } = ask;
  if (channel === null) return [];
  const w = m.answers.undelivered;
  const { platform, space } = channel;
  const ours = (await queries.paused()).filter(
    (one) => one.channel.platform === platform && one.channel.space === space,
  );
  const blocks: Block[] = ours.slice(0, NAMED).flatMap(({ channel: where, paused }): Block[] =>
    paused === undefined
      ? []
      : [
          {
            kind: 'text',
            line: [
              { text: w.pausedAt(where.channel, m.common.instant(paused.since)), strong: true },
              ` ${m.common.sendCodes[paused.code]}.`,
            ],
          },
        ],
  );
  if (ours.length > NAMED) blocks.push({ kind: 'note', line: [w.more(ours.length - NAMED)] });
  const since = new Date(Date.parse(ask.now) - WEEK_MS).toISOString();
  const dead = (await queries.deliveries({ states: ['dead'], space: channel, limit: 100 })).filter(
    (row) => (row.settledAt ?? '') >= since && row.code !== 'nothing_to_show',
  );
  for (const row of dead.slice(0, NAMED)) {
    blocks.push(
      {
        kind: 'text',
        line: [
          { text: w.dead(row.channel.channel), strong: true },
          ` · ${row.id} · ${row.code === null ? m.common.unknown : m.common.sendCodes[row.code]}`,
        ],
      },
      { kind: 'buttons', buttons: [{ label: m.answers.status.again, line: `delivery ${row.id} decision:again` }] },
    );
  }
  if (dead.length > NAMED) blocks.push({ kind: 'note', line: [w.more(dead.length - NAMED)] });
  return blocks;
}
