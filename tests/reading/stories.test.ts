import { expect, test } from 'vitest';
import type { Readable } from '../../src/domain/item.ts';
import { createReader } from '../../src/reading/read.ts';
import { createStoryBook, matchStory, traitsOf } from '../../src/reading/stories.ts';
import { PUBLISHERS, TRACKED } from '../fixtures/reading/names.ts';

const read = createReader({ tracked: TRACKED, publishers: PUBLISHERS });

/** story | day of March 2024 | headline | summary */
const SET = `
a | 4 | S3NS obtient la qualification SecNumCloud 3.2 de l'Anssi | La coentreprise de Thales et Google Cloud décroche le visa pour PREMI3NS.
a | 4 | S3NS secures SecNumCloud qualification | The Thales and Google venture gets the French security label for its trusted cloud.
a | 5 | SecNumCloud : l'Anssi qualifie enfin S3NS | L'offre de cloud de confiance est désormais qualifiée SecNumCloud.
a | 5 | S3NS erhält SecNumCloud-Qualifikation | Die Cloud von Thales und Google ist nun von der ANSSI qualifiziert.
b | 6 | S3NS signe avec la MGEN | La mutuelle choisit le cloud de confiance de S3NS pour ses données de santé.
b | 7 | MGEN picks S3NS trusted cloud for health data | The insurer moves to the cloud of S3NS.
c | 6 | S3NS et Bleu : quel cloud de confiance choisir ? | Comparatif des deux offres souveraines.
d | 4 | OVHcloud : incendie dans un datacenter de Strasbourg | Le feu a détruit un bâtiment, aucun blessé.
d | 4 | Fire destroys OVHcloud data center in Strasbourg | Millions of websites are offline after the blaze.
d | 4 | Brand zerstört OVHcloud-Rechenzentrum in Straßburg | Das Feuer brach in der Nacht aus.
e | 8 | OVHcloud lève 500 millions d'euros | L'hébergeur ouvre son capital à KKR.
e | 8 | OVHcloud raises 500 million euros | The hosting firm sells a stake to KKR.
f | 8 | OVHcloud ouvre une région à Toronto | Le nouveau datacenter accueille ses premiers clients.
f | 9 | OVHcloud opens a region in Toronto | The new data center welcomes customers.
g | 9 | OVHcloud ouvre une région à Milan | Une région cloud de plus en Italie.
h | 11 | NumSpot repousse son lancement à 2025 | La commercialisation glisse.
h | 12 | NumSpot delays its launch to 2025 | Sales slip to next year.
i | 12 | NumSpot noue un partenariat avec Wallix | Les deux éditeurs s'allient.
j | 4 | Scaleway franchit le jalon J0 du SecNumCloud | L'hébergeur avance.
j | 4 | Scaleway passes SecNumCloud J0 milestone | The host moves on.
k | 12 | Scaleway vise le jalon J1 du SecNumCloud | Prochaine étape.
l | 13 | La DINUM lance un appel d'offres pour un cloud souverain | Le marché porte sur quatre ans.
m | 13 | Le Sénat adopte la loi SREN sur le cloud | L'article 31 impose un cloud de confiance.
m | 14 | Loi SREN : le Sénat vote l'article 31 sur le cloud de confiance | Les données sensibles de l'État sont visées.
n | 14 | EU drops sovereignty rules from EUCS cloud scheme | A new draft of the certification scheme.
`;

type Told = { readonly story: string; readonly item: Readable };
const told: Told[] = SET.trim()
  .split('\n')
  .map((line, i) => {
    const [story = '', day = '', title = '', summary = ''] = line.split('|').map((c) => c.trim());
    return { story, item: { id: `i${i}`, title, summary, published: `2024-03-${day.padStart(2, '0')}T08:00:00.000Z` } };
  })
  .sort((a, b) => ((a.item.published ?? '') < (b.item.published ?? '') ? -1 : 1));

function pairs(): { right: number; wrong: string[]; missed: string[] } {
  const book = createStoryBook();
  const placed = told.map((t) => ({ ...t, id: book.place(read(t.item), t.item) }));
  let right = 0;
  const wrong: string[] = [];
  const missed: string[] = [];
  placed.forEach((a, i) => {
    for (const b of placed.slice(i + 1)) {
      const line = `${a.item.title} / ${b.item.title}`;
      if (a.id === b.id && a.story === b.story) right++;
      else if (a.id === b.id) wrong.push(line);
      else if (a.story === b.story) missed.push(line);
    }
  });
  return { right, wrong, missed };
}

test('near misses stay apart and most tellings of one event meet, across languages', () => {
  const { right, wrong, missed } = pairs();
  expect(wrong).toEqual([]);
  expect(missed.slice(0, Math.max(0, missed.length - 2))).toEqual([]);
  expect(right).toBeGreaterThan(12);
});

const long =
  'L’hébergeur annonce une nouvelle organisation de ses équipes techniques et commerciales, qui doit lui permettre de répondre plus vite aux demandes de ses clients européens les plus exigeants en matière de souveraineté et de sécurité.';
const original: Readable = {
  id: 'o',
  title: 'OVHcloud se réorganise',
  summary: long,
  published: '2024-03-04T08:00:00.000Z',
};

test('a truncated copy under another headline joins', () => {
  const copy: Readable = {
    id: 'c',
    title: 'Du neuf chez OVHcloud',
    summary: long.slice(0, 130),
    published: '2024-03-05T08:00:00.000Z',
  };
  const traits = traitsOf('s1', read(original), '2024-03-04T08:00:00.000Z');
  expect(matchStory(read(copy), copy, [traits], '2024-03-05T09:00:00.000Z')).toMatchObject({
    story: 's1',
    reason: 'same text',
  });
});

test('after a fortnight it is another story', () => {
  const traits = traitsOf('s1', read(original), '2024-03-04T08:00:00.000Z');
  const late = { ...original, id: 'l', published: '2024-04-04T08:00:00.000Z' };
  expect(matchStory(read(late), late, [traits], '2024-04-04T09:00:00.000Z')).toBe(null);
});

test('placing the same items again gives the same stories', () => {
  const run = (): string[] => {
    const book = createStoryBook();
    return told.map((t) => book.place(read(t.item), t.item));
  };
  expect(run()).toEqual(run());
});

/** day | stance when alone | headline | summary; lines of one block are told in this order. */
const at = (day: number): string => `2025-12-${String(day).padStart(2, '0')}T08:00:00.000Z`;
type Line = readonly [day: number, title: string, summary?: string];
const placed = (lines: readonly Line[]): string[] => {
  const book = createStoryBook();
  return lines.map(([day, title, summary = ''], i) => {
    const item = { id: `r${i}`, title, summary, published: at(day) };
    return book.place(read(item), item);
  });
};
const RUMOUR: Line = [
  9,
  'S3NS serait sur le point d’obtenir la qualification SecNumCloud',
  'Selon des sources concordantes, la filiale de Thales attendrait la décision de l’ANSSI avant la fin de l’année.',
];

test.each<readonly [string, readonly Line[]]>([
  [
    'a rumoured qualification that is granted',
    [
      RUMOUR,
      [
        17,
        'S3NS : l’offre PREMI3NS obtient la qualification SecNumCloud 3.2',
        'L’ANSSI a qualifié le service PREMI3NS.',
      ],
    ],
  ],
  [
    'its retelling in another language',
    [
      RUMOUR,
      [
        11,
        'S3NS said to be close to SecNumCloud qualification',
        'According to Le Fil Cloud, the Thales subsidiary built on Google Cloud technology could be qualified by ANSSI before the end of the year.',
      ],
    ],
  ],
  [
    'a rumoured qualification granted, told in another language',
    [RUMOUR, [18, 'S3NS obtains SecNumCloud 3.2 qualification for its trusted cloud', 'ANSSI has qualified PREMI3NS.']],
  ],
  [
    'a rumoured qualification that is denied',
    [
      RUMOUR,
      [10, 'S3NS dément être sur le point d’obtenir la qualification SecNumCloud', 'Le dossier suit son cours.'],
    ],
  ],
  [
    'a rumoured partnership announced',
    [
      [1, 'Scaleway négocierait un partenariat cloud avec Mistral', 'Selon nos informations, un accord serait proche.'],
      [9, 'Scaleway et Mistral annoncent un partenariat', 'Les deux sociétés signent un accord sur le cloud.'],
    ],
  ],
  [
    'a rumoured partnership denied',
    [
      [1, 'Scaleway négocierait un partenariat cloud avec Mistral', 'Selon nos informations, un accord serait proche.'],
      [2, 'Scaleway dément tout partenariat avec Mistral', 'La filiale d’Iliad nie être en discussion.'],
    ],
  ],
  [
    'a rumoured launch that comes',
    [
      [1, 'OVHcloud préparerait le lancement d’une offre de GPU souverains', 'Selon nos informations.'],
      [10, 'OVHcloud lance son offre de GPU pour l’intelligence artificielle', 'Les instances sont ouvertes.'],
    ],
  ],
  [
    'a rumoured purchase announced, in another language',
    [
      [1, 'OVHcloud préparerait le rachat de Gridscale', 'Selon nos informations, des discussions seraient avancées.'],
      [12, 'OVHcloud acquires Gridscale', 'The French host buys the German edge cloud firm.'],
    ],
  ],
  [
    'a rumoured outage admitted',
    [
      [4, 'OVHcloud serait touché par une panne à Gravelines, selon des sources internes', ''],
      [5, 'OVHcloud confirme une panne dans son datacenter de Gravelines', 'Le service est rétabli.'],
    ],
  ],
  [
    'a rumoured label, retold, then granted',
    [
      [
        2,
        'Clever Cloud serait proche d’obtenir le visa SecNumCloud',
        'Selon nos informations, la décision est imminente.',
      ],
      [
        5,
        'Clever Cloud could soon be SecNumCloud qualified, according to Cloud Weekly',
        'The firm declined to comment.',
      ],
      [12, 'Clever Cloud décroche son visa SecNumCloud', 'L’Anssi a qualifié son PaaS.'],
    ],
  ],
  [
    'a rumoured renewal',
    [
      [1, 'Oodrive reportedly close to HDS renewal', 'Sources say the certification is days away.'],
      [9, 'Oodrive renews its HDS certification', 'The French firm keeps its label.'],
    ],
  ],
  [
    'a rumoured closure',
    [
      [3, 'Ikoula fermerait son cloud public, selon des sources internes', 'Les équipes auraient été prévenues.'],
      [9, 'Ikoula arrête son offre de cloud public', 'L’hébergeur met fin au service.'],
    ],
  ],
  [
    'a rumoured partnership in German',
    [
      [2, 'STACKIT soll angeblich mit Google über eine Partnerschaft verhandeln', 'Das berichtet das Handelsblatt.'],
      [8, 'STACKIT und Google verkünden Partnerschaft', 'Beide arbeiten bei der Cloud zusammen.'],
    ],
  ],
])('%s is one story', (_, lines) => {
  expect(new Set(placed(lines)).size).toBe(1);
});

test.each<readonly [string, readonly Line[]]>([
  [
    'steps that nobody rumoured',
    [
      [1, 'Scaleway franchit le jalon J0 de la qualification SecNumCloud', 'L’hébergeur avance.'],
      [6, 'Scaleway franchit le jalon J1 de la qualification SecNumCloud', 'L’hébergeur avance encore.'],
      [13, 'Scaleway obtient la qualification SecNumCloud', 'L’Anssi a tranché.'],
    ],
  ],
  [
    'an announcement and its availability',
    [
      [1, 'S3NS annonce son offre de cloud de confiance PREMI3NS', 'L’offre ouvrira plus tard.'],
      [9, 'S3NS : PREMI3NS est en disponibilité générale', 'Le cloud de confiance est ouvert à tous.'],
    ],
  ],
  [
    'two rumours about one provider',
    [RUMOUR, [10, 'Un fonds préparerait le rachat de S3NS', 'Selon nos informations, le fonds KKR serait intéressé.']],
  ],
  [
    'rumoured purchases of two firms',
    [
      [1, 'OVHcloud préparerait le rachat de Gridscale', 'Selon nos informations.'],
      [3, 'OVHcloud préparerait le rachat d’Ikoula', 'Selon nos informations.'],
    ],
  ],
  [
    'a rumoured partnership and one with somebody else',
    [
      [1, 'Scaleway négocierait un partenariat cloud avec Mistral', 'Selon nos informations.'],
      [5, 'Scaleway signe un partenariat avec Wallix', 'Les deux éditeurs s’allient dans le cloud.'],
    ],
  ],
  [
    'a rumoured label and a step on its way',
    [
      RUMOUR,
      [12, 'S3NS franchit le jalon J1 de la qualification SecNumCloud', 'La stratégie d’évaluation est validée.'],
    ],
  ],
  [
    'a rumoured label and another one',
    [RUMOUR, [12, 'S3NS obtient la certification HDS', 'L’hébergeur de données de santé est certifié.']],
  ],
  [
    'a rumoured launch and another offer',
    [
      [1, 'OVHcloud préparerait le lancement d’une offre de GPU souverains', 'Selon nos informations.'],
      [5, 'OVHcloud ouvre une région à Milan', 'Un datacenter de plus en Italie.'],
    ],
  ],
  [
    'one rumour about two providers',
    [RUMOUR, [12, 'Cloud Temple obtient la qualification SecNumCloud', 'L’Anssi a tranché.']],
  ],
  [
    'two rumours of which one tells no kind of event well',
    [
      [3, 'Outscale préparerait une offre Kubernetes souveraine', 'Selon nos informations'],
      [4, 'Outscale préparerait une hausse de ses tarifs', 'Selon nos informations'],
    ],
  ],
  [
    'two partners, one of them tracked',
    [
      [3, 'NumSpot annonce un partenariat avec Wallix', 'Les deux éditeurs s’allient.'],
      [4, 'NumSpot annonce un partenariat avec Docaposte', 'Les deux sociétés s’allient.'],
    ],
  ],
  [
    'a rumoured label and a target that the company states',
    [RUMOUR, [12, 'S3NS vise la qualification SecNumCloud en 2027', 'Le calendrier est officiel.']],
  ],
  ['a rumoured label and money', [RUMOUR, [12, 'S3NS lève 20 millions d’euros', 'La levée finance la croissance.']]],
])('%s: different stories', (_, lines) => {
  expect(new Set(placed(lines)).size).toBe(lines.length);
});

test('what an authority tells of two providers in the same words on the same day are two stories', () => {
  const book = createStoryBook();
  const item = (id: string, title: string, summary: string): Readable => ({
    id,
    title,
    summary,
    published: '2026-09-01T08:00:00.000Z',
  });
  const place = (readable: Readable) => book.place(read(readable), readable);
  const decision = (who: string) =>
    `L'ANSSI a qualifié le 31 juillet 2026 les services de ${who} selon le référentiel SecNumCloud 3.2.`;
  const numspot = place(item('1', 'NumSpot obtient la qualification SecNumCloud 3.2', decision('NumSpot')));
  const scaleway = place(item('2', 'Scaleway obtient la qualification SecNumCloud 3.2', decision('Scaleway')));
  expect(scaleway).not.toBe(numspot);
  // The press tells one of them and names the other in passing.
  const press = place(
    item(
      '3',
      'NumSpot décroche enfin la qualification SecNumCloud',
      "Le visa de l'ANSSI arrive, comme pour Scaleway le même jour.",
    ),
  );
  expect(press).toBe(numspot);
  expect(place(item('4', 'Scaleway secures SecNumCloud qualification', 'ANSSI has qualified Scaleway.'))).toBe(
    scaleway,
  );
});
