import type { ChannelRef } from './subscription.ts';

/** A tenant as one key, `slack:T123` or `discord:456`: a Slack workspace or a Discord server with all its channels. */
export type Space = string;

/** The space of a channel; null for the terminal, which belongs to whoever runs the bot. */
export function spaceOf({ platform, space }: Pick<ChannelRef, 'platform' | 'space'>): Space | null {
  return platform === 'terminal' ? null : `${platform}:${space}`;
}

/** For whom a feed is read. */
export type FeedAudience = {
  /** The space it belongs to; null for a feed that all share. */
  readonly space: Space | null;
  /** Spaces that leave it out for themselves. */
  readonly leftOutBy: readonly Space[];
};

/** True when a feed belongs to a space other than this one. Without a space only what all share is one's own. */
export function isForeign(feed: { readonly space?: Space | null | undefined }, space: Space | null): boolean {
  return feed.space !== undefined && feed.space !== null && feed.space !== space;
}

/** True when a space is told of what a feed brings. A feed without a known audience is everybody's. */
export function hears(audience: FeedAudience | undefined, space: Space | null): boolean {
  if (audience === undefined) return true;
  return !isForeign(audience, space) && (space === null || !audience.leftOutBy.includes(space));
}

/** Own feeds that one space may have: each is read for it alone. */
export const MOST_OWN_FEEDS = 100;
