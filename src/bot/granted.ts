import { AskError } from '../asking/faults.ts';
import type { Viewer } from '../asking/rights.ts';
import type { Changes } from '../changes.ts';
import { channelKey } from '../domain/subscription.ts';

/**
 * The changes of a viewer, none of which does anything that is not granted: whatever a command forgets to ask, whoever
 * may neither manage the channel nor operate the bot changes nothing, and nobody changes another channel's settings.
 */
export function grantedOnly(viewer: Viewer, changes: Changes): Changes {
  const mine = viewer.channel === null ? null : channelKey(viewer.channel);
  return new Proxy(changes, {
    get: (target, name) => {
      const change: unknown = Reflect.get(target, name);
      if (typeof change !== 'function') return change;
      return async (...given: readonly unknown[]): Promise<unknown> => {
        if (!viewer.rights.mayManage && !viewer.operator) throw new AskError({ code: 'not_allowed' });
        const channel = channelIn(given[0]);
        if (channel !== null && (channel !== mine || !viewer.rights.mayManage))
          throw new AskError({ code: 'not_allowed' });
        return Reflect.apply(change, target, given);
      };
    },
  });
}

/** The key of the channel that a change is about: given itself, or with what is set there. */
function channelIn(given: unknown): string | null {
  if (typeof given !== 'object' || given === null) return null;
  const ref: unknown = 'channel' in given && typeof given.channel === 'object' ? given.channel : given;
  if (typeof ref !== 'object' || ref === null || !('platform' in ref && 'space' in ref && 'channel' in ref))
    return null;
  const { platform, space, channel } = ref;
  return `${platform}:${space}:${channel}`;
}
