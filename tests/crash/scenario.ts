import { get } from 'node:http';
import { json } from 'node:stream/consumers';
import { buildOrder } from '../../src/delivery/cards.ts';
import { openDigests } from '../../src/delivery/digest.ts';
import { createDispatcher } from '../../src/delivery/dispatcher.ts';
import type { FeedHealthEvent, SendOutcome } from '../../src/domain/alert.ts';
import { impliedSchedule } from '../../src/domain/digest.ts';
import type { Item } from '../../src/domain/item.ts';
import type { Instant } from '../../src/domain/period.ts';
import type { PlatformId } from '../../src/domain/subscription.ts';
import { createIntake } from '../../src/pipeline.ts';
import type { Platform } from '../../src/ports/platform.ts';
import type { Store } from '../../src/ports.ts';
import { openSqlite } from '../../src/store/sqlite.ts';
import { channel, feed, item, later, MINUTE, NOW, names, partsFor, subscription } from '../pipeline/world.ts';

/** An eventful hour: what the feeds show, poll by poll, and a program that takes it in and sends it out. */

export type Stage = {
  readonly feed: string;
  readonly kind: 'press' | 'vendor';
  readonly items: readonly Item[];
  readonly health: readonly FeedHealthEvent[];
};

const link = 'https://alpha.example/bleu';

export const STAGES: readonly Stage[] = [
  stage('alpha', [item('a0', 'bleu launch #1'), item('a1', 'none of ours')]),
  stage('alpha', [
    item('a2', 'bleu launch #2', { link }),
    item('a3', '?bleu unsure'),
    item('a4', '-bleu no news'),
    item('a5', 'bleu old #8', { published: '2026-10-01T00:00:00.000Z' }),
  ]),
  stage('beta', [
    item('b1', 'bleu launch #2'),
    item('b2', 'bleu by another way', { link }),
    item('b3', 's3ns launch #4'),
  ]),
  stage('alpha', [item('a2', 'bleu launch #2 corrected', { link })], ['failing']),
  stage('gamma', [item('g1', 'bleu denied #2')], [], 'vendor'),
  stage('alpha', [item('a6', 's3ns launch #5'), item('a7', 'ovhcloud launch #6'), item('a8', 'ovhcloud launch #7')]),
];

function stage(
  name: string,
  items: readonly Item[],
  health: readonly FeedHealthEvent[] = [],
  kind: Stage['kind'] = 'press',
): Stage {
  return { feed: name, kind, items, health };
}

/** Nine o'clock in Paris, after the hour and a week later. */
const MONDAYS: readonly Instant[] = ['2026-11-23T08:00:00.000Z', '2026-11-30T08:00:00.000Z'];

/** The instant of a stage's poll. */
const timeOf = (n: number): Instant => later(NOW, n * 10 * MINUTE);

/** Prepares a folder: the channels that watch, the feeds that were read before. */
export async function prepare(folder: string): Promise<void> {
  const store = await openSqlite({ folder });
  await store.subscriptions.put(subscription('C1'));
  await store.subscriptions.put(subscription('C2', { min: 'reported' }));
  await store.subscriptions.put({ ...subscription('D1'), channel: channel('D1', 'discord') });
  // One gets its digest instead of cards, the other on top of them.
  await store.subscriptions.put(subscription('C3', { mode: 'digest', since: NOW }));
  for (const [where, implied] of [
    [channel('C3'), true],
    [channel('D1', 'discord'), false],
  ] as const) {
    await store.digests.put({ ...impliedSchedule({ ...subscription('C3'), channel: where }, NOW), implied });
  }
  for (const name of ['beta', 'gamma']) {
    await store.feeds.save(feed(name, NOW, { validators: { etag: null, lastModified: null, bodyHash: null } }));
  }
  await store.close();
}

/** For so long after a new start whatever a death left in doubt is looked into, second by second. */
const LOOKING_S = 20;

/**
 * Runs the hour from wherever the folder says it stands, to its end: sends what is left, then polls and sends, stage
 * by stage, and at last lets everything fall due.
 *
 * @param pass told of the seconds after a new start, as they pass.
 * @returns how long after the start the first of what was left was sent, in milliseconds; null where nothing was.
 */
export async function run(
  folder: string,
  server: string,
  pass: (ms: number) => void = () => undefined,
): Promise<number | null> {
  const store = await openSqlite({ folder });
  let now = NOW;
  let began: Instant | null = null;
  let first: number | null = null;
  const sent = (): void => {
    if (began !== null) first ??= Date.parse(now) - Date.parse(began);
  };
  const dispatcher = createDispatcher({
    store,
    platforms: [chat('slack', server, sent), chat('discord', server, sent)],
    build: (delivery, at) => buildOrder(delivery, { store, names }, at),
    clock: { now: () => now },
    log: partsFor(store).log,
    // One row at a time, so that the moments come in the same order in every run.
    settings: { gapMs: 0, limit: 1 },
  });
  const intake = createIntake({ ...partsFor(store), settings: { cardsPerHour: 3, pieceMs: 0 } });
  const done = await stagesDone(store);
  if (done > 0) {
    began = later(timeOf(done - 1), 1_000);
    for (let second = 0; second <= LOOKING_S; second++) {
      now = later(began, second * 1_000);
      if (second > 0) pass(1_000);
      await dispatcher.drain();
    }
    began = null;
  }
  for (let n = done; n < STAGES.length; n++) {
    now = timeOf(n);
    const { feed: name, kind, items, health } = await read(`${server}/feed/${n}`);
    const known = await store.feeds.get(name);
    const first = known === null || known.firstReadAt === null;
    const validators = { etag: `stage-${n + 1}`, lastModified: null, bodyHash: null };
    await intake({ feed: feed(name, now, { kind, validators }), items, first, health }, now);
    await openDigests(store, now);
    await dispatcher.drain();
  }
  for (const hours of [1, 2]) {
    now = later(timeOf(STAGES.length), hours * 60 * MINUTE);
    await dispatcher.drain();
  }
  // Two Mondays, each asked about again and again.
  for (const monday of MONDAYS) {
    for (const hours of [0, 1, 2]) {
      now = later(monday, hours * 60 * MINUTE);
      await openDigests(store, now);
      await dispatcher.drain();
    }
  }
  await dispatcher.stop();
  await store.close();
  return first;
}

/** How many stages were taken in: what the feeds' stored validators say. */
async function stagesDone(store: Store): Promise<number> {
  const tags = (await store.feeds.list()).map((state) => /^stage-(\d+)$/.exec(state.validators.etag ?? '')?.[1]);
  return Math.max(0, ...tags.map((tag) => Number(tag ?? 0)));
}

/** A poll of a feed, over node:http. */
async function read(url: string): Promise<Stage> {
  return await new Promise((resolve, reject) => {
    get(url, { agent: false }, (response) => {
      json(response).then((body) => resolve(body as Stage), reject);
    }).on('error', reject);
  });
}

/**
 * A chat platform over undici (Node's own fetch): `slack` looks a doubtful message up, twice before it sends it again,
 * `discord` sends again under the same nonce.
 */
export function chat(id: PlatformId, server: string, sent: () => void): Platform {
  const call = async (path: string, body: object): Promise<Record<string, unknown>> => {
    const answer = await fetch(`${server}/${id}/${path}`, { method: 'POST', body: JSON.stringify(body) });
    return (await answer.json()) as Record<string, unknown>;
  };
  return {
    id,
    start: async () => undefined,
    send: async ({ act, delivery, channel: where, ambiguous, lookedBefore }): Promise<SendOutcome> => {
      const text = JSON.stringify(act.view);
      if (act.kind === 'edit') {
        await call('edit', { message: act.ref.message, text });
        sent();
        return { kind: 'sent', ref: act.ref };
      }
      const thread = act.kind === 'reply' ? act.ref.message : null;
      if (id === 'slack' && ambiguous) {
        const { message } = await call('find', { channel: where.channel, delivery });
        if (typeof message === 'string') {
          sent();
          return { kind: 'sent', ref: { channel: where.channel, message } };
        }
        if (lookedBefore !== true) return { kind: 'absent', code: 'timeout' };
      }
      const { message } = await call('post', { channel: where.channel, delivery, thread, text });
      sent();
      return { kind: 'sent', ref: { channel: where.channel, message: String(message) } };
    },
    health: () => ({ platform: id, state: 'connected', code: null, since: NOW }),
    stop: async () => undefined,
  };
}
