import { expect, test } from 'vitest';
import { readTimes } from '../../src/reading/when.ts';

const PUBLISHED = '2024-03-15';

/** text | earliest | latest | modality; `-` is an open side. Read as if published on 15 March 2024. */
const TABLE = `
fin 2024 | 2024-10-01 | 2024-12-31 | in
à la fin de 2025 | 2025-10-01 | 2025-12-31 | in
début 2022 | 2022-01-01 | 2022-03-31 | in
mi-2025 | 2025-05-01 | 2025-08-31 | in
courant 2025 | 2025-01-01 | 2025-12-31 | in
en 2025 | 2025-01-01 | 2025-12-31 | in
pas avant 2025 | 2025-01-01 | - | not-before
ne sera pas disponible avant 2026 | 2026-01-01 | - | not-before
d'ici fin 2024 | - | 2024-12-31 | by
d'ici à 2027 | - | 2027-12-31 | by
d’ici la fin de l’année 2024 | - | 2024-12-31 | by
d'ici la fin de l'année | - | 2024-12-31 | by
au plus tard fin 2025 | - | 2025-12-31 | by
avant 2027 | - | 2026-12-31 | by
avant la fin 2026 | - | 2026-12-31 | by
before the end of the year | - | 2024-12-31 | by
vor Jahresende | - | 2024-12-31 | by
avant l'été 2025 | - | 2025-05-31 | by
à l'horizon 2023 | 2023-01-01 | 2023-12-31 | around
vers 2030 | 2030-01-01 | 2030-12-31 | around
dès 2025 | 2025-01-01 | - | from
à partir de septembre 2024 | 2024-09-01 | - | from
dès la rentrée 2024 | 2024-09-01 | - | from
à la rentrée | 2024-09-01 | 2024-09-30 | in
S1 2026 | 2026-01-01 | 2026-06-30 | in
au S2 2025 | 2025-07-01 | 2025-12-31 | in
au second semestre 2025 | 2025-07-01 | 2025-12-31 | in
au premier semestre de l'année 2026 | 2026-01-01 | 2026-06-30 | in
T4 2025 | 2025-10-01 | 2025-12-31 | in
au quatrième trimestre 2025 | 2025-10-01 | 2025-12-31 | in
au dernier trimestre de 2024 | 2024-10-01 | 2024-12-31 | in
1er trimestre 2025 | 2025-01-01 | 2025-03-31 | in
fin du premier semestre 2025 | 2025-05-01 | 2025-06-30 | in
première moitié de 2025 | 2025-01-01 | 2025-06-30 | in
au printemps 2025 | 2025-03-01 | 2025-05-31 | in
à l'été 2024 | 2024-06-01 | 2024-08-31 | in
cet automne | 2024-09-01 | 2024-11-30 | in
en septembre 2024 | 2024-09-01 | 2024-09-30 | in
fin mars 2025 | 2025-03-21 | 2025-03-31 | in
mi-juin | 2024-06-11 | 2024-06-20 | in
le 15 janvier 2024 | 2024-01-15 | 2024-01-15 | in
1er juillet 2024 | 2024-07-01 | 2024-07-01 | in
17 décembre | 2023-12-17 | 2023-12-17 | in
15/03/2024 | 2024-03-15 | 2024-03-15 | in
03/25/2024 | 2024-03-25 | 2024-03-25 | in
2024-09-30 | 2024-09-30 | 2024-09-30 | in
sous 18 mois | - | 2025-09-15 | by
dans les six mois | - | 2024-09-15 | by
dans 18 mois | 2025-09-01 | 2025-09-30 | in
l'année prochaine | 2025-01-01 | 2025-12-31 | in
début de l'année prochaine | 2025-01-01 | 2025-03-31 | in
le mois prochain | 2024-04-01 | 2024-04-30 | in
entre fin 2024 et mi-2025 | 2024-10-01 | 2025-08-31 | in
fin 2024 ou début 2025 | 2024-10-01 | 2025-03-31 | in
jusqu'au 30 novembre 2026 | - | 2026-11-30 | by
aujourd'hui | 2024-03-15 | 2024-03-15 | in
by the end of 2024 | - | 2024-12-31 | by
in the second half of 2025 | 2025-07-01 | 2025-12-31 | in
early 2026 | 2026-01-01 | 2026-03-31 | in
mid-2025 | 2025-05-01 | 2025-08-31 | in
late 2024 | 2024-10-01 | 2024-12-31 | in
Q4/2024 | 2024-10-01 | 2024-12-31 | in
Q1 2026 | 2026-01-01 | 2026-03-31 | in
H1 2025 | 2025-01-01 | 2025-06-30 | in
the fourth quarter of 2025 | 2025-10-01 | 2025-12-31 | in
not before 2026 | 2026-01-01 | - | not-before
no earlier than June 2025 | 2025-06-01 | - | not-before
March 25, 2025 | 2025-03-25 | 2025-03-25 | in
25 March 2025 | 2025-03-25 | 2025-03-25 | in
from September 2024 | 2024-09-01 | - | from
by year-end | - | 2024-12-31 | by
within 18 months | - | 2025-09-15 | by
next year | 2025-01-01 | 2025-12-31 | in
next spring | 2025-03-01 | 2025-05-31 | in
in 2026 at the earliest | 2026-01-01 | - | not-before
Ende 2024 | 2024-10-01 | 2024-12-31 | in
Mitte 2025 | 2025-05-01 | 2025-08-31 | in
im 4. Quartal 2024 | 2024-10-01 | 2024-12-31 | in
im zweiten Halbjahr 2025 | 2025-07-01 | 2025-12-31 | in
ab Frühjahr 2025 | 2025-03-01 | - | from
bis Ende 2026 | - | 2026-12-31 | by
nicht vor 2026 | 2026-01-01 | - | not-before
am 15. März 2025 | 2025-03-15 | 2025-03-15 | in
innerhalb von 12 Monaten | - | 2025-03-15 | by
`;

const rows = TABLE.trim()
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()));

test.each(rows)('%s', (text, earliest, latest, modality) => {
  const sentence = `Le service, ${text}, ouvrira`;
  const found = readTimes(sentence, PUBLISHED);
  const open = (day: string | null | undefined) => day ?? '-';
  expect(found.map((t) => [open(t.earliest), open(t.latest), t.modality])).toEqual([[earliest, latest, modality]]);
});

test.each([
  'les 2024 clients',
  'Windows Server 2022 est là',
  'elle a été rachetée',
  'le marché de mai', // a month after a bare preposition is one: the year is the reader's
])('%s gives no wrong year', (text) => {
  const years = readTimes(text, PUBLISHED).map((t) => (t.earliest ?? t.latest ?? '').slice(0, 4));
  expect(years.filter((y) => y !== '2024')).toEqual([]);
});

test('a unit that is not understood never becomes its year', () => {
  expect(readTimes('à Pâques 2025', PUBLISHED)).toEqual([]);
  expect(readTimes('semaine 32 2025 en ligne', PUBLISHED)).toEqual([]);
});

test('the span holds the whole expression, in the original text', () => {
  const text = 'L’offre arrivera d’ici à la fin de l’année 2024, promet-on';
  const [found] = readTimes(text, PUBLISHED);
  expect(found && text.slice(...found.span)).toBe('d’ici à la fin de l’année 2024');
});

test('without a publication day, relative expressions give nothing', () => {
  expect(readTimes("l'année prochaine, sous 18 mois, en mars", null)).toEqual([]);
  expect(readTimes('fin 2024', null)).toHaveLength(1);
});
