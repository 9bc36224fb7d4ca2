import type http from 'node:http';
import { attachmentBreaches, filesAfter, type Part, type PeerFile, takeBody } from './attachments.ts';
import { ACK_MS, callbackBreaches, type PeerAnswer, type Pending, peerMessage, TOKEN_MS } from './interactions.ts';
import { type BodyKind, breachesOf, commandListBreaches, type Json, list, record, text } from './rules.ts';

/** Something the bot did that Discord would not have, or that we do not allow ourselves. */
export type Violation = {
  readonly method: string;
  readonly path: string;
  readonly number: number;
  readonly detail: string;
};

export type SeenRequest = { readonly method: string; readonly path: string; readonly status: number };

/** What a test can make go wrong, each for the next requests that create or change a message in a channel. */
export type Faults = {
  limits: { times: number; retryAfter: number };
  cuts: number;
  failures: { times: number; status: number };
  forbidden: Map<string, { readonly status: number; readonly number: number }>;
  /** How the question for what servers set is met. */
  overrides: number | 'slow' | null;
};

export type EdgeState = {
  readonly violations: Violation[];
  readonly requests: SeenRequest[];
  readonly commands: Map<string, Json[]>;
  readonly pending: Map<string, Pending>;
  /** Message flags the twin forgets. */
  readonly flags: Map<string, number>;
  /** What goes with messages: the twin keeps no files. */
  readonly files: Map<string, readonly PeerFile[]>;
  /** Card to the twin's own id of its thread: on Discord both are the same. */
  readonly threads: Map<string, string>;
  /** What the server set for commands, by their ids or the application's. */
  readonly overrides: Map<string, readonly Json[]>;
  readonly nonces: Map<string, { readonly at: number; readonly body: string }>;
  readonly faults: Faults;
  revoked: boolean;
};

export type EdgeParts = {
  readonly state: EdgeState;
  readonly token: string;
  readonly application: string;
  readonly twin: () => string;
  readonly gatewayUrl: () => string;
  readonly now: () => number;
  /** Opens a direct-message channel and gives its object. */
  readonly openDm: (user: string) => Promise<Json>;
};

type Reply = { readonly status: number; readonly body: string; readonly headers?: Readonly<Record<string, string>> };

type Call = {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly raw: string;
  readonly json: Json;
  /** Files that came with it. */
  readonly parts: readonly Part[];
};

/** Discord remembers nonces for a few minutes. */
const NONCE_MS = 3 * 60_000;

const reply = (status: number, body: unknown): Reply => ({ status, body: JSON.stringify(body) });
const refusal = (status: number, code: number, message: string): Reply => reply(status, { code, message, errors: {} });
const NONE: Reply = { status: 204, body: '' };

/** Answers one HTTP request the way Discord would, with the twin behind it keeping the state. */
export function createEdge(parts: EdgeParts): http.RequestListener {
  const { state, application } = parts;

  const violate = (call: Call, number: number, detail: string): void => {
    state.violations.push({ method: call.method, path: call.path, number, detail });
  };

  /** Checks a body; the refusal it earns, or null. */
  const refused = (call: Call, breaches: readonly { number: number; path: string; detail: string }[]): Reply | null => {
    for (const each of breaches) violate(call, each.number, `${each.path}: ${each.detail}`);
    const first = breaches[0];
    return first ? refusal(400, first.number, `Invalid Form Body: ${first.path} ${first.detail}`) : null;
  };

  const forward = async (call: Call, body = call.raw): Promise<Reply> => {
    const path = call.path.replace(/^\/channels\/(\d+)/, (whole, id) => {
      const thread = state.threads.get(id);
      return thread === undefined ? whole : `/channels/${thread}`;
    });
    const response = await fetch(`${parts.twin()}/v10${path}${call.query}`, {
      method: call.method,
      headers: { 'content-type': 'application/json', authorization: `Bot ${parts.token}` },
      ...(body === '' ? {} : { body }),
    });
    return { status: response.status, body: threadIds(await response.text()) };
  };

  const threadIds = (body: string): string => {
    let out = body;
    for (const [card, thread] of state.threads) out = out.replaceAll(`"${thread}"`, `"${card}"`);
    return out;
  };

  /** What a message of this id has before an edit, after which only what the body keeps is left. */
  const filesOf = (message: string | null): readonly PeerFile[] => state.files.get(message ?? '') ?? [];

  let fileIds = 0;
  const keepFiles = (message: string, body: Json, parts: readonly Part[], before: readonly PeerFile[] = []): void => {
    state.files.set(
      message,
      filesAfter(body, parts, before, () => String(BigInt(application) + BigInt(++fileIds))),
    );
  };

  /** Messages of channels: faults first, then the rules, then what the twin makes of it. */
  const channelMessage = async (call: Call, kind: BodyKind, channel: string): Promise<Reply | 'cut'> => {
    const fault = faultFor(channel);
    if (fault) return fault;
    const edited = kind === 'message_edit' ? (call.path.split('/').at(-1) ?? '') : null;
    const bad = refused(call, [
      ...breachesOf(kind, call.json),
      ...attachmentBreaches(call.json, call.parts, filesOf(edited)),
    ]);
    if (bad) return bad;
    const answer = await taken(call, edited);
    if (state.faults.cuts === 0) return answer;
    state.faults.cuts -= 1;
    return 'cut';
  };

  /** Carried out, unless a nonce tells that it was before. */
  const taken = async (call: Call, edited: string | null): Promise<Reply> => {
    const nonce = call.json['enforce_nonce'] === true ? text(call.json['nonce']) : '';
    const known = state.nonces.get(nonce);
    if (known && parts.now() - known.at < NONCE_MS) return { status: 200, body: known.body };
    const answer = await forward(call);
    if (answer.status !== 200) return answer;
    if (nonce !== '' && !known) state.nonces.set(nonce, { at: parts.now(), body: answer.body });
    keepFiles(edited ?? text(record(JSON.parse(answer.body))['id']), call.json, call.parts, filesOf(edited));
    return answer;
  };

  const faultFor = (channel: string): Reply | null => {
    const { limits, failures, forbidden } = state.faults;
    if (limits.times > 0) {
      limits.times -= 1;
      return {
        ...reply(429, { message: 'You are being rate limited.', retry_after: limits.retryAfter, global: false }),
        headers: { 'retry-after': String(limits.retryAfter), 'x-ratelimit-scope': 'user' },
      };
    }
    if (failures.times > 0) {
      failures.times -= 1;
      return reply(failures.status, { message: `${failures.status}`, code: 0 });
    }
    const no = forbidden.get(channel);
    return no ? refusal(no.status, no.number, 'refused by the test') : null;
  };

  const openThread = async (call: Call, card: string): Promise<Reply> => {
    const bad = refused(call, breachesOf('thread', call.json));
    if (bad) return bad;
    const answer = await forward(call);
    if (answer.status !== 200 && answer.status !== 201) return answer;
    state.threads.set(card, text(record(JSON.parse(answer.body))['id']));
    return { ...answer, status: 201, body: threadIds(answer.body) };
  };

  const putCommands = (call: Call, scope: string): Reply => {
    const body: unknown = JSON.parse(call.raw);
    const bad = refused(call, commandListBreaches(body));
    if (bad) return bad;
    const before = state.commands.get(scope) ?? [];
    const after = list(body).map((each, i): Json => {
      const command = record(each);
      const same = before.find((known) => known['name'] === command['name']);
      return {
        version: '1',
        ...command,
        id: same?.['id'] ?? String(BigInt(parts.application) + BigInt(i) + BigInt(1 + state.commands.size * 1000)),
        application_id: parts.application,
      };
    });
    state.commands.set(scope, after);
    return reply(200, after);
  };

  const settle = async (
    pending: Pending,
    kind: PeerAnswer['kind'],
    message: string | null,
    more: Partial<PeerAnswer>,
  ) => {
    const shown = message === null ? null : await read(pending, message);
    pending.answer.resolve({
      kind,
      message: shown,
      ephemeral: pending.ephemeral,
      deferred: pending.deferred !== 'no',
      modal: null,
      choices: [],
      ...more,
    });
  };

  const read = async (pending: Pending, message: string) => {
    const path = `/webhooks/${parts.application}/${pending.token}/messages/${message}`;
    const found = await forward({ method: 'GET', path, query: '', raw: '', json: {}, parts: [] });
    const json = record(JSON.parse(found.body));
    const id = text(json['id']);
    if (!state.flags.has(id)) state.flags.set(id, pending.ephemeral ? 64 : 0);
    pending.last = id;
    if (pending.brought) keepFiles(id, pending.brought.body, pending.brought.parts, filesOf(id));
    pending.brought = null;
    return peerMessage(json, state.flags.get(id) ?? 0, filesOf(id));
  };

  const callback = async (call: Call, id: string): Promise<Reply> => {
    const pending = state.pending.get(id);
    if (!pending || (!pending.acked && parts.now() - pending.at > ACK_MS))
      return refusal(404, 10062, 'Unknown interaction');
    if (pending.acked) {
      violate(call, 40060, 'an interaction was answered twice');
      return refusal(400, 40060, 'Interaction has already been acknowledged.');
    }
    const data = record(call.json['data']);
    const before = Number(call.json['type']) === 7 ? filesOf(pending.original) : [];
    const bad = refused(call, [...callbackBreaches(call.json), ...attachmentBreaches(data, call.parts, before)]);
    if (bad) return bad;
    pending.acked = true;
    pending.brought = { body: data, parts: call.parts };
    const answer = await forward(call);
    if (answer.status >= 300) return answer;
    await responded(pending, Number(call.json['type']), record(call.json['data']));
    if (!call.query.includes('with_response=true')) return NONE;
    return reply(200, { interaction: { id, type: 2 }, resource: { type: Number(call.json['type']) } });
  };

  const responded = async (pending: Pending, type: number, data: Json): Promise<void> => {
    const hidden = (Number(data['flags'] ?? 0) & 64) !== 0;
    if (type === 4 || type === 5) pending.ephemeral = hidden;
    if (type === 5) pending.deferred = 'waiting';
    if (type === 6) pending.deferred = 'update';
    if (type === 4) await settle(pending, 'message', '@original', {});
    if (type === 7) await settle(pending, 'update', '@original', { ephemeral: isHidden(pending.original) });
    if (type === 8) await settle(pending, 'choices', null, { choices: list(data['choices']) as PeerAnswer['choices'] });
    if (type === 9) await settle(pending, 'modal', null, { modal: data });
  };

  const isHidden = (message: string | null): boolean => ((state.flags.get(message ?? '') ?? 0) & 64) !== 0;

  const webhook = async (call: Call, token: string, message: string | null): Promise<Reply> => {
    const pending = [...state.pending.values()].find((each) => each.token === token);
    if (!pending) return refusal(404, 10015, 'Unknown Webhook');
    if (parts.now() - pending.at > TOKEN_MS) return refusal(401, 50027, 'Invalid Webhook Token');
    if (call.method === 'DELETE') return deleteAnswer(call, pending);
    if (call.method === 'GET') return forward(call);
    return message === null ? followUp(call, pending) : editAnswer(call, pending);
  };

  const editAnswer = async (call: Call, pending: Pending): Promise<Reply> => {
    const before = filesOf(pending.deferred === 'update' ? pending.original : pending.last);
    const bad = refused(call, [
      ...breachesOf('answer_edit', call.json),
      ...attachmentBreaches(call.json, call.parts, before),
    ]);
    if (bad) return bad;
    pending.brought = { body: call.json, parts: call.parts };
    const announced = pending.deferred;
    const answer = await forward(call);
    if (answer.status >= 300) return answer;
    if (announced === 'update') await settle(pending, 'update', '@original', { ephemeral: isHidden(pending.original) });
    if (announced === 'waiting') await settle(pending, 'message', '@original', {});
    if (announced === 'update' || announced === 'waiting') pending.deferred = 'filled';
    return answer;
  };

  const deleteAnswer = async (call: Call, pending: Pending): Promise<Reply> => {
    if (pending.deferred !== 'waiting') return forward(call);
    // The twin has no message for an announcement; Discord shows one and takes it away.
    pending.deferred = 'deleted';
    return NONE;
  };

  const followUp = async (call: Call, pending: Pending): Promise<Reply> => {
    const bad = refused(call, [
      ...breachesOf('follow_up', call.json),
      ...attachmentBreaches(call.json, call.parts, []),
    ]);
    if (bad) return bad;
    pending.brought = { body: call.json, parts: call.parts };
    if (pending.deferred === 'waiting') violate(call, 0, 'a follow-up fills the announcement and takes its visibility');
    pending.ephemeral = (Number(call.json['flags'] ?? 0) & 64) !== 0;
    const answer = await forward(call);
    const id = text(record(JSON.parse(answer.body))['id']);
    state.flags.set(id, pending.ephemeral ? 64 : 0);
    await settle(pending, 'message', id, {});
    return answer;
  };

  const route = async (call: Call): Promise<Reply | 'cut'> => {
    const [, room, first = '', second = '', third = '', fourth] = call.path.split('/').map(decodeURIComponent);
    switch (room) {
      case 'interactions':
        return callback(call, first);
      case 'webhooks':
        return webhook(call, second, fourth ?? null);
      case 'applications':
        return commandsCall(call, second === 'guilds' ? third : 'global');
      case 'channels':
        return channelCall(call, first, second, third);
      case 'gateway':
        return gatewayBot(call);
      case 'users':
        return call.method === 'POST' ? reply(200, await parts.openDm(text(call.json['recipient_id']))) : forward(call);
      default:
        return other(call);
    }
  };

  const other = async (call: Call): Promise<Reply> => {
    if (call.method !== 'GET') violate(call, 0, 'a request that the bot is not known to make');
    return forward(call);
  };

  /** What the server set, or the refusal or the delay that a test asked for. */
  const permissionsCall = async (): Promise<Reply> => {
    const how = state.faults.overrides;
    if (typeof how === 'number') return refusal(how, 50_001, 'Missing Access');
    if (how === 'slow') await new Promise((resolve) => setTimeout(resolve, 1_500));
    const set = [...state.overrides].map(([id, permissions]) => ({ id, application_id: application, permissions }));
    return reply(200, set);
  };

  const commandsCall = async (call: Call, scope: string): Promise<Reply> => {
    if (call.method === 'GET' && call.path.endsWith('/commands/permissions')) return permissionsCall();
    if (!call.path.endsWith('/commands')) return other(call);
    return call.method === 'PUT' ? putCommands(call, scope) : reply(200, state.commands.get(scope) ?? []);
  };

  const channelCall = async (call: Call, channel: string, what: string, message: string): Promise<Reply | 'cut'> => {
    if (call.method === 'POST' && call.path.endsWith('/threads')) return openThread(call, message);
    if (call.method === 'POST' && what === 'messages') return channelMessage(call, 'message', channel);
    if (call.method === 'PATCH' && what === 'messages') return channelMessage(call, 'message_edit', channel);
    return other(call);
  };

  const gatewayBot = async (call: Call): Promise<Reply> => {
    const told = record(JSON.parse((await forward(call)).body));
    return reply(200, { ...told, url: parts.gatewayUrl() });
  };

  /** Interaction tokens are their own right; everything else needs the bot's token. */
  const mayCall = (path: string, authorization: string): boolean =>
    /^\/(interactions|webhooks)\//.test(path) || (authorization === `Bot ${parts.token}` && !state.revoked);

  return async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://edge');
    const path = url.pathname.replace(/^\/api\/v10/, '');
    const method = request.method ?? 'GET';
    try {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const body = await takeBody(Buffer.concat(chunks), request.headers['content-type']);
      const { raw } = body;
      const json = raw === '' ? {} : record(JSON.parse(raw));
      const call: Call = { method, path, query: url.search, raw, json, parts: body.parts };
      refused(call, body.wrong);
      const answer = mayCall(path, request.headers.authorization ?? '')
        ? await route(call)
        : reply(401, { message: '401: Unauthorized', code: 0 });
      state.requests.push({ method, path, status: answer === 'cut' ? 0 : answer.status });
      if (answer === 'cut') {
        request.socket.destroy();
        return;
      }
      const type = answer.body === '' ? {} : { 'content-type': 'application/json' };
      response.writeHead(answer.status, { ...type, ...answer.headers });
      response.end(answer.body);
    } catch (error) {
      state.violations.push({ method, path, number: 0, detail: `the edge broke: ${String(error)}` });
      response.writeHead(500).end('{}');
    }
  };
}
