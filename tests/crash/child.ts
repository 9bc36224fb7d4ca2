import { run } from './scenario.ts';

/** The program under trial: `child.ts FOLDER SERVER`. */
const [folder, server] = process.argv.slice(2);
if (folder === undefined || server === undefined) throw new Error('wants a folder and a server');
await run(folder, server);
// Kept-alive connections must not hold the process.
process.exit(0);
