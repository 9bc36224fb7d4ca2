import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { publishersSchema, subjectSchema } from '../../src/record/form/shape.ts';
import { loadDataset } from '../../src/record/load.ts';
import { RELEASED } from './dataset.ts';

const json = async (name: string): Promise<Parameters<typeof z.fromJSONSchema>[0]> =>
  JSON.parse(await readFile(join(RELEASED, name), 'utf8'));
const yaml = async (name: string): Promise<unknown> => parse(await readFile(join(RELEASED, name), 'utf8'));
const files = [...(await loadDataset(RELEASED)).forms.keys()];

test('the schemas that editors use are the forms as they are read', async () => {
  expect(await json('schema.json')).toEqual(JSON.parse(JSON.stringify(subjectSchema())));
  expect(await json('publishers.schema.json')).toEqual(JSON.parse(JSON.stringify(publishersSchema())));
});

test('every file names its schema in its first line, and fits it', async () => {
  const subject = z.fromJSONSchema(await json('schema.json'));
  expect(files.length).toBeGreaterThan(70);
  for (const file of files) {
    const [first] = (await readFile(join(RELEASED, file), 'utf8')).split('\n');
    expect(first, file).toBe('# yaml-language-server: $schema=../schema.json');
    expect(subject.safeParse(await yaml(file)).error, file).toBeUndefined();
  }
  const [first] = (await readFile(join(RELEASED, 'publishers.yaml'), 'utf8')).split('\n');
  expect(first).toBe('# yaml-language-server: $schema=publishers.schema.json');
  const publishers = z.fromJSONSchema(await json('publishers.schema.json'));
  expect(publishers.safeParse(await yaml('publishers.yaml')).error).toBeUndefined();
});

const ENTRY = { commercial: 'launched', source: 'law', fr: 'Lancé.', en: 'Launched.' };
const FORM = { id: 'acme', kind: 'provider', name: 'Acme', summary: { fr: 'Un.', en: 'One.' } };

test.each([
  ['a word that is no status', { ...ENTRY, commercial: 'live' }],
  ['a date that is none', { ...ENTRY, from: 'spring 2022' }],
  ['an interval where a period is asked', { ...ENTRY, from: '2022-01..2022-03' }],
  ['a key that is unknown', { ...ENTRY, sauce: 'law' }],
  ['a sentence in one language only', { ...ENTRY, en: undefined }],
  ['a credibility out of range', { ...ENTRY, credibility: 9 }],
])('an editor underlines %s', async (_, entry) => {
  const subject = z.fromJSONSchema(await json('schema.json'));
  const written = JSON.parse(JSON.stringify({ ...FORM, statements: [entry] }));
  expect(subject.safeParse({ ...FORM, statements: [ENTRY] }).success).toBe(true);
  expect(subject.safeParse(written).success).toBe(false);
});

test('every key that can be written has words that an editor shows', () => {
  type Node = { description?: string; properties?: Record<string, Node>; anyOf?: Node[] } & Record<string, unknown>;
  const bare = (node: Node, path: string): string[] => [
    ...Object.entries(node.properties ?? {}).flatMap(([key, child]) => {
      const told = child.description ?? child.anyOf?.find((one) => one.description)?.description;
      return [...(told ? [] : [`${path}.${key}`]), ...bare(child, `${path}.${key}`)];
    }),
    ...['items', 'additionalProperties'].flatMap((key) =>
      typeof node[key] === 'object' ? bare(node[key] as Node, `${path}.${key}`) : [],
    ),
    ...(node.anyOf ?? []).flatMap((one) => bare(one, path)),
  ];
  expect(bare(subjectSchema() as Node, '')).toEqual([]);
  expect(bare(publishersSchema() as Node, '')).toEqual([]);
});
