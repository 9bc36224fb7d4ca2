import type { ConfigFault, FaultCode } from '../../config/faults.ts';
import type { FindingLevel, FindingWords } from '../../doctor/finding.ts';
import { STORE_TROUBLES } from '../../domain/trouble.ts';
import { catalogue } from './catalogue.ts';
import { store } from './store.ts';

const choice = new Intl.ListFormat('en-GB', { type: 'disjunction' });
const list = new Intl.ListFormat('en-GB', { type: 'conjunction' });

/** `HTTP_PORT is “abc”`, or the bare name where the value is a secret or missing. */
function subject({ variable, given }: ConfigFault): string {
  return given === null ? variable : `${variable} is “${given}”`;
}

function meant(expected: readonly string[]): string {
  return expected.length === 0 ? '' : ` Did you mean ${choice.format(expected)}?`;
}

const faults: Record<FaultCode, (fault: ConfigFault) => string> = {
  slack_bot_token_shape: ({ variable }) =>
    `${variable} is not a bot token. Copy the “Bot User OAuth Token” of the Slack app (OAuth & Permissions); it begins with xoxb-.`,
  slack_app_token_shape: ({ variable }) =>
    `${variable} is not an app-level token. Make one in the Slack app (Basic Information, App-Level Tokens) with the scope connections:write; it begins with xapp-.`,
  slack_secret_shape: ({ variable }) =>
    `${variable} is too short or holds spaces. Copy the “Signing Secret” of the Slack app (Basic Information).`,
  slack_half: () =>
    'SLACK_BOT_TOKEN is there, but not the way Slack reaches the bot. Add SLACK_APP_TOKEN (Socket Mode, needs no public address) or SLACK_SIGNING_SECRET with HTTP_PORT.',
  slack_no_bot_token: ({ variable }) =>
    `${variable} is there, but SLACK_BOT_TOKEN is missing. Add the bot token of the same Slack app, or empty ${variable}.`,
  slack_http_needs_port: () =>
    'HTTP_PORT is missing: with SLACK_SIGNING_SECRET, Slack sends its requests to the bot. Write a port, such as 3000, or use SLACK_APP_TOKEN (Socket Mode) instead.',
  discord_token_shape: ({ variable }) =>
    `${variable} is not a bot token (three parts with dots between). Copy it from the Discord developer portal, Bot, Reset Token.`,
  discord_app_id_shape: (fault) =>
    `${subject(fault)}, and an application id is 17 to 20 digits. Copy it from the Discord developer portal, General Information.`,
  discord_half: ({ variable, expected }) =>
    `${variable} is there, but ${list.format(expected)} is missing. Add it from the Discord developer portal, or empty ${variable}.`,
  not_a_url: (fault) =>
    `${subject(fault)}, which is no address. Write one with https://, such as https://vigie.example.org.`,
  not_a_port: (fault) => `${subject(fault)}, which is no port. Write a whole number from 0 to 65535, such as 3000.`,
  not_a_postgres_url: ({ variable }) =>
    `${variable} is no PostgreSQL address. Write postgres://user:password@host:5432/database, or leave it empty to use the built-in SQLite.`,
  not_ranges: ({ variable, expected }) =>
    `${variable} holds ${list.format(expected)}, which is no address range. Write ranges such as 10.0.0.0/8, separated by commas.`,
  not_seconds: (fault) => `${subject(fault)}, which is no number of seconds. Write a whole number from 1 to 604800.`,
  not_a_number: (fault) =>
    `${subject(fault)}. Write a whole number from ${fault.expected[0]} to ${fault.expected[1]}, or leave it empty.`,
  not_a_choice: (fault) => `${subject(fault)}, which is not a choice. Write ${choice.format(fault.expected)}.`,
  not_a_zone: (fault) =>
    `${subject(fault)}, which is no time zone. Write one such as Europe/Paris.${meant(fault.expected)}`,
  not_a_proxy: ({ variable }) =>
    `${variable} is no proxy address. Write http://host:port, such as http://proxy.example.org:3128.`,
  env_unreadable: ({ given }) =>
    `The settings in .env cannot be read (${given}). Give the user who runs Vigie the right to read it, or move it away.`,
  not_slack_operators: ({ variable, expected }) =>
    `${variable} holds ${list.format(expected)}, which names nobody: the whole list counts as empty. Write workspace:member, such as T0123ABCD:U0456EFGH (Slack shows both ids under a profile, Copy member ID), separated by commas.`,
  not_discord_operators: ({ variable, expected }) =>
    `${variable} holds ${list.format(expected)}, which names nobody: the whole list counts as empty. Write user:ID for a person or server:ID/role:ID for a role (17 to 20 digits; the role of everyone is refused), separated by commas.`,
  not_spaces: ({ variable, expected }) =>
    `${variable} holds ${list.format(expected)}, which is neither a workspace nor a server. Write slack:T0123ABCD or discord:123456789012345678, separated by commas, or leave it empty to serve all.`,
  unknown_variable: ({ variable, expected }) =>
    `${variable} is not read by Vigie.${meant(expected)}${expected.length === 0 ? ' See .env.example for those that are.' : ''}`,
};

const levels: Record<FindingLevel, string> = { ok: 'ok', warn: 'look', fault: 'fault' };

const fine = (what: string) => ({ what, todo: null });

/** So many faults are told one by one; of the rest only how many there are. */
const MOST_TOLD = 10;

const findings: FindingWords = {
  config_ok: () => fine('The configuration is complete.'),
  config_fault: (fault) => ({ what: faults[fault.code](fault), todo: 'Correct it in .env or in the environment.' }),
  config_unread: (fault) => ({ what: faults[fault.code](fault), todo: null }),
  process_zone: ({ zone }) =>
    zone === 'UTC'
      ? fine('The process reckons in UTC.')
      : {
          what: `The process reckons in ${zone} instead of UTC.`,
          todo: 'Start it by npm start or bin/vigie.js, which see to it.',
        },
  store_ok: ({ engine, where }) => fine(`The ${engine} store opens and can be written (${where}).`),
  store_in_use: ({ engine, where }) => fine(`The ${engine} store is held by a running Vigie (${where}).`),
  store_failed: ({ engine, where, code, detail }) => {
    const trouble = STORE_TROUBLES.find((one) => one === code);
    if (trouble !== undefined) return store[trouble](where, detail);
    return {
      what: `The ${engine} store cannot be used (${where}): ${detail}.`,
      todo: 'See that it can be reached and written; the log of “npm start” tells more.',
    };
  },
  disk_ok: ({ folder, freeMb }) => fine(`${freeMb} MiB are free for ${folder}.`),
  disk_low: ({ folder, freeMb, wantedMb }) => ({
    what: `Only ${freeMb} MiB are free for ${folder}.`,
    todo: `Make room: at least ${wantedMb} MiB are wanted.`,
  }),
  disk_unknown: ({ folder, detail }) => ({
    what: `The free space of ${folder} cannot be read: ${detail}.`,
    todo: 'See that the folder exists and may be read.',
  }),
  proxy_ok: ({ proxy }) => fine(`The proxy lets requests out (${proxy}).`),
  proxy_unreachable: ({ proxy, detail }) => ({
    what: `The proxy does not answer (${proxy}): ${detail}.`,
    todo: 'Correct HTTPS_PROXY, or empty it where this machine reaches the internet directly.',
  }),
  proxy_password: ({ proxy }) => ({
    what: `The proxy wants a user and password, or others than those given (${proxy}).`,
    todo: 'Write HTTPS_PROXY=http://user:password@host:port; special characters as %40 for @ and the like.',
  }),
  proxy_refuses: ({ proxy, target, status }) => ({
    what: `The proxy does not let requests out to ${target} (${proxy}, HTTP ${status}).`,
    todo: `Ask whoever runs the proxy to allow ${target}, or name the host in NO_PROXY where it is reached directly.`,
  }),
  platforms_none: () => ({
    what: 'Neither Slack nor Discord is configured: the bot would answer in the terminal only.',
    todo: 'Fill in SLACK_BOT_TOKEN and SLACK_APP_TOKEN, or DISCORD_TOKEN and DISCORD_APP_ID.',
  }),
  operators_ok: ({ count }) => fine(`${count} ${count === 1 ? 'entry names' : 'entries name'} operators.`),
  operators_none: () => ({
    what: 'No operator is named: nobody can change in chat what all share, such as the feeds of the catalogue.',
    todo: 'Name them in SLACK_OPERATORS or DISCORD_OPERATORS (.env.example shows how), or use the command line.',
  }),
  spaces_ok: ({ count }) =>
    fine(
      `${count} ${count === 1 ? 'workspace or server is' : 'workspaces or servers are'} served; others are not answered.`,
    ),
  slack_ok: ({ team, user }) => fine(`Slack takes the token: ${user} in ${team}.`),
  slack_refused: ({ error }) => ({
    what: `Slack refuses SLACK_BOT_TOKEN (${error}).`,
    todo: 'Install the app again in the workspace and copy its new bot token.',
  }),
  slack_scopes: ({ missing }) => ({
    what: `The Slack app lacks rights: ${missing.join(', ')}.`,
    todo: 'Put the manifest that “npm run -s vigie -- manifest” prints into the app, install it again, and copy the new token.',
  }),
  slack_app_token: ({ error }) => ({
    what: `Slack refuses SLACK_APP_TOKEN (${error}).`,
    todo: 'Turn Socket Mode on in the Slack app and make an app-level token with the scope connections:write.',
  }),
  slack_unreachable: ({ detail }) => ({
    what: `Slack does not answer: ${detail}.`,
    todo: 'See that this machine reaches slack.com; behind a proxy, set HTTPS_PROXY and NODE_EXTRA_CA_CERTS.',
  }),
  discord_ok: ({ name }) => fine(`Discord takes the token: ${name}.`),
  discord_refused: ({ status }) => ({
    what: `Discord refuses DISCORD_TOKEN (HTTP ${status}).`,
    todo: 'Reset the token in the Discord developer portal (Bot, Reset Token) and copy the new one.',
  }),
  discord_other_app: ({ given, actual }) => ({
    what: `DISCORD_APP_ID is ${given}, but the token belongs to application ${actual}.`,
    todo: `Write DISCORD_APP_ID=${actual}, or use the token of the other application.`,
  }),
  discord_unreachable: ({ detail }) => ({
    what: `Discord does not answer: ${detail}.`,
    todo: 'See that this machine reaches discord.com; behind a proxy, set HTTPS_PROXY and NODE_EXTRA_CA_CERTS.',
  }),
  feeds_ok: ({ count }) => fine(count === 1 ? 'The catalogue lists 1 feed.' : `The catalogue lists ${count} feeds.`),
  feeds_empty: ({ where }) => ({
    what: `The feed catalogue is empty (${where}).`,
    todo: 'Add feeds to it, or name another in FEEDS_CATALOGUE.',
  }),
  feeds_unreadable: ({ where, faults: found }) => ({
    what: [
      catalogue.cannot(where),
      ...found.slice(0, MOST_TOLD).map((one) => `  ${catalogue.fault(one)}`),
      ...(found.length > MOST_TOLD ? [`  ${catalogue.more(found.length - MOST_TOLD)}`] : []),
    ].join('\n'),
    todo: catalogue.todo,
  }),
  port_ok: ({ port }) => fine(`Port ${port} is free.`),
  port_taken: ({ port }) => ({
    what: `Port ${port} is taken by another program.`,
    todo: 'Stop that program, or write another HTTP_PORT.',
  }),
  port_forbidden: ({ port }) => ({
    what: `This user may not listen on port ${port}.`,
    todo: 'Write an HTTP_PORT of 1024 or more, and let a reverse proxy hold the lower one.',
  }),
  clock_ok: ({ by }) => fine(`The clock agrees with that of ${by}.`),
  clock_off: ({ by, seconds }) => ({
    what: `The clock is ${Math.abs(seconds)} s ${seconds > 0 ? 'ahead of' : 'behind'} that of ${by}.`,
    todo: 'Switch on time synchronisation (NTP): Slack refuses requests that are five minutes off.',
  }),
};

/** Rows that people know by name. */
export type Kept = {
  readonly items: number;
  readonly stories: number;
  readonly alerts: number;
  readonly deliveries: number;
  readonly subscriptions: number;
  readonly statements: number;
  readonly feeds: number;
};

/** What becomes of what a restored store was about to do. */
type Passed = { readonly feeds: number; readonly sought: number; readonly held: number };

function rows(n: Kept): string {
  const some = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;
  return list.format([
    some(n.items, 'item', 'items'),
    some(n.stories, 'story', 'stories'),
    some(n.alerts, 'alert', 'alerts'),
    some(n.deliveries, 'delivery', 'deliveries'),
    some(n.subscriptions, 'subscription', 'subscriptions'),
    some(n.statements, 'approved statement', 'approved statements'),
    some(n.feeds, 'feed', 'feeds'),
  ]);
}

const mebibytes = (bytes: number): string => (bytes / 1_048_576).toFixed(1);

export const operator = {
  faults,
  faultsTitle: (n: number): string =>
    n === 1 ? 'Vigie cannot start: one setting is wrong.' : `Vigie cannot start: ${n} settings are wrong.`,
  /** Under a list of faults. */
  faultsHint: 'Settings are read from the environment and from the file .env; .env.example explains each.',
  warningsTitle: 'Some settings are not used:',
  levels,
  findings,
  /** Under the doctor's findings. */
  verdict: (faulty: number, doubtful: number): string => {
    if (faulty > 0) return faulty === 1 ? 'One thing must be put right.' : `${faulty} things must be put right.`;
    if (doubtful > 0) return 'Vigie can run; see what is marked “look”.';
    return 'All is well.';
  },
  egress: {
    ca_unreadable: (file: string): string =>
      `The file of NODE_EXTRA_CA_CERTS cannot be read (${file}). Correct the path or its rights.`,
    ca_not_pem: (file: string): string =>
      `The file of NODE_EXTRA_CA_CERTS holds no certificate that can be used (${file}). It must be PEM: lines between BEGIN CERTIFICATE and END CERTIFICATE.`,
    proxy_refused: 'HTTPS_PROXY cannot be used. Write http://host:port.',
  },
  backup: {
    made: (file: string, bytes: number, n: Kept): string[] => [
      `Copied and checked: ${file}, ${mebibytes(bytes)} MiB.`,
      `It holds ${rows(n)}.`,
    ],
    restored: (file: string, kept: string, n: Kept, passed: Passed | null): string[] => [
      `Restored from ${file}.`,
      `It holds ${rows(n)}.`,
      `What was there before, if anything, is kept as ${kept}.`,
      ...(passed === null
        ? []
        : [
            `What came out since the backup is taken in without a word (${passed.feeds} ${passed.feeds === 1 ? 'feed' : 'feeds'}): it may have been told already. /news finds it.`,
            `Of the messages that were on their way then, ${passed.sought} will be looked up before they are sent, and ${passed.held} will not be sent: /status shows them as perhaps sent.`,
          ]),
    ],
    nothing: (folder: string): string =>
      `There is no database in ${folder} to copy. Name the right folder in VIGIE_DATA, or start the bot once.`,
    notMade: (file: string, detail: string): string =>
      `The copy ${file} could not be made: ${detail}. See that its folder exists, may be written and has room.`,
    noBackup: (file: string): string => `There is no backup at ${file}. Nothing was changed.`,
    damaged: (file: string, detail: string): string =>
      `${file} is no whole backup of Vigie: ${detail}. Nothing was changed; use another backup.`,
    newer: (file: string): string =>
      `${file} was made by a newer Vigie. Nothing was changed; install that version or a newer one first.`,
    running: 'A Vigie is connected to this database. Stop it first; nothing was changed.',
    noTool: (tool: string, url: string, file: string): string =>
      tool === 'pg_dump'
        ? `pg_dump is not on this machine. Install the PostgreSQL client, or run on one that has it: pg_dump --format=custom --file=${file} ${url}`
        : `${tool} is not on this machine. Install the PostgreSQL client, or, with the bot stopped, run on one that has it: pg_restore --clean --if-exists --no-owner --single-transaction --dbname=${url} ${file}`,
    toolFailed: (detail: string): string => `PostgreSQL did not do it: ${detail}. Nothing was changed.`,
  },
  web: {
    port_taken: (port: number): string =>
      `Port ${port} is taken by another program. Stop it, or write another HTTP_PORT.`,
    port_forbidden: (port: number): string =>
      `This user may not listen on port ${port}. Write an HTTP_PORT of 1024 or more.`,
    listen_failed: (port: number): string => `Listening on port ${port} failed.`,
  },
};
