import type { Item } from '../../src/domain/item.ts';
import { createRandom, type Random } from './random.ts';

/** Generated news: fr and en prose of the trade, and names as firms have them. */

type Words = readonly [string, ...string[]];
const words = (text: string): Words => text.split('|') as unknown as Words;

const FR = words(
  'le|la|les|un|une|des|du|de|et|en|pour|avec|sur|dans|par|que|qui|ne|pas|plus|cette|leur|aux|son|sa|ses|mais|ou|où|est|sont|a|ont|sera|' +
    'marché|données|entreprise|sécurité|plateforme|hébergement|souveraineté|numérique|stratégie|réseau|équipe|déploiement|utilisateurs|' +
    'collectivités|ministère|hôpital|région|européenne|année|trimestre|chiffre|affaires|croissance|résultats|logiciel|infrastructure|' +
    'intelligence|artificielle|modèle|accès|contrôle|conformité|réglementation|publique|privée|services|applications|migration|projet|' +
    'fournisseur|client|contrat|appel|offres|coût|énergie|serveurs|stockage|sauvegarde|développeurs|outils|français|américain|cœur|' +
    'décision|annonce|partenariat|lancement|retard|calendrier|directeur|général|présidente|déclare|explique|précise|ajoute|souligne',
);
const EN = words(
  'the|a|an|of|and|to|in|for|on|with|by|is|are|was|has|have|will|not|it|that|this|from|as|at|or|but|their|its|more|than|after|' +
    'market|data|company|security|platform|hosting|sovereignty|digital|strategy|network|team|deployment|users|councils|ministry|hospital|' +
    'region|european|year|quarter|revenue|growth|results|software|infrastructure|artificial|intelligence|model|access|control|compliance|' +
    'regulation|public|private|services|applications|migration|project|provider|customer|contract|tender|cost|energy|servers|storage|' +
    'backup|developers|tools|french|american|decision|announcement|partnership|launch|delay|schedule|director|general|says|explains|adds',
);
const SYLLABLES = words(
  'nu|va|clor|ori|tel|sem|bra|quo|li|ne|ax|dor|mi|tra|vel|sol|ka|ris|ter|on|el|fi|ga|pol|um|ser|ba|zen|cy|lo|tha|ro|pé|ny|ys|ar|cé|du|glo|hel',
);
const TAILS = words('Cloud|Hosting|Systèmes|Télécom|Numérique|Digital|Data|Networks|Groupe|Technologies');
const STOPS = words('. |. |. |, |, | : | – | « | » | (|) |’');

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** A name that a firm might have: `Nuvatel`, `Clorisem Cloud`, `SEMAX`. */
export function firmName(random: Random): string {
  let stem = '';
  for (let n = 2 + random.below(3); n > 0; n--) stem += random.pick(SYLLABLES);
  const name = random.chance(0.15) ? stem.toUpperCase() : capital(stem);
  return random.chance(0.35) ? `${name} ${random.pick(TAILS)}` : name;
}

/** `count` different names. */
export function firmNames(count: number, seed: number): string[] {
  const random = createRandom(seed);
  const names = new Map<string, string>();
  while (names.size < count) {
    const name = firmName(random);
    names.set(name.toLowerCase(), name);
  }
  return [...names.values()];
}

/** Prose of `length` words; with `names`, about one word in `every` is one of them. */
export function prose(
  random: Random,
  length: number,
  naming: { names: readonly string[]; every: number } | null,
): string {
  const vocabulary = random.chance(0.66) ? FR : EN;
  const out: string[] = [];
  let opens = true;
  for (let n = 0; n < length; n++) {
    const named = naming !== null && random.below(naming.every) === 0;
    const word = named ? (naming.names[random.below(naming.names.length)] ?? '') : random.pick(vocabulary);
    const stop = random.below(9) === 0 ? random.pick(STOPS) : ' ';
    out.push(opens ? capital(word) : word, stop);
    opens = stop === '. ';
  }
  // One flat string: what a feed's parser gives is no rope of pieces either.
  return Buffer.from(out.join('')).toString();
}

/** Lengths in words that come round every eight items, 60 to 400, mean 234: any eight in a row are as much to read. */
const LENGTHS = [60, 400, 110, 360, 160, 310, 210, 260] as const;

/** Articles of 60 to 400 words, about one in `naming.share` of which names somebody. */
export function articles(
  count: number,
  seed: number,
  naming: { readonly names: readonly string[]; readonly every: number } | null,
  length?: number,
): string[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, (_, n) => prose(random, length ?? LENGTHS[n % LENGTHS.length] ?? 200, naming));
}

const HEADLINES = words(
  '{} ouvre son offre de cloud de confiance aux clients|{} obtient la qualification SecNumCloud de l’ANSSI|' +
    '{} repousse à fin 2027 le lancement de son cloud souverain|{} lève 40 millions d’euros pour son cloud souverain|' +
    '{} launches its sovereign cloud region in France|{} wins a contract with the health ministry for its trusted cloud|' +
    'Panne chez {} : le cloud souverain inaccessible pendant deux heures|{} et la région signent un contrat de cloud souverain',
);

/** A headline that tells an event of `name`. */
export function headline(random: Random, name: string): string {
  return random.pick(HEADLINES).replace('{}', name);
}

/** An item as a feed's reader gives it; `id` names it, `name` is whom it tells of, if anyone. */
export function newsItem(id: string, random: Random, published: string, name: string | null): Item {
  return {
    id,
    title: name === null ? prose(random, 9, null) : `${headline(random, name)} ${prose(random, 3, null)}`,
    link: `https://news.example/${id}`,
    published,
    updated: null,
    summary: prose(random, 45, null),
    content: prose(random, 180, null),
    author: 'A. Rédacteur',
    lang: 'fr',
    categories: ['cloud', 'souveraineté'],
  };
}
