import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createBot } from '../../src/bot.ts';
import { loadConfig } from '../../src/config.ts';
import { installEgress } from '../../src/egress.ts';
import { type Log, silentLog } from '../../src/log.ts';
import { openSqlite } from '../../src/store/sqlite.ts';
import { ROUTES } from '../../src/web/api/routes.ts';
import { TENANTS } from './circles.ts';
import { channelMark, mark, seedTenant } from './scene.ts';

test('nothing of a tenant is public: every route of the port, with a store full of tenants’ things', {
  timeout: 300_000,
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'vigie-public-'));
  const catalogue = join(folder, 'feeds.yaml');
  await writeFile(
    catalogue,
    'feeds:\n  - id: one\n    url: http://127.0.0.1:9/feed\n    title: One\n    publisher: one\n    lang: fr\n    kind: press\n',
  );
  const store = await openSqlite({ folder });
  const all = [await seedTenant(store, 'slack', TENANTS.slack), await seedTenant(store, 'discord', TENANTS.discord)];
  await store.close();
  const loaded = loadConfig({ VIGIE_DATA: folder, HTTP_PORT: '0', FEEDS_CATALOGUE: catalogue });
  if (!('ok' in loaded)) throw new Error(JSON.stringify(loaded.faults));
  let port = 0;
  const log: Log = {
    ...silentLog,
    info: (_message, fields) => {
      if (fields && 'port' in fields) port = Number(fields['port']);
    },
  };
  const egress = installEgress(loaded.ok.proxy);
  const bot = await createBot({
    config: loaded.ok,
    clock: { now: () => new Date().toISOString() },
    log,
    egress,
    sitting: null,
  });
  try {
    await bot.start();
    const secrets = ['slack', 'discord'].flatMap((tenant) => [mark(tenant), channelMark(tenant)]);
    const ids = all.flatMap((one) => [
      one.feed,
      one.story,
      one.item,
      one.alert,
      one.stuck,
      one.channel.channel,
      one.channel.space,
    ]);
    // A route answers for a provider that there is, and for whatever a curious person would try in its place.
    const tried = ['bleu', ...ids.map(encodeURIComponent)];
    const paths = [
      ...['/', '/healthz', '/readyz', '/metrics', '/status', '/feeds', '/slack/events'],
      ...ROUTES.flatMap((route) => route.paths.map(({ path }) => path)).flatMap((path) =>
        path.includes('{')
          ? tried.map((one) => path.replaceAll(/\{[^}]+\}/g, one))
          : [path, `${path}?q=${all[0]?.story}`],
      ),
    ];
    expect(paths.length).toBeGreaterThan(30);
    const found: string[] = [];
    for (const path of paths) {
      const response = await fetch(`http://127.0.0.1:${port}${path}`, { redirect: 'manual' });
      const text = `${await response.text()} ${JSON.stringify([...response.headers])}`;
      // What was asked for may be said again.
      const told = [...secrets, ...ids.filter((id) => !path.includes(encodeURIComponent(id)) && id.length > 6)];
      found.push(...told.filter((one) => text.includes(one)).map((one) => `${path}: ${one}`));
    }
    expect(found).toEqual([]);
  } finally {
    await bot.stop();
    await egress.uninstall();
    await rm(folder, { recursive: true, force: true });
  }
});
