import { afterEach, beforeEach, expect, test } from 'vitest';
import { digestFacts } from '../../src/delivery/digest-facts.ts';
import type { EventType } from '../../src/domain/event.ts';
import type { Statement } from '../../src/domain/statement.ts';
import type { Corroboration, Story } from '../../src/domain/story.ts';
import type { Store } from '../../src/ports.ts';
import { names, subscription } from '../pipeline/world.ts';
import { openTestStore } from '../store/harness.ts';
import { member, statement, story, traits } from '../store/samples.ts';

const WEEKS = [
  { from: '2026-11-09T08:00:00.000Z', until: '2026-11-16T08:00:00.000Z' },
  { from: '2026-11-16T08:00:00.000Z', until: '2026-11-23T08:00:00.000Z' },
  { from: '2026-11-23T08:00:00.000Z', until: '2026-11-30T08:00:00.000Z' },
] as const;

let store: Store;
let close: () => Promise<void>;
beforeEach(async () => {
  ({ store, close } = await openTestStore('sqlite'));
});
afterEach(() => close());

const factsOf = (window: { from: string; until: string }, noted: readonly string[], statements: Statement[] = []) =>
  digestFacts(
    window,
    noted.map((id) => ({ story: id, was: null })),
    subscription('C1'),
    { store, record: { ...names, statements } },
  );

test('a fact is new in one digest: that of the week which ended after its day', async () => {
  const days = Array.from({ length: 28 }, (_, n) => new Date(Date.parse('2026-11-08') + n * 86_400_000).toISOString());
  const statements = days.map((day, n) => ({ ...statement(`st${n}`), recorded: day.slice(0, 10) }));
  const told: string[] = [];
  for (const week of WEEKS) {
    const { statements: fresh } = await factsOf(week, [], statements);
    told.push(...fresh.map(({ recorded }) => recorded));
    // The day on which a digest goes out is not over: it is the next one's first.
    expect(fresh.map(({ recorded }) => recorded).sort()).toEqual(
      statements
        .map(({ recorded }) => recorded)
        .filter((day) => day >= week.from.slice(0, 10) && day < week.until.slice(0, 10)),
    );
  }
  expect(told).toHaveLength(21);
  expect(new Set(told).size).toBe(21);
});

async function order(stories: readonly Story[]): Promise<string[]> {
  await store.transaction(async (rows) => {
    for (const one of stories) await rows.stories.add(one, member(`k-${one.id}`), traits(one));
  });
  const { stories: told } = await factsOf(
    WEEKS[0],
    stories.map(({ id }) => id),
  );
  return told.map(({ story: one }) => one.title);
}

test('what changes what one can buy or rely on stands above talk, whatever the order it came in', async () => {
  const expected: readonly EventType[] = [
    'qualification_granted',
    'incident_or_outage',
    'general_availability',
    'commercial_launch',
    'delay',
    'qualification_milestone',
    'contract_or_tender',
    'customer_win',
    'partnership',
    'announcement',
    'opinion_or_analysis',
  ];
  // Their ids run the other way, so that nothing but the event can put them in order.
  const stories = expected.map((event, n) => story(`s${99 - n}`, { title: event, events: [event] }));
  expect(await order(stories)).toEqual(expected);
});

test('how far a story is established counts more than what it is about, and more voices more than fewer', async () => {
  const one = (title: string, n: number, corroboration: Corroboration, events: EventType[], origins: number): Story =>
    story(`s${99 - n}`, { title, corroboration, events, origins: Array.from({ length: origins }, (_, i) => `o${i}`) });
  expect(
    await order([
      one('confirmed talk', 1, 'confirmed', ['announcement'], 1),
      one('denied outage', 2, 'denied', ['incident_or_outage'], 1),
      one('reported outage, three voices', 3, 'reported', ['incident_or_outage'], 3),
      one('reported outage, one voice', 4, 'reported', ['incident_or_outage'], 1),
      one('reported talk', 5, 'reported', ['announcement'], 1),
      one('rumour of an outage', 6, 'rumour', ['incident_or_outage'], 9),
    ]),
  ).toEqual([
    'confirmed talk',
    'denied outage',
    'reported outage, three voices',
    'reported outage, one voice',
    'reported talk',
    'rumour of an outage',
  ]);
});
