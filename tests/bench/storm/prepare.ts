import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FeedEntry, FeedState } from '../../../src/domain/feed.ts';
import { openSqlite } from '../../../src/store/sqlite.ts';
import { subscription } from '../../pipeline/world.ts';
import { DISCORD, SLACK } from './places.ts';
import { BURST, dueAfter, feedId, HEAVY, HOSTS, type Scale, silentId } from './scale.ts';

/** An installation that has been running for a while: every feed was read before, two channels watch. */
export async function prepare(
  folder: string,
  scale: Scale,
  { port, begins }: { readonly port: number; readonly begins: number },
): Promise<string> {
  const entry = (id: string, host: string): FeedEntry => ({
    ...{ id, url: `http://${host}:${port}/${id}.xml`, title: id, publisher: id },
    ...{ lang: 'fr', kind: 'press', note: null },
  });
  const iso = (ms: number): string => new Date(ms).toISOString();
  const state = (listed: FeedEntry, dueMs: number): FeedState => ({
    ...listed,
    validators: { etag: '"known"', lastModified: null, bodyHash: null },
    dueAt: iso(begins + dueMs),
    ...{ failures: 0, code: null, movedTo: null, stopped: false, told: [] },
    ...{ firstReadAt: iso(begins - 9e8), lastOkAt: iso(begins - 36e5), lastItemAt: iso(begins - 72e5) },
  });
  const feeds = [
    ...Array.from({ length: scale.silent }, (_, n) => state(entry(silentId(n), HOSTS.silent(n)), 0)),
    state(entry(BURST, HOSTS.burst), 0),
    state(entry(HEAVY, HOSTS.heavy), 0),
    ...Array.from({ length: scale.feeds }, (_, n) =>
      state(entry(feedId(n), HOSTS.feed(n % scale.hosts)), dueAfter(n, scale)),
    ),
  ];
  const store = await openSqlite({ folder });
  await store.feeds.sync(feeds, iso(begins - 9e8));
  await store.transaction(async (rows) => {
    for (const feed of feeds) await rows.feeds.save(feed);
  });
  const slack = { platform: 'slack', space: SLACK.team, channel: SLACK.channel } as const;
  const discord = { platform: 'discord', space: DISCORD.guild, channel: DISCORD.channel } as const;
  for (const channel of [slack, discord]) await store.subscriptions.put({ ...subscription('x'), channel });
  await store.close();
  const catalogue = join(folder, 'feeds.yaml');
  const lines = feeds.map(
    ({ id, url }) => `  - {id: ${id}, url: "${url}", title: ${id}, publisher: ${id}, lang: fr, kind: press}`,
  );
  await writeFile(catalogue, `feeds:\n${lines.join('\n')}\n`);
  return catalogue;
}
