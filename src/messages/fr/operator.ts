import type { ConfigFault, FaultCode } from '../../config/faults.ts';
import type { FindingLevel, FindingWords } from '../../doctor/finding.ts';
import { STORE_TROUBLES } from '../../domain/trouble.ts';
import type { Messages } from '../en/index.ts';
import { catalogue } from './catalogue.ts';
import { store } from './store.ts';

const choice = new Intl.ListFormat('fr-FR', { type: 'disjunction' });
const list = new Intl.ListFormat('fr-FR', { type: 'conjunction' });

function subject({ variable, given }: ConfigFault): string {
  return given === null ? variable : `${variable} vaut « ${given} »`;
}

function meant(expected: readonly string[]): string {
  return expected.length === 0 ? '' : ` Vouliez-vous dire ${choice.format(expected)} ?`;
}

const faults: Record<FaultCode, (fault: ConfigFault) => string> = {
  slack_bot_token_shape: ({ variable }) =>
    `${variable} n’est pas un jeton de bot. Copiez le « Bot User OAuth Token » de l’application Slack (OAuth & Permissions) ; il commence par xoxb-.`,
  slack_app_token_shape: ({ variable }) =>
    `${variable} n’est pas un jeton d’application. Créez-en un dans l’application Slack (Basic Information, App-Level Tokens) avec le droit connections:write ; il commence par xapp-.`,
  slack_secret_shape: ({ variable }) =>
    `${variable} est trop court ou contient des espaces. Copiez le « Signing Secret » de l’application Slack (Basic Information).`,
  slack_half: () =>
    'SLACK_BOT_TOKEN est là, mais pas le chemin par lequel Slack joint le bot. Ajoutez SLACK_APP_TOKEN (Socket Mode, sans adresse publique) ou SLACK_SIGNING_SECRET avec HTTP_PORT.',
  slack_no_bot_token: ({ variable }) =>
    `${variable} est là, mais SLACK_BOT_TOKEN manque. Ajoutez le jeton de bot de la même application Slack, ou videz ${variable}.`,
  slack_http_needs_port: () =>
    'HTTP_PORT manque : avec SLACK_SIGNING_SECRET, Slack envoie ses requêtes au bot. Écrivez un port, par exemple 3000, ou utilisez plutôt SLACK_APP_TOKEN (Socket Mode).',
  discord_token_shape: ({ variable }) =>
    `${variable} n’est pas un jeton de bot (trois parties séparées par des points). Copiez-le du portail développeur de Discord, Bot, Reset Token.`,
  discord_app_id_shape: (fault) =>
    `${subject(fault)}, or un identifiant d’application compte 17 à 20 chiffres. Copiez-le du portail développeur de Discord, General Information.`,
  discord_half: ({ variable, expected }) =>
    `${variable} est là, mais ${list.format(expected)} manque. Ajoutez-le depuis le portail développeur de Discord, ou videz ${variable}.`,
  not_a_url: (fault) =>
    `${subject(fault)}, qui n’est pas une adresse. Écrivez-la avec https://, par exemple https://vigie.example.org.`,
  not_a_port: (fault) =>
    `${subject(fault)}, qui n’est pas un port. Écrivez un nombre entier de 0 à 65535, par exemple 3000.`,
  not_a_postgres_url: ({ variable }) =>
    `${variable} n’est pas une adresse PostgreSQL. Écrivez postgres://utilisateur:motdepasse@hôte:5432/base, ou laissez vide pour utiliser le SQLite intégré.`,
  not_ranges: ({ variable, expected }) =>
    `${variable} contient ${list.format(expected)}, qui n’est pas une plage d’adresses. Écrivez des plages comme 10.0.0.0/8, séparées par des virgules.`,
  not_seconds: (fault) =>
    `${subject(fault)}, qui n’est pas un nombre de secondes. Écrivez un nombre entier de 1 à 604800.`,
  not_a_number: (fault) =>
    `${subject(fault)}. Écrivez un nombre entier de ${fault.expected[0]} à ${fault.expected[1]}, ou laissez vide.`,
  not_a_choice: (fault) => `${subject(fault)}, qui n’est pas un choix. Écrivez ${choice.format(fault.expected)}.`,
  not_a_zone: (fault) =>
    `${subject(fault)}, qui n’est pas un fuseau horaire. Écrivez-en un comme Europe/Paris.${meant(fault.expected)}`,
  not_a_proxy: ({ variable }) =>
    `${variable} n’est pas une adresse de proxy. Écrivez http://hôte:port, par exemple http://proxy.example.org:3128.`,
  env_unreadable: ({ given }) =>
    `Les réglages de .env ne peuvent pas être lus (${given}). Donnez à l’utilisateur qui lance Vigie le droit de le lire, ou déplacez-le.`,
  not_slack_operators: ({ variable, expected }) =>
    `${variable} contient ${list.format(expected)}, qui ne désigne personne : toute la liste compte comme vide. Écrivez espace:membre, par exemple T0123ABCD:U0456EFGH (Slack montre ces identifiants dans un profil, Copier l’identifiant du membre), séparés par des virgules.`,
  not_discord_operators: ({ variable, expected }) =>
    `${variable} contient ${list.format(expected)}, qui ne désigne personne : toute la liste compte comme vide. Écrivez user:ID pour une personne ou server:ID/role:ID pour un rôle (17 à 20 chiffres ; le rôle de tout le monde est refusé), séparés par des virgules.`,
  not_spaces: ({ variable, expected }) =>
    `${variable} contient ${list.format(expected)}, qui n’est ni un espace ni un serveur. Écrivez slack:T0123ABCD ou discord:123456789012345678, séparés par des virgules, ou laissez vide pour servir tout le monde.`,
  unknown_variable: ({ variable, expected }) =>
    `${variable} n’est pas lue par Vigie.${meant(expected)}${expected.length === 0 ? ' Voyez .env.example pour celles qui le sont.' : ''}`,
};

const levels: Record<FindingLevel, string> = { ok: 'ok', warn: 'à voir', fault: 'défaut' };

const fine = (what: string) => ({ what, todo: null });

/** So many faults are told one by one; of the rest only how many there are. */
const MOST_TOLD = 10;

const findings: FindingWords = {
  config_ok: () => fine('La configuration est complète.'),
  config_fault: (fault) => ({
    what: faults[fault.code](fault),
    todo: 'Corrigez-la dans .env ou dans l’environnement.',
  }),
  config_unread: (fault) => ({ what: faults[fault.code](fault), todo: null }),
  process_zone: ({ zone }) =>
    zone === 'UTC'
      ? fine('Le processus compte en UTC.')
      : {
          what: `Le processus compte en ${zone} au lieu d’UTC.`,
          todo: 'Lancez-le par npm start ou bin/vigie.js, qui y veillent.',
        },
  store_ok: ({ engine, where }) => fine(`La base ${engine} s’ouvre et accepte l’écriture (${where}).`),
  store_in_use: ({ engine, where }) => fine(`La base ${engine} est tenue par une Vigie en marche (${where}).`),
  store_failed: ({ engine, where, code, detail }) => {
    const trouble = STORE_TROUBLES.find((one) => one === code);
    if (trouble !== undefined) return store[trouble](where, detail);
    return {
      what: `La base ${engine} est inutilisable (${where}) : ${detail}.`,
      todo: 'Vérifiez qu’elle peut être jointe et écrite ; le journal de « npm start » en dit plus.',
    };
  },
  disk_ok: ({ folder, freeMb }) => fine(`${freeMb} Mio sont libres pour ${folder}.`),
  disk_low: ({ folder, freeMb, wantedMb }) => ({
    what: `Il ne reste que ${freeMb} Mio pour ${folder}.`,
    todo: `Faites de la place : il en faut au moins ${wantedMb}.`,
  }),
  disk_unknown: ({ folder, detail }) => ({
    what: `La place libre de ${folder} ne peut pas être lue : ${detail}.`,
    todo: 'Vérifiez que le dossier existe et peut être lu.',
  }),
  proxy_ok: ({ proxy }) => fine(`Le proxy laisse sortir les requêtes (${proxy}).`),
  proxy_unreachable: ({ proxy, detail }) => ({
    what: `Le proxy ne répond pas (${proxy}) : ${detail}.`,
    todo: 'Corrigez HTTPS_PROXY, ou videz-la si cette machine joint internet directement.',
  }),
  proxy_password: ({ proxy }) => ({
    what: `Le proxy veut un utilisateur et un mot de passe, ou d’autres que ceux donnés (${proxy}).`,
    todo: 'Écrivez HTTPS_PROXY=http://utilisateur:motdepasse@hôte:port ; les caractères spéciaux comme %40 pour @.',
  }),
  proxy_refuses: ({ proxy, target, status }) => ({
    what: `Le proxy ne laisse pas sortir les requêtes vers ${target} (${proxy}, HTTP ${status}).`,
    todo: `Demandez à qui tient le proxy d’autoriser ${target}, ou nommez l’hôte dans NO_PROXY s’il est joint directement.`,
  }),
  platforms_none: () => ({
    what: 'Ni Slack ni Discord ne sont configurés : le bot ne répondrait que dans le terminal.',
    todo: 'Remplissez SLACK_BOT_TOKEN et SLACK_APP_TOKEN, ou DISCORD_TOKEN et DISCORD_APP_ID.',
  }),
  operators_ok: ({ count }) => fine(`${count} ${count === 1 ? 'entrée désigne' : 'entrées désignent'} les opérateurs.`),
  operators_none: () => ({
    what: 'Aucun opérateur n’est désigné : personne ne peut changer dans le chat ce que tous partagent, comme les flux du catalogue.',
    todo: 'Désignez-les dans SLACK_OPERATORS ou DISCORD_OPERATORS (.env.example montre comment), ou passez par la ligne de commande.',
  }),
  spaces_ok: ({ count }) =>
    fine(
      `${count} ${count === 1 ? 'espace ou serveur est servi' : 'espaces ou serveurs sont servis'} ; les autres n’ont pas de réponse.`,
    ),
  slack_ok: ({ team, user }) => fine(`Slack accepte le jeton : ${user} dans ${team}.`),
  slack_refused: ({ error }) => ({
    what: `Slack refuse SLACK_BOT_TOKEN (${error}).`,
    todo: 'Réinstallez l’application dans l’espace de travail et copiez son nouveau jeton de bot.',
  }),
  slack_scopes: ({ missing }) => ({
    what: `Il manque des droits à l’application Slack : ${missing.join(', ')}.`,
    todo: 'Donnez à l’application le manifeste que « npm run -s vigie -- manifest » affiche, réinstallez-la et copiez le nouveau jeton.',
  }),
  slack_app_token: ({ error }) => ({
    what: `Slack refuse SLACK_APP_TOKEN (${error}).`,
    todo: 'Activez Socket Mode dans l’application Slack et créez un jeton d’application avec le droit connections:write.',
  }),
  slack_unreachable: ({ detail }) => ({
    what: `Slack ne répond pas : ${detail}.`,
    todo: 'Vérifiez que cette machine joint slack.com ; derrière un proxy, réglez HTTPS_PROXY et NODE_EXTRA_CA_CERTS.',
  }),
  discord_ok: ({ name }) => fine(`Discord accepte le jeton : ${name}.`),
  discord_refused: ({ status }) => ({
    what: `Discord refuse DISCORD_TOKEN (HTTP ${status}).`,
    todo: 'Renouvelez le jeton dans le portail développeur de Discord (Bot, Reset Token) et copiez le nouveau.',
  }),
  discord_other_app: ({ given, actual }) => ({
    what: `DISCORD_APP_ID vaut ${given}, mais le jeton est celui de l’application ${actual}.`,
    todo: `Écrivez DISCORD_APP_ID=${actual}, ou utilisez le jeton de l’autre application.`,
  }),
  discord_unreachable: ({ detail }) => ({
    what: `Discord ne répond pas : ${detail}.`,
    todo: 'Vérifiez que cette machine joint discord.com ; derrière un proxy, réglez HTTPS_PROXY et NODE_EXTRA_CA_CERTS.',
  }),
  feeds_ok: ({ count }) => fine(`Le catalogue contient ${count} flux.`),
  feeds_empty: ({ where }) => ({
    what: `Le catalogue des flux est vide (${where}).`,
    todo: 'Ajoutez-y des flux, ou nommez-en un autre dans FEEDS_CATALOGUE.',
  }),
  feeds_unreadable: ({ where, faults: found }) => ({
    what: [
      catalogue.cannot(where),
      ...found.slice(0, MOST_TOLD).map((one) => `  ${catalogue.fault(one)}`),
      ...(found.length > MOST_TOLD ? [`  ${catalogue.more(found.length - MOST_TOLD)}`] : []),
    ].join('\n'),
    todo: catalogue.todo,
  }),
  port_ok: ({ port }) => fine(`Le port ${port} est libre.`),
  port_taken: ({ port }) => ({
    what: `Le port ${port} est pris par un autre programme.`,
    todo: 'Arrêtez ce programme, ou écrivez un autre HTTP_PORT.',
  }),
  port_forbidden: ({ port }) => ({
    what: `Cet utilisateur n’a pas le droit d’écouter sur le port ${port}.`,
    todo: 'Écrivez un HTTP_PORT d’au moins 1024 et laissez un proxy inverse tenir le port bas.',
  }),
  clock_ok: ({ by }) => fine(`L’horloge s’accorde avec celle de ${by}.`),
  clock_off: ({ by, seconds }) => ({
    what: `L’horloge ${seconds > 0 ? 'avance' : 'retarde'} de ${Math.abs(seconds)} s sur celle de ${by}.`,
    todo: 'Activez la synchronisation de l’heure (NTP) : Slack refuse les requêtes décalées de cinq minutes.',
  }),
};

type Kept = Parameters<Messages['operator']['backup']['made']>[2];

function rows(n: Kept): string {
  const some = (count: number, one: string, many: string): string => `${count} ${count < 2 ? one : many}`;
  return list.format([
    some(n.items, 'article', 'articles'),
    some(n.stories, 'histoire', 'histoires'),
    some(n.alerts, 'alerte', 'alertes'),
    some(n.deliveries, 'envoi', 'envois'),
    some(n.subscriptions, 'abonnement', 'abonnements'),
    some(n.statements, 'énoncé approuvé', 'énoncés approuvés'),
    some(n.feeds, 'flux', 'flux'),
  ]);
}

const mebibytes = (bytes: number): string => (bytes / 1_048_576).toFixed(1).replace('.', ',');

export const operator: Messages['operator'] = {
  faults,
  faultsTitle: (n) =>
    n === 1
      ? 'Vigie ne peut pas démarrer : un réglage est faux.'
      : `Vigie ne peut pas démarrer : ${n} réglages sont faux.`,
  faultsHint: 'Les réglages viennent de l’environnement et du fichier .env ; .env.example explique chacun.',
  warningsTitle: 'Des réglages ne sont pas utilisés :',
  levels,
  findings,
  verdict: (faulty, doubtful) => {
    if (faulty > 0) return faulty === 1 ? 'Une chose est à corriger.' : `${faulty} choses sont à corriger.`;
    if (doubtful > 0) return 'Vigie peut tourner ; voyez ce qui est marqué « à voir ».';
    return 'Tout va bien.';
  },
  egress: {
    ca_unreadable: (file) =>
      `Le fichier de NODE_EXTRA_CA_CERTS ne peut pas être lu (${file}). Corrigez le chemin ou les droits.`,
    ca_not_pem: (file) =>
      `Le fichier de NODE_EXTRA_CA_CERTS ne contient aucun certificat utilisable (${file}). Il doit être en PEM : des lignes entre BEGIN CERTIFICATE et END CERTIFICATE.`,
    proxy_refused: 'HTTPS_PROXY est inutilisable. Écrivez http://hôte:port.',
  },
  backup: {
    made: (file, bytes, n) => [`Copiée et vérifiée : ${file}, ${mebibytes(bytes)} Mio.`, `Elle contient ${rows(n)}.`],
    restored: (file, kept, n, passed) => [
      `Restaurée depuis ${file}.`,
      `Elle contient ${rows(n)}.`,
      `Ce qui était là auparavant, s’il y avait quelque chose, est gardé sous ${kept}.`,
      ...(passed === null
        ? []
        : [
            `Ce qui est paru depuis la sauvegarde est lu sans être annoncé (${passed.feeds} flux) : c’est peut-être déjà fait. /news le retrouve.`,
            `Des messages qui étaient en route, ${passed.sought} seront cherchés dans les salons avant tout envoi, et ${passed.held} ne partiront pas : /status les montre comme peut-être envoyés.`,
          ]),
    ],
    nothing: (folder) =>
      `Il n’y a pas de base à copier dans ${folder}. Nommez le bon dossier dans VIGIE_DATA, ou lancez le bot une fois.`,
    notMade: (file, detail) =>
      `La copie ${file} n’a pas pu être faite : ${detail}. Vérifiez que son dossier existe, accepte l’écriture et a de la place.`,
    noBackup: (file) => `Il n’y a pas de sauvegarde à ${file}. Rien n’a été changé.`,
    damaged: (file, detail) =>
      `${file} n’est pas une sauvegarde entière de Vigie : ${detail}. Rien n’a été changé ; prenez une autre sauvegarde.`,
    newer: (file) =>
      `${file} a été faite par une Vigie plus récente. Rien n’a été changé ; installez d’abord cette version ou une plus récente.`,
    running: 'Une Vigie est connectée à cette base. Arrêtez-la d’abord ; rien n’a été changé.',
    noTool: (tool, url, file) =>
      tool === 'pg_dump'
        ? `pg_dump n’est pas sur cette machine. Installez le client PostgreSQL, ou lancez sur une machine qui l’a : pg_dump --format=custom --file=${file} ${url}`
        : `${tool} n’est pas sur cette machine. Installez le client PostgreSQL, ou, le bot arrêté, lancez sur une machine qui l’a : pg_restore --clean --if-exists --no-owner --single-transaction --dbname=${url} ${file}`,
    toolFailed: (detail) => `PostgreSQL ne l’a pas fait : ${detail}. Rien n’a été changé.`,
  },
  web: {
    port_taken: (port) => `Le port ${port} est pris par un autre programme. Arrêtez-le, ou écrivez un autre HTTP_PORT.`,
    port_forbidden: (port) =>
      `Cet utilisateur n’a pas le droit d’écouter sur le port ${port}. Écrivez un HTTP_PORT d’au moins 1024.`,
    listen_failed: (port) => `L’écoute sur le port ${port} a échoué.`,
  },
};
