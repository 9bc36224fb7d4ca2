import { expect, test } from 'vitest';
import type { Member } from '../../src/domain/story.ts';
import { corroborationOf } from '../../src/reading/corroboration.ts';
import { member } from '../store/samples.ts';

/** One voice a day, in this order. */
function level(...told: readonly (readonly [publisher: string, stance: string, kind?: Member['kind']])[]) {
  const members = told.map(([publisher, stance, kind = 'press'], n) =>
    member(`k${n}`, { publisher, origin: publisher, stance, kind, published: `2026-11-${10 + n}T08:00:00.000Z` }),
  );
  // However they come in, what counts is the day on which each was said.
  const seen = [members, members.toReversed()].map((list) => corroborationOf(list, []).corroboration);
  expect(new Set(seen).size).toBe(1);
  return seen[0];
}

test('a denial stands until an official source has spoken since, be it of a plan', () => {
  expect(level(['jdn', 'rumour'], ['bleu', 'denied', 'official'])).toBe('denied');
  expect(level(['jdn', 'rumour'], ['bleu', 'denied', 'official'], ['bleu', 'planned', 'official'])).toBe('reported');
  expect(level(['jdn', 'rumour'], ['bleu', 'planned', 'official'], ['bleu', 'denied', 'official'])).toBe('denied');
  // A paper's word does not end it.
  expect(level(['jdn', 'rumour'], ['bleu', 'denied', 'official'], ['reuters', 'planned'])).toBe('denied');
  expect(level(['bleu', 'denied', 'official'], ['bleu', 'confirmed', 'official'])).toBe('confirmed');
});

test('plans are reported, however many tell of them', () => {
  expect(level(['jdn', 'planned'])).toBe('reported');
  expect(level(['jdn', 'planned'], ['reuters', 'planned'], ['bleu', 'planned', 'official'])).toBe('reported');
});
