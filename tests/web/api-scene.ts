import { afterEach } from 'vitest';
import type { Painter } from '../../src/domain/picture.ts';
import type { Statement } from '../../src/domain/statement.ts';
import type { DatasetRecord } from '../../src/queries.ts';
import { exportRecord } from '../../src/record/export.ts';
import { loadDataset } from '../../src/record/load.ts';
import { createRecord } from '../../src/record/record.ts';
import type { ApiParts } from '../../src/web/api/api.ts';
import { createWeb, type Web } from '../../src/web/server.ts';
import { RELEASED } from '../record/dataset.ts';

export const TODAY = '2026-11-22';

let loaded: ReturnType<typeof loadDataset> | null = null;

/** The record as released, and what was approved since. */
export async function releasedRecord(approved: readonly Statement[] = []): Promise<DatasetRecord> {
  loaded ??= loadDataset(RELEASED);
  return createRecord(await loaded, approved);
}

/** Draws nothing, at once: the picture's title in an empty frame. */
export const QUICK: Painter = {
  svg: async (picture, theme) =>
    `<svg xmlns="http://www.w3.org/2000/svg"><title>${picture.title} ${theme}</title></svg>`,
  png: async () => Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
};

const open: Web[] = [];

afterEach(async () => {
  for (const web of open.splice(0)) await web.stop(0);
});

export type Got = {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; throws where it is none. */
  readonly json: () => Record<string, unknown>;
};

export type Api = {
  readonly base: string;
  readonly get: (path: string, headers?: Record<string, string>) => Promise<Got>;
  readonly ask: (method: string, path: string, headers?: Record<string, string>) => Promise<Got>;
};

/** The API on a port of its own, closed after the test. */
export async function startApi(parts: Partial<ApiParts> = {}): Promise<Api> {
  const record = await releasedRecord();
  const web = await createWeb({
    port: 0,
    host: '127.0.0.1',
    health: async () => ({ ready: true, facts: {} }),
    slack: null,
    api: {
      record: () => record,
      today: () => TODAY,
      lang: 'fr',
      publicUrl: null,
      painter: QUICK,
      dataset: exportRecord,
      ...parts,
    },
  });
  open.push(web);
  const base = `http://127.0.0.1:${web.port}`;
  const ask: Api['ask'] = async (method, path, headers = {}) => {
    // Without a wish of its own: the client would name one.
    const response = await fetch(`${base}${path}`, {
      method,
      headers: { 'accept-language': '', ...headers },
      redirect: 'manual',
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: () => JSON.parse(text) };
  };
  return { base, ask, get: (path, headers) => ask('GET', path, headers) };
}
