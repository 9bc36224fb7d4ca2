import type { IncomingMessage, ServerResponse } from 'node:http';
import { messageViolations, type Violation, viewViolations } from './limits.ts';
import { callFiles, refusesPictures, type UploadState, uploadViolations } from './uploads.ts';
import { BOT, type Json, type Workspace } from './workspace.ts';

/** What the next matching call meets instead of an answer. */
export type Mishap = {
  /** A Web API method, or `respond` for response_urls; any when absent. */
  readonly method?: string;
  readonly times?: number;
} & (
  | { readonly kind: 'rate_limited'; readonly retryAfter: number }
  | { readonly kind: 'error'; readonly error: string }
  | { readonly kind: 'status'; readonly status: number }
  /** Slack takes its time, in milliseconds. */
  | { readonly kind: 'late'; readonly ms: number }
  /** Slack takes the call, and the connection dies before the answer. */
  | { readonly kind: 'cut_after' }
  /** The connection dies before Slack has done anything. */
  | { readonly kind: 'cut_before' }
);

/** A call as it arrived. */
export type Call = { readonly method: string; readonly args: Json };

export type ApiState = {
  readonly calls: Call[];
  readonly mishaps: (Mishap & { left: number })[];
  readonly violations: string[];
  readonly missingScopes: Set<string>;
  /** Tokens that Slack takes; the app-level one opens sockets only. */
  readonly tokens: { bot: string; app: string };
  readonly tickets: Set<string>;
  readonly socketUrl: () => string;
  readonly onView: (view: Json) => void;
  readonly uploads: UploadState;
  /** Where this Slack stands. */
  readonly base: () => string;
};

const SCOPES: Readonly<Record<string, string>> = {
  'chat.postMessage': 'chat:write',
  'chat.postEphemeral': 'chat:write',
  'chat.update': 'chat:write',
  'conversations.history': 'channels:history',
  'conversations.replies': 'channels:history',
  'files.getUploadURLExternal': 'files:write',
  'files.completeUploadExternal': 'files:write',
  'users.info': 'users:read',
};

/** One Web API call: token, faults, scopes and limits here; the state in the workspace behind. */
export async function handleApi(
  method: string,
  request: IncomingMessage,
  response: ServerResponse,
  state: ApiState,
  workspace: Workspace,
): Promise<undefined> {
  const args = argumentsOf(await bodyOf(request));
  const token = (request.headers.authorization ?? '').replace(/^Bearer /, '');
  state.calls.push({ method, args });
  const mishap = nextMishap(state, method);
  if (mishap?.kind === 'late') await new Promise((resolve) => setTimeout(resolve, mishap.ms));
  else if (mishap !== null && mishap.kind !== 'cut_after') return meet(mishap, request, response);
  const wanted = method === 'apps.connections.open' ? state.tokens.app : state.tokens.bot;
  if (token !== wanted) return reply(response, { ok: false, error: 'invalid_auth' });
  const scope = SCOPES[method];
  if (scope !== undefined && state.missingScopes.has(scope))
    return reply(response, { ok: false, error: 'missing_scope', needed: scope });
  const misused = uploadViolations(method, args);
  if (misused.length > 0) {
    state.violations.push(...misused.map((rule) => `${method}: ${rule}`));
    return reply(response, { ok: false, error: 'invalid_arguments' });
  }
  const wrong = violationsOf(method, args, state);
  if (wrong.length > 0) {
    state.violations.push(...wrong.map(({ pointer, rule }) => `${method} ${pointer}: ${rule}`));
    return reply(response, {
      ok: false,
      error: 'invalid_blocks',
      response_metadata: { messages: wrong.map(({ pointer, rule }) => `[ERROR] ${rule} [json-pointer:${pointer}]`) },
    });
  }
  if (method.startsWith('chat.') && refusesPictures(args['blocks'], state.uploads))
    return reply(response, { ok: false, error: 'invalid_blocks', errors: ['invalid slack file'] });
  const answer = await answerOf(method, args, state, workspace);
  if (mishap?.kind === 'cut_after') request.socket.destroy();
  else reply(response, answer);
}

/** The whole body of a request as text. */
export async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/** Takes the mishap that is due for a method, if any. */
export function nextMishap(state: ApiState, method: string): Mishap | null {
  const at = state.mishaps.findIndex((one) => one.method === undefined || one.method === method);
  const due = state.mishaps[at];
  if (due === undefined) return null;
  due.left--;
  if (due.left <= 0) state.mishaps.splice(at, 1);
  return due;
}

export function meet(mishap: Mishap, request: IncomingMessage, response: ServerResponse): undefined {
  switch (mishap.kind) {
    case 'rate_limited':
      response.writeHead(429, { 'Retry-After': String(mishap.retryAfter), 'Content-Type': 'application/json' });
      response.end('{"ok":false,"error":"ratelimited"}');
      return;
    case 'status':
      response.writeHead(mishap.status).end('upstream');
      return;
    case 'error':
      return reply(response, { ok: false, error: mishap.error });
    case 'late':
      return;
    case 'cut_before':
    case 'cut_after':
      request.socket.destroy();
  }
}

export function reply(response: ServerResponse, answer: Json): undefined {
  response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(answer));
}

/** The SDK sends forms whose objects are JSON texts. */
function argumentsOf(body: string): Json {
  return Object.fromEntries(
    [...new URLSearchParams(body)].map(([key, value]) => {
      if (!/^[[{]/.test(value) || key === 'text' || key === 'private_metadata') return [key, value];
      try {
        return [key, JSON.parse(value) as unknown];
      } catch {
        return [key, value];
      }
    }),
  );
}

function violationsOf(method: string, args: Json, { uploads }: ApiState): Violation[] {
  if (method === 'views.open') return viewViolations(args['view']);
  if (!['chat.postMessage', 'chat.postEphemeral', 'chat.update'].includes(method)) return [];
  const wrong = messageViolations(args, { file: (id) => uploads.files.get(id)?.completed === true });
  if (method !== 'chat.update')
    for (const flag of ['unfurl_links', 'unfurl_media'])
      if (String(args[flag]) !== 'false') wrong.push({ pointer: `/${flag}`, rule: 'links of feeds would unfurl' });
  return wrong;
}

async function answerOf(method: string, args: Json, state: ApiState, workspace: Workspace): Promise<Json> {
  if (method === 'apps.connections.open') return { ok: true, url: state.socketUrl() };
  if (method.startsWith('files.')) return callFiles(method, args, state.uploads, workspace, state.base());
  const answer = await workspace.call(method, args);
  if (answer['ok'] !== true) return answer;
  if (method === 'users.info') return { ...answer, user: withLocale(answer['user'] as Json, args, workspace) };
  if (method === 'auth.test') return { ...answer, bot_id: BOT.id };
  if (method === 'views.open') state.onView(answer['view'] as Json);
  if (method === 'conversations.history' || method === 'conversations.replies')
    return String(args['include_all_metadata']) === 'true' ? answer : { ...answer, messages: withoutMetadata(answer) };
  return answer;
}

/** The workspace of people who are in a channel that is shared with it. */
export const OTHER_TEAM = 'T0ELSEWHERE';

function withLocale(user: Json, args: Json, workspace: Workspace): Json {
  const { seed } = workspace;
  const known = seed.users.find(({ name }) => name === user['name']);
  return {
    ...user,
    team_id: known?.stranger === true ? OTHER_TEAM : workspace.team,
    is_restricted: known?.guest === true,
    is_ultra_restricted: false,
    ...(String(args['include_locale']) === 'true' && { locale: known?.locale ?? 'en-US' }),
  };
}

function withoutMetadata(answer: Json): Json[] {
  return (answer['messages'] as Json[]).map((message) => ({ ...message, metadata: undefined }));
}
