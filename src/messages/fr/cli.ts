import type { Messages } from '../en/index.ts';

export const cli: Messages['cli'] = {
  usage: `vigie <verbe> [options]

  run                         le bot : les plateformes configurées, le terminal s’il n’y en a aucune
  demo [--lang fr|en]         une quinzaine d’actualité jouée sur cette machine : ni jeton ni réseau
  ask "<commande>" [--lang fr|en] [--today JOUR] [--json] [--save DOSSIER]
                              une question, comme dans le chat : ask "/offre bleu au:2022-06-30"
                              --save écrit ses fichiers et ses images dans un dossier
  evidence "<offre>" [--as-of J] [--known-on J] [--recorded-on J]
           [--format md|csv|json] [--lang fr|en] [--today J] [--out FICHIER] [--force]
                              tout ce sur quoi une réponse repose, en fichier à conserver
  read FICHIER|-              lit des articles (un objet JSON par ligne) et dit ce que chacun raconte
  feed parse FICHIER|- [--url URL] [--content-type TYPE]
                              les articles d’un flux, un objet JSON par ligne
  feed check URL              trouve, lit et juge le flux d’une adresse
  feed export [FICHIER]       tous les flux lus, en OPML
  feed import FICHIER|-       ajoute les flux d’un fichier OPML
  poll --once [--opml FICHIER] [--force]
                              un tour des flux qui sont dus, puis fin
  items [--since JOUR] [--json]
                              les articles gardés et ce qu’est devenu chacun
  dataset check               vérifie le registre : fichier, ligne et remède
  dataset export --format json|csv|yaml
                              tout le registre
  dataset schema [publishers] la forme de ses fichiers, pour les éditeurs
  backup FICHIER [--json]     une copie vérifiée de la base, même pendant que le bot tourne
  restore FICHIER [--moved] [--json]
                              met une copie à la place de la base ; l’ancienne est gardée.
                              --moved : rien n’a tourné depuis la copie
  doctor [--json]             examine configuration, jetons, flux, base et horloge
  manifest                    le manifeste de l’application Slack
  register [--guild ID]       déclare les commandes à Discord
  help                        cette page

Les réglages sont lus dans l’environnement et dans .env ; .env.example les explique.`,
  unknownVerb: (given, nearest) =>
    `vigie : il n’y a pas de verbe « ${given} ».${nearest.length > 0 ? ` Vouliez-vous dire ${nearest.join(' ou ')} ?` : ''} « vigie help » les énumère.`,
  wrongUsage: (what) => `vigie : ${what}`,
  missing: (what) => `il manque ${what}. « vigie help » montre comment cela s’écrit.`,
  badValue: (option, given, wanted) => `${option} vaut « ${given} » ; écrivez ${wanted}.`,
  unreadable: (file, why) => `${file} ne peut pas être lu : ${why}.`,
  badLine: (n, detail) => `la ligne ${n} n’est pas un article : ${detail}`,
  itemShape: 'un objet avec au moins un titre',
  parsed: (items, lang) => `${items} article${items > 1 ? 's' : ''}${lang === null ? '' : `, langue ${lang}`}`,
  noFeed: (code, words) => `pas de flux (${code}) : ${words}`,
  polled: (n) =>
    `${n.feeds} flux lu${n.feeds > 1 ? 's' : ''} : ${n.unchanged} inchangé${n.unchanged > 1 ? 's' : ''}, ${n.failed} en échec ; ${n.fresh} article${n.fresh > 1 ? 's nouveaux' : ' nouveau'}, ${n.cards} message${n.cards > 1 ? 's' : ''} en attente d’envoi`,
  datasetOk: (statements, subjects) => `registre : ${statements} affirmations sur ${subjects} sujets, aucune faute`,
  datasetFaults: (n) => `registre : ${n} faute${n === 1 ? '' : 's'}`,
  registered: (n, where) => `${n} commandes déclarées ${where}`,
  everywhere: 'partout (Discord peut mettre quelques minutes à les montrer)',
  inGuild: (id) => `sur le serveur ${id}`,
  registerFailed: (detail) => `Discord n’a pas pris les commandes : ${detail}`,
  needsDiscord: 'DISCORD_TOKEN et DISCORD_APP_ID sont nécessaires pour cela. Mettez-les dans .env (voir .env.example).',
  broken: (detail) => `vigie : ${detail}`,
  running: (platforms) => `en marche sur ${platforms}`,
  terminalHint: 'Aucune plateforme n’est configurée : ce terminal est le salon. Tapez /aide, ou « exit » pour sortir.',
  checkOk: (url, items, title) => `${url} : se lit bien, ${items} article${items > 1 ? 's' : ''}, « ${title} »`,
  checkNoDate: (n) => `${n} d’entre eux n’ont pas de date lisible`,
  checkNewest: (day) => `le plus récent : ${day}`,
  checkRedirect: (to) => `il a déménagé pour de bon vers ${to} : utilisez cette adresse`,
  checkFound: (urls) => `flux trouvés là : ${urls.join(', ')}`,
  demo: {
    intro:
      'Une quinzaine autour du 1er septembre 2026, jouée sur cette machine : un serveur local porte huit flux (éditeurs inventés, événements réels) ; lire, reconnaître, joindre, alerter et répondre se font pour de vrai.',
    watch: 'D’abord, un salon se met à suivre',
    silent: (n) => `Les flux sont lus pour la première fois. Les ${n} articles déjà là sont gardés en silence.`,
    moment: (when) => when,
    nothing: '(rien de neuf pour ce salon)',
    digest: 'Lundi matin : le bilan de la semaine',
    fates: 'Ce qu’est devenu chaque article',
    fatesIntro: 'Chaque article lu finit d’une seule façon, et l’on peut demander pourquoi :',
    whyNot: 'Pourquoi l’un d’eux n’a-t-il pas été envoyé ?',
    ask: 'Et maintenant, des questions',
    asked: (line) => `› ${line}`,
    done: (n) =>
      `Fini en ${n.seconds} s : ${n.items} articles lus, ${n.cards} carte${n.cards > 1 ? 's' : ''}, ${n.edits} complétée${n.edits > 1 ? 's' : ''} ensuite, ${n.unchanged} réponses « non modifié », ${n.lost} perdu, ${n.twice} répété.`,
    stay: 'Posez d’autres questions (/aide les énumère), ou tapez « exit ».',
    next: 'Avec des jetons dans .env (voir .env.example), « npm start » fait la même chose dans Slack et Discord.',
  },
};
