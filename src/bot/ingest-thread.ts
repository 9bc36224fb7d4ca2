import { parentPort, workerData } from 'node:worker_threads';
import { BEHIND, stepAside } from '../aside.ts';
import type { Item, Readable, Reading } from '../domain/item.ts';
import type { Log } from '../log.ts';
import { createIntake } from '../pipeline.ts';
import { corroborationOf } from '../reading/corroboration.ts';
import { matchStory } from '../reading/stories.ts';
import { joinStore } from '../store/open.ts';
import { type IngestOrder, type IngestStart, type IngestWord, LEVELS, watchOn } from './ingest-words.ts';
import { learningReader } from './reader.ts';

// The thread in which news is read, matched and written: see `ingest.ts`.

stepAside(BEHIND.NEWS);

const { ticket, tracked, publishers, watch: memory, suspects } = workerData as IngestStart;
const say = (word: IngestWord): void => parentPort?.postMessage(word);

function logWith(given: object): Log {
  const lines = LEVELS.map((level) => [
    level,
    (message: string, fields: object = {}) => say({ kind: 'log', level, message, fields: { ...given, ...fields } }),
  ]);
  return { ...Object.fromEntries(lines), child: (fields: object) => logWith({ ...given, ...fields }) } as Log;
}

const watch = watchOn(memory);
const banned = new Set(suspects);
const reader = learningReader({ tracked, publishers });
const stopping = new AbortController();
const store = await joinStore(ticket);

function read(item: Readable, key: string): Reading {
  if (banned.has(key)) throw new Error('a thread ended over it');
  return watch.over(key, () => reader.read(item));
}

const intake = createIntake({
  store,
  read,
  matchStory,
  corroborate: corroborationOf,
  publishers,
  log: logWith({}),
  signal: stopping.signal,
});

/** Items of polls that are still being handed over. */
const coming = new Map<number, Item[]>();

async function take({ id, poll, now }: Extract<IngestOrder, { kind: 'poll' }>): Promise<void> {
  const items = coming.get(id) ?? [];
  coming.delete(id);
  try {
    say({ kind: 'done', id, counts: await intake({ ...poll, items }, now) });
  } catch (error) {
    const code = error instanceof Error ? Reflect.get(error, 'code') : null;
    const message = error instanceof Error ? error.message : String(error);
    say({ kind: 'failed', id, message, code: typeof code === 'string' ? code : null });
  }
}

parentPort?.on('message', (order: IngestOrder) => {
  switch (order.kind) {
    case 'learn':
      reader.learn(order.own);
      return;
    case 'items':
      coming.set(order.id, [...(coming.get(order.id) ?? []), ...order.items]);
      say({ kind: 'taken', id: order.id });
      return;
    case 'poll':
      void take(order);
      return;
    case 'stop':
      stopping.abort(new Error('stopped'));
      return;
    case 'close':
      void store.close().then(() => parentPort?.close());
      return;
  }
});
