import { expect, test } from 'vitest';
import { type FeedOutcome, type FeedState, isDue } from '../../src/domain/feed.ts';
import {
  addressOf,
  afterPoll,
  DEFAULT_RHYTHM,
  nextDue,
  type Rhythm,
  underRightClock,
} from '../../src/watch/schedule.ts';
import { fc } from '../property.ts';
import { at, DAY, failed, feed, HOUR, item, NOW, read, unchanged } from './feeds.ts';

const MINUTE = 60_000;

function wait(state: FeedState, outcome: FeedOutcome, rhythm: Rhythm = DEFAULT_RHYTHM): number {
  return Date.parse(nextDue(state, outcome, NOW, rhythm)) - Date.parse(NOW);
}

test('a feed that has just published is watched closely, a silent one ever more rarely', () => {
  const after = (silence: number): number => wait(feed({ lastItemAt: at(-silence) }), unchanged());
  expect(after(MINUTE)).toBeLessThanOrEqual(10 * MINUTE);
  expect(after(DAY)).toBeGreaterThan(2 * HOUR);
  expect(after(DAY)).toBeLessThanOrEqual(3 * HOUR);
  expect(after(30 * DAY)).toBeGreaterThan(5 * HOUR);
  expect(after(30 * DAY)).toBeLessThanOrEqual(6 * HOUR);
});

test('freshness postpones a poll, but not without bound', () => {
  expect(wait(feed(), read([], { freshMs: HOUR }))).toBe(HOUR);
  expect(wait(feed(), read([], { freshMs: 365 * DAY }))).toBe(6 * HOUR);
});

test('failures wait twice as long each time', () => {
  const waits = [1, 2, 3, 4, 10].map((failures) => wait(feed({ failures }), failed()));
  const [first = 0, second = 0, third = 0, fourth = 0, last] = waits;
  expect([second, third, fourth].map((ms) => Math.round((100 * ms) / first))).toEqual([200, 400, 800]);
  expect(last).toBeLessThanOrEqual(6 * HOUR);
});

test.each([429, 503])('Retry-After on %i is honoured, even in a trial', (status) => {
  const patient = failed({ status, retryAfterMs: 2 * DAY });
  expect(wait(feed({ failures: 1 }), patient)).toBe(2 * DAY);
  expect(wait(feed({ failures: 1 }), patient, { ...DEFAULT_RHYTHM, pollSeconds: 1 })).toBe(2 * DAY);
});

test('whatever happens the wait is within bounds, and the same for the same feed', () => {
  const outcome = fc.oneof(
    fc.constant(unchanged()),
    fc
      .option(fc.nat({ max: 10 * DAY }), { nil: undefined })
      .map((freshMs) => read([], freshMs === undefined ? {} : { freshMs })),
    fc
      .constantFrom(404, 429, 500, 503)
      .chain((status) => fc.nat({ max: 10 * DAY }).map((retryAfterMs) => failed({ status, retryAfterMs }))),
  );
  const state = fc
    .record({
      id: fc.string(),
      failures: fc.nat({ max: 1000 }),
      silence: fc.option(fc.integer({ min: -DAY, max: 400 * DAY })),
    })
    .map(({ id, failures, silence }) => feed({ id, failures, lastItemAt: silence === null ? null : at(-silence) }));
  const pollSeconds = fc.option(fc.integer({ min: 1, max: 100_000 }));
  fc.assert(
    fc.property(state, outcome, pollSeconds, (one, given, seconds) => {
      const rhythm = { ...DEFAULT_RHYTHM, pollSeconds: seconds };
      const ms = wait(one, given, rhythm);
      const asked =
        given.kind === 'failed' && (given.status === 429 || given.status === 503) ? (given.retryAfterMs ?? 0) : 0;
      const most = Math.max(Math.min(6 * HOUR, (seconds ?? Number.POSITIVE_INFINITY) * 1000), asked);
      const least = Math.min(5 * MINUTE, (seconds ?? Number.POSITIVE_INFINITY) * 1000);
      expect(ms).toBeGreaterThanOrEqual(least);
      expect(ms).toBeLessThanOrEqual(most);
      expect(wait(one, given, rhythm)).toBe(ms);
    }),
  );
});

test('feeds do not all come due together', () => {
  const waits = Array.from({ length: 50 }, (_, n) =>
    wait(feed({ id: `f${n}`, lastItemAt: at(-30 * DAY) }), unchanged()),
  );
  expect(new Set(waits).size).toBeGreaterThan(40);
});

const poll = (state: FeedState, outcome: FeedOutcome, conditional = true): FeedState =>
  afterPoll(state, outcome, NOW, { conditional });

test('success takes over validators and dates and forgets failures; failure keeps the validators', () => {
  const ok = poll(
    feed({ failures: 3, code: 'timeout', firstReadAt: null }),
    read([item('a', at(-HOUR / 2)), item('b', at(-DAY))]),
  );
  expect(ok).toMatchObject({
    failures: 0,
    code: null,
    firstReadAt: NOW,
    lastOkAt: NOW,
    lastItemAt: at(-HOUR / 2),
    validators: { etag: '"new"' },
  });
  const bad = poll(feed({ failures: 3 }), failed());
  expect(bad).toMatchObject({ failures: 4, code: 'http_server_error', validators: { etag: '"old"' }, stopped: false });
});

test('an item dated ahead of now does not make the feed look fresher than now', () => {
  expect(poll(feed(), read([item('a', at(DAY))])).lastItemAt).toBe(NOW);
});

test('a feed without dates publishes when its body changes, as far as a conditional poll can tell', () => {
  expect(poll(feed(), read([item('a', null)])).lastItemAt).toBe(NOW);
  expect(poll(feed(), read([item('a', null)]), false).lastItemAt).toBe(at(-HOUR));
});

test('410 stops a feed', () => {
  expect(poll(feed(), failed({ code: 'http_gone', status: 410 })).stopped).toBe(true);
});

test('a moved feed is asked at its new address once that is sure, and at the old one when the new one fails', () => {
  const to = 'https://new.example/feed';
  const once = poll(feed(), unchanged(to));
  expect(once.movedTo).toBe(to);
  expect(addressOf(once)).toBe('https://next.example/feed');
  const sure = { ...once, told: [`moved:${to}`] };
  expect(addressOf(sure)).toBe(to);
  expect(addressOf(poll(sure, unchanged()))).toBe(to);
  expect(addressOf(poll(sure, failed({ code: 'timeout', status: null })))).toBe(to);
  const back = poll(sure, failed({ code: 'http_gone', status: 410 }));
  expect(back.stopped).toBe(false);
  expect(addressOf(back)).toBe('https://next.example/feed');
  expect(poll(once, unchanged()).movedTo).toBeNull();
});

test('what a clock that was wrong left behind silences nothing', () => {
  const later = at(500 * DAY);
  const misled = feed({ dueAt: later, lastOkAt: later, lastItemAt: later, firstReadAt: later });
  const right = underRightClock(misled, NOW);
  expect(right).toMatchObject({ lastOkAt: NOW, firstReadAt: NOW, lastItemAt: null });
  // It is read in full, so that its items tell when it last published.
  expect(right.validators).toEqual({ etag: null, lastModified: null, bodyHash: null });
  const next = afterPoll(right, read([item('1', at(-20 * DAY))]), NOW, { conditional: true });
  expect(next).toMatchObject({ lastItemAt: at(-20 * DAY), lastOkAt: NOW });
  expect(next.dueAt <= at(6 * HOUR)).toBe(true);
  expect(underRightClock(feed(), NOW)).toEqual(feed());
});

test('a feed is never due later than the longest rhythm from now, but where its server asked for it', () => {
  expect(isDue(feed({ dueAt: at(6 * HOUR) }), NOW)).toBe(false);
  expect(isDue(feed({ dueAt: at(6 * HOUR + 1_000) }), NOW)).toBe(true);
  expect(isDue(feed({ dueAt: at(500 * DAY) }), NOW)).toBe(true);
  expect(isDue(feed({ dueAt: at(500 * DAY), stopped: true }), NOW)).toBe(false);
  expect(isDue(feed({ dueAt: at(3 * DAY), heldUntil: at(3 * DAY) }), NOW)).toBe(false);
  expect(isDue(feed({ dueAt: at(500 * DAY), heldUntil: at(500 * DAY) }), NOW)).toBe(true);
  const asked = failed({ code: 'http_rate_limited', status: 429, retryAfterMs: 3 * DAY });
  const held = afterPoll(feed(), asked, NOW, { conditional: true });
  expect(held).toMatchObject({ heldUntil: at(3 * DAY), dueAt: at(3 * DAY) });
  expect(isDue(held, at(DAY))).toBe(false);
  expect(isDue(held, at(3 * DAY))).toBe(true);
  // What comes of it next forgets the wish.
  expect(afterPoll(held, unchanged(), at(3 * DAY), { conditional: true })).not.toHaveProperty('heldUntil');
});

test('whatever came of polls, and whenever the clock was, a feed is due within the longest rhythm or its server’s wish', () => {
  const outcome = fc.constantFrom(
    unchanged(),
    read([item('1')]),
    failed(),
    failed({ code: 'http_rate_limited', status: 429, retryAfterMs: 30 * DAY }),
    failed({ code: 'timeout', status: null }),
  );
  const days = fc.integer({ min: -1_000, max: 1_000 });
  fc.assert(
    fc.property(fc.array(fc.record({ outcome, days }), { maxLength: 20 }), days, (polls, end) => {
      let state = feed();
      for (const one of polls) {
        const now = at(one.days * DAY);
        state = afterPoll(underRightClock(state, now), one.outcome, now, { conditional: true });
      }
      const now = at(end * DAY);
      const held = state.heldUntil !== undefined && state.heldUntil <= at(end * DAY + 7 * DAY);
      return isDue(state, now) || state.dueAt <= at(end * DAY + 6 * HOUR) || held;
    }),
  );
});
