import { expect, test } from 'vitest';
import { searchTerms, stemsOf } from '../../src/domain/stems.ts';

test.each([
  ['qualification qualifications qualifié qualifiée qualifiés qualified qualify qualifies'],
  ['certification certifié Certified certifier'],
  ['lancement lance lancé lancer lancée lancements'],
  ['launch launched launches launching'],
  ['hébergement HÉBERGÉ heberger hébergés'],
  ['migration migrer migrate migrated migrations migrating'],
  ['souverain souveraine souveraineté souverains'],
  ['réseau réseaux'],
  ['régional régionaux'],
  ['français française françaises'],
  ['retard retards retardé retardée'],
  ['delay delays delayed'],
  ['création créée créer créé created create'],
  ['plan planned planning plans'],
  ['abandon abandonné abandonne abandons'],
  ['partenariat partenariats partenaires'],
  ['opérateur operator opérateurs operations'],
])('%s are one word', (words) => {
  expect(stemsOf(words)).toHaveLength(1);
});

test.each([['offre offer'], ['bleu blanc'], ['service serveur'], ['acteur acte'], ['station statut'], ['s3ns s3']])(
  '%s stay apart',
  (words) => {
    expect(stemsOf(words)).toHaveLength(2);
  },
);

test('what says nothing is left out, elisions are cut, figures stay', () => {
  expect(stemsOf('L’hébergeur de l’État, qualifié en 2025 : SecNumCloud 3.2 !')).toEqual([
    'hebergeur',
    'etat',
    'qualifi',
    '2025',
    'secnumcloud',
    '3',
    '2',
  ]);
  expect(stemsOf('et de la, the of!')).toEqual([]);
});

test('a star stands for all words that begin so', () => {
  expect(searchTerms('souver* Pannes')).toEqual(['souver*', 'pann']);
  expect(searchTerms('*')).toEqual([]);
});
