import { parentPort, workerData } from 'node:worker_threads';
import type { StoreTicket } from '../../src/ports.ts';
import { joinStore } from '../../src/store/open.ts';
import { NOON } from './samples.ts';

/**
 * Another thread on a store: notes what it is told to (`note`), holds a transaction open until it hears `go` (`hold`),
 * or waits for ever inside one (`hang`).
 */
const store = await joinStore(workerData as StoreTicket);
const door = parentPort;
if (!door) throw new Error('wants to be a thread');
let go = (): void => undefined;
door.on('message', async ({ act, id }: { act: string; id: string }) => {
  if (act === 'go') return go();
  if (act === 'close') {
    await store.close();
    return door.close();
  }
  const said = await (act === 'note'
    ? store.inbox.first(id, NOON)
    : store.transaction(async (rows) => {
        await rows.inbox.first(id, NOON);
        const gone = new Promise<void>((resolve) => {
          go = resolve;
        });
        door.postMessage('inside');
        await gone;
        return true;
      })
  ).catch((error: unknown) => Reflect.get(error as object, 'code'));
  door.postMessage(said);
});
door.postMessage('ready');
