import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PATIENCE_MS } from '../../patience.ts';
import { type ApiState, bodyOf, type Call, handleApi, type Mishap, meet, nextMishap, OTHER_TEAM } from './api.ts';
import { ACK_LIMIT, type Ack, type Delivery, deliverOverHttp, type SocketSide, socketSide } from './deliver.ts';
import { messageViolations } from './limits.ts';
import { filesNamed, newUploads, refusesPictures, type SlackFile, takeUpload } from './uploads.ts';
import { BOT, type Json, startWorkspace, WORKSPACE, type Workspace, type WorkspaceSeed } from './workspace.ts';

/** A message as people see it: in a channel, or shown to one person. */
export type Seen = {
  readonly channel: string;
  readonly ts: string;
  readonly text: string;
  readonly blocks: readonly Json[];
  readonly ephemeral: boolean;
  readonly thread: string | null;
  readonly metadata: Json | null;
};

/** What a slash command or press led to: the ack, then whatever came by its response_url. */
export type Asked = {
  readonly ack: Ack;
  /** The next answer not yet taken; rejects when patience ends. */
  readonly answer: () => Promise<Seen>;
  readonly url: string;
};

export type Who = { readonly user?: string; readonly channel?: string };

export type SlackPeer = {
  /** For `SLACK_API_URL`. */
  readonly apiUrl: string;
  readonly botToken: string;
  readonly appToken: string;
  readonly signingSecret: string;
  readonly team: () => string;
  readonly channel: (name: string) => string;
  readonly user: (name: string) => string;
  /** HTTP mode: where the app takes deliveries. Without it they go by socket. */
  readonly deliverTo: (url: string | null) => void;
  readonly socket: SocketSide;
  readonly slash: (text: string, options?: Who & Partial<Delivery> & { readonly command?: string }) => Promise<Asked>;
  readonly press: (
    message: Seen,
    button: { readonly line: string } | { readonly index: number },
    who?: Who,
  ) => Promise<Asked>;
  /** The next modal opened and not yet taken; rejects when patience ends. */
  readonly view: () => Promise<Json>;
  readonly submitView: (
    view: Json,
    values: Readonly<Record<string, string | readonly string[]>>,
    who?: Who,
  ) => Promise<Ack>;
  /** An event, again up to three times with the same id while it is not acked. Returns every ack. */
  readonly event: (event: Json, options?: { readonly id?: string; readonly again?: number }) => Promise<Ack[]>;
  /** Posts a ready payload of any kind, for what the others do not cover. */
  readonly deliver: (delivery: Delivery) => Promise<Ack>;
  readonly messages: (channel: string) => Promise<Seen[]>;
  readonly thread: (channel: string, ts: string) => Promise<Seen[]>;
  /** Deletes as a person would. */
  readonly remove: (channel: string, ts: string) => Promise<void>;
  readonly archive: (channel: string) => Promise<void>;
  readonly mishap: (mishap: Mishap) => void;
  /** Every file handed over so far. */
  readonly files: () => readonly SlackFile[];
  /** The picture that a message shows from Slack's files. */
  readonly picture: (message: Seen) => SlackFile | null;
  /** Slack takes its time to look at files to come: so many messages that name one are refused. */
  readonly lookSlowly: (times: number) => void;
  /** Slack cannot fetch pictures by their address. */
  readonly refuseImages: () => void;
  /** Answers to response_urls may not name files, whatever the time. */
  readonly refuseFilesInAnswers: () => void;
  readonly withoutScope: (scope: string) => void;
  readonly takeTokenAway: () => void;
  readonly giveTokenBack: () => void;
  /** Stops answering at all, and answers again on the same address. */
  readonly down: () => Promise<void>;
  readonly up: () => Promise<void>;
  /** Lets time pass for the 30 minutes of response_urls, milliseconds. */
  readonly pass: (ms: number) => void;
  readonly calls: (method?: string) => readonly Call[];
  /** Everything that Slack would have refused or resented. */
  readonly violations: readonly string[];
  /** Takes the violations out, so that one test's do not fail the next. */
  readonly forgive: () => string[];
  readonly seedWorkspace: (seed: WorkspaceSeed) => Promise<void>;
  /** Asks every socket to go and come again, as Slack does every few hours. */
  readonly refresh: () => void;
  readonly reset: () => Promise<void>;
  readonly close: () => Promise<void>;
};

type Ticket = {
  readonly channel: string;
  readonly until: number;
  uses: number;
  readonly answers: Seen[];
  readonly waiting: ((seen: Seen) => void)[];
};

const RESPONSE_USES = 5;
const RESPONSE_LIFE = 30 * 60_000;

/** Starts a strict Slack on the loopback address: third-party Web API state behind, our deliveries and rules in front. */
export async function startSlackPeer(seed: WorkspaceSeed = WORKSPACE): Promise<SlackPeer> {
  let workspace: Workspace = await startWorkspace(seed);
  let target: string | null = null;
  let passed = 0;
  const now = (): number => Date.now() + passed;
  const signingSecret = 'peer-signing-secret';
  const appToken = 'xapp-vigie-peer';
  const tickets = new Map<string, Ticket>();
  const views = queue<Json>();
  let port = 0;
  const state: ApiState = {
    calls: [],
    mishaps: [],
    violations: [],
    missingScopes: new Set(),
    tokens: { bot: BOT.token, app: appToken },
    tickets: new Set(),
    socketUrl: () => {
      const ticket = randomUUID();
      state.tickets.add(ticket);
      return `ws://127.0.0.1:${port}/link?ticket=${ticket}`;
    },
    onView: (view) => views.push(view),
    uploads: newUploads(),
    base: () => `http://127.0.0.1:${port}`,
  };

  const respond = async (id: string, request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const message = JSON.parse(await bodyOf(request)) as Json;
    state.calls.push({ method: 'respond', args: message });
    const mishap = nextMishap(state, 'respond');
    if (mishap !== null) return meet(mishap, request, response);
    const ticket = tickets.get(id);
    const { uploads } = state;
    const known = (file: string): boolean => uploads.files.get(file)?.completed === true;
    const wrong = messageViolations(message, { answer: true, file: known }).map(
      ({ pointer, rule }) => `respond ${pointer}: ${rule}`,
    );
    if (ticket === undefined || now() > ticket.until) wrong.push('respond: used after 30 minutes');
    else if (++ticket.uses > RESPONSE_USES) wrong.push('respond: used more than 5 times');
    if (ticket === undefined || wrong.length > 0) {
      state.violations.push(...wrong);
      response.writeHead(404).end('{"ok":false,"error":"used_url"}');
      return;
    }
    const early = refusesPictures(message['blocks'], uploads);
    if (early || (uploads.answersRefuseFiles && filesNamed(message['blocks']).length > 0)) {
      response.writeHead(404).end('{"ok":false,"error":"invalid_blocks"}');
      return;
    }
    response.writeHead(200).end('ok');
    const seen = await shown(message, ticket.channel);
    const waiter = ticket.waiting.shift();
    if (waiter) waiter(seen);
    else ticket.answers.push(seen);
  };

  /** In-channel answers are messages like any other; ephemeral ones exist nowhere but here. */
  const shown = async (message: Json, channel: string): Promise<Seen> => {
    const thread = typeof message['thread_ts'] === 'string' ? message['thread_ts'] : null;
    if (message['response_type'] === 'ephemeral')
      return { ...seenOf({ ...message, ts: `${Math.floor(now() / 1000)}.9` }, channel), ephemeral: true, thread };
    const { text, blocks } = message;
    const posted = await workspace.call('chat.postMessage', {
      channel,
      text,
      blocks,
      ...(thread && { thread_ts: thread }),
    });
    return seenOf(posted['message'] as Json, channel);
  };

  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://peer');
    const [, room, name = ''] = pathname.split('/');
    const handling =
      room === 'api'
        ? handleApi(name, request, response, state, workspace)
        : room === 'respond'
          ? respond(name, request, response)
          : room === 'upload'
            ? takeUpload(name, request, response, state.uploads, workspace, (rule) => void state.violations.push(rule))
            : Promise.resolve(response.writeHead(404).end());
    Promise.resolve(handling).catch((error: unknown) => {
      state.violations.push(`peer: ${String(error)}`);
      response.destroy();
    });
  });
  const listen = (): Promise<void> => new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve()));
  const silence = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  await listen();
  port = (server.address() as AddressInfo).port;
  const socket = socketSide(server, state.tickets);

  const deliver = async (delivery: Delivery): Promise<Ack> => {
    const ack =
      target === null ? await socket.deliver(delivery) : await deliverOverHttp(target, signingSecret, delivery);
    if (ack.ms > ACK_LIMIT) state.violations.push(`${delivery.kind}: ack after ${Math.round(ack.ms)} ms`);
    return ack;
  };
  const channelId = (name: string): string => idOf(workspace.channels, name);
  const userId = (name: string): string => idOf(workspace.users, name);
  const place = ({ user = 'camille', channel = 'watch' }: Who): { user: string; name: string; channel: string } => ({
    user: userId(user),
    name: user,
    channel: channel.startsWith('D') ? channel : channelId(channel),
  });
  const responseUrl = (channel: string): { url: string; ticket: Ticket } => {
    const id = randomUUID();
    const ticket: Ticket = { channel, until: now() + RESPONSE_LIFE, uses: 0, answers: [], waiting: [] };
    tickets.set(id, ticket);
    return { url: `http://127.0.0.1:${port}/respond/${id}`, ticket };
  };
  const asked = (ack: Ack, url: string, ticket: Ticket): Asked => ({
    ack,
    url,
    answer: () => {
      const ready = ticket.answers.shift();
      return ready ? Promise.resolve(ready) : soon((resolve) => ticket.waiting.push(resolve), 'an answer');
    },
  });
  const trigger = async (user: string): Promise<string> =>
    String((await workspace.call('views.generateTriggerId', { user_id: user }))['trigger_id']);

  const teamOf = (name: string): string =>
    seed.users.some((one) => one.name === name && one.stranger === true) ? OTHER_TEAM : workspace.team;

  return {
    apiUrl: `http://127.0.0.1:${port}/api/`,
    botToken: BOT.token,
    appToken,
    signingSecret,
    team: () => workspace.team,
    channel: channelId,
    user: userId,
    deliverTo: (url) => {
      target = url;
    },
    socket,
    deliver,
    slash: async (text, { command = '/vigie', secret, at, ...who } = {}) => {
      const { user, name, channel } = place(who);
      const { url, ticket } = responseUrl(channel);
      const payload = {
        token: 'verification',
        team_id: workspace.team,
        team_domain: 'peer',
        channel_id: channel,
        channel_name: who.channel ?? 'watch',
        user_id: user,
        user_name: name,
        command,
        text: text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
        api_app_id: BOT.app,
        is_enterprise_install: 'false',
        response_url: url,
        trigger_id: await trigger(user),
      };
      const sign = { ...(secret !== undefined && { secret }), ...(at !== undefined && { at }) };
      return asked(await deliver({ kind: 'slash_commands', payload, ...sign }), url, ticket);
    },
    press: async (message, which, who = {}) => {
      const { user, name } = place(who);
      const buttons = message.blocks
        .filter(({ type }) => type === 'actions')
        .flatMap((block) => (block['elements'] as Json[]) ?? []);
      const button = 'index' in which ? buttons[which.index] : buttons.find(({ value }) => value === which.line);
      if (button === undefined) throw new Error(`no such button: ${JSON.stringify(which)}`);
      const { url, ticket } = responseUrl(message.channel);
      const payload = {
        type: 'block_actions',
        api_app_id: BOT.app,
        token: 'verification',
        user: { id: user, username: name, name, team_id: teamOf(name) },
        team: { id: workspace.team, domain: 'peer' },
        enterprise: null,
        is_enterprise_install: false,
        container: {
          type: 'message',
          message_ts: message.ts,
          channel_id: message.channel,
          is_ephemeral: message.ephemeral,
          ...(message.thread !== null && { thread_ts: message.thread }),
        },
        trigger_id: await trigger(user),
        channel: { id: message.channel, name: 'watch' },
        ...(!message.ephemeral && {
          message: {
            type: 'message',
            user: BOT.user,
            bot_id: BOT.id,
            ts: message.ts,
            text: message.text,
            blocks: message.blocks,
            ...(message.thread !== null && { thread_ts: message.thread }),
          },
        }),
        response_url: url,
        actions: [{ ...button, block_id: 'b1', action_ts: String(now() / 1000) }],
      };
      return asked(await deliver({ kind: 'interactive', payload }), url, ticket);
    },
    view: () => views.next('a modal'),
    submitView: async (view, values, who = {}) => {
      const { user, name } = place(who);
      const blocks = (view['blocks'] as Json[]) ?? [];
      const payload = {
        type: 'view_submission',
        api_app_id: BOT.app,
        token: 'verification',
        user: { id: user, username: name, name, team_id: teamOf(name) },
        team: { id: workspace.team, domain: 'peer' },
        enterprise: null,
        is_enterprise_install: false,
        trigger_id: await trigger(user),
        response_urls: [],
        view: { ...view, state: { values: stateOf(blocks, values) } },
      };
      const ack = await deliver({ kind: 'interactive', payload });
      const errors = (ack.body as { errors?: Json } | null)?.errors ?? {};
      for (const key of Object.keys(errors))
        if (!blocks.some((block) => block['block_id'] === key))
          state.violations.push(`response_action: no block ${key}`);
      return ack;
    },
    event: async (event, { id = `Ev${randomUUID()}`, again = 0 } = {}) => {
      const payload = {
        type: 'event_callback',
        token: 'verification',
        team_id: workspace.team,
        api_app_id: BOT.app,
        event,
        event_id: id,
        event_time: Math.floor(now() / 1000),
        authorizations: [{ team_id: workspace.team, user_id: BOT.user, is_bot: true, is_enterprise_install: false }],
      };
      const acks: Ack[] = [];
      for (let num = 0; num <= 3; num++) {
        const retry = num === 0 ? {} : { retry: { num, reason: 'http_error' } };
        const ack = await deliver({ kind: 'events_api', payload, ...retry });
        acks.push(ack);
        if (ack.status === 200 && num >= again) break;
      }
      return acks;
    },
    messages: async (channel) =>
      listOf(await workspace.call('conversations.history', { channel, limit: 1000 }), channel).reverse(),
    thread: async (channel, ts) =>
      listOf(await workspace.call('conversations.replies', { channel, ts, limit: 1000 }), channel).filter(
        (one) => one.ts !== ts,
      ),
    remove: async (channel, ts) => void (await workspace.call('chat.delete', { channel, ts })),
    archive: async (channel) => void (await workspace.call('conversations.archive', { channel })),
    mishap: (mishap) => void state.mishaps.push({ ...mishap, left: mishap.times ?? 1 }),
    files: () => [...state.uploads.files.values()],
    picture: (message) => state.uploads.files.get(filesNamed(message.blocks)[0] ?? '') ?? null,
    lookSlowly: (times) => {
      state.uploads.unready = times;
    },
    refuseImages: () => {
      state.uploads.fetchesNothing = true;
    },
    refuseFilesInAnswers: () => {
      state.uploads.answersRefuseFiles = true;
    },
    withoutScope: (scope) => void state.missingScopes.add(scope),
    takeTokenAway: () => {
      state.tokens.bot = 'xoxb-another';
    },
    giveTokenBack: () => {
      state.tokens.bot = BOT.token;
    },
    refresh: () => socket.refresh(),
    down: async () => {
      socket.cut();
      await silence();
    },
    up: listen,
    pass: (ms) => {
      passed += ms;
    },
    calls: (method) => state.calls.filter((call) => method === undefined || call.method === method),
    violations: state.violations,
    forgive: () => state.violations.splice(0),
    seedWorkspace: async (next) => {
      await workspace.close();
      workspace = await startWorkspace(next);
      clear();
    },
    reset: async () => {
      const { seed: same } = workspace;
      await workspace.close();
      workspace = await startWorkspace(same);
      clear();
    },
    close: async () => {
      socket.close();
      await silence();
      await workspace.close();
    },
  };

  function clear(): void {
    state.calls.length = 0;
    state.mishaps.length = 0;
    state.violations.length = 0;
    state.missingScopes.clear();
    state.tokens.bot = BOT.token;
    state.uploads.files.clear();
    Object.assign(state.uploads, { unready: 0, answersRefuseFiles: false, fetchesNothing: false });
    tickets.clear();
    views.clear();
    passed = 0;
  }
}

function idOf(ids: ReadonlyMap<string, string>, name: string): string {
  const id = ids.get(name);
  if (id === undefined) throw new Error(`the workspace has no ${name}`);
  return id;
}

function seenOf(message: Json, channel: string): Seen {
  return {
    channel,
    ts: String(message['ts']),
    text: String(message['text']),
    blocks: (message['blocks'] as Json[] | undefined) ?? [],
    ephemeral: false,
    thread: typeof message['thread_ts'] === 'string' ? message['thread_ts'] : null,
    metadata: (message['metadata'] as Json | undefined) ?? null,
  };
}

/** The bot's own messages; joins and the like are left out. */
function listOf(answer: Json, channel: string): Seen[] {
  return ((answer['messages'] as Json[] | undefined) ?? [])
    .filter((message) => message['subtype'] === undefined)
    .map((message) => seenOf(message, channel));
}

/** What a modal's state says when it is sent in: what was filled in, else what stood there. */
function stateOf(blocks: readonly Json[], values: Readonly<Record<string, string | readonly string[]>>): Json {
  return Object.fromEntries(
    blocks
      .filter(({ type }) => type === 'input')
      .map((block) => {
        const element = block['element'] as Json;
        const filled = values[String(block['block_id'])];
        return [
          block['block_id'],
          { [String(element['action_id'])]: { type: element['type'], ...fieldState(element, filled) } },
        ];
      }),
  );
}

function fieldState(element: Json, filled: string | readonly string[] | undefined): Json {
  const option = (value: string): Json => ({ text: { type: 'plain_text', text: value }, value });
  switch (element['type']) {
    case 'multi_static_select':
      return {
        selected_options: filled === undefined ? (element['initial_options'] ?? []) : [filled].flat().map(option),
      };
    case 'static_select':
      return {
        selected_option: filled === undefined ? (element['initial_option'] ?? null) : option([filled].flat()[0] ?? ''),
      };
    default:
      return { value: filled === undefined ? (element['initial_value'] ?? null) : [filled].flat()[0] || null };
  }
}

function soon<T>(begin: (resolve: (value: T) => void) => void, what: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${what} did not come within ${PATIENCE_MS} ms`)), PATIENCE_MS);
    begin((value) => {
      clearTimeout(timer);
      resolve(value);
    });
  });
}

type Queue<T> = { push: (value: T) => void; next: (what: string) => Promise<T>; clear: () => void };

function queue<T>(): Queue<T> {
  const ready: T[] = [];
  const waiting: ((value: T) => void)[] = [];
  return {
    push: (value) => {
      const waiter = waiting.shift();
      if (waiter) waiter(value);
      else ready.push(value);
    },
    next: (what) => {
      const value = ready.shift();
      return value === undefined ? soon((resolve) => waiting.push(resolve), what) : Promise.resolve(value);
    },
    clear: () => {
      ready.length = 0;
      waiting.length = 0;
    },
  };
}
