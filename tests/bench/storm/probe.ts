import { get } from 'node:http';

/** A supervisor: asks `/healthz` every tenth of a second on a connection of its own, whatever the last answer does. */

export type ProbeReport = { readonly ms: readonly number[]; readonly failed: number };

const EVERY_MS = 100;
const times: number[] = [];
let failed = 0;

process.once('message', (url: string) => {
  const under = new Set<Promise<void>>();
  const timer = setInterval(() => {
    const from = performance.now();
    const asking = new Promise<void>((resolve) => {
      get(`${url}/healthz`, { agent: false }, (answer) => {
        answer.resume();
        answer.on('end', () => {
          if (answer.statusCode === 200) times.push(performance.now() - from);
          else failed++;
          resolve();
        });
      }).on('error', () => {
        failed++;
        resolve();
      });
    });
    under.add(asking);
    void asking.then(() => under.delete(asking));
  }, EVERY_MS);
  process.once('message', () => {
    clearInterval(timer);
    void Promise.all(under).then(() => {
      const report: ProbeReport = { ms: times, failed };
      process.send?.(report, () => process.exit(0));
    });
  });
});
process.send?.({ ready: true });
