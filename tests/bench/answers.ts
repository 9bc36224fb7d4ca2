import { Keyv } from 'keyv';
import { askerOn } from '../../src/bot/asking.ts';
import { canonical, dayInWords } from '../../src/bot/released.ts';
import type { Asker, Caller } from '../../src/command.ts';
import { addDays } from '../../src/domain/period.ts';
import { silentLog } from '../../src/log.ts';
import { createRecord, type RecordParts } from '../../src/record/record.ts';
import { keep, quantile, type Row, race, readTimer, rowOf, type Side } from './measure.ts';

/** Questions asked at a stretch at one size. */
const QUESTIONS = 100;
const ROUNDS = 5;
const TODAY = '2026-11-22';

const caller: Caller = { platform: 'terminal', lang: 'fr', user: { id: 'u', mayManage: true }, channel: null };

/** What is asked, of the n-th; the subjects asked about are the released ones at every size. */
type Question = { readonly name: string; readonly line: (n: number) => string };

function questions({ subjects, statements }: RecordParts): readonly Question[] {
  const named = subjects.filter((s) => s.kind !== 'regulation').map((s) => s.name);
  const sellers = subjects.filter((s) => s.kind === 'provider' && statements.some((t) => t.subject === s.id));
  const pick = <T>(list: readonly T[], n: number): T | undefined => list[n % list.length];
  const words = statements.map((s) => s.text.fr.split(/[^\p{L}\d]+/u).filter((word) => word.length > 4));
  /** Days of the last four years, some of them again and again: people ask for ends of quarters and days of signature. */
  const day = (n: number): string => addDays(TODAY, -((n * 37) % 40) * 36);
  return [
    { name: '/offer', line: (n) => `offer "${pick(named, n)}"` },
    { name: '/offer as-of', line: (n) => `offer "${pick(named, n)}" as-of:${day(n)}` },
    { name: '/offers', line: () => 'offers' },
    { name: '/offers qualified:yes', line: () => 'offers qualified:yes' },
    { name: '/offers as-of', line: (n) => `offers as-of:${day(n)}` },
    {
      name: '/compare',
      line: (n) => `compare "${pick(sellers, n)?.id}", "${pick(sellers, n * 7 + 1)?.id}"`,
    },
    { name: '/timeline', line: (n) => `timeline "${pick(named, n)}"` },
    { name: '/promises', line: () => 'promises' },
    { name: '/promises of one', line: (n) => `promises "${pick(sellers, n)?.id}"` },
    { name: '/expiring', line: () => 'expiring' },
    { name: '/evidence', line: (n) => `evidence "${pick(named, n)}"` },
    {
      name: '/search',
      line: (n) =>
        `search "${pick(words, n * 13)
          ?.slice(0, 2)
          .join(' ')}"`,
    },
    { name: '/offer, misspelt', line: (n) => `offer "${pick(named, n)?.slice(1)}x${n}"` },
  ];
}

/** Times of single questions, a sample a round: the median and the slowest of a hundred. */
type Times = { readonly p50: number[]; readonly p99: number[] };

/**
 * Every question at the released size and at a hundred times it: the median and the slowest of a hundred, each against
 * the same at the released size. Asked once beforehand: what is reckoned once and kept is kept.
 */
export async function benchAnswers(one: RecordParts, hundred: RecordParts): Promise<Row[]> {
  const askers = [askerOf(one), askerOf(hundred)] as const;
  const rows: Row[] = [];
  for (const question of questions(one)) {
    const times: readonly [Times, Times] = [
      { p50: [], p99: [] },
      { p50: [], p99: [] },
    ];
    for (let round = -1; round < ROUNDS; round++) {
      for (let nth = 0; nth < askers.length; nth++) {
        const at = (nth + Math.max(round, 0)) % askers.length;
        const asker = askers[at];
        if (!asker) continue;
        const sample = await timesOf(asker, question);
        if (round < 0) continue;
        times[at]?.p50.push(quantile(sample, 0.5));
        times[at]?.p99.push(quantile(sample, 0.99));
      }
    }
    const what = { per: 'answer', timer: 'cpu' } as const;
    const [few, many] = times;
    rows.push(
      rowOf({ ...what, name: `${question.name} at 100x, p50` }, many.p50, 'ours at 1x', few.p50),
      rowOf({ ...what, name: `${question.name} at 100x, p99` }, many.p99, 'ours at 1x', few.p99),
    );
  }
  return [...rows, ...(await benchFilter(one))];
}

/** The least that an answer costs without an index: the statements about a subject, sought among all. */
function benchFilter(one: RecordParts): Promise<Row[]> {
  const asker = askerOf(one);
  const ids = one.subjects.filter((s) => s.kind === 'provider').map((s) => s.id);
  let n = 0;
  const ours: Side = {
    name: 'ours',
    run: async () => {
      keep((await asker.line(`offer ${ids[n++ % ids.length]}`, caller)).view.blocks.length);
      return 1;
    },
  };
  const filter: Side = {
    name: 'linear filter of the statements',
    run: async () => {
      const id = ids[n++ % ids.length] ?? '';
      keep(one.statements.filter((s) => s.subject === id || s.subject.startsWith(`${id}/`)).length);
      return 1;
    },
  };
  return race({ name: '/offer at 1x', per: 'answer' }, [ours, filter], { rounds: 5 });
}

async function timesOf(asker: Asker, question: Question): Promise<number[]> {
  const times: number[] = [];
  for (let n = 0; n < QUESTIONS; n++) {
    const line = question.line(n);
    const from = readTimer('cpu');
    const shown = await asker.line(line, caller);
    times.push(readTimer('cpu') - from);
    keep(shown.view.blocks.length);
    if (typeof shown.data === 'object' && shown.data !== null && 'error' in shown.data && shown.data.error === 'broken')
      throw new Error(`${line} broke`);
  }
  return times;
}

function askerOf(parts: RecordParts): Asker {
  return askerOn({
    record: createRecord(parts),
    store: () => Promise.reject(new Error('a question on the record needs no store')),
    keyv: new Keyv(),
    clock: { now: () => `${TODAY}T09:00:00.000Z` },
    log: silentLog,
    readDay: dayInWords,
    canonical,
  });
}
