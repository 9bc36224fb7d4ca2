import { randomUUID } from 'node:crypto';
import type http from 'node:http';
import { WebSocket, WebSocketServer } from 'ws';
import { type Json, record, text } from './rules.ts';

/** The gateway in front of the twin's: sessions that survive a dropped socket, intents, refusal of wrong tokens. */
export type EdgeGateway = {
  /** Client sessions that have a socket now. */
  /** Dispatches an event of our own to every session. */
  readonly send: (event: string, data: Json) => void;
  readonly connected: () => number;
  readonly resumes: () => number;
  readonly identifies: () => number;
  /** Cuts every socket; with `forget` the sessions cannot be resumed. */
  readonly drop: (forget: boolean) => void;
  /** Closes every socket with a code of Discord's. */
  readonly refuse: (code: number) => void;
  readonly close: () => void;
};

type Session = {
  readonly id: string;
  readonly intents: number;
  readonly upstream: WebSocket;
  readonly sent: { readonly seq: number; readonly frame: string }[];
  socket: WebSocket | null;
  seq: number;
};

const GUILD_MESSAGES = 1 << 9;

/** Events that only reach bots which asked for them. */
const INTENT_OF: Readonly<Record<string, number>> = {
  MESSAGE_CREATE: GUILD_MESSAGES,
  MESSAGE_UPDATE: GUILD_MESSAGES,
  MESSAGE_DELETE: GUILD_MESSAGES,
};

export function createEdgeGateway(parts: {
  readonly server: http.Server;
  readonly twinUrl: string;
  readonly ownUrl: () => string;
  readonly token: string;
  readonly revoked: () => boolean;
  /** Changes what the twin dispatches before clients see it. */
  readonly dispatch: (event: string, data: Json) => Json;
}): EdgeGateway {
  const sessions = new Map<string, Session>();
  const sockets = new Set<WebSocket>();
  let resumes = 0;
  let identifies = 0;
  const wss = new WebSocketServer({ noServer: true });
  parts.server.on('upgrade', (request, socket, head) => {
    wss.handleUpgrade(request, socket, head, (ws) => {
      accept(ws);
    });
  });

  const deliver = (session: Session, event: string, data: Json): void => {
    const needed = INTENT_OF[event];
    if (needed !== undefined && (session.intents & needed) === 0) return;
    session.seq += 1;
    const frame = JSON.stringify({ op: 0, t: event, s: session.seq, d: parts.dispatch(event, data) });
    session.sent.push({ seq: session.seq, frame });
    session.socket?.send(frame);
  };

  const identify = (ws: WebSocket, data: Json): void => {
    identifies += 1;
    if (text(data['token']) !== parts.token || parts.revoked()) {
      ws.close(4004, 'Authentication failed');
      return;
    }
    const upstream = new WebSocket(parts.twinUrl);
    const session: Session = {
      id: randomUUID(),
      intents: Number(data['intents']),
      upstream,
      sent: [],
      socket: ws,
      seq: 0,
    };
    sessions.set(session.id, session);
    upstream.on('error', () => upstream.terminate());
    upstream.on('message', (raw) => {
      const frame = record(JSON.parse(String(raw)));
      if (frame['op'] === 10) upstream.send(JSON.stringify({ op: 2, d: { ...data, compress: false } }));
      if (frame['op'] !== 0) return;
      const event = text(frame['t']);
      const told = record(frame['d']);
      const mine = { session_id: session.id, resume_gateway_url: parts.ownUrl() };
      deliver(session, event, event === 'READY' ? { ...told, ...mine } : told);
    });
    ws.on('close', () => {
      if (session.socket === ws) session.socket = null;
    });
  };

  const resume = (ws: WebSocket, data: Json): void => {
    const session = sessions.get(text(data['session_id']));
    if (!session || text(data['token']) !== parts.token) {
      ws.send(JSON.stringify({ op: 9, d: false }));
      return;
    }
    resumes += 1;
    session.socket = ws;
    ws.on('close', () => {
      if (session.socket === ws) session.socket = null;
    });
    for (const { seq, frame } of session.sent) if (seq > Number(data['seq'])) ws.send(frame);
    deliver(session, 'RESUMED', {});
  };

  const accept = (ws: WebSocket): void => {
    sockets.add(ws);
    ws.on('error', () => ws.terminate());
    ws.on('close', () => sockets.delete(ws));
    ws.on('message', (raw) => {
      const frame = record(JSON.parse(String(raw)));
      if (frame['op'] === 1) ws.send(JSON.stringify({ op: 11 }));
      if (frame['op'] === 2) identify(ws, record(frame['d']));
      if (frame['op'] === 6) resume(ws, record(frame['d']));
    });
    ws.send(JSON.stringify({ op: 10, d: { heartbeat_interval: 41_250 } }));
  };

  return {
    send: (event, data) => {
      for (const session of sessions.values()) deliver(session, event, data);
    },
    connected: () => [...sessions.values()].filter((session) => session.socket !== null).length,
    resumes: () => resumes,
    identifies: () => identifies,
    drop: (forget) => {
      for (const socket of sockets) socket.terminate();
      if (forget) sessions.clear();
    },
    refuse: (code) => {
      for (const socket of sockets) socket.close(code);
    },
    close: () => {
      for (const socket of sockets) socket.terminate();
      for (const session of sessions.values()) session.upstream.terminate();
      wss.close();
    },
  };
}
