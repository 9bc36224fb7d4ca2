import { createServer, request as httpRequest } from 'node:http';
import { connect, type Socket } from 'node:net';

/** A forward proxy as companies run them: CONNECT for TLS, absolute addresses for plain HTTP. */
export type ForwardProxy = {
  readonly url: string;
  /** What it was asked for, in order: `CONNECT host:port` or `GET http://…`. */
  readonly seen: string[];
  /** The credentials clients sent, as `user:password`, in the same order; empty where none. */
  readonly credentials: string[];
  readonly close: () => Promise<void>;
};

/**
 * Starts a proxy on a free loopback port. Every name it is asked for leads to `target` on loopback: it is the proxy
 * that resolves names, so a request that arrives under a name nobody else can resolve did come this way.
 */
export async function startProxy(target: number): Promise<ForwardProxy> {
  const seen: string[] = [];
  const credentials: string[] = [];
  const sockets = new Set<Socket>();
  const note = (what: string, authorization: string | undefined) => {
    seen.push(what);
    credentials.push(Buffer.from((authorization ?? '').replace(/^Basic /, ''), 'base64').toString());
  };
  const server = createServer((request, response) => {
    note(`${request.method} ${request.url}`, request.headers['proxy-authorization']);
    const path = new URL(request.url ?? '/', 'http://x').pathname;
    const onward = httpRequest({ host: '127.0.0.1', port: target, path, method: request.method }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.writeHead(502).end());
    request.pipe(onward);
  });
  server.on('connect', (request, client: Socket, head: Buffer) => {
    note(`CONNECT ${request.url}`, request.headers['proxy-authorization']);
    const onward = connect(target, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      if (head.length > 0) onward.write(head);
      onward.pipe(client).pipe(onward);
    });
    for (const socket of [onward, client]) {
      sockets.add(socket);
      socket.on('error', () => [onward, client].forEach((one) => void one.destroy()));
    }
  });
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    credentials,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.closeAllConnections();
      await new Promise((settle) => server.close(settle));
    },
  };
}
