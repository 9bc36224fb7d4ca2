import type { Statement } from '../domain/statement.ts';
import { baseOf } from '../web/api/api.ts';
import type { Made, Order } from '../web/api/making.ts';
import { type Bench, createBench } from '../worker.ts';
import type { ApiThreadData } from './api-thread.ts';

/** Answers of the web port that may wait while one is made. */
const WAITING = 32;
const ORDER_MS = 10_000;
/** The thread reads the dataset first, on a machine that may be busy. */
const START_MS = 60_000;
const MEMORY_MB = 384;

/** The thread that makes the web port's answers; it is started with the first. */
export function apiThread(approved: readonly Statement[], publicUrl: string | null): Bench<Order, Made> {
  const data: ApiThreadData = { approved, base: baseOf(publicUrl) };
  return createBench<Order, Made>({
    file: new URL('./api-thread.ts', import.meta.url),
    data,
    orderMs: ORDER_MS,
    startMs: START_MS,
    waiting: { first: WAITING, later: WAITING },
    memoryMb: MEMORY_MB,
  });
}
