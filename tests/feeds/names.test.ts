import { createSocket, type Socket } from 'node:dgram';
import type { LookupAddress } from 'node:dns';
import { afterEach, expect, test } from 'vitest';
import { createNames } from '../../feeds/http/names.ts';

let server: Socket | null = null;
afterEach(() => {
  server?.close();
  server = null;
});

/** A name server that knows names beginning with `good`, says nothing of `dead` ones, and denies all others. */
async function startNameServer(): Promise<{ address: string; asked: string[] }> {
  const asked: string[] = [];
  const made = createSocket('udp4');
  server = made;
  made.on('message', (query, from) => {
    const labels: string[] = [];
    let at = 12;
    for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
      labels.push(query.subarray(at + 1, at + 1 + length).toString());
      at += length + 1;
    }
    const question = query.subarray(12, at + 5);
    const wantsIpv4 = query.readUInt16BE(at + 1) === 1;
    const name = labels.join('.');
    asked.push(name);
    if (name.startsWith('dead')) return;
    const known = name.startsWith('good');
    const head = Buffer.from([
      ...query.subarray(0, 2),
      0x81,
      known ? 0x80 : 0x83,
      0,
      1,
      0,
      known && wantsIpv4 ? 1 : 0,
      0,
      0,
      0,
      0,
    ]);
    const record =
      known && wantsIpv4 ? Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 127, 0, 0, 9]) : Buffer.alloc(0);
    made.send(Buffer.concat([head, question, record]), from.port, from.address);
  });
  await new Promise<void>((resolve) => made.bind(0, '127.0.0.1', resolve));
  return { address: `127.0.0.1:${made.address().port}`, asked };
}

const resolved = (resolve: ReturnType<typeof createNames>, name: string) =>
  new Promise<{ code: string | undefined; addresses: LookupAddress[] }>((settle) =>
    resolve(name, { all: true, family: 0 }, (error, addresses) => settle({ code: error?.code, addresses })),
  );

test('names whose servers are silent hold up no other, and end by themselves', async () => {
  const { address } = await startNameServer();
  const names = createNames([address]);
  const ended: string[] = [];
  const note = async (name: string) => {
    const answer = await resolved(names, name);
    ended.push(name.slice(0, 4));
    return answer;
  };
  const dead = Array.from({ length: 40 }, (_, n) => note(`dead${n}.example`));
  const good = Array.from({ length: 10 }, (_, n) => note(`good${n}.example`));
  for (const one of await Promise.all(good)) {
    expect(one).toEqual({ code: undefined, addresses: [{ address: '127.0.0.9', family: 4 }] });
  }
  expect(ended).not.toContain('dead');
  for (const one of await Promise.all(dead)) expect(one.code).toBe('ETIMEOUT');
});

test('what the servers do not know is looked up as the system does', async () => {
  const { address, asked } = await startNameServer();
  const names = createNames([address]);
  expect((await resolved(names, 'localhost')).addresses.length).toBeGreaterThan(0);
  expect(asked).toEqual([]);
});
