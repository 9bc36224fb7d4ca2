import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { PNG_MAGIC } from '../peers/painter.ts';
import { slackChat } from './chat.ts';

/** Where the bot says that it is reached from outside; here its own port stands behind. */
const PUBLIC = 'https://vigie.example';
let chat: Awaited<ReturnType<typeof slackChat>>;

beforeAll(async () => {
  chat = await slackChat('http', PUBLIC);
});
afterEach(() => {
  expect(chat.violations()).toEqual([]);
});
afterAll(() => chat?.stop());

/** What somebody outside gets at a public address. */
async function fetched(address: string): Promise<Response> {
  expect(address.startsWith(`${PUBLIC}/`)).toBe(true);
  return fetch(address.replace(PUBLIC, `http://127.0.0.1:${chat.world.port()}`));
}

test('Slack can fetch the picture of a timeline where the answer says', async () => {
  const seen = await (await chat.peer.slash('timeline bleu')).answer();
  const image = seen.blocks.find(({ type }) => type === 'image');
  expect(image?.['alt_text']).toContain('SecNumCloud');
  const answer = await fetched(String(image?.['image_url']));
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('image/png');
  expect(Buffer.from(await answer.arrayBuffer()).subarray(0, 8)).toEqual(PNG_MAGIC);
  expect(chat.peer.files()).toEqual([]);
});

test('people can fetch the files of an evidence pack where the answer says', async () => {
  const seen = await (await chat.peer.slash('evidence bleu')).answer();
  const links = [...JSON.stringify(seen.blocks).matchAll(/"url":"(https:\/\/vigie\.example[^"]+)"/g)].map(
    ([, url]) => url,
  );
  expect(links).toHaveLength(3);
  for (const link of links) {
    const answer = await fetched(link ?? '');
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('SecNumCloud');
  }
});
