import { expect, test } from 'vitest';
import type { Member } from '../../src/domain/story.ts';
import { corroborationOf } from '../../src/reading/corroboration.ts';
import { PUBLISHERS } from '../fixtures/reading/names.ts';

let n = 0;
const member = (publisher: string, stance: string, more: Partial<Member> = {}): Member => ({
  item: `i${++n}`,
  feed: 'f',
  title: 't',
  link: null,
  publisher,
  origin: publisher,
  stance,
  kind: 'press',
  published: `2024-03-04T08:00:${String(n % 60).padStart(2, '0')}.000Z`,
  joinedAt: '2024-03-04T09:00:00.000Z',
  reason: 'new',
  ...more,
});
const level = (...members: Member[]) => corroborationOf(members, PUBLISHERS).corroboration;

test('one rumour is a rumour, two independent ones are reported, never confirmed', () => {
  expect(level(member('jdn', 'rumour'))).toBe('rumour');
  expect(level(member('jdn', 'rumour'), member('reuters', 'rumour'), member('la-tribune', 'rumour'))).toBe('reported');
});

test('who quotes the JDN counts as the JDN', () => {
  const { corroboration, origins } = corroborationOf(
    [member('jdn', 'rumour'), member('reuters', 'rumour', { origin: 'jdn' })],
    PUBLISHERS,
  );
  expect(corroboration).toBe('rumour');
  expect(origins).toEqual(['ccm']);
});

test('two papers of one owner are one voice', () => {
  expect(level(member('lemondeinformatique', 'confirmed'), member('ictjournal', 'confirmed'))).toBe('reported');
});

test('one press report is reported, two independent ones confirm', () => {
  expect(level(member('jdn', 'confirmed'))).toBe('reported');
  expect(level(member('jdn', 'planned'))).toBe('reported');
  expect(level(member('jdn', 'confirmed'), member('reuters', 'confirmed'))).toBe('confirmed');
});

test('an official source confirms alone, unless it only quotes', () => {
  expect(level(member('anssi', 'confirmed', { kind: 'official' }))).toBe('confirmed');
  expect(level(member('anssi', 'confirmed', { kind: 'official', origin: 'jdn' }))).toBe('reported');
});

test('a denial ends a rumour; a later official word ends the denial', () => {
  expect(level(member('jdn', 'rumour'), member('reuters', 'denied'))).toBe('denied');
  const denied = member('reuters', 'denied', { published: '2024-03-04T08:00:00.000Z' });
  const later = member('anssi', 'confirmed', { kind: 'official', published: '2024-03-06T08:00:00.000Z' });
  expect(level(denied, later)).toBe('confirmed');
});

test('papers that relay a company’s own word are one voice, and not the official one', () => {
  const { corroboration, origins } = corroborationOf(
    [member('jdn', 'confirmed', { origin: 's3ns' }), member('reuters', 'confirmed', { origin: 's3ns' })],
    PUBLISHERS,
  );
  expect([corroboration, origins]).toEqual(['reported', ['s3ns']]);
});

test('an unlisted source is one voice however it is spelled', () => {
  const { corroboration, origins } = corroborationOf(
    [member('Le Fil Cloud', 'rumour'), member('Cloud Lookout', 'rumour', { origin: 'Fil Cloud' })],
    PUBLISHERS,
  );
  expect([corroboration, origins]).toEqual(['rumour', ['Le Fil Cloud']]);
});

test('an aggregator’s item without a publisher is nobody’s voice', () => {
  const lost = member('Veille', 'confirmed', { site: '' });
  expect(level(member('jdn', 'confirmed'), lost)).toBe('reported');
  expect(corroborationOf([lost], PUBLISHERS)).toEqual({ corroboration: 'reported', origins: [] });
});

test('unlisted feeds of one registered domain are one voice, whatever they are called', () => {
  const section = member('Nuages : sécurité', 'confirmed', { site: 'nuages.example' });
  const { corroboration, origins } = corroborationOf(
    [member('Nuages Hebdo', 'confirmed', { site: 'nuages.example' }), section],
    PUBLISHERS,
  );
  expect([corroboration, origins]).toEqual(['reported', ['Nuages Hebdo']]);
  expect(level(section, member('Le Fil', 'confirmed', { site: 'fil.example' }))).toBe('confirmed');
});

test('a copy is the voice of whoever told the text first, but an official word is its own', () => {
  const first = member('jdn', 'confirmed');
  const copy = { copyOf: first.item };
  expect(level(first, member('reuters', 'confirmed', copy))).toBe('reported');
  expect(
    level(first, member('reuters', 'confirmed', copy), member('anssi', 'confirmed', { kind: 'official', ...copy })),
  ).toBe('confirmed');
});

test('one paper that quotes two others is one paper', () => {
  const quotes = (origin: string) => member('la-tribune', 'confirmed', { origin });
  expect(level(quotes('jdn'), quotes('reuters'))).toBe('reported');
  expect(level(quotes('jdn'), member('les-echos', 'confirmed', { origin: 'reuters' }))).toBe('confirmed');
});
