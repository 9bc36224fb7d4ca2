import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import { fold } from '../../src/reading/fold.ts';
import { type Loaded, loadDataset } from '../../src/record/load.ts';
import type { RecordParts } from '../../src/record/record.ts';
import { createRandom, type Random } from './random.ts';
import { firmNames } from './texts.ts';

/**
 * Larger datasets of the same make: the released subject files once as they are, then again and again under other
 * firms' names, with their days moved. Offers, sources and statements stay as many and as long, so that what differs
 * between two sizes is the size alone.
 */

type Form = Loaded['forms'] extends ReadonlyMap<string, infer F> ? F : never;

const ID = (name: string): string => fold(name).replaceAll(' ', '-');

/** Every whole day, month or year in the text, `years` later. */
const moved = (text: string, years: number): string =>
  text.replace(/\b(19|20)(\d\d)(?=-\d\d\b|-Q\d|-H\d|$|\.\.)/g, (year) => String(Number(year) + years));

const DATED = new Set(['date', 'from', 'to', 'public', 'due', 'decided', 'announced', 'until', 'recorded']);
/** What refers to a publisher or a source: those stay. */
const KEPT = new Set(['publisher', 'origin', 'url', 'kind', 'source']);

/** The same value with days moved and the firm's old names replaced; what says nothing (null, empty) is left out. */
function recast(value: unknown, key: string, years: number, rename: (text: string) => string): unknown {
  if (typeof value === 'string') {
    if (DATED.has(key)) return moved(value, years);
    return KEPT.has(key) ? value : rename(value);
  }
  if (Array.isArray(value)) return value.map((one) => recast(one, key, years, rename));
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).filter(
    ([, held]) => held !== null && held !== undefined && !(Array.isArray(held) && held.length === 0),
  );
  return Object.fromEntries(entries.map(([name, held]) => [name, recast(held, name, years, rename)]));
}

const quoted = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** The form of a subject file as another firm's. */
function another(form: Form, name: string, random: Random): unknown {
  const old = [form.name, ...form.aliases].sort((a, b) => b.length - a.length);
  const pattern = new RegExp(`(?<![\\p{L}\\d])(?:${old.map(quoted).join('|')})(?![\\p{L}\\d])`, 'gu');
  const rename = (text: string): string => text.replace(pattern, name);
  const made = recast(form, '', -random.below(4), rename) as Record<string, unknown>;
  // Names and aliases are the firm's own: two firms under one name would both answer to it.
  const offers = Object.entries(form.offers).map(([key, offer], n) => {
    const own = n === 0 ? name : `${name} ${capital(key)}`;
    return [key, { name: own, aliases: [`${name} ${key} ${n}`], summary: offer.summary }] as const;
  });
  const track = form.track && {
    scope: form.track.scope,
    names: { low: [name, `${name} Cloud`] },
    decoys: form.track.decoys,
    context: form.track.context,
  };
  return {
    ...made,
    id: ID(name),
    name,
    aliases: [`${name} SAS`],
    ...(track ? { track } : {}),
    ...(offers.length > 0 ? { offers: Object.fromEntries(offers) } : {}),
  };
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/**
 * Writes a dataset `times` as large as the one at `released` into `folder`. The released subjects are among it under
 * their own names; publishers are the same.
 */
export async function writeDataset(folder: string, released: string, times: number): Promise<void> {
  const { forms, publishers } = await loadDataset(released);
  const names = firmNames(forms.size * (times - 1), 5);
  const random = createRandom(6);
  for (const file of forms.keys()) await mkdir(join(folder, dirname(file)), { recursive: true });
  const listed = Object.fromEntries(publishers.map(({ id, ...publisher }) => [id, publisher]));
  await writeFile(join(folder, 'publishers.yaml'), stringify({ publishers: listed }));
  let next = 0;
  for (const [file, form] of forms) {
    await writeFile(join(folder, file), textOf(recast(form, '', 0, (text) => text) as Record<string, unknown>));
    for (let n = 1; n < times; n++) {
      const name = names[next++] ?? '';
      const made = another(form, name, random) as Record<string, unknown>;
      await writeFile(join(folder, file.replace(/[^/]+$/, `${ID(name)}.yaml`)), textOf(made));
    }
  }
}

/** YAML as the released files are laid out: statements as blocks, a source a line. */
function textOf(form: Record<string, unknown>): string {
  const { sources = {}, statements = [], ...head } = form;
  const lines = [stringify(head).trimEnd(), 'sources:'];
  for (const [key, source] of Object.entries(sources as object)) lines.push(`  ${key}: ${JSON.stringify(source)}`);
  lines.push('statements:');
  for (const statement of statements as readonly object[]) {
    Object.entries(statement).forEach(([key, value], n) => {
      lines.push(`  ${n === 0 ? '-' : ' '} ${key}: ${JSON.stringify(value)}`);
    });
  }
  if (lines.at(-1) === 'statements:') lines.pop();
  return `${lines.join('\n')}\n`.replace('\nsources:\nstatements:', '\nstatements:').replace(/\nsources:\n$/, '\n');
}

/** The parts of a record again and again, `times` in all, each time under other names; publishers are the same. */
export function multiplied(parts: RecordParts, times: number): RecordParts {
  const subjects = [...parts.subjects];
  const statements = [...parts.statements];
  const firms = parts.subjects.filter((subject) => subject.provider === null);
  const names = firmNames(firms.length * (times - 1), 11);
  for (let n = 1; n < times; n++) {
    const named = new Map(firms.map((firm) => [firm.id, `${names.pop() ?? ''} ${n}`]));
    const idOf = (id: string): string => {
      const [firm = '', ...offer] = id.split('/');
      return [ID(named.get(firm) ?? firm), ...offer].join('/');
    };
    for (const subject of parts.subjects) {
      const name = `${named.get(subject.provider ?? subject.id) ?? ''}${subject.provider === null ? '' : ` ${subject.name}`}`;
      const provider = subject.provider === null ? null : idOf(subject.provider);
      subjects.push({ ...subject, id: idOf(subject.id), name, aliases: [`${name} SAS`], provider });
    }
    for (const statement of parts.statements) {
      const id = createHash('sha256').update(`${n} ${statement.id}`).digest('hex').slice(0, 16);
      statements.push({ ...statement, id, subject: idOf(statement.subject) });
    }
  }
  return { ...parts, subjects, statements };
}
