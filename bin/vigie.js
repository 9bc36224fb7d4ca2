#!/usr/bin/env node
// Written so that even an old Node can read it: it must be able to say which Node is wanted.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const WANTED = 26;
const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** The pinned runtime that `npm ci` installed beside the project, or null. */
function pinned() {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const folders = [
    `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`,
    `node-bin-${process.platform}-${process.arch}`,
  ];
  const places = folders.map((folder) => here(`../node_modules/${folder}/bin/${name}`));
  return places.find((place) => existsSync(place)) ?? null;
}

/** Runs the same command line under another Node; signals go on to it, its end is ours. */
function handOver(node) {
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: { ...process.env, TZ: 'UTC' },
  });
  const passOn = (signal) => child.kill(signal);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, passOn);
  child.on('error', (error) => {
    process.stderr.write(`vigie: ${node} does not start (${error.message}). Run "npm ci" once more.\n`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.removeListener(name, passOn);
    process.kill(process.pid, signal);
  });
}

const running = Number(process.versions.node.split('.')[0]);
const other = running < WANTED ? pinned() : null;

if (running >= WANTED) {
  // Days and schedules are reckoned in UTC; the zone is read when the first date is made.
  process.env.TZ = 'UTC';
  if (existsSync(here('../node_modules'))) {
    // Compiled code is kept beside the machine's other temporary files; where that cannot be, it is compiled again.
    const { enableCompileCache } = await import('node:module');
    enableCompileCache?.();
    await import('../src/main.ts');
  } else {
    process.stderr.write(`vigie: its packages are not installed. Run "npm ci" in ${here('..')}, then try again.\n`);
    process.exitCode = 1;
  }
} else if (other !== null) {
  handOver(other);
} else {
  process.stderr.write(
    `vigie: this is Node ${process.versions.node}, and Node ${WANTED} or newer is needed. ` +
      `Run "npm ci" in ${here('..')} (it brings the right one along), or install Node ${WANTED}.\n`,
  );
  process.exitCode = 1;
}
