import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DigitalDiscord } from 'discord-digital-twin';
import { PATIENCE_MS } from '../../patience.ts';
import { createEdge, type EdgeState, type SeenRequest, type Violation } from './edge.ts';
import { createEdgeGateway } from './gateway.ts';
import { type PeerAnswer, type PeerMessage, peerMessage } from './interactions.ts';
import { type Json, list, record, text } from './rules.ts';

export type { PeerAnswer, PeerMessage, SeenRequest, Violation };

/** Who acts, and how: a French-speaking manager unless told otherwise. */
export type Acting = {
  readonly locale?: string;
  readonly channel?: string;
  /** Permission bits as a decimal string; `MANAGER` or `MEMBER`. */
  readonly permissions?: string;
  /** Acts in a direct message: no server, no rights. */
  readonly direct?: boolean;
  /** Brought the app along: the bot is no member of the server. */
  readonly userInstall?: boolean;
};

/** Rights of someone who may manage the server, and of someone who may not. */
export const MANAGER = String((1n << 5n) | (1n << 4n) | (1n << 11n));
export const MEMBER = String(1n << 11n);

export type DiscordPeer = {
  /** For `DISCORD_API_URL`. */
  readonly apiUrl: string;
  readonly token: string;
  readonly application: string;
  readonly guild: string;
  readonly channels: readonly [string, string];
  readonly user: string;
  /** Types a slash command; the options by their English names. Gives the complete answer. */
  slash(command: string, options: Readonly<Record<string, string | number>>, acting?: Acting): Promise<PeerAnswer>;
  autocomplete(command: string, option: string, typed: string, acting?: Acting): Promise<PeerAnswer['choices']>;
  /** Presses the button with this line or label; throws when the message has none. */
  press(message: PeerMessage, lineOrLabel: string, acting?: Acting): Promise<PeerAnswer>;
  /** Sends a shown form in, with what was typed or chosen in some of its fields. */
  submitModal(
    shown: PeerAnswer,
    values: Readonly<Record<string, string | readonly string[]>>,
    acting?: Acting,
  ): Promise<PeerAnswer>;
  /** Messages of a channel or thread in the order they were posted, those for one person only included. */
  messages(channel: string): Promise<PeerMessage[]>;
  /** Waits until a channel holds as many messages. */
  waitForMessages(channel: string, count: number): Promise<PeerMessage[]>;
  /** Threads opened in a channel: id (that of their card) and name. */
  threads(channel: string): Promise<readonly { readonly id: string; readonly name: string }[]>;
  deleteMessage(message: PeerMessage): Promise<void>;
  /** What is registered for all servers, or in one. */
  commands(guild?: string): readonly Json[];
  readonly violations: readonly Violation[];
  readonly requests: readonly SeenRequest[];
  /** The next requests on messages are answered with 429. */
  inject429(times: number, retryAfterSeconds: number): void;
  /** The next requests on messages are answered with this status. */
  injectFailure(times: number, status: number): void;
  /** The next requests on messages are carried out, and the connection is cut instead of an answer. */
  cutAfterAccept(times: number): void;
  /** Sets who may use a command (or, by the application's id, all of them), and has the gateway tell it. */
  override(id: string, permissions: readonly Json[]): void;
  /** Refuses to tell what was set, with this status; or, with "slow", takes its time. */
  hideOverrides(how: number | 'slow' | null): void;
  /** Requests on a channel's messages are refused with a status and Discord's number. */
  forbid(channel: string, status: number, number: number): void;
  /** The token stops being good: REST answers 401, the gateway closes with 4004. */
  unauthorized(): void;
  /** Cuts the gateway's sockets; sessions can be resumed unless forgotten. */
  dropSocket(options?: { readonly forget?: boolean }): void;
  /** Bots connected to the gateway. */
  connected(): number;
  readonly resumes: () => number;
  readonly identifies: () => number;
  /** Lets this much time pass, for the rules that count it (3 s, 15 min, nonces). */
  advance(ms: number): void;
  close(): Promise<void>;
};

/** Starts the third-party twin and our strict edge before it, on a random loopback port or the one asked for. */
export async function startDiscordPeer(options: { readonly port?: number } = {}): Promise<DiscordPeer> {
  const folder = await mkdtemp(join(tmpdir(), 'discord-peer-'));
  const ids = { bot: flake(1), guild: flake(2), user: flake(3), channels: [flake(4), flake(5)] as [string, string] };
  const token = `peer.${ids.bot}.token`;
  const twin = new DigitalDiscord({
    dbUrl: `file:${join(folder, 'twin.db')}`,
    botToken: token,
    botUser: { id: ids.bot, username: 'Vigie' },
    users: [{ id: ids.user, username: 'camille' }],
    guild: { id: ids.guild, name: 'Veille', ownerId: ids.user },
    channels: [
      { id: ids.channels[0], name: 'veille', type: 0 },
      { id: ids.channels[1], name: 'autre', type: 0 },
    ],
  });
  await twin.start();
  let skew = 0;
  // Time passes as a test lets it: an answer is not late because the machine is busy.
  const began = Date.now();
  const now = (): number => began + skew;
  const state: EdgeState = {
    violations: [],
    requests: [],
    commands: new Map(),
    pending: new Map(),
    flags: new Map(),
    files: new Map(),
    threads: new Map(),
    nonces: new Map(),
    overrides: new Map(),
    faults: {
      overrides: null,
      limits: { times: 0, retryAfter: 0 },
      cuts: 0,
      failures: { times: 0, status: 500 },
      forbidden: new Map(),
    },
    revoked: false,
  };
  const server = http.createServer();
  const ownPort = (): number => {
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  };
  const gatewayUrl = (): string => `ws://127.0.0.1:${ownPort()}/gateway`;
  const openDm = async (user: string): Promise<Json> => {
    const id = flake(100 + state.pending.size);
    await twin.prisma.channel.create({ data: { id, type: 1, name: null } });
    return { id, type: 1, recipients: [{ id: user, username: 'camille', discriminator: '0', avatar: null }] };
  };
  server.on(
    'request',
    createEdge({ state, token, application: ids.bot, twin: () => twin.restUrl, gatewayUrl, now, openDm }),
  );
  /** What the next interaction that the twin dispatches looks like; known by its id from then on. */
  const waiting: ((data: Json) => Json)[] = [];
  const dressed = new Map<string, (data: Json) => Json>();
  const gateway = createEdgeGateway({
    server,
    twinUrl: twin.gatewayUrl,
    ownUrl: gatewayUrl,
    token,
    revoked: () => state.revoked,
    dispatch: (event, data) => {
      if (event !== 'INTERACTION_CREATE') return data;
      const id = text(data['id']);
      const dress = dressed.get(id) ?? waiting.shift();
      if (!dress) return data;
      dressed.set(id, dress);
      return dress(data);
    },
  });
  await once(server.listen(options.port ?? 0, '127.0.0.1'), 'listening');

  const act = async (type: number, data: Json, acting: Acting, message?: PeerMessage): Promise<PeerAnswer> => {
    if (gateway.connected() === 0) throw new Error('no bot is connected');
    const channel = acting.channel ?? message?.channel ?? ids.channels[0];
    const answer = Promise.withResolvers<PeerAnswer>();
    const dress = (told: Json): Json => {
      const id = text(told['id']);
      state.pending.set(id, {
        id,
        token: text(told['token']),
        at: now(),
        answer,
        acked: false,
        deferred: 'no',
        ephemeral: false,
        original: message?.id ?? null,
        last: null,
        brought: null,
      });
      const shown = record(told['message']);
      const owners =
        acting.userInstall === true ? { '1': ids.user } : { '0': acting.direct === true ? '0' : ids.guild };
      const base = {
        ...told,
        locale: acting.locale ?? 'fr',
        authorizing_integration_owners: owners,
        ...(message ? { message: { ...shown, flags: state.flags.get(message.id) ?? 0 } } : {}),
      };
      if (acting.direct === true) {
        const { member, guild_id: _guild, guild_locale: _locale, ...rest } = base as Record<string, unknown>;
        return { ...rest, user: record(member)['user'], context: 1 };
      }
      return { ...base, member: { ...record(told['member']), permissions: acting.permissions ?? MANAGER } };
    };
    waiting.push(dress);
    await twin.simulateInteraction({
      type,
      channelId: state.threads.get(channel) ?? channel,
      userId: ids.user,
      data: { ...data },
      ...(message ? { messageId: message.id } : {}),
    });
    return deadline(answer.promise, `no answer to interaction ${JSON.stringify(data)}`);
  };

  const registered = (name: string): Json | undefined => {
    const all = [...(state.commands.get(ids.guild) ?? []), ...(state.commands.get('global') ?? [])];
    const found = all.find((command) => command['name'] === name);
    if (!found && all.length > 0) throw new Error(`no command "${name}" is registered`);
    return found;
  };

  const optionsOf = (command: string, given: Readonly<Record<string, string | number>>): Json[] => {
    const known = registered(command);
    return Object.entries(given).map(([name, value]) => {
      const option = list(known?.['options'])
        .map(record)
        .find((each) => each['name'] === name);
      if (known && !option) throw new Error(`"${command}" has no option "${name}"`);
      const choices = list(option?.['choices']).map(record);
      if (choices.length > 0 && !choices.some((choice) => choice['value'] === value))
        throw new Error(`"${name}" has no choice "${value}"`);
      return { name, type: option?.['type'] ?? (typeof value === 'number' ? 4 : 3), value };
    });
  };

  const messages = async (channel: string): Promise<PeerMessage[]> => {
    const found = await twin.channel(state.threads.get(channel) ?? channel).getMessages();
    return found
      .filter((message) => message.id !== channel)
      .map((message) => {
        const json = message as unknown as Json;
        const own = peerMessage(
          json,
          state.flags.get(message.id) ?? message.flags ?? 0,
          state.files.get(message.id) ?? [],
        );
        return state.threads.has(channel) ? { ...own, channel } : own;
      });
  };

  return {
    get apiUrl() {
      return `http://127.0.0.1:${ownPort()}/api`;
    },
    token,
    application: ids.bot,
    guild: ids.guild,
    channels: ids.channels,
    user: ids.user,
    slash: (command, given, acting = {}) =>
      act(
        2,
        {
          id: registered(command)?.['id'] ?? flake(9),
          name: command,
          type: 1,
          options: optionsOf(command, given),
        },
        acting,
      ),
    autocomplete: async (command, option, typed, acting = {}) => {
      const known = list(registered(command)?.['options'])
        .map(record)
        .find((each) => each['name'] === option);
      if (known && known['autocomplete'] !== true) throw new Error(`"${option}" does not complete`);
      const options = [{ name: option, type: 3, value: typed, focused: true }];
      const data = { id: registered(command)?.['id'] ?? flake(9), name: command, type: 1, options };
      return (await act(4, data, acting)).choices;
    },
    press: async (message, wanted, acting = {}) => {
      const button = message.buttons.find(
        (each) => each.id === wanted || each.id.endsWith(`|${wanted}`) || each.label === wanted,
      );
      if (!button) throw new Error(`no button "${wanted}" among ${message.buttons.map((each) => each.id).join(', ')}`);
      return act(3, { custom_id: button.id, component_type: 2 }, acting, message);
    },
    submitModal: async (shown, values, acting = {}) => {
      if (!shown.modal) throw new Error('the answer was no form');
      return act(5, { custom_id: shown.modal['custom_id'], components: filled(shown.modal, values) }, acting);
    },
    messages,
    waitForMessages: async (channel, count) => {
      const until = Date.now() + PATIENCE_MS;
      for (;;) {
        const found = await messages(channel);
        if (found.length >= count || Date.now() > until) return found;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    threads: async (channel) => {
      const found = await twin.channel(channel).getThreads();
      return found.map((thread) => ({
        id: [...state.threads].find(([, own]) => own === thread.id)?.[0] ?? thread.id,
        name: ('name' in thread ? thread.name : null) ?? '',
      }));
    },
    deleteMessage: (message) =>
      twin.simulateUserMessageDelete({
        messageId: message.id,
        channelId: state.threads.get(message.channel) ?? message.channel,
      }),
    commands: (guild) => state.commands.get(guild ?? 'global') ?? [],
    violations: state.violations,
    requests: state.requests,
    override: (id, permissions) => {
      state.overrides.set(id, permissions);
      const update = { id, application_id: ids.bot, guild_id: ids.guild, permissions };
      gateway.send('APPLICATION_COMMAND_PERMISSIONS_UPDATE', update);
    },
    hideOverrides: (how) => {
      state.faults.overrides = how;
    },
    inject429: (times, retryAfter) => {
      state.faults.limits = { times, retryAfter };
    },
    injectFailure: (times, status) => {
      state.faults.failures = { times, status };
    },
    cutAfterAccept: (times) => {
      state.faults.cuts = times;
    },
    forbid: (channel, status, number) => {
      state.faults.forbidden.set(channel, { status, number });
    },
    unauthorized: () => {
      state.revoked = true;
      gateway.refuse(4004);
    },
    dropSocket: (drop = {}) => {
      gateway.drop(drop.forget === true);
    },
    connected: gateway.connected,
    resumes: gateway.resumes,
    identifies: gateway.identifies,
    advance: (ms) => {
      skew += ms;
    },
    close: async () => {
      gateway.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      await twin.stop();
      await twin.prisma.$disconnect();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The fields of a form as they come back: what was preset, changed where the test typed or chose. */
function filled(modal: Json, values: Readonly<Record<string, string | readonly string[]>>): Json[] {
  const known = new Set<string>();
  const components = list(modal['components'])
    .map(record)
    .map((label) => {
      const field = record(label['component']);
      const id = text(field['custom_id']);
      known.add(id);
      const preset = list(field['options'])
        .map(record)
        .filter((option) => option['default'] === true);
      const given = values[id];
      const content =
        field['type'] === 4
          ? { value: typeof given === 'string' ? given : text(field['value']) }
          : { values: given === undefined ? preset.map((option) => text(option['value'])) : [given].flat() };
      return { type: 18, id: 1, component: { type: Number(field['type']), id: 2, custom_id: id, ...content } };
    });
  for (const name of Object.keys(values)) if (!known.has(name)) throw new Error(`the form has no field "${name}"`);
  return components;
}

async function deadline<T>(promise: Promise<T>, otherwise: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(otherwise)), PATIENCE_MS);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

let flakes = 0;

/** An id of today's form, never twice in a process. */
function flake(kind: number): string {
  flakes += 1;
  return String(((BigInt(Date.now()) - 1_420_070_400_000n) << 22n) | BigInt(((kind << 10) % 4096) | (flakes % 1024)));
}
