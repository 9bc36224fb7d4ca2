import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { type StoreCode, StoreError } from '../error.ts';

type Connect = () => Promise<MessagePort>;
type Answer = { readonly port: MessagePort } | { readonly code: StoreCode; readonly detail: string };

/** Lets other threads write: each is given a door, at which it gets a port to the writer whenever it needs one. */
export type Doors = {
  readonly open: () => MessagePort;
  /** From now on `store_closed` for whoever asks. */
  readonly close: () => void;
};

/** Doors to the writer that `connect` leads to. */
export function doorsTo(connect: Connect): Doors {
  const doors = new Set<MessagePort>();
  return {
    open: () => {
      const { port1, port2 } = new MessageChannel();
      doors.add(port1);
      port1.on('close', () => doors.delete(port1));
      port1.on('message', () => {
        connect().then(
          (port) => port1.postMessage({ port } satisfies Answer, [port]),
          ({ code, detail }: StoreError) => port1.postMessage({ code, detail } satisfies Answer),
        );
      });
      port1.unref();
      return port2;
    },
    close: () => {
      for (const door of doors) door.close();
    },
  };
}

/** Asks at a door, on its other side; one question after the other. */
export function askAt(door: MessagePort): Connect {
  type Asker = { readonly resolve: (port: MessagePort) => void; readonly reject: (error: StoreError) => void };
  const askers: Asker[] = [];
  let closed = false;
  door.on('message', (answer: Answer) => {
    const asker = askers.shift();
    if (askers.length === 0) door.unref();
    if ('port' in answer) asker?.resolve(answer.port);
    else asker?.reject(new StoreError(answer.code, answer.detail));
  });
  door.on('close', () => {
    closed = true;
    for (const { reject } of askers.splice(0)) reject(new StoreError('store_closed', 'the store is closed'));
  });
  door.unref();
  return () =>
    new Promise((resolve, reject) => {
      if (closed) {
        reject(new StoreError('store_closed', 'the store is closed'));
        return;
      }
      askers.push({ resolve, reject });
      door.ref();
      door.postMessage(null);
    });
}
