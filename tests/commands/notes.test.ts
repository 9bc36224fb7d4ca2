import { expect, test } from 'vitest';
import { createNotes, sourceLines } from '../../commands/parts/notes.ts';
import type { Citation } from '../../src/domain/answer.ts';
import { messagesOf } from '../../src/messages/index.ts';

const catalogue: Citation = {
  statement: 'a',
  publisher: 'anssi',
  publisherName: 'ANSSI',
  url: 'https://cyber.gouv.fr/catalogue.pdf',
  kind: 'official',
  reliability: 'A',
  credibility: 2,
  public: { from: '2025-03-24', to: '2025-04-30' },
  dated: { from: '2026-09-15', to: '2026-09-15' },
  via: 'as transcribed by a third party',
};
const press: Citation = {
  statement: 'b',
  publisher: 'clubic',
  publisherName: 'Clubic',
  url: 'https://clubic.com/a',
  kind: 'press',
  reliability: 'B',
  credibility: 2,
  public: { from: '2025-04-17', to: '2025-04-17' },
};

const lines = (citations: readonly Citation[], knownOn: string | null = null, lang: 'fr' | 'en' = 'en'): string[] => {
  const notes = createNotes();
  for (const citation of citations) notes.marks([citation]);
  return sourceLines(notes, messagesOf(lang), knownOn).map((line) =>
    line.map((span) => (typeof span === 'string' ? span : span.text)).join(''),
  );
};

test('a source is told by the day its text came out, and by how it was read', () => {
  expect(lines([catalogue, press])).toEqual([
    '[1] ANSSI (official, A2), 15 September 2026, read through an intermediary',
    '[2] Clubic (press, B2), 17 April 2025',
  ]);
});

test('where only what was public by a day is used, a later text says why it may stand there', () => {
  expect(lines([catalogue, press], '2026-01-15')).toEqual([
    '[1] ANSSI (official, A2), 15 September 2026, read through an intermediary, cited for what was already public',
    '[2] Clubic (press, B2), 17 April 2025',
  ]);
  expect(lines([catalogue], '2026-01-15', 'fr')[0]).toContain('cité pour ce qui était déjà public');
});

test('one text is one source whatever it tells, but not where it is believed less', () => {
  const older: Citation = { ...catalogue, statement: 'c', public: { from: '2023-11-30', to: '2023-12-11' } };
  const weaker: Citation = { ...catalogue, statement: 'd', credibility: 3 };
  expect(lines([catalogue, older, weaker]).map((line) => line.slice(0, 28))).toEqual([
    '[1] ANSSI (official, A2), 15',
    '[2] ANSSI (official, A3), 15',
  ]);
});
