import { hash } from 'node:crypto';
import type { Order } from './alert.ts';
import type { Instant } from './period.ts';
import { type ChannelRef, channelKey } from './subscription.ts';

/**
 * How stored things are named. Every id is a hash of what the thing is about, so that writing the same thing again
 * after a crash finds it already there.
 */

/** How long a burst is gathered before its summary goes out, in milliseconds; it goes out on a full minute. */
const SUMMARY_WINDOW_MS = 15 * 60_000;
const MINUTE_MS = 60_000;

/** When a summary that is begun at `now` goes out: an instant that can be told to the minute. */
export function gatheredUntil(now: Instant): Instant {
  return new Date(Math.ceil((Date.parse(now) + SUMMARY_WINDOW_MS) / MINUTE_MS) * MINUTE_MS).toISOString();
}

/** What a row must keep its turn in: the story of its card, or itself. */
export function orderKey(row: { readonly id: string; readonly order: Order }): string {
  return 'alert' in row.order ? row.order.alert : row.id;
}

function digest(parts: readonly string[], length: number): string {
  return hash('sha256', parts.join('\u0000'), 'hex').slice(0, length);
}

/** An item's key: `<feed id>#<item id>` hashed to 16 hex characters. */
export function itemKey(feed: string, item: string): string {
  return hash('sha256', `${feed}#${item}`, 'hex').slice(0, 16);
}

/** The id of the story that the item with this key opens: `s` and 11 hex characters. */
export function storyId(openingItem: string): string {
  return `s${digest(['story', openingItem], 11)}`;
}

/** The id of a story's alert in a channel: `a` and 15 hex characters. */
export function alertId(story: string, channel: ChannelRef): string {
  return `a${digest(['alert', story, channelKey(channel)], 15)}`;
}

/** The outbox row that posts an alert's card. */
export function cardRow(alert: string): string {
  return `c${digest(['card', alert], 23)}`;
}

/** The outbox row that brings a card to a version of its story. */
export function editRow(alert: string, version: number): string {
  return `e${digest(['edit', alert, String(version)], 23)}`;
}

/** The outbox row that tells, under a card, that its story rose or was denied. */
export function stepRow(alert: string, version: number): string {
  return `t${digest(['step', alert, String(version)], 23)}`;
}

/** The `n`-th summary of a channel in the hour of `now`. */
export function summaryRow(channel: ChannelRef, now: Instant, n: number): string {
  return `m${digest(['summary', channelKey(channel), now.slice(0, 13), String(n)], 23)}`;
}

/** The outbox row that tells at once that a summary is being gathered. */
export function heldRow(summary: string): string {
  return `w${digest(['held', summary], 23)}`;
}

/** The outbox row that tells a channel that it takes messages again, after it took none since then. */
export function backRow(channel: ChannelRef, since: Instant): string {
  return `b${digest(['back', channelKey(channel), since], 23)}`;
}

/** The outbox row that tells a channel what happened to a feed at `now`. */
export function healthRow(channel: ChannelRef, feed: string, event: string, now: Instant): string {
  return `h${digest(['health', channelKey(channel), feed, event, now], 23)}`;
}

/** The outbox row that posts a channel's digest of a week. */
export function digestRow(channel: ChannelRef, week: string): string {
  return `d${digest(['digest', channelKey(channel), week], 23)}`;
}
