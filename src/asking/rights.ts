import type { Caller, Command, Rights } from '../command.ts';
import { type Space, spaceOf } from '../domain/space.ts';
import { type ChannelRef, channelKey } from '../domain/subscription.ts';
import type { Fault } from './faults.ts';

/** Who asks, as far as it decides what they may see and change. */
export type Viewer = {
  readonly user: string;
  readonly channel: ChannelRef | null;
  readonly space: Space | null;
  readonly operator: boolean;
  readonly rights: Rights;
};

/** The spaces that are served; null when all are. */
export type Served = ReadonlySet<Space> | null;

/** The workspace or server in which somebody asks, whether or not they may see what is its own. */
function homeOf(caller: Caller): Space | null {
  return caller.space ?? (caller.channel === null ? null : spaceOf(caller.channel));
}

/** Whether questions of this caller are answered at all. The terminal is its operator's. */
export function isServed(caller: Caller, served: Served): boolean {
  if (served === null || caller.platform === 'terminal') return true;
  const home = homeOf(caller);
  return home !== null && served.has(home);
}

/** Who asks a command, with the rights that the platform knows for it. */
export async function viewerOf(caller: Caller, command: Command | null): Promise<Viewer> {
  const { user, channel } = caller;
  const rights = command !== null && caller.rightsFor ? await caller.rightsFor(command.name) : user;
  return {
    user: user.id,
    channel,
    space: caller.space === null ? null : homeOf(caller),
    operator: user.operator === true,
    rights,
  };
}

/** What stands against a change by this command; null when nothing does. */
export function barTo(command: Command, viewer: Viewer): Fault | null {
  if (command.operates === true && viewer.operator) return null;
  if (viewer.rights.mayManage) return viewer.channel === null ? { code: 'no_channel' } : null;
  if (viewer.rights.refusal !== undefined) return { code: viewer.rights.refusal };
  return viewer.channel === null ? { code: 'no_channel' } : { code: 'not_allowed' };
}

/** Whose what is kept is: the channel's, or, where only the asker sees it, the person's in this channel. */
export function ownerOf({ platform, user, channel }: Caller, alone: boolean): string {
  const place = channel === null ? `${platform}:` : channelKey(channel);
  return alone || channel === null ? `${place} ${user.id}` : place;
}
