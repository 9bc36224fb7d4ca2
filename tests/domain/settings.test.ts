import { expect, test } from 'vitest';
import { EVENT_TYPES } from '../../src/domain/event.ts';
import {
  differences,
  type ListChange,
  patched,
  SETTINGS,
  type SettingsPatch,
  takenBack,
} from '../../src/domain/settings.ts';
import type { Subscription } from '../../src/domain/subscription.ts';
import { fc } from '../property.ts';
import { subscription } from '../store/samples.ts';

const NAMES = ['bleu', 's3ns', 'outscale', 'scaleway'] as const;

const listOf = <T>(values: readonly T[]): fc.Arbitrary<ListChange<T>> =>
  fc.record({
    set: fc.oneof(fc.constant(null), fc.constant('all' as const), fc.uniqueArray(fc.constantFrom(...values))),
    steps: fc.array(fc.record({ add: fc.boolean(), value: fc.constantFrom(...values) }), { maxLength: 4 }),
  });

const PATCH: fc.Arbitrary<SettingsPatch> = fc.record(
  {
    providers: listOf<string>(NAMES),
    events: listOf(EVENT_TYPES),
    min: fc.constantFrom('rumour', 'reported', 'confirmed'),
    mode: fc.constantFrom('instant', 'digest'),
    quiet: fc.constantFrom(null, { from: '22:00', to: '07:00' }, { from: '12:00', to: '14:00' }),
    zone: fc.constantFrom('Europe/Paris', 'UTC'),
    lang: fc.constantFrom('fr', 'en'),
    perHour: fc.integer({ min: 1, max: 60 }),
  },
  { requiredKeys: [] },
);

const FRESH = subscription();
const apply = (patch: SettingsPatch, standing: Subscription | null): Subscription => patched(patch, standing, FRESH);
const kept = (s: Subscription) => ({ subscription: s, digest: null, notes: [] });
const change = (before: Subscription | null, after: Subscription | null) => ({
  id: 'c',
  channel: FRESH.channel,
  at: FRESH.since,
  before: before && kept(before),
  after: after && kept(after),
});

test('what is not named stays, whatever was set before', () => {
  fc.assert(
    fc.property(fc.array(PATCH, { maxLength: 5 }), PATCH, (earlier, patch) => {
      const before = earlier.reduce<Subscription>((s, p) => apply(p, s), FRESH);
      const after = apply(patch, before);
      for (const setting of differences(before, after)) expect(patch).toHaveProperty(setting);
      expect({ ...after, since: '' }).toEqual({ ...apply(patch, after), since: '' });
    }),
    { numRuns: 500 },
  );
});

test('undoing a change at once gives exactly what was before; undoing that gives the change again', () => {
  fc.assert(
    fc.property(fc.option(PATCH), PATCH, (earlier, patch) => {
      const before = earlier === null ? null : apply(earlier, FRESH);
      const after = apply(patch, before);
      const back = takenBack(change(before, after), after);
      if (before !== null && differences(before, after).length === 0) return;
      const forth = takenBack(change(after, before), before);
      const once = back.put?.subscription ?? null;
      expect(once && before && differences(once, before)).toEqual(before && []);
      expect(differences(forth.put?.subscription ?? FRESH, after)).toEqual([]);
    }),
    { numRuns: 500 },
  );
});

test('undoing a change never touches what somebody else changed since', () => {
  fc.assert(
    fc.property(PATCH, PATCH, PATCH, (earlier, mine, theirs) => {
      const before = apply(earlier, FRESH);
      const after = apply(mine, before);
      const now = apply(theirs, after);
      const { put, left } = takenBack(change(before, after), now);
      const end = put?.subscription ?? now;
      for (const setting of SETTINGS) {
        const changedByThem = differences(after, now).includes(setting);
        const changedByMe = differences(before, after).includes(setting);
        const wanted = changedByMe && !changedByThem ? before : now;
        expect(differences(end, wanted)).not.toContain(setting);
        // Where nothing is left to put back, what is as it was before was taken back already.
        const other = put !== undefined || differences(before, now).includes(setting);
        expect(left.includes(setting)).toBe(changedByMe && changedByThem && other);
      }
    }),
    { numRuns: 500 },
  );
});

test.each<[string, ListChange<string>, Partial<Subscription> | null, Partial<Subscription>]>([
  [
    '+ adds to a list',
    { set: null, steps: [{ add: true, value: 's3ns' }] },
    { providers: ['bleu'] },
    { providers: ['bleu', 's3ns'] },
  ],
  [
    '+ leaves all as it is',
    { set: null, steps: [{ add: true, value: 's3ns' }] },
    { providers: 'all' },
    { providers: 'all' },
  ],
  [
    '- leaves one out of all',
    { set: null, steps: [{ add: false, value: 's3ns' }] },
    { providers: 'all' },
    { providers: 'all', except: ['s3ns'] },
  ],
  [
    '+ brings it back',
    { set: null, steps: [{ add: true, value: 's3ns' }] },
    { providers: 'all', except: ['s3ns'] },
    { providers: 'all' },
  ],
  ['a name sets', { set: ['s3ns'], steps: [] }, { providers: 'all', except: ['bleu'] }, { providers: ['s3ns'] }],
  ['all sets', { set: 'all', steps: [] }, { providers: 'all', except: ['bleu'] }, { providers: 'all' }],
  ['+ begins with nothing', { set: null, steps: [{ add: true, value: 's3ns' }] }, null, { providers: ['s3ns'] }],
  [
    '- begins with all',
    { set: null, steps: [{ add: false, value: 's3ns' }] },
    null,
    { providers: 'all', except: ['s3ns'] },
  ],
])('%s', (_name, providers, standing, expected) => {
  const after = apply({ providers }, standing && { ...FRESH, ...standing });
  expect({ providers: after.providers, except: after.except }).toEqual({ except: undefined, ...expected });
});
