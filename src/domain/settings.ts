import type { DigestNote, DigestSchedule } from './digest.ts';
import { EVENT_TYPES, type EventType } from './event.ts';
import type { Instant } from './period.ts';
import type { ChannelRef, Subscription } from './subscription.ts';

/** A change of a list: what it is set to, if anything, and what is then added to it or left out of it, in order. */
export type ListChange<T> = {
  readonly set: readonly T[] | 'all' | null;
  readonly steps: readonly { readonly add: boolean; readonly value: T }[];
};

/** What is named of a channel's settings. What is not named stays as it is. */
export type SettingsPatch = {
  readonly providers?: ListChange<string>;
  readonly events?: ListChange<EventType>;
} & Partial<Pick<Subscription, 'min' | 'mode' | 'quiet' | 'zone' | 'lang' | 'perHour'>>;

/** The settings a person knows, each with the parts of a subscription that hold it. */
const PARTS = {
  providers: ['providers', 'except'],
  events: ['events'],
  min: ['min'],
  mode: ['mode'],
  quiet: ['quiet'],
  zone: ['zone'],
  lang: ['lang'],
  perHour: ['perHour'],
} as const satisfies Readonly<Record<string, readonly (keyof Subscription)[]>>;

export type Setting = keyof typeof PARTS;
export const SETTINGS = Object.keys(PARTS) as readonly Setting[];

/** All of a kind but some, or some. */
type Choice<T> = { readonly all: boolean; readonly but: ReadonlySet<T>; readonly only: ReadonlySet<T> };

/** A list after a change; where nothing was chosen before, adding begins with nothing and leaving out with all. */
function changed<T>(change: ListChange<T>, before: Choice<T> | null): Choice<T> {
  const named = (all: boolean, only: readonly T[] = []): Choice<T> => ({ all, but: new Set(), only: new Set(only) });
  const start =
    change.set === 'all'
      ? named(true)
      : change.set !== null
        ? named(false, change.set)
        : (before ?? named(change.steps[0]?.add === false));
  const but = new Set(start.but);
  const only = new Set(start.only);
  for (const { add, value } of change.steps) {
    const list = start.all ? but : only;
    if (add === start.all) list.delete(value);
    else list.add(value);
  }
  return { all: start.all, but, only };
}

function withProviders(change: ListChange<string>, standing: Subscription | null, next: Subscription): Subscription {
  const before: Choice<string> | null = standing && {
    all: standing.providers === 'all',
    but: new Set(standing.except),
    only: new Set(standing.providers === 'all' ? [] : standing.providers),
  };
  const { all, but, only } = changed(change, before);
  const { except: _, ...rest } = next;
  if (!all) return { ...rest, providers: [...only].sort() };
  return { ...rest, providers: 'all', ...(but.size > 0 ? { except: [...but].sort() } : {}) };
}

function withEvents(change: ListChange<EventType>, standing: Subscription | null, next: Subscription): Subscription {
  const before: Choice<EventType> | null = standing && {
    all: standing.events === 'all',
    but: new Set(),
    only: new Set(standing.events === 'all' ? [] : standing.events),
  };
  const { all, but, only } = changed(change, before);
  const events = all ? EVENT_TYPES.filter((type) => !but.has(type)) : [...only];
  return { ...next, events: events.length === EVENT_TYPES.length ? 'all' : events };
}

/** The settings with what is named put in; `fresh` is what a channel that has none begins with. */
export function patched(patch: SettingsPatch, standing: Subscription | null, fresh: Subscription): Subscription {
  const { providers, events, ...rest } = patch;
  let next: Subscription = { ...(standing ?? fresh), ...rest };
  if (providers) next = withProviders(providers, standing, next);
  if (events) next = withEvents(events, standing, next);
  return next;
}

/** Lists that differ only in their order are the same. */
function same(a: unknown, b: unknown): boolean {
  const [x, y] = [a, b].map((value) => JSON.stringify(Array.isArray(value) ? [...value].sort() : (value ?? null)));
  return x === y;
}

function sameSetting(setting: Setting, a: Subscription, b: Subscription): boolean {
  return PARTS[setting].every((part) => same(a[part], b[part]));
}

/** The settings that differ. */
export function differences(a: Subscription, b: Subscription): readonly Setting[] {
  return SETTINGS.filter((setting) => !sameSetting(setting, a, b));
}

/** A channel's settings with all that hangs on them: its digest, and what waits for it. */
export type Kept = {
  readonly subscription: Subscription;
  readonly digest: DigestSchedule | null;
  readonly notes: readonly DigestNote[];
};

/** A change of a channel's settings, as it is remembered: null where the channel watched nothing. */
export type SettingsChange = {
  readonly id: string;
  readonly channel: ChannelRef;
  readonly before: Kept | null;
  readonly after: Kept | null;
  readonly at: Instant;
};

/** What undoing a change leads to: the settings to put back, or why there is nothing to put back. */
export type TakenBack =
  | { readonly put: Kept | null; readonly left: readonly Setting[] }
  /** Somebody changed the same settings since: theirs stand. */
  | { readonly put?: never; readonly left: readonly Setting[] };

/**
 * Takes one change back and no other: a setting that somebody changed since stays as it is and is named in `left`.
 */
export function takenBack({ before, after }: SettingsChange, current: Subscription | null): TakenBack {
  if (before === null || after === null) {
    if (current === null || after === null) return current === after ? { put: before, left: [] } : { left: [] };
    const since = differences(current, after.subscription);
    return since.length === 0 ? { put: before, left: [] } : { left: since };
  }
  if (current === null) return { left: [] };
  const mine = differences(before.subscription, after.subscription);
  const back = mine.filter((setting) => sameSetting(setting, current, after.subscription));
  const left = mine.filter((setting) => !back.includes(setting));
  // Pressed twice: what is as it was before was changed by nobody else.
  if (back.length === 0) return { left: left.filter((one) => !sameSetting(one, current, before.subscription)) };
  const parts: Record<string, unknown> = { ...current };
  for (const part of back.flatMap((setting) => [...PARTS[setting]])) {
    const value = before.subscription[part];
    if (value === undefined) delete parts[part];
    else parts[part] = value;
  }
  return { put: { ...before, subscription: parts as Subscription }, left };
}
