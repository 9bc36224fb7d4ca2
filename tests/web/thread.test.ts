import { afterAll, expect, test } from 'vitest';
import { apiThread } from '../../src/bot/api.ts';
import { WorkError } from '../../src/worker.ts';
import { startApi } from './api-scene.ts';

// The web port's answers made in a thread: the same bytes and refusals as made here.

const thread = apiThread([], null);
afterAll(() => thread.stop());

test.each([
  '/api/v1/offers/bleu?as-of=2026-03-01&lang=en',
  '/api/v1/statements?q=secnumcloud&limit=100&lang=fr',
  '/api/v1/evidence/s3ns.csv?as-of=2026-03-01&lang=fr',
  '/api/v1/timeline/s3ns.svg?as-of=2026-03-01&lang=en',
  '/api/v1/dataset.yaml',
  '/calendar.ics?lang=en',
  '/api/v1/offers/bleau?lang=en',
  '/api/v1/statements?lang=fr',
])(
  '%s',
  async (path) => {
    const here = await startApi();
    const there = await startApi({ makes: (order) => thread.run(order) });
    const [one, other] = [await here.get(path), await there.get(path)];
    expect(other.status).toBe(one.status);
    expect(other.text).toBe(one.text);
    for (const name of ['etag', 'content-type', 'content-disposition', 'content-language', 'cache-control', 'vary'])
      expect([name, other.headers.get(name)]).toEqual([name, one.headers.get(name)]);
    const tag = other.headers.get('etag');
    if (tag !== null) expect((await there.get(path, { 'if-none-match': tag })).status).toBe(304);
  },
  60_000,
);

test('a thread with too much to do is told as busy, one that broke as a fault of ours', async () => {
  const busy = await startApi({ makes: () => Promise.reject(new WorkError('busy')) });
  const refused = await busy.get('/api/v1/offers/bleu?lang=en');
  expect([refused.status, refused.json()['error'], refused.headers.get('retry-after')]).toEqual([503, 'busy', '5']);
  const broken = await startApi({ makes: () => Promise.reject(new WorkError('died')) });
  expect((await broken.get('/api/v1/offers/bleu?lang=en')).status).toBe(500);
});
