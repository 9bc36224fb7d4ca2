import { connect, createServer, type Socket } from 'node:net';

/** A door on a port of its own before another port of this machine: shut, it cuts every connection at once. */
export type Gate = {
  /** The address, moved behind the gate. */
  readonly through: (address: string) => string;
  readonly open: () => void;
  /** Connections that came while it was shut. */
  readonly refused: () => number;
  readonly close: () => Promise<void>;
};

/** Starts a gate, shut, before the port of `address`. */
export async function startGate(address: string): Promise<Gate> {
  const target = Number(new URL(address).port);
  const sockets = new Set<Socket>();
  let opened = false;
  let refused = 0;
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    if (!opened) {
      refused++;
      socket.destroy();
      return;
    }
    const onward = connect(target, '127.0.0.1');
    onward.on('error', () => socket.destroy());
    for (const one of [socket, onward]) {
      sockets.add(one);
      one.on('close', () => {
        sockets.delete(one);
        socket.destroy();
        onward.destroy();
      });
    }
    socket.pipe(onward).pipe(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const listening = server.address();
  const port = typeof listening === 'object' && listening !== null ? listening.port : 0;
  return {
    through: (url) => {
      const moved = new URL(url);
      moved.port = String(port);
      return moved.toString();
    },
    open: () => {
      opened = true;
    },
    refused: () => refused,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
