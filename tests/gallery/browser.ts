import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

export type Browser = {
  /** A picture (PNG) of the page's `#shot` at this width in CSS pixels, drawn at `scale` times as many. */
  readonly shoot: (html: string, width: number, scale: number) => Promise<Buffer>;
  readonly close: () => Promise<void>;
};

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--hide-scrollbars',
  '--remote-debugging-port=0',
];

/** Chromium on this machine, spoken to over its debugging protocol. Throws when it does not come up in 20 s. */
export async function openBrowser(program: string): Promise<Browser> {
  const profile = await mkdtemp(join(tmpdir(), 'vigie-gallery-'));
  const child = spawn(program, [...FLAGS, `--user-data-dir=${profile}`, 'about:blank'], { stdio: 'ignore' });
  const ended = new Promise<void>((done) => {
    child.once('exit', () => done());
    child.once('error', () => done());
  });
  const close = async (): Promise<void> => {
    child.kill();
    await ended;
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const port = await portOf(join(profile, 'DevToolsActivePort'));
    const answer = await fetch(`http://127.0.0.1:${port}/json/new?about:blank`, { method: 'PUT' });
    const { webSocketDebuggerUrl } = (await answer.json()) as { webSocketDebuggerUrl: string };
    const call = await connect(webSocketDebuggerUrl);
    return { shoot: (html, width, scale) => shoot(call, html, width, scale), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function portOf(file: string): Promise<string> {
  for (let tries = 0; tries < 200; tries++) {
    const [port = ''] = (await readFile(file, 'utf8').catch(() => '')).split('\n');
    if (port !== '') return port;
    await wait(100);
  }
  throw new Error('Chromium did not come up within 20 s');
}

type Call = (method: string, params: object) => Promise<Record<string, unknown>>;

async function connect(url: string): Promise<Call> {
  const socket = new WebSocket(url);
  const waiting = new Map<number, PromiseWithResolvers<Record<string, unknown>>>();
  await new Promise<void>((open, refuse) => {
    socket.addEventListener('open', () => open());
    socket.addEventListener('error', () => refuse(new Error('Chromium refused the debugging connection')));
  });
  socket.addEventListener('message', ({ data }) => {
    const told = JSON.parse(String(data)) as { id?: number; result?: Record<string, unknown>; error?: object };
    const asked = waiting.get(told.id ?? 0);
    if (told.error) asked?.reject(new Error(JSON.stringify(told.error)));
    else asked?.resolve(told.result ?? {});
  });
  let last = 0;
  return (method, params) => {
    const asked = Promise.withResolvers<Record<string, unknown>>();
    waiting.set(++last, asked);
    socket.send(JSON.stringify({ id: last, method, params }));
    return asked.promise;
  };
}

async function shoot(call: Call, html: string, width: number, scale: number): Promise<Buffer> {
  const metrics = { width, height: 400, deviceScaleFactor: scale, mobile: false };
  await call('Emulation.setDeviceMetricsOverride', metrics);
  const { frameTree } = (await call('Page.getFrameTree', {})) as { frameTree: { frame: { id: string } } };
  await call('Page.setDocumentContent', { frameId: frameTree.frame.id, html });
  const expression =
    'document.fonts.ready.then(() => Math.ceil(document.getElementById("shot").getBoundingClientRect().height))';
  const { result } = (await call('Runtime.evaluate', { expression, awaitPromise: true })) as {
    result: { value: number };
  };
  const clip = { x: 0, y: 0, width, height: result.value, scale: 1 };
  const { data } = await call('Page.captureScreenshot', { format: 'png', clip, captureBeyondViewport: true });
  return Buffer.from(String(data), 'base64');
}
