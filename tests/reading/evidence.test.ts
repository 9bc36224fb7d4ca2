import { expect, test } from 'vitest';
import { createReader } from '../../src/reading/read.ts';
import { PUBLISHERS, TRACKED } from '../fixtures/reading/names.ts';

const read = createReader({ tracked: TRACKED, publishers: PUBLISHERS });

const accepted = (title: string, summary = ''): string[] =>
  read({ id: title, title, summary, published: '2024-03-15T09:00:00.000Z' })
    .providers.filter((p) => p.decision === 'accept')
    .map((p) => p.id)
    .sort();

/** headline | summary | accepted ids. An empty list means that nothing may count. */
const NAMED = `
Bleu obtient la qualification SecNumCloud | | bleu
Le cloud de confiance de Bleu ouvre à ses premiers clients | | bleu
Jean Coumaros quitte la présidence de Bleu | Le dirigeant de la coentreprise d'Orange et Capgemini s'en va. | bleu capgemini orange-business
Cloud : Bleu et S3NS, deux visions de la souveraineté | | bleu s3ns
Chez Bleu, les migrations vers Microsoft 365 commencent | | bleu
La coentreprise Bleu franchit le jalon J1 | | bleu
SNCF choisit Bleu pour ses données sensibles | Le transporteur migre vers le cloud souverain. | bleu
Bleu gets SecNumCloud qualification | | bleu
French joint venture Bleu opens its sovereign cloud | | bleu
S3nS lance son offre | | s3ns
La filiale de Thales, S3NS, embauche un directeur | Le cloud de confiance bâti avec Google Cloud grandit. | s3ns thales
Un incendie chez OVH à Strasbourg | | ovhcloud
L’OVHcloud Summit ouvre ses portes | | ovhcloud
Ovh Cloud baisse ses prix | | ovhcloud
OVHclоud investit à Roubaix | | ovhcloud
O.V.H. cloud : panne des data centers | | ovhcloud
La filiale cloud d'Iliad, Scaleway, lève des fonds | | scaleway
Hébergement : d'Outscale à Cloud Temple, qui est qualifié ? | | cloud-temple outscale
Free Pro lance une offre d'hébergement souverain | | free-pro
Free Pro obtient le SecNumCloud pour ses datacenters | | free-pro
Orange Business muscle Cloud Avenue, son cloud souverain | | orange-business
Thales et Google officialisent S3NS, leur cloud de confiance | | s3ns thales
Capgemini, intégrateur du cloud souverain Bleu | | bleu capgemini
Delos will SAP-Kunden in die souveräne Cloud holen | | delos
Die Bundesregierung prüft Delos, die Microsoft-Cloud von SAP | | delos
T-Systems baut souveräne Cloud aus | | t-systems
IONOS gewinnt Ausschreibung der Bundes-Cloud | | ionos
AWS annonce son European Sovereign Cloud en Europe | | aws-esc
AWS European Sovereign Cloud to open in Brandenburg | | aws-esc
Microsoft étend son EU Data Boundary | | microsoft-sovereign
Microsoft announces sovereign cloud for European governments | | microsoft-sovereign
Oracle lance son EU Sovereign Cloud | | oracle-eusc
Google presents its sovereign cloud offer in Paris | | google-sovereign
Atos et AWS prépareraient un cloud de confiance | | atos-aws
Docaposte et NumSpot hébergent des données de santé | | docaposte numspot
Worldline migre sur un cloud souverain européen | | worldline
Le Health Data Hub cherche un hébergeur souverain | | health-data-hub
Scalewaay : panne de cloud ce matin | | scaleway
Numergy et Cloudwatt, dix ans après | | cloudwatt numergy
Pourquoi ovhcloud reste un cas à part dans le cloud | | ovhcloud
Panne chez ovhcloud ce matin à Roubaix | | ovhcloud
Why we moved from AWS to scaleway last year | The cloud bill fell by half. | scaleway
numspot lance sa plateforme | | numspot
clever cloud raises prices for european hosting | | clever-cloud
OUTSCALE OBTIENT LA QUALIFICATION SECNUMCLOUD | | outscale
Clever cloud ouvre une région cloud à Nantes | | clever-cloud
Des clients d'outscale migrent leurs données vers le SecNumCloud | | outscale
Suivez @outscale pour les nouvelles du cloud souverain | | outscale
Free Pro propose un stockage souverain aux hébergeurs | | free-pro
`;

const HOMONYMS = `
Le ciel bleu revient sur la Bretagne | |
France Bleu change de grille | La radio migre ses serveurs dans le cloud. |
Les Bleus s'imposent au Stade de France | |
Pourquoi l'écran bleu de Windows hante les administrateurs cloud | Microsoft Azure aussi a été touché. |
Bleu Citron annonce sa programmation | |
Bleu Libellule ouvre cinquante magasins | La chaîne choisit Azure et Microsoft 365. |
Zone Bleu : le stationnement numérique | |
Le Bleu, couleur préférée des logos du cloud | Microsoft et Orange n'y échappent pas. |
Bleu est la couleur de l'année | |
Bleu, blanc, rouge : le drapeau du cloud français | |
Cordon Bleu et data : la recette du numérique | |
La carte bleue passe au cloud | |
Un mur peint en Bleu au siège d'Orange | |
Le Grand Bleu ressort en salles | |
Bleu nuit, bleu roi : quelle teinte pour votre salon ? | |
Planète Bleu : un documentaire sur les océans | |
Train Bleu : le restaurant rouvre | |
Orange lance un forfait mobile à 10 euros | |
Orange : la ville inaugure son festival | |
Une orange par jour contre la grippe | |
Vigilance orange dans le cloud... et dans le ciel | |
Orange mécanique revient au cinéma | |
Feel free pro bono lawyers are here | |
Free pro-tips for cloud hosting newcomers | |
Free mobile augmente ses forfaits | |
Dans le bon sens : la ville de Sens ouvre un musée | |
Les S3 buckets mal configurés exposent des données | |
Le Temple de Bouddha rouvre | |
Un temple du cloud computing à Paris | |
Delos, l'île grecque, attire les touristes | |
Excursion to the island of Delos | |
Thales livre ses radars à l'armée de l'air | |
Thalès de Milet et son théorème | |
Capgemini publie ses résultats trimestriels | Le chiffre d'affaires recule de 2 %. |
Worldline chute après ses résultats | Le groupe de paiement souffre. |
Docaposte lance une lettre recommandée | |
Microsoft lance un nouveau jeu Xbox | |
Microsoft corrige une faille dans Windows Server | |
Oracle publie un correctif critique | |
Google dévoile le Pixel 9 | |
AWS baisse le prix de ses instances | |
Atos perd un contrat d'infogérance | |
Atos et Siemens signent un contrat cloud | |
How lean start-ups outscale bigger rivals in the cloud | |
Lean start-ups outscale bigger rivals | |
How small hosting firms can outscale their rivals | |
Learning to outscale the competition with cloud data | |
Why firms outscale: lessons from the cloud | |
Clever cloud-seeding drones bring rain to Dubai | |
A clever cloud-based trick saves farmers data | |
A clever cloud strategy for small firms | |
Free Pro tools trial for cloud designers | |
Un blog sur le European sovereign cloud debate | Pourquoi un cloud souverain ? |
`;

const cells = (table: string): [string, string, string][] =>
  table
    .trim()
    .split('\n')
    .map((line) => {
      const [title = '', summary = '', ids = ''] = line.split('|').map((c) => c.trim());
      return [title, summary, ids] as [string, string, string];
    });

test.each(cells(NAMED))('%s names them', (title, summary, ids) => {
  expect(accepted(title, summary).join(' ')).toBe(ids);
});

test.each(cells(HOMONYMS))('%s names nobody', (title, summary) => {
  expect(accepted(title, summary)).toEqual([]);
});

test('every decision can be printed: its points add up to its score', () => {
  for (const [title, summary] of cells(NAMED)) {
    for (const m of read({ id: title, title, summary, published: null }).providers) {
      expect(m.evidence.reduce((sum, e) => sum + e.points, 0)).toBe(m.score);
      expect(m.evidence.length).toBeGreaterThan(0);
    }
  }
});

test('a technology supplier is not its own sovereign offer', () => {
  expect(accepted('Bleu ouvre son cloud de confiance fondé sur Microsoft Azure')).toEqual(['bleu']);
  expect(accepted('S3NS, le cloud de confiance basé sur Google Cloud, est qualifié SecNumCloud')).toEqual(['s3ns']);
});

test('markup and invisible characters do not hide a name', () => {
  expect(accepted('OVH<b>cloud</b> ouvre une région cloud')).toEqual(['ovhcloud']);
  expect(accepted('Num\u200bSpot ouvre une région cloud')).toEqual(['numspot']);
});
