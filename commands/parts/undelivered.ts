import type { Ask } from '../../src/command.ts';
import { spaceOf } from '../../src/domain/space.ts';
import { type ChannelRef, channelKey, type Subscription } from '../../src/domain/subscription.ts';
import type { Block } from '../../src/domain/view.ts';

/** Channels that take no messages, and why: with what a person can do about it. */

/** How many channels are named. */
const NAMED = 3;

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

/** The channels of the asker's space that take no messages, each with the reason; all, for an operator. */
export async function pausedChannels(ask: Ask): Promise<Block[]> {
  const { channel, messages: m, queries } = ask;
  const w = m.answers.undelivered;
  const paused = await queries.paused();
  const blocks: Block[] = paused.slice(0, NAMED).flatMap(({ channel: where, paused: why }): Block[] =>
    why === undefined
      ? []
      : [
          {
            kind: 'text',
            line: [
              { text: w.pausedAt(nameIn(where, channel), m.common.instant(why.since)), strong: true },
              ` ${m.common.sendCodes[why.code]}.`,
            ],
          },
        ],
  );
  if (paused.length > NAMED) blocks.push({ kind: 'note', line: [w.more(paused.length - NAMED)] });
  return blocks;
}

/** A channel by its id, with its space where that is another one. */
function nameIn(where: ChannelRef, here: ChannelRef | null): string {
  return here !== null && spaceOf(where) === spaceOf(here) ? where.channel : channelKey(where);
}
