import { openSqlite } from '../../src/store/sqlite.ts';
import { NOON } from './samples.ts';

/** Asks something of the store in the folder it is given, and leaves it open. */
const store = await openSqlite({ folder: process.argv[2] ?? '' });
void store.inbox.first('asked', NOON).then(() => process.stdout.write('done\n'));
