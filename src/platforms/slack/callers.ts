import type { Caller } from '../../command.ts';
import type { SlackOperator } from '../../domain/operators.ts';
import { spaceOf } from '../../domain/space.ts';
import type { People } from './people.ts';

/** Who asks, as a request of Slack tells it. */
export type Asked = {
  readonly user: string;
  /** The workspace of the request; for what is not known otherwise. */
  readonly team: string | undefined;
  /** The workspace whose member the person is, where the request tells it. */
  readonly ownTeam?: string | undefined;
  readonly channel: string | undefined;
};

/**
 * Makes the caller of a request. Channels belong to the bot's own workspace, whichever workspace a request names: in a
 * channel that is shared with others it may be theirs. Who is from outside sees only what all share.
 */
export function createCallers(people: People, operators: readonly SlackOperator[]): (asked: Asked) => Promise<Caller> {
  return async ({ user, team, ownTeam, channel }) => {
    const [{ lang, rights: known }, home] = await Promise.all([people.person(user), people.home()]);
    const space = home ?? team;
    // The request itself is signed: who it says is from elsewhere is, whatever is known of them.
    const elsewhere = home !== null && ownTeam !== undefined && ownTeam !== home && !known.mayManage;
    const rights = elsewhere ? ({ mayManage: false, refusal: 'outsider' } as const) : known;
    const outside = rights.refusal === 'outsider';
    // In a direct message there is no channel that others share.
    const shared = space !== undefined && channel !== undefined && !channel.startsWith('D');
    return {
      platform: 'slack',
      lang,
      user: {
        id: user,
        ...rights,
        operator: !outside && operators.some((one) => one.team === home && one.user === user),
      },
      channel: shared ? { platform: 'slack', space, channel } : null,
      space: outside || space === undefined ? null : spaceOf({ platform: 'slack', space }),
    };
  };
}
