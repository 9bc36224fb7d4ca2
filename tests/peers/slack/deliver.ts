import { createHmac, randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import { PATIENCE_MS } from '../../patience.ts';
import type { Json } from './workspace.ts';

/** What came back for a delivery: over HTTP the status and body, over a socket 200 and the ack's payload. */
export type Ack = { readonly status: number; readonly body: unknown; readonly ms: number };

export type Kind = 'slash_commands' | 'interactive' | 'events_api';
export type Retry = { readonly num: number; readonly reason: string };

export type Delivery = {
  readonly kind: Kind;
  readonly payload: Json;
  readonly retry?: Retry;
  /** Sign with another secret, or as of another time in seconds. */
  readonly secret?: string;
  readonly at?: number;
};

/** Slack waits 3 s for an ack. Ten times that here, in milliseconds: the machine may be busy with other things. */
export const ACK_LIMIT = 30_000;

/** Posts to the app's request URL as Slack does: form-encoded commands and interactions, JSON events, all signed. */
export async function deliverOverHttp(
  url: string,
  secret: string,
  { kind, payload, retry, ...sign }: Delivery,
): Promise<Ack> {
  const json = kind === 'events_api';
  const body = json
    ? JSON.stringify(payload)
    : new URLSearchParams(
        kind === 'slash_commands' ? (payload as Record<string, string>) : { payload: JSON.stringify(payload) },
      ).toString();
  const at = sign.at ?? Math.floor(Date.now() / 1000);
  const mac = createHmac('sha256', sign.secret ?? secret)
    .update(`v0:${at}:${body}`)
    .digest('hex');
  const started = performance.now();
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'Content-Type': json ? 'application/json' : 'application/x-www-form-urlencoded',
      'X-Slack-Request-Timestamp': String(at),
      'X-Slack-Signature': `v0=${mac}`,
      ...(retry && { 'X-Slack-Retry-Num': String(retry.num), 'X-Slack-Retry-Reason': retry.reason }),
    },
    body,
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  const text = await response.text();
  const ms = performance.now() - started;
  return { status: response.status, body: parsed(text), ms };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

export type SocketSide = {
  readonly deliver: (delivery: Delivery) => Promise<Ack>;
  /** Resolves once an app is connected. */
  readonly connected: () => Promise<void>;
  readonly count: () => number;
  /** Asks every connection to go and come again, as Slack does every few hours. */
  readonly refresh: () => void;
  /** Cuts every connection without a word. */
  readonly cut: () => void;
  readonly close: () => void;
};

/** Socket Mode: a WebSocket per ticket; envelopes go to any connection and wait for its ack. */
export function socketSide(server: Server, tickets: Set<string>): SocketSide {
  const sockets = new WebSocketServer({ noServer: true });
  const open = new Set<WebSocket>();
  const waiting = new Map<string, (payload: unknown) => void>();
  let arrivals: (() => void)[] = [];

  server.on('upgrade', (request, socket, head) => {
    const ticket = new URL(request.url ?? '/', 'http://peer').searchParams.get('ticket') ?? '';
    if (!tickets.delete(ticket)) {
      socket.destroy();
      return;
    }
    sockets.handleUpgrade(request, socket, head, (ws) => {
      open.add(ws);
      ws.on('close', () => open.delete(ws));
      ws.on('message', (data) => {
        const ack = JSON.parse(String(data)) as { envelope_id: string; payload?: unknown };
        waiting.get(ack.envelope_id)?.(ack.payload ?? {});
      });
      ws.send(JSON.stringify({ type: 'hello', num_connections: open.size, connection_info: { app_id: 'A0VIGIE' } }));
      for (const arrived of arrivals) arrived();
      arrivals = [];
    });
  });

  return {
    deliver: async ({ kind, payload, retry }) => {
      const [ws] = open;
      if (ws === undefined) throw new Error('no app is connected in Socket Mode');
      const id = randomUUID();
      const started = performance.now();
      const body = await new Promise<unknown>((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error('no ack over the socket')), PATIENCE_MS);
        waiting.set(id, (payloadBack) => {
          clearTimeout(timer);
          waiting.delete(id);
          resolve(payloadBack);
        });
        const attempt = retry ? { retry_attempt: retry.num, retry_reason: retry.reason } : {};
        ws.send(
          JSON.stringify({
            envelope_id: id,
            type: kind,
            payload,
            accepts_response_payload: kind !== 'events_api',
            ...attempt,
          }),
        );
      });
      return { status: 200, body, ms: performance.now() - started };
    },
    connected: () => (open.size > 0 ? Promise.resolve() : new Promise((resolve) => arrivals.push(resolve))),
    count: () => open.size,
    refresh: () => {
      for (const ws of open) ws.send(JSON.stringify({ type: 'disconnect', reason: 'refresh_requested' }));
    },
    cut: () => {
      for (const ws of open) ws.terminate();
    },
    close: () => {
      for (const ws of open) ws.terminate();
      sockets.close();
    },
  };
}
