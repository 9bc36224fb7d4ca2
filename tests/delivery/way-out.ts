import { buildOrder } from '../../src/delivery/cards.ts';
import { createDispatcher, type Dispatcher, type DispatchSettings } from '../../src/delivery/dispatcher.ts';
import type { SendOutcome } from '../../src/domain/alert.ts';
import type { FeedState } from '../../src/domain/feed.ts';
import type { Item } from '../../src/domain/item.ts';
import type { Instant } from '../../src/domain/period.ts';
import type { PlatformId } from '../../src/domain/subscription.ts';
import { createIntake } from '../../src/pipeline.ts';
import type { Outgoing, Platform } from '../../src/ports/platform.ts';
import type { Store } from '../../src/ports.ts';
import { feed, NOW, names, partsFor, rows, silent } from '../pipeline/world.ts';
import { type EngineName, openTestStore, type TestPlace } from '../store/harness.ts';

/** A store, chat platforms that answer as they are told, and dispatchers between them, on a clock that is set by hand. */

export type Answer = (outgoing: Outgoing) => SendOutcome | Promise<SendOutcome>;

export type WayOut = {
  readonly store: Store;
  readonly place: TestPlace;
  now: Instant;
  /** What the platforms were asked to send, in order. */
  readonly sends: Outgoing[];
  /** What they answer. */
  answer: Answer;
  /** Takes everything. */
  readonly accept: Answer;
  readonly platform: (id: PlatformId) => Platform;
  /** Stopped when the scene is closed. */
  readonly dispatcher: (settings?: Partial<DispatchSettings>, ids?: readonly PlatformId[], store?: Store) => Dispatcher;
  readonly poll: (feed: string, items: readonly Item[], over?: Partial<FeedState>) => Promise<unknown>;
  /** `C1 post bleu launch #1`, one for each send. */
  readonly sent: () => string[];
  /** `card waiting rate_limited`, one for each row of the outbox. */
  readonly states: () => Promise<string[]>;
  readonly close: () => Promise<void>;
};

/** Opens the scene on a store of its own. */
export async function openWayOut(engine: EngineName = 'sqlite'): Promise<WayOut> {
  const { store, place, close } = await openTestStore(engine);
  const made: Dispatcher[] = [];
  const sends: Outgoing[] = [];
  const accept: Answer = ({ channel, act }) =>
    act.kind === 'edit'
      ? { kind: 'sent', ref: act.ref }
      : { kind: 'sent', ref: { channel: channel.channel, message: `m${sends.length}` } };
  const way: WayOut = {
    store,
    place,
    now: NOW,
    sends,
    accept,
    answer: accept,
    platform: (id) => ({
      id,
      start: async () => undefined,
      send: async (outgoing) => {
        sends.push(outgoing);
        return way.answer(outgoing);
      },
      health: () => ({ platform: id, state: 'connected', code: null, since: NOW }),
      stop: async () => undefined,
    }),
    dispatcher: (settings = {}, ids = ['slack'], on = store) => {
      const one = createDispatcher({
        store: on,
        platforms: ids.map(way.platform),
        build: (delivery, at) => buildOrder(delivery, { store: on, names }, at),
        clock: { now: () => way.now },
        log: silent,
        settings: { gapMs: 0, idleMs: 50, ...settings },
      });
      made.push(one);
      return one;
    },
    poll: (name, items, over = {}) =>
      createIntake(partsFor(store))({ feed: feed(name, way.now, over), items, first: false, health: [] }, way.now),
    sent: () => sends.map(({ channel, act }) => `${channel.channel} ${act.kind} ${act.view.title}`),
    states: async () => (await rows(store)).map((row) => `${row.order.kind} ${row.state} ${row.code}`),
    close: async () => {
      for (const dispatcher of made) await dispatcher.stop();
      await close();
    },
  };
  return way;
}

/** Resolves once it holds; nothing but the test's own patience ends the wait. */
export async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 5));
}
