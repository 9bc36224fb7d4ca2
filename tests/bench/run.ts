import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { benchFeeds } from './feeds.ts';
import type { Row } from './measure.ts';
import { benchNames } from './names.ts';
import { benchReading } from './reading.ts';
import { benchRecord } from './record.ts';
import { benchRendering } from './rendering.ts';
import { benchStartUp } from './start-up.ts';
import { benchStore } from './store.ts';
import { benchStorm } from './storm/storm.ts';
import { tableLines } from './table.ts';

/** A bench: a name for `--only`, and what gives its rows. Notes are lines to print under the table. */
type Bench = {
  readonly name: string;
  readonly run: (note: (line: string) => void, short: boolean) => Promise<Row[]>;
  /** Wants the machine for minutes: run when it is asked for by name. */
  readonly onlyByName?: true;
};

const BENCHES: readonly Bench[] = [
  { name: 'names', run: benchNames },
  { name: 'reading', run: benchReading },
  { name: 'feeds', run: benchFeeds },
  { name: 'store', run: benchStore },
  { name: 'record', run: benchRecord },
  { name: 'start-up', run: benchStartUp },
  { name: 'rendering', run: benchRendering },
  { name: 'storm', run: benchStorm, onlyByName: true },
];

const USAGE = `npm run bench -- [--only NAME]… [--short] [--json FILE]
  --only NAME  this bench only (${BENCHES.map((bench) => bench.name).join(', ')}); may be given several times.
               storm, five minutes of everything at once on one bot, is run only so
  --short      a storm of one minute
  --json FILE  writes the rows there too`;

type Wish = { readonly only: readonly string[]; readonly short: boolean; readonly json: string | null };

/** What the command line asks for, or in words what is wrong with it. */
function wishOf(args: readonly string[]): Wish | string {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        only: { type: 'string', multiple: true },
        short: { type: 'boolean' },
        json: { type: 'string' },
        help: { type: 'boolean' },
      },
    });
    if (values.help === true) return USAGE;
    const only = values.only ?? [];
    const unknown = only.find((name) => !BENCHES.some((bench) => bench.name === name));
    if (unknown !== undefined) return `No bench is called ${unknown}.\n${USAGE}`;
    return { only, short: values.short === true, json: values.json ?? null };
  } catch (error) {
    return `${error instanceof Error ? error.message : String(error)}\n${USAGE}`;
  }
}

async function main(wish: Wish): Promise<void> {
  const chosen = BENCHES.filter(({ name, onlyByName }) =>
    wish.only.length === 0 ? onlyByName !== true : wish.only.includes(name),
  );
  const machine = `${cpus().length} x ${cpus()[0]?.model.trim() ?? 'processor'}, Node ${process.versions.node}`;
  console.log(`${machine}. Ratio: time of ours over time of the baseline in the same round; under 1 is faster.`);
  console.log('Processor time of this process; where a line is marked *, time on the clock.');
  const from = performance.now();
  const all: (Row & { readonly bench: string })[] = [];
  for (const { name, run } of chosen) {
    const notes: string[] = [];
    const began = performance.now();
    const rows = await run((line) => notes.push(line), wish.short);
    all.push(...rows.map((row) => ({ bench: name, ...row })));
    console.log(`\n${name} (${((performance.now() - began) / 1000).toFixed(1)} s)`);
    for (const line of [...(rows.length === 0 ? [] : tableLines(rows)), ...notes]) console.log(line);
  }
  console.log(`\n${((performance.now() - from) / 1000).toFixed(0)} s in all`);
  if (wish.json !== null) {
    await writeFile(wish.json, `${JSON.stringify({ machine, rows: all }, null, 2)}\n`);
    console.log(`written to ${wish.json}`);
  }
}

const wish = wishOf(process.argv.slice(2));
if (typeof wish === 'string') {
  console.error(wish);
  process.exitCode = wish === USAGE ? 0 : 2;
} else {
  await main(wish);
}
