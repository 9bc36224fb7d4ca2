import type { z } from 'zod';
import { nearestNames } from '../../domain/text.ts';

/** What is wrong in a form, in words, and what to write instead. */
export type Advice = { readonly problem: string; readonly remedy: string };

/** As much of a JSON Schema as is needed to say what may stand at a place. */
type Node = {
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly additionalProperties?: Node | boolean;
  readonly items?: Node;
  readonly anyOf?: readonly Node[];
};

/** The parts of a node that may hold the next key: itself, or its alternatives. */
function alternatives(node: Node): readonly Node[] {
  return node.anyOf ? node.anyOf.flatMap(alternatives) : [node];
}

function childOf(node: Node, key: PropertyKey): Node | null {
  for (const one of alternatives(node)) {
    if (typeof key === 'number' && one.items) return one.items;
    const named = one.properties?.[String(key)];
    if (named) return named;
    if (typeof one.additionalProperties === 'object') return one.additionalProperties;
  }
  return null;
}

function nodeAt(schema: Node, path: readonly PropertyKey[]): Node | null {
  return path.reduce<Node | null>((node, key) => node && childOf(node, key), schema);
}

/** The values that may be written, where there is a list of them. */
function choices(node: Node): string[] {
  return alternatives(node).flatMap((one) => [...(one.enum ?? []), ...('const' in one ? [one.const] : [])].map(String));
}

const keysOf = (node: Node | null): string[] =>
  node ? alternatives(node).flatMap((one) => Object.keys(one.properties ?? {})) : [];

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (held, key) => (held !== null && typeof held === 'object' ? Reflect.get(held, key) : undefined),
    value,
  );
}

/** A value as it was written, short enough for one line. */
function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

const oneOf = (names: readonly string[]): string => names.join(', ');

function unknownKey(key: string, node: Node | null): Advice {
  const known = keysOf(node);
  const [near] = nearestNames(key, known, 1);
  const list = known.length > 0 ? `What may stand here: ${oneOf(known)}.` : 'Nothing may stand here.';
  return { problem: `unknown key “${key}”`, remedy: near ? `Write ${near}: instead. ${list}` : `Remove it. ${list}` };
}

function wrongValue(value: unknown, node: Node | null): Advice {
  const known = node ? choices(node) : [];
  // A letter or two are near to everything.
  const [near] = typeof value === 'string' && value.length > 2 ? nearestNames(value, known, 1) : [];
  const what = node?.description ? `Write ${node.description}.` : '';
  const list = known.length > 0 && known.length < 20 ? `Known: ${oneOf(known)}.` : '';
  const instead = near ? `Write ${near} instead. ${list}` : `${what} ${list}`;
  return { problem: `“${shown(value)}” does not fit`, remedy: instead.trim() || 'See dataset/README.md.' };
}

/** The keys that unknown ones were meant to be, as paths: they are not missing too. */
export function meantBy(issues: readonly z.core.$ZodIssue[], schema: unknown): Set<string> {
  return new Set(
    issues.flatMap((issue) => {
      if (issue.code !== 'unrecognized_keys') return [];
      const known = keysOf(nodeAt(schema as Node, issue.path));
      return issue.keys.flatMap((key) => nearestNames(key, known, 1)).map((near) => [...issue.path, near].join('.'));
    }),
  );
}

/**
 * What one fault of a form means to whoever wrote it: the problem in words, and what to write instead, from the schema's
 * own descriptions. `schema` is the JSON Schema of the whole form, `value` the whole of what was written.
 */
export function adviceOn(issue: z.core.$ZodIssue, schema: unknown, value: unknown): Advice[] {
  const node = nodeAt(schema as Node, issue.path);
  const key = String(issue.path.at(-1) ?? '');
  if (issue.code === 'unrecognized_keys') return issue.keys.map((unknown) => unknownKey(unknown, node));
  const written = valueAt(value, issue.path);
  if (issue.code === 'invalid_key') {
    return [{ problem: `“${key}” cannot be a key`, remedy: 'Write lower case letters, digits and single hyphens.' }];
  }
  if (written === undefined || written === null || written === '') {
    const what = node?.description ?? 'a value';
    if (issue.path.length === 0) return [{ problem: 'the file is empty', remedy: `Write ${what}.` }];
    const problem = written === undefined ? `${key}: is missing` : `${key}: is empty`;
    return [{ problem, remedy: `Write ${key}: and ${what}.` }];
  }
  return [wrongValue(written, node)];
}
