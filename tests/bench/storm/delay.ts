import { writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';

/**
 * Loaded before a program (`node --import`): measures how late the loop of its main thread is, over its whole life and,
 * from SIGUSR2 on, once more. Neither is ever reset. What was measured is written to STORM_REPORT at the end.
 */
export type Delays = {
  readonly p50: number;
  readonly p99: number;
  readonly p999: number;
  readonly max: number;
};
/** Times in ms, memory in MiB, processor in s. */
export type LoopReport = {
  readonly life: Delays;
  readonly storm: Delays;
  readonly peakMb: number;
  readonly cpuSeconds: number;
};

const RESOLUTION_MS = 10;

const file = process.env['STORM_REPORT'];
if (isMainThread && file !== undefined) {
  const life = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  const storm = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  life.enable();
  process.on('SIGUSR2', () => storm.enable());
  const read = (histogram: typeof life): Delays => ({
    p50: histogram.percentile(50) / 1e6,
    p99: histogram.percentile(99) / 1e6,
    p999: histogram.percentile(99.9) / 1e6,
    max: histogram.max / 1e6,
  });
  process.on('exit', () => {
    const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
    const report: LoopReport = {
      life: read(life),
      storm: read(storm),
      peakMb: maxRSS / 1024,
      cpuSeconds: (userCPUTime + systemCPUTime) / 1e6,
    };
    writeFileSync(file, JSON.stringify(report));
  });
}
