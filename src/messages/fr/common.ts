import { type Day, formatCalendar, type Precision } from '../../domain/period.ts';
import type { Messages } from '../en/index.ts';

const dayFormat = new Intl.DateTimeFormat('fr-FR', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
const monthFormat = new Intl.DateTimeFormat('fr-FR', { month: 'long', year: 'numeric', timeZone: 'UTC' });
const listFormat = new Intl.ListFormat('fr-FR', { type: 'conjunction' });
const choiceFormat = new Intl.ListFormat('fr-FR', { type: 'disjunction' });

const QUARTERS = ['premier', 'deuxième', 'troisième', 'quatrième'];

function day(value: Day): string {
  return dayFormat.format(new Date(`${value}T00:00:00Z`)).replace(/^1 /, '1er ');
}

function calendar(from: Day, precision: Precision): string {
  const year = from.slice(0, 4);
  switch (precision) {
    case 'day':
      return day(from);
    case 'month':
      return monthFormat.format(new Date(`${from}T00:00:00Z`));
    case 'quarter':
      return `${QUARTERS[Number(formatCalendar(from, 'quarter').slice(6)) - 1]} trimestre ${year}`;
    case 'half':
      return `${formatCalendar(from, 'half').endsWith('1') ? 'premier' : 'second'} semestre ${year}`;
    case 'year':
      return year;
  }
}

export const common: Messages['common'] = {
  day,
  calendar,
  between: (from, to) => `du ${from} au ${to}`,
  instant: (at) => `${day(at.slice(0, 10))} à ${at.slice(11, 16)} UTC`,
  and: (words) => listFormat.format(words),
  or: (words) => choiceFormat.format(words),
  colon: (label) => `${label} :`,
  quote: (text) => `« ${text} »`,
  events: {
    rumour: 'rumeur',
    announcement: 'annonce',
    partnership: 'partenariat',
    company_creation: 'création de société',
    commercial_launch: 'lancement commercial',
    general_availability: 'disponibilité générale',
    qualification_milestone: 'étape de qualification',
    qualification_granted: 'qualification obtenue',
    delay: 'retard',
    funding: 'financement ou capital',
    customer_win: 'nouveau client',
    contract_or_tender: 'marché ou appel d’offres',
    regulation: 'réglementation',
    incident_or_outage: 'incident ou panne',
    security: 'sécurité',
    discontinuation: 'arrêt',
    pricing: 'tarifs',
    opinion_or_analysis: 'opinion ou analyse',
    other: 'autre',
  },
  stances: {
    confirmed: 'donné pour un fait',
    planned: 'prévu',
    rumour: 'rumeur',
    denied: 'démenti',
    'n/a': 'pas d’événement',
  },
  corroboration: { rumour: 'rumeur', reported: 'rapporté', confirmed: 'confirmé', denied: 'démenti' },
  fates: {
    alerted: 'annoncés',
    joined: 'joints à une histoire',
    held: 'à vérifier',
    filtered: 'écartés',
    first_reading: 'gardés en silence',
  },
  fatesOne: {
    alerted: 'annoncé',
    joined: 'joint à une histoire',
    held: 'à vérifier',
    filtered: 'écarté',
    first_reading: 'gardé en silence',
  },
  fateReasons: {
    new_story: 'Il a ouvert sa propre histoire.',
    joined_story: 'Il raconte une histoire déjà ouverte : sa carte a été complétée au lieu d’en poster une seconde.',
    name_unsure:
      'Un nom suivi y figure, mais ce qui l’entoure ne dit pas assez clairement que c’est bien le fournisseur. Il attend qu’une personne le regarde.',
    no_tracked_name: 'Aucun fournisseur ni aucune règle suivis n’y sont nommés.',
    not_relevant: 'Un nom suivi y figure, mais l’article n’apporte rien de neuf sur le marché du cloud souverain.',
    too_old: 'Il avait déjà plus d’une semaine quand le flux l’a montré pour la première fois.',
    same_article: 'Le même article était déjà arrivé par un autre flux.',
    feed_first_reading:
      'Il était là à la première lecture de son flux, qui se fait en silence pour qu’un nouveau flux n’inonde personne.',
    beyond_cap:
      'Son flux a apporté d’un coup plus de nouveaux articles qu’il n’en est annoncé. Les plus récents l’ont été ; celui-ci est lu et peut être trouvé, mais personne n’en a été averti.',
    unreadable: 'Il n’a pas pu être lu : la lecture a échoué ou a pris trop de temps. Son texte est gardé tel quel.',
  },
  sendCodes: {
    unreachable: 'la plateforme ne répond pas ; nouvel essai automatique',
    timeout: 'la plateforme a mis trop de temps à répondre ; nouvel essai automatique',
    rate_limited: 'la plateforme demande de ralentir ; l’envoi part un peu plus tard',
    platform_error: 'la plateforme a signalé une erreur de son côté',
    channel_gone:
      'le salon n’existe plus, ou le bot ne le voit plus ; faites-y rentrer le bot, ou utilisez la commande suivre dans un autre',
    channel_archived: 'le salon est archivé ; sortez-le des archives, ou utilisez la commande suivre dans un autre',
    no_access: 'le bot ne voit pas ce salon ; donnez-lui le droit de le voir et d’y envoyer des messages',
    not_in_channel: 'le bot n’est pas dans ce salon ; invitez-le avec /invite',
    forbidden: 'le bot n’a pas le droit d’écrire ici ; donnez-lui ce droit dans le salon',
    message_gone: 'la carte a été supprimée ; les nouvelles sont annoncées dans un message à part',
    bad_payload: 'la plateforme a refusé le message ; signalez-le avec son identifiant',
    token_revoked: 'le jeton est refusé ; mettez-en un valide dans la configuration et redémarrez',
    not_configured: 'cette plateforme n’est pas configurée ; remplissez ses variables dans .env et redémarrez',
    perhaps_sent: 'la réponse de la plateforme s’est perdue : le message y est peut-être déjà. Regardez, puis décidez',
    nothing_to_show: 'il n’y avait plus rien à montrer : le salon ne suit plus rien',
  },
  platformStates: {
    starting: 'connexion en cours',
    connected: 'connecté',
    reconnecting: 'connexion perdue, nouvel essai',
    stopped: 'arrêté',
    refused: 'refusé',
  },
  all: 'tous',
  none: 'aucun',
  yes: 'oui',
  no: 'non',
  unknown: 'inconnu',
  source: 'source',
  sources: 'Sources',
  languages: { fr: 'français', en: 'anglais' },
  days: (n) => (n === 1 ? '1 jour' : `${n} jours`),
  pageOf: (page, pages) => `Page ${page} sur ${pages}`,
  next: 'Suite',
  previous: 'Retour',
  cut: '… (coupé)',
  edited: 'la carte plus haut, complétée :',
  pictureBusy: 'L’image est omise : trop d’images sont demandées à la fois. Redemandez dans un instant.',
  faults: {
    title: 'Cela n’a pas marché',
    unknownCommand: (given) =>
      given === '' ? 'Aucune commande n’a été donnée.' : `Il n’y a pas de commande « ${given} ».`,
    nearest: (names) => `Vouliez-vous dire ${choiceFormat.format(names)} ?`,
    seeHelp: 'La commande /aide dit ce que l’on peut demander.',
    unknownOption: (given, command) => `« ${given} » n’est pas une option de ${command}.`,
    options: (names) =>
      names.length === 0 ? 'Elle n’a pas d’option.' : `Ses options sont ${listFormat.format(names)}.`,
    tooManyWords: (given, command) => `${command} ne sait que faire de « ${given} ».`,
    missing: (option, description) => `Il manque « ${option} » : ${description}.`,
    badDay: (option, given) => `« ${given} » pour ${option} n’est pas un jour. Écrivez 2022-06-30, 2022-06 ou 2022.`,
    badInteger: (option, given, min, max) =>
      `« ${given} » pour ${option} n’est pas un nombre entier de ${min} à ${max}.`,
    badChoice: (option, given, choices) => `« ${given} » pour ${option} n’est pas l’un de : ${choices.join(', ')}.`,
    quotes: 'Un guillemet est ouvert et n’est pas refermé.',
    tooLong: (max) => `La ligne est trop longue : ${max} caractères au plus.`,
    valueTooLong: (option, max) => `${option} est trop long : ${max} caractères au plus.`,
    tooManyNames: (option, max) => `${option} nomme trop de choses à la fois : ${max} au plus.`,
    badValue: (option) => `Ce qui a été donné pour ${option} n’est ni un texte ni un nombre.`,
    tooManyOptions: (max) => `Trop d’options ont été données : ${max} au plus.`,
    badQuestion: 'Ce qui a été envoyé ne se lit pas comme une question. Tapez la commande ou rappuyez sur son bouton.',
    notAllowed: 'Seules les personnes qui gèrent ce salon peuvent changer ce qu’il reçoit. Demandez à l’une d’elles.',
    rightsUnknown:
      'Impossible de savoir à l’instant si vous pouvez gérer ce salon : rien n’a été modifié. Réessayez dans un moment.',
    useCommand:
      'Votre droit ne peut être vérifié que lorsque la commande est tapée. Tapez-la au lieu d’appuyer sur le bouton.',
    outsider: 'Seuls les membres de cet espace de travail peuvent changer ce que reçoivent ses salons.',
    noHome:
      'Rien ne peut être modifié ici : Vigie n’est pas membre de ce serveur. La personne qui le gère peut l’ajouter.',
    operatorsOnly: 'Cela concerne tous ceux qui utilisent cette Vigie : seuls ses opérateurs peuvent le faire.',
    notServed:
      'Cette Vigie ne sert que certains espaces et serveurs, et ce lieu n’en fait pas partie. Posez la question là-bas.',
    noChannel: 'Cette commande se donne dans un salon : tapez-la là où vous voulez recevoir.',
    pageGone: 'Cette réponse n’est plus gardée. Reposez la question.',
    buttonGone: 'Ce bouton est trop ancien. Reposez la question.',
    broken: (id) =>
      `Quelque chose s’est mal passé dans Vigie. Rien n’est perdu ; réessayez dans un instant et, si cela dure, donnez cet identifiant à l’exploitant : ${id}.`,
    storeBusy:
      'Les nouvelles gardées ne peuvent pas être lues d’ici : le bot tourne et tient la base. Demandez-lui dans le chat, ou arrêtez-le d’abord. Les questions sur les offres marchent toujours.',
  },
};
