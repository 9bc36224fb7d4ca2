import { buildOrder } from '../../src/delivery/cards.ts';
import { createDispatcher } from '../../src/delivery/dispatcher.ts';
import { openSqlite } from '../../src/store/sqlite.ts';
import { names, silent } from '../pipeline/world.ts';
import { chat } from './scenario.ts';

/** The way out alone, by the real clock, until it is killed: `late-child.ts FOLDER SERVER`. */
const [folder, server] = process.argv.slice(2);
if (folder === undefined || server === undefined) throw new Error('wants a folder and a server');
const store = await openSqlite({ folder });
createDispatcher({
  store,
  platforms: [chat('slack', server, () => undefined)],
  build: (delivery, at) => buildOrder(delivery, { store, names }, at),
  clock: { now: () => new Date().toISOString() },
  log: silent,
}).start();
process.stdout.write('up\n');
