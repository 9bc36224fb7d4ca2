import { expect, test } from 'vitest';
import { typeset } from '../../src/record/form/words.ts';
import { loadDataset } from '../../src/record/load.ts';
import { RELEASED } from './dataset.ts';

const { statements, subjects } = await loadDataset(RELEASED);
const sentences = [...statements.map((s) => s.text), ...subjects.map((s) => s.summary)];

test('what is typed on a keyboard is printed with curved apostrophes and French spaces that do not break', () => {
  expect(typeset("L'offre : 10 000 serveurs, 24 % ; « ouverte » ?", 'fr')).toBe(
    'L’offre\u00a0: 10\u202f000 serveurs, 24\u202f%\u202f; «\u00a0ouverte\u00a0»\u202f?',
  );
  expect(typeset("ANSSI's decision: 24% of 1,000", 'en')).toBe('ANSSI’s decision: 24% of 1,000');
  const printed = typeset("L'an 2 026 : « oui » !", 'fr');
  expect(typeset(printed, 'fr')).toBe(printed);
});

test('no sentence of the dataset shows a straight apostrophe, a space that may break before a sign, or a double space', () => {
  for (const { fr, en } of sentences) {
    expect(fr).not.toMatch(/'| [:;?!%»€]|« | {2}/);
    expect(en).not.toMatch(/'|"| [:;?!%]| {2}/);
  }
});

test('every sentence ends as one, and says no more days, years, shares or amounts in one language than in the other', () => {
  const figures = (text: string): string[] => (text.match(/\d+(?:\.\d+)*/g) ?? []).filter((n) => n.length > 1).sort();
  const french = (text: string): string =>
    text.replaceAll(/(?<=\d)\s(?=\d{3}(?!\d))/g, '').replaceAll(/(?<=\d),(?=\d)/g, '.');
  const english = (text: string): string => text.replaceAll(/(?<=\d),(?=\d{3})/g, '');
  for (const { text } of statements) {
    expect(text.fr, text.fr).toMatch(/[.?!»)]$/);
    expect(text.en, text.en).toMatch(/[.?!”)]$/);
    expect.soft(figures(french(text.fr)), text.en).toEqual(figures(english(text.en)));
  }
});

test('a summary says what a thing is; where it stands is for statements, which have dates', () => {
  const sold = subjects.filter((s) => ['provider', 'offer', 'customer'].includes(s.kind));
  const status = /qualifi|candidat|en cours|being |abandon|discontinu|switched off|éteint|jamais|never|soon|bientôt/i;
  for (const { id, summary } of sold) {
    expect(summary.fr, id).not.toMatch(status);
    expect(summary.en, id).not.toMatch(status);
  }
});
