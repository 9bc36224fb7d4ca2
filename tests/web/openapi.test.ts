import { expect, test } from 'vitest';
import { z } from 'zod';
import { exportRecord } from '../../src/record/export.ts';
import { createApi } from '../../src/web/api/api.ts';
import { type Api, QUICK, releasedRecord, startApi, TODAY } from './api-scene.ts';

type Json = Record<string, unknown>;
type Parameter = {
  name: string;
  in: string;
  required: boolean;
  schema: Json;
  example?: string | number;
  description: string;
};
type Operation = {
  operationId: string;
  summary: string;
  parameters: Parameter[];
  responses: Record<string, { $ref?: string; description?: string; content?: Record<string, { schema?: Json }> }>;
};
type Description = {
  openapi: string;
  info: Json;
  servers: { url: string }[];
  paths: Record<string, { get: Operation }>;
  components: { schemas: Record<string, Json>; responses: Record<string, Json> };
};

const describe = async (api: Api): Promise<Description> =>
  (await api.get('/api/v1/openapi.json?lang=en')).json() as unknown as Description;

/** The address of an operation's example, with the parameters that have one. */
function exampleOf(path: string, operation: Operation): string {
  const query = new URLSearchParams();
  let filled = path;
  for (const { name, in: place, example } of operation.parameters) {
    if (place === 'path') filled = filled.replace(`{${name}}`, String(example));
    else if (example !== undefined) query.set(name, String(example));
  }
  return query.size === 0 ? filled : `${filled}?${query}`;
}

/** A reader of a schema of the description, as a stranger's tool would make it: from the document alone. */
function readerOf(schema: Json, { components }: Description) {
  const rewritten = JSON.stringify({ ...schema, $defs: components.schemas }).replaceAll(
    '#/components/schemas/',
    '#/$defs/',
  );
  return z.fromJSONSchema(JSON.parse(rewritten));
}

test('every documented example is answered as documented', async () => {
  const api = await startApi();
  const description = await describe(api);
  const tried: string[] = [];
  for (const [path, { get }] of Object.entries(description.paths)) {
    const address = exampleOf(path, get);
    const got = await api.get(address);
    expect([address, got.status]).toEqual([address, 200]);
    const [[type, body] = []] = Object.entries(get.responses['200']?.content ?? {});
    expect([address, got.headers.get('content-type')?.split(';')[0]]).toEqual([address, type]);
    if (body?.schema !== undefined && type === 'application/json') {
      const read = readerOf(body.schema, description).safeParse(got.json());
      expect([address, read.success ? [] : read.error.issues.slice(0, 3)]).toEqual([address, []]);
    }
    tried.push(path);
  }
  expect(tried.length).toBeGreaterThan(20);
});

test('what is served and what is documented are the same', async () => {
  const record = await releasedRecord();
  const app = createApi({
    record: () => record,
    today: () => TODAY,
    lang: 'fr',
    publicUrl: null,
    painter: QUICK,
    dataset: exportRecord,
  });
  const served = new Set(app.routes.filter((r) => r.method === 'GET').map((r) => r.path));
  const api = await startApi();
  const paths = Object.keys((await describe(api)).paths);
  // As the router writes a template: `{offer}.svg` is `:offer{[^/]+\.svg}`.
  const written = (path: string) =>
    path.replace(/\{(\w+)\}(\.\w+)?/g, (_all, name, ending) =>
      ending === undefined ? `:${name}` : `:${name}{[^/]+\\${ending}}`,
    );
  expect([...served].sort()).toEqual(paths.map(written).sort());
});

test.each([
  '/api/v1/offers/s3ns',
  '/api/v1/offers/ovhcloud',
  '/api/v1/offers/atos-aws?as-of=2022-06-30',
  '/api/v1/offers/secnumcloud',
  '/api/v1/offers/health-data-hub?known-on=2021',
  '/api/v1/offers?as-of=2012-01-01',
  '/api/v1/timeline/cloudwatt',
  '/api/v1/timeline/sren',
  '/api/v1/promises',
  '/api/v1/promises?as-of=2015-01-01',
  '/api/v1/expiring?days=3650',
  '/api/v1/expiring?as-of=2019-01-01',
  '/api/v1/statements?q=cloud&limit=100',
  '/api/v1/statements?q=zzzzzz',
  '/api/v1/evidence/ovhcloud.json',
  '/api/v1/evidence/gaia-x.json?recorded-on=2020-01-01',
])('%s is answered in the shape that is documented for it', async (address) => {
  const api = await startApi();
  const description = await describe(api);
  const [bare = ''] = address.split('?');
  const match = Object.keys(description.paths).find((path) =>
    new RegExp(`^${path.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/.]+')}$`).test(bare),
  );
  const schema = description.paths[match ?? '']?.get.responses['200']?.content?.['application/json']?.schema ?? {};
  expect(schema).not.toEqual({});
  const got = await api.get(address);
  expect(got.status).toBe(200);
  const read = readerOf(schema, description).safeParse(got.json());
  expect(read.success ? [] : read.error.issues.slice(0, 3)).toEqual([]);
});

test('the schema of an answer refuses what it does not document', async () => {
  const api = await startApi();
  const description = await describe(api);
  const schema = description.paths['/api/v1/publishers']?.get.responses['200']?.content?.['application/json']?.schema;
  const reader = readerOf(schema ?? {}, description);
  const answer = (await api.get('/api/v1/publishers')).json();
  expect(reader.safeParse(answer).success).toBe(true);
  expect(reader.safeParse({ ...answer, more: 1 }).success).toBe(false);
  expect(reader.safeParse({ publishers: [{ id: 'x' }] }).success).toBe(false);
});

test('the description is sound OpenAPI 3.1: every reference leads somewhere, every template has its parameters', async () => {
  const api = await startApi();
  const description = await describe(api);
  expect(description.openapi).toMatch(/^3\.1\.\d+$/);
  expect(description.info).toMatchObject({ title: 'Vigie', license: { identifier: 'CC-BY-4.0' } });
  const refs = [...JSON.stringify(description).matchAll(/"\$ref":"([^"]+)"/g)].map(([, ref]) => ref ?? '');
  for (const ref of new Set(refs)) {
    const [, , kind, name] = ref.split('/');
    expect([ref, Object.keys(description.components[kind as 'schemas'] ?? {}).includes(name ?? '')]).toEqual([
      ref,
      true,
    ]);
  }
  const ids = Object.values(description.paths).map(({ get }) => get.operationId);
  expect(new Set(ids).size).toBe(ids.length);
  for (const [path, { get }] of Object.entries(description.paths)) {
    const templated = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    expect(get.parameters.filter((p) => p.in === 'path').map((p) => p.name)).toEqual(templated);
    const names = get.parameters.map((p) => `${p.in} ${p.name}`);
    expect(new Set(names).size).toBe(names.length);
    for (const p of get.parameters) {
      expect(p.description).not.toBe('');
      if (p.in === 'path') expect(p.required).toBe(true);
    }
    for (const response of Object.values(get.responses)) {
      expect(response.$ref !== undefined || response.description !== undefined).toBe(true);
    }
  }
});

test('every parameter that is documented is taken, and its words stand in both languages', async () => {
  const api = await startApi();
  const description = await describe(api);
  const french = (await api.get('/api/v1/openapi.json?lang=fr')).json() as unknown as Description;
  for (const [path, { get }] of Object.entries(description.paths)) {
    expect(french.paths[path]?.get.summary).not.toBe(get.summary);
    for (const { name, in: place } of get.parameters) {
      if (place === 'path') continue;
      const got = await api.get(
        `${exampleOf(path, { ...get, parameters: get.parameters.filter((p) => p.in === 'path' || (p.required && p.name !== name)) })}${get.parameters.some((p) => p.required && p.in === 'query' && p.name !== name) ? '&' : '?'}${name}=%E2%98%83%20`,
      );
      // A snowman is no value of anything, and is refused as a value: the name is known.
      expect([path, name, got.json()['error']]).not.toEqual([path, name, 'unknown_parameter']);
    }
  }
});

test('links are absolute where the public address is known', async () => {
  const api = await startApi({ publicUrl: 'https://vigie.example.org/' });
  const index = (await api.get('/api/v1')).json();
  expect(index['links']).toMatchObject({
    offer: 'https://vigie.example.org/api/v1/offers/{id}',
    calendar: 'https://vigie.example.org/calendar.ics',
  });
  expect((await describe(api)).servers).toEqual([{ url: 'https://vigie.example.org' }]);
});
