import { Agent, request } from 'undici';
import { HOSTS } from './scale.ts';

/** Clients of the web port, each with an address of its own and one connection, asking what nobody asked before. */

export type ClientsOrder = { readonly url: string; readonly clients: number; readonly ms: number };
export type ClientsReport = { readonly statuses: Readonly<Record<string, number>>; readonly ms: readonly number[] };

const RETRY_MS = 1_000;
const statuses: Record<string, number> = {};
const times: number[] = [];

async function client(n: number, { url, ms }: ClientsOrder): Promise<void> {
  const dispatcher = new Agent({ connect: { localAddress: HOSTS.client(n) }, connections: 1, pipelining: 1 });
  const until = performance.now() + ms;
  for (let nth = 0; performance.now() < until; nth++) {
    const from = performance.now();
    let wait = 0;
    try {
      const answer = await request(`${url}/api/v1/statements?q=nuage${n}x${nth}&limit=100`, { dispatcher });
      await answer.body.text();
      statuses[answer.statusCode] = (statuses[answer.statusCode] ?? 0) + 1;
      if (answer.statusCode !== 200) wait = Number(answer.headers['retry-after'] ?? 0) * 1_000 || RETRY_MS;
    } catch {
      statuses['failed'] = (statuses['failed'] ?? 0) + 1;
      wait = RETRY_MS;
    }
    times.push(performance.now() - from);
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
  }
  await dispatcher.destroy();
}

process.once('message', (order: ClientsOrder) => {
  void Promise.all(Array.from({ length: order.clients }, (_, n) => client(n, order))).then(() => {
    const report: ClientsReport = { statuses, ms: times };
    process.send?.(report, () => process.exit(0));
  });
});
process.send?.({ ready: true });
