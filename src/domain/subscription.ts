import type { SendCode } from './alert.ts';
import type { EventType } from './event.ts';
import type { Lang } from './language.ts';
import type { Instant } from './period.ts';
import type { Corroboration } from './story.ts';

export const PLATFORM_IDS = ['slack', 'discord', 'terminal'] as const;
export type PlatformId = (typeof PLATFORM_IDS)[number];

/** A channel in a space (a Slack workspace or a Discord guild). */
export type ChannelRef = {
  readonly platform: PlatformId;
  readonly space: string;
  readonly channel: string;
};

/** `slack:T123:C456`, the channel as one key. */
export function channelKey(ref: ChannelRef): string {
  return `${ref.platform}:${ref.space}:${ref.channel}`;
}

/** Reads a channel key back; the channel part may itself hold colons. Throws on anything else. */
export function channelFromKey(key: string): ChannelRef {
  const [platform, space, ...rest] = key.split(':');
  const known = PLATFORM_IDS.find((id) => id === platform);
  if (!known || space === undefined || rest.length === 0) throw new Error(`not a channel key: ${key}`);
  return { platform: known, space, channel: rest.join(':') };
}

/** Hours of the day in which nothing is posted, `HH:MM`, in the subscription's zone; may span midnight. */
export type QuietHours = { readonly from: string; readonly to: string };

export const MIN_CORROBORATIONS = ['rumour', 'reported', 'confirmed'] as const satisfies readonly Corroboration[];
export type MinCorroboration = (typeof MIN_CORROBORATIONS)[number];

/** How many new cards a channel gets within an hour when it does not say, and what it may say. */
export const CARDS_PER_HOUR = { usual: 12, least: 1, most: 60 } as const;

export const MODES = ['instant', 'digest'] as const;
export type Mode = (typeof MODES)[number];

/** What one channel wants to be told, and how. There is one per channel. */
export type Subscription = {
  readonly channel: ChannelRef;
  /** Provider ids, or `all`. */
  readonly providers: readonly string[] | 'all';
  /** Provider ids that are left out although all are followed; absent where none is. */
  readonly except?: readonly string[];
  readonly events: readonly EventType[] | 'all';
  readonly min: MinCorroboration;
  readonly mode: Mode;
  readonly quiet: QuietHours | null;
  /** IANA zone in which quiet hours and digests are reckoned. */
  readonly zone: string;
  readonly lang: Lang;
  readonly since: Instant;
  /** New cards within an hour before further ones are gathered into one summary; absent for the usual number. */
  readonly perHour?: number;
  /** The channel took no message, since then and why: nothing more is made for it until it takes one again. */
  readonly paused?: { readonly code: SendCode; readonly since: Instant };
};

/** Those of the provider ids that a channel follows. */
export function followed(
  { providers, except = [] }: Pick<Subscription, 'providers' | 'except'>,
  ids: readonly string[],
): readonly string[] {
  return ids.filter((id) => (providers === 'all' ? !except.includes(id) : providers.includes(id)));
}

/** The subscription as one of a channel that takes messages. */
export function resumed({ paused: _, ...subscription }: Subscription): Subscription {
  return subscription;
}

/** Something a channel does not want to hear of until a given time. */
export type Mute = {
  readonly channel: ChannelRef;
  /** `provider:bleu`, `story:<id>`, `event:<type>` or `all`. */
  readonly what: string;
  readonly until: Instant;
};
