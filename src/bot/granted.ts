import { AskError } from '../asking/faults.ts';
import type { Viewer } from '../asking/rights.ts';
import type { Changes } from '../changes.ts';
import { type ChannelRef, channelKey } from '../domain/subscription.ts';
import type { OutboxRepository } from '../ports/outbox.ts';

/** Changes that name a message by its id. */
const OF_MESSAGES: ReadonlySet<PropertyKey> = new Set<keyof Changes>(['decide']);

/**
 * The changes of a viewer, none of which does anything that is not granted, whatever a command forgets to ask: whoever may
 * neither manage the channel nor operate the bot changes nothing; nobody changes another channel's settings; a message
 * belongs to its channel, and to whoever asks elsewhere there is no such message. An operator decides on all messages.
 */
export function grantedOnly(
  viewer: Viewer,
  changes: Changes,
  outbox: () => Promise<Pick<OutboxRepository, 'get'>>,
): Changes {
  const isMine = (channel: ChannelRef): boolean =>
    viewer.channel !== null && channelKey(viewer.channel) === channelKey(channel);
  const mayDecide = async (message: unknown): Promise<boolean> => {
    if (viewer.operator) return true;
    const row = await (await outbox()).get(String(message));
    return row !== null && isMine(row.channel);
  };
  return new Proxy(changes, {
    get: (target, name) => {
      const change: unknown = Reflect.get(target, name);
      if (typeof change !== 'function') return change;
      return async (...given: readonly unknown[]): Promise<unknown> => {
        if (!viewer.rights.mayManage && !viewer.operator) throw new AskError({ code: 'not_allowed' });
        const channel = channelIn(given[0]);
        if (channel !== null && !(viewer.rights.mayManage && isMine(channel)))
          throw new AskError({ code: 'not_allowed' });
        if (OF_MESSAGES.has(name) && !(await mayDecide(given[0]))) return false;
        return Reflect.apply(change, target, given);
      };
    },
  });
}

/** The channel that a change is about: given itself, or with what is set there. */
function channelIn(given: unknown): ChannelRef | null {
  if (typeof given !== 'object' || given === null) return null;
  const ref: unknown = 'channel' in given && typeof given.channel === 'object' ? given.channel : given;
  const whole = typeof ref === 'object' && ref !== null && 'platform' in ref && 'space' in ref && 'channel' in ref;
  return whole ? (ref as ChannelRef) : null;
}
