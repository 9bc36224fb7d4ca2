import { expect, test } from 'vitest';
import { dayOptions, readSubject } from '../../commands/parts/subject.ts';
import { messagesOf } from '../../src/messages/index.ts';
import { createRecord } from '../../src/record/record.ts';
import { textOf } from '../asking/scene.ts';
import { PARTS } from '../record/dataset.ts';

const twin = (id: string, name: string) => ({
  ...{ id, name, kind: 'provider' as const, aliases: ['Twin'], country: 'FR', provider: null },
  summary: { fr: '', en: '' },
});
const record = createRecord({
  ...PARTS,
  subjects: [...PARTS.subjects, twin('first', 'First Twin'), twin('second', 'Second Twin')],
  statements: [],
});
const read = (text: string, lang: 'en' | 'fr' = 'en') =>
  readSubject(
    text,
    'subject',
    { messages: messagesOf(lang), queries: { record } },
    (id) => `timeline ${id} since:2024`,
  );

test('a name that is one subject is read, however it is written', () => {
  expect(read(' ACME ')).toMatchObject({ subject: { id: 'acme' } });
  expect(read('acme cloud')).toMatchObject({ subject: { id: 'acme/cloud' } });
});

test('a name of two subjects asks which, a button for each asks the same of it', () => {
  const answer = read('twin');
  if (!('refused' in answer)) throw new Error('read');
  const { refused } = answer;
  expect(refused).toMatchObject({
    ok: false,
    private: true,
    data: { error: 'several_subjects', option: 'subject', nearest: ['first', 'second'] },
  });
  const text = textOf({ view: refused.pages[0] });
  expect(text).toContain('“twin” may mean several things');
  expect(text).toContain('[First Twin|timeline first since:2024]');
  expect(text).toContain('[Second Twin|timeline second since:2024]');
});

test('a name of nothing is quoted, cut where it is endless, with the nearest names', () => {
  const near = read('amce', 'fr');
  if (!('refused' in near)) throw new Error('read');
  expect(near.refused.data).toMatchObject({ error: 'unknown_subject', nearest: ['acme'] });
  expect(textOf({ view: near.refused.pages[0] })).toContain('« amce »');
  const endless = read('x'.repeat(5000));
  if (!('refused' in endless)) throw new Error('read');
  expect(textOf({ view: endless.refused.pages[0] }).length).toBeLessThan(300);
});

test('the days of a question stand in a line as they were asked', () => {
  expect(dayOptions({})).toBe('');
  expect(dayOptions({ asOf: '2024-01-31', knownOn: '2024-02-01', recordedOn: '2026-11-21' })).toBe(
    ' as-of:2024-01-31 known-on:2024-02-01 recorded-on:2026-11-21',
  );
});
