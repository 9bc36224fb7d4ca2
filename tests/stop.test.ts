import { EventEmitter } from 'node:events';
import { expect, test, vi } from 'vitest';
import { silentLog } from '../src/log.ts';
import { installStop } from '../src/stop.ts';

/** A process that is not this one: signals, an exit that is noted, a clock that is set. */
function setUp(stop: () => Promise<void>, grace?: number) {
  const signals = new EventEmitter();
  const exits: number[] = [];
  let time = 0;
  const stopper = installStop(
    {
      log: silentLog,
      on: (signal, heard) => void signals.on(signal, heard),
      off: (signal, heard) => void signals.off(signal, heard),
      exit: (code) => void exits.push(code),
      monotonic: () => time,
      ...(grace === undefined ? {} : { grace }),
    },
    stop,
  );
  const wait = (ms: number) => {
    time += ms;
  };
  return { signals, exits, stopper, wait };
}

test('a signal stops once and the process ends with 0', async () => {
  const stop = vi.fn(async () => undefined);
  const { signals, exits, stopper } = setUp(stop);
  expect(stopper.stopping()).toBe(false);
  signals.emit('SIGTERM');
  expect(stopper.stopping()).toBe(true);
  await stopper.stop('again');
  expect(stop).toHaveBeenCalledTimes(1);
  expect(exits).toEqual([0]);
});

test('two signals within a second are one; a later one ends at once', async () => {
  const { signals, exits, wait } = setUp(() => new Promise(() => undefined));
  signals.emit('SIGINT');
  wait(900);
  signals.emit('SIGINT');
  expect(exits).toEqual([]);
  wait(200);
  signals.emit('SIGTERM');
  expect(exits).toEqual([130]);
});

test('a stop that fails or takes too long ends with 1', async () => {
  const failing = setUp(async () => {
    throw new Error('no');
  });
  await failing.stopper.stop('test');
  expect(failing.exits).toEqual([1]);
  const hanging = setUp(() => new Promise(() => undefined), 5);
  await hanging.stopper.stop('test');
  expect(hanging.exits).toEqual([1]);
});

test('a stop from inside ends with the code it was given, and uninstalling hears no more', async () => {
  const { signals, exits, stopper } = setUp(async () => undefined);
  stopper.uninstall();
  signals.emit('SIGTERM');
  expect(stopper.stopping()).toBe(false);
  await stopper.stop('the store is gone', 1);
  expect(exits).toEqual([1]);
});
