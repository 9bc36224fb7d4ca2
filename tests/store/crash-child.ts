import { openSqlite } from '../../src/store/sqlite.ts';
import { at, channel, item, NOON } from './samples.ts';

/**
 * Writes numbered transactions into the folder it is given and prints each number once its commit has returned,
 * until it is killed.
 */
const store = await openSqlite({ folder: process.argv[2] ?? '' });
process.stdout.write('open\n');
for (let i = 0; ; i += 1) {
  await store.transaction(async (rows) => {
    await rows.items.add(item(`k${i}`));
    await rows.outbox.add({
      id: `d${i}`,
      channel: channel(),
      order: { kind: 'card', alert: `a${i}` },
      dueAt: NOON,
      createdAt: at(0),
    });
    await rows.inbox.first(`e${i}`, NOON);
  });
  process.stdout.write(`${i}\n`);
}
