import { createEmulator, type Emulator } from 'emulate';

/** A workspace as tests want it. */
export type WorkspaceSeed = {
  readonly users: readonly {
    readonly name: string;
    readonly locale: string;
    readonly guest?: boolean;
    readonly stranger?: boolean;
  }[];
  readonly channels: readonly string[];
};

export const WORKSPACE: WorkspaceSeed = {
  users: [
    { name: 'camille', locale: 'fr-FR' },
    { name: 'john', locale: 'en-GB' },
    { name: 'guest', locale: 'en-US', guest: true },
    { name: 'stranger', locale: 'en-US', stranger: true },
  ],
  channels: ['watch', 'quiet'],
};

export const BOT = { token: 'xoxb-vigie-peer', app: 'A0VIGIE', id: 'B0VIGIE', user: 'U0VIGIE', name: 'vigie' } as const;

export type Json = Readonly<Record<string, unknown>>;

/** The third-party Web API with its state, seeded; knows nothing of limits, tokens or deliveries. */
export type Workspace = {
  readonly url: string;
  readonly seed: WorkspaceSeed;
  readonly team: string;
  readonly channels: ReadonlyMap<string, string>;
  readonly users: ReadonlyMap<string, string>;
  /** A Web API method as the bot. */
  readonly call: (method: string, args: Json) => Promise<Json>;
  readonly close: () => Promise<void>;
};

/** Starts `emulate` on a free port of the loopback address. */
export async function startWorkspace(seed: WorkspaceSeed): Promise<Workspace> {
  const emulator: Emulator = await createEmulator({
    service: 'slack',
    port: 0,
    hostname: '127.0.0.1',
    seed: {
      slack: {
        team: { name: 'Peer', domain: 'peer' },
        users: seed.users.map(({ name }) => ({ name, real_name: name, email: `${name}@example.org` })),
        channels: seed.channels.map((name) => ({ name })),
        oauth_apps: [
          {
            client_id: '1.2',
            client_secret: 'none',
            app_id: BOT.app,
            name: 'Vigie',
            redirect_uris: ['http://127.0.0.1/'],
            bot_id: BOT.id,
            bot_user_id: BOT.user,
            bot_name: BOT.name,
          },
        ],
        tokens: [
          { token: BOT.token, user_id: BOT.user, app_id: BOT.app, bot_id: BOT.id, bot_user_id: BOT.user, type: 'bot' },
        ],
      },
    },
  });
  const base = emulator.url.replace('localhost', '127.0.0.1');
  const call = async (method: string, args: Json): Promise<Json> => {
    const response = await fetch(`${base}/api/${method}`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${BOT.token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify(args),
    });
    return (await response.json()) as Json;
  };
  const named = async (method: string, key: string): Promise<Map<string, string>> => {
    const rows = ((await call(method, { limit: 1000 }))[key] ?? []) as { id: string; name: string }[];
    return new Map(rows.map(({ id, name }) => [name, id]));
  };
  const channels = await named('conversations.list', 'channels');
  for (const name of seed.channels) await call('conversations.join', { channel: channels.get(name) });
  const users = await named('users.list', 'members');
  const team = String((await call('auth.test', {}))['team_id']);
  return { url: base, seed, team, channels, users, call, close: () => emulator.close() };
}
