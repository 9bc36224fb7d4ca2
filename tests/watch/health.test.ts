import { expect, test } from 'vitest';
import type { FeedHealthEvent } from '../../src/domain/alert.ts';
import type { FeedOutcome, FeedState } from '../../src/domain/feed.ts';
import { healthOf, wantsFullRead } from '../../src/watch/health.ts';
import { afterPoll } from '../../src/watch/schedule.ts';
import { fc } from '../property.ts';
import { at, DAY, failed, feed, HOUR, item, NOW, read, unchanged } from './feeds.ts';

/** Plays polls one after the other, `step` apart, and gives what was told at each. */
function play(
  start: FeedState,
  outcomes: readonly FeedOutcome[],
  step = 6 * HOUR,
): { told: FeedHealthEvent[][]; end: FeedState } {
  let state = start;
  const told = outcomes.map((outcome, index) => {
    const now = at(index * step);
    const after = afterPoll(state, outcome, now, { conditional: true });
    const health = healthOf(state, after, outcome, now);
    state = { ...after, told: health.told };
    return [...health.events];
  });
  return { told, end: state };
}

const times = (n: number, outcome: FeedOutcome): FeedOutcome[] => Array.from({ length: n }, () => outcome);

test('failing is told once, after five failures and a day, and so is the recovery', () => {
  const { told } = play(feed(), [...times(8, failed()), unchanged(), unchanged()]);
  expect(told).toEqual([[], [], [], [], ['failing'], [], [], [], ['recovered'], []]);
});

test('many failures within a day are told to nobody, nor is their end', () => {
  const { told } = play(feed(), [...times(20, failed()), unchanged()], HOUR);
  expect(told.flat()).toEqual([]);
});

test('few failures over many days are told to nobody', () => {
  expect(play(feed(), times(4, failed()), 3 * DAY).told.flat()).toEqual([]);
});

test('a feed that never worked is not told', () => {
  const never = feed({ firstReadAt: null, lastOkAt: null, lastItemAt: null });
  expect(play(never, times(20, failed())).told.flat()).toEqual([]);
  expect(play(never, [failed({ code: 'http_gone', status: 410 })]).told.flat()).toEqual([]);
});

test('gone is told once; when a person takes it up again and it works, that is told', () => {
  const gone = failed({ code: 'http_gone', status: 410 });
  const { told, end } = play(feed(), [gone, gone]);
  expect(told).toEqual([['gone'], []]);
  expect(play({ ...end, stopped: false }, [unchanged()]).told).toEqual([['recovered']]);
});

test('a move is told when two polls have seen it, once; a change of scheme is followed and not told', () => {
  const away = unchanged('https://new.example/feed');
  expect(play(feed(), [away, away, away]).told).toEqual([[], ['moved'], []]);
  expect(play(feed(), [away, unchanged(), away]).told.flat()).toEqual([]);
  const secure = play(feed({ url: 'http://next.example/feed' }), times(3, unchanged('https://next.example/feed')));
  expect(secure.told.flat()).toEqual([]);
  expect(secure.end.told).toEqual(['moved:https://next.example/feed']);
});

const daily = Array.from({ length: 10 }, (_, n) => item(`i${n}`, at(-(n + 10) * DAY)));

test('mute is told once, for a feed whose silence is long for its own rhythm, and again only after it spoke', () => {
  const silent = feed({ lastItemAt: at(-10 * DAY) });
  const { told, end } = play(silent, [read(daily), read(daily), unchanged()]);
  expect(told).toEqual([['mute'], [], []]);
  const spoken = play(end, [read([item('new', NOW), ...daily])]);
  expect(spoken.told).toEqual([[]]);
  expect(spoken.end.told).toEqual([]);
});

test('a slow feed is not mute, nor is one that has too few dates to tell', () => {
  const monthly = Array.from({ length: 10 }, (_, n) => item(`i${n}`, at(-(n * 30 + 20) * DAY)));
  expect(play(feed({ lastItemAt: at(-20 * DAY) }), [read(monthly)]).told.flat()).toEqual([]);
  expect(play(feed({ lastItemAt: at(-20 * DAY) }), [read(daily.slice(0, 3))]).told.flat()).toEqual([]);
});

test('a silent feed is read in full once a day', () => {
  const silent = feed({ lastItemAt: at(-10 * DAY), lastOkAt: at(-DAY) });
  expect(wantsFullRead(silent, NOW)).toBe(true);
  expect(wantsFullRead({ ...silent, lastOkAt: NOW }, at(HOUR))).toBe(false);
  expect(wantsFullRead(feed(), NOW)).toBe(false);
});

test('whatever a feed does, failing, gone and mute are never told twice without something between', () => {
  const outcome = fc.constantFrom(
    failed(),
    failed({ code: 'http_gone', status: 410 }),
    unchanged(),
    read(daily),
    unchanged('https://new.example/f'),
  );
  fc.assert(
    fc.property(fc.array(outcome, { maxLength: 40 }), (outcomes) => {
      const events = play(feed(), outcomes)
        .told.flat()
        .filter((event) => event !== 'moved');
      for (const [index, event] of events.entries()) {
        expect(event === events[index - 1] && event !== 'recovered', events.join()).toBe(false);
        if (event === 'recovered')
          expect(events.slice(0, index).some((e) => e === 'failing' || e === 'gone')).toBe(true);
      }
    }),
  );
});
