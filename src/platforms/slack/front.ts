import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { HTTPReceiver } from '@slack/bolt';
import type { Log } from './log.ts';

/**
 * What stands before Bolt over HTTP. Bolt checks signatures, but reads what no request of Slack's is, and then hangs or
 * falls outside of every handler: such requests are refused here, each with one line of the log.
 */

/** Most bytes of a request. Slack's largest, a press under a long message, has about a tenth. */
const MOST_BODY = 1_000_000;
/** Objects and lists inside each other. */
const MOST_DEEP = 60;

const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json';

/** What Slack sends us: everything else has no listener. */
const EVENTS = new Set(['event_callback', 'url_verification', 'app_rate_limited']);
const INTERACTIONS = new Set(['block_actions', 'view_submission']);

type Thing = Readonly<Record<string, unknown>>;
const isThing = (value: unknown): value is Thing =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isNamed = (value: unknown): boolean => isThing(value) && typeof value['id'] === 'string';

/** True where brackets outside of texts nest deeper than anything that Slack sends. */
function isDeep(json: string): boolean {
  let deep = 0;
  for (const match of json.matchAll(/"(?:[^"\\]|\\.)*"|[[{]|[\]}]/g)) {
    if (match[0] === '[' || match[0] === '{') deep += 1;
    else if (match[0] === ']' || match[0] === '}') deep -= 1;
    if (deep > MOST_DEEP) return true;
  }
  return false;
}

function read(json: string): Thing | null {
  if (isDeep(json)) return null;
  try {
    const value: unknown = JSON.parse(json);
    return isThing(value) ? value : null;
  } catch {
    return null;
  }
}

function isEvent(body: Thing | null): boolean {
  if (body === null || typeof body['type'] !== 'string' || !EVENTS.has(body['type'])) return false;
  const { event } = body;
  return body['type'] !== 'event_callback' || (isThing(event) && typeof event['type'] === 'string');
}

function isInteraction(body: Thing | null): boolean {
  if (body === null || typeof body['type'] !== 'string' || !INTERACTIONS.has(body['type'])) return false;
  if (!isNamed(body['user'])) return false;
  if (body['type'] === 'view_submission') {
    const { view } = body;
    return isThing(view) && isThing(view['state']) && isThing(view['state']['values']) && Array.isArray(view['blocks']);
  }
  const { actions } = body;
  return Array.isArray(actions) && actions.length > 0 && actions.every((one) => isThing(one) && 'action_id' in one);
}

/** The fields of a form, null where one is given twice: Slack never does. */
function fieldsOf(body: string): ReadonlyMap<string, string> | null {
  const pairs = [...new URLSearchParams(body)];
  const fields = new Map(pairs);
  return fields.size === pairs.length ? fields : null;
}

const OF_COMMAND = ['command', 'user_id', 'channel_id', 'response_url'] as const;

/** Why a body is none of Slack's; null where it may be one. */
export function flawOf(type: string, body: string): 'type' | 'body' | null {
  if (type === JSON_TYPE) return isEvent(read(body)) ? null : 'body';
  if (type !== FORM) return 'type';
  const fields = fieldsOf(body);
  if (fields === null) return 'body';
  const payload = fields.get('payload');
  if (payload !== undefined) return isInteraction(read(payload)) ? null : 'body';
  if (fields.get('ssl_check') === '1') return null;
  return OF_COMMAND.every((name) => (fields.get(name) ?? '') !== '') ? null : 'body';
}

/** The whole body, null where it is too long or breaks off. */
async function bodyOf(request: IncomingMessage): Promise<Buffer | null> {
  if (Number(request.headers['content-length'] ?? 0) > MOST_BODY) return null;
  const parts: Buffer[] = [];
  let length = 0;
  try {
    for await (const part of request as AsyncIterable<Buffer>) {
      length += part.length;
      if (length > MOST_BODY) return null;
      parts.push(part);
    }
    return Buffer.concat(parts);
  } catch {
    return null;
  }
}

/**
 * Bolt's listener behind these checks: 503 while nothing can be answered, so that Slack asks again; 404 for paths that
 * are not Bolt's own; 400, 413 and 415 for what is no request of Slack's. Never throws.
 */
export function createFront(parts: {
  readonly http: Pick<HTTPReceiver, 'requestListener'>;
  readonly path: string;
  readonly closed: () => boolean;
  readonly log: Log;
}): RequestListener {
  const { http, log } = parts;

  const refuse = (request: IncomingMessage, response: ServerResponse, status: number, why: string): void => {
    log.warn('Slack: a request was refused', { status, why });
    // What of the body is still to come is not read.
    response.writeHead(status, { Connection: 'close' }).end(() => {
      if (!request.complete) request.socket.destroySoon();
    });
  };

  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await bodyOf(request);
    if (body === null) return response.destroyed ? undefined : refuse(request, response, 413, 'too long');
    const type = (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
    const flaw = flawOf(type, body.toString('utf8'));
    if (flaw === 'type') return refuse(request, response, 415, 'neither a form nor JSON');
    if (flaw === 'body') return refuse(request, response, 400, 'nothing that Slack sends');
    // Bolt knows the bare name of the type only, and takes a body that was read before from here.
    request.headers['content-type'] = type;
    Object.assign(request, { rawBody: body });
    http.requestListener(request, response);
  };

  return (request, response) => {
    if (parts.closed()) {
      response.writeHead(503, { 'Retry-After': '5' }).end();
      return;
    }
    const path = (request.url ?? '').split('?', 1)[0];
    if (request.method !== 'POST' || path !== parts.path) {
      response.writeHead(404).end();
      return;
    }
    take(request, response).catch((error: unknown) => {
      log.error('Slack: a request could not be answered', {
        error: error instanceof Error ? error.message : 'unknown',
      });
      if (!response.headersSent) response.writeHead(500).end();
    });
  };
}
