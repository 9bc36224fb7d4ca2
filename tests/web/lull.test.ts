import { once } from 'node:events';
import { createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { inTurns } from '../../src/bot/turns.ts';
import type { Asker, Caller, Shown } from '../../src/command.ts';
import { lullOf } from '../../src/web/lull.ts';

const server = createServer((_request, response) => response.end('ok'));
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

test('whoever comes to the port is let in before the next of many questions is worked on', async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const happened: string[] = [];
  const work = (): void => {
    happened.push('answer');
    // What an answer costs: long enough for all that are on their way to stand at the door.
    for (const until = performance.now() + 20; performance.now() < until; );
  };
  const shown: Shown = { view: { title: '', tone: 'neutral', blocks: [] }, data: null, private: false, ok: true };
  const line = async (): Promise<Shown> => {
    work();
    return shown;
  };
  const plain = { line } as Partial<Asker> as Asker;
  const asker = inTurns(plain, lullOf(server));
  const visits = Array.from(
    { length: 20 },
    () =>
      new Promise<void>((resolve) => {
        get({ port, host: '127.0.0.1', agent: false }, (answer) => {
          answer.resume().on('end', () => {
            happened.push('visit');
            resolve();
          });
        });
      }),
  );
  const asked = Array.from({ length: 20 }, () => asker.line('help', {} as Caller));
  await Promise.all([...visits, ...asked]);
  const lastVisit = happened.lastIndexOf('visit');
  expect(happened.slice(0, lastVisit).filter((one) => one === 'answer').length).toBeLessThan(8);
});
