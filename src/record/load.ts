import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Statement } from '../domain/statement.ts';
import type { Name, Publisher, Subject, TrackedName } from '../domain/subject.ts';
import type { Fault } from './fault.ts';
import { readEntry } from './form/entry.ts';
import { publishersFile, publishersSchema, type SubjectForm, subjectFile, subjectSchema } from './form/shape.ts';
import { placeOf, readSheet, type Sheet, shapeFaults } from './form/sheet.ts';
import { typesetBoth } from './form/words.ts';

/** Where a statement was written. */
export type Place = { readonly file: string; readonly line: number; readonly place: string };

/** The dataset as read from its folder. Whatever could not be read is among the faults; the rest is here. */
export type Loaded = {
  readonly subjects: readonly Subject[];
  readonly publishers: readonly Publisher[];
  readonly tracked: readonly TrackedName[];
  readonly statements: readonly Statement[];
  readonly faults: readonly Fault[];
  /** By statement id. */
  readonly places: ReadonlyMap<string, Place>;
  /** The forms as written, by file, for the checker. */
  readonly forms: ReadonlyMap<string, SubjectForm>;
  /** The line on which a path of keys stands in a file that has a form. */
  readonly lineOf: (file: string, path: readonly PropertyKey[]) => number;
};

/** The day the released dataset was taken in, for files that name none. */
const RELEASED = '2026-11-21';

async function listYaml(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((): string[] => []);
  return names.filter((name) => /\.ya?ml$/.test(name)).sort();
}

function subjectsOf(form: SubjectForm): Subject[] {
  const names: Name[] = form.track ? namesOf(form.track) : [];
  // A name of one of its offers leads to the offer.
  const theirs = new Set(Object.values(form.offers).flatMap((offer) => [offer.name, ...offer.aliases]));
  const aliases = [...new Set([...form.aliases, ...names.map((name) => name.text)])].filter(
    (alias) => alias !== form.name && !theirs.has(alias),
  );
  const own: Subject = {
    id: form.id,
    kind: form.kind,
    name: form.name,
    aliases,
    country: form.country,
    summary: typesetBoth(form.summary),
    provider: null,
  };
  const offers = Object.entries(form.offers).map(
    ([key, offer]): Subject => ({
      id: `${form.id}/${key}`,
      kind: 'offer',
      name: offer.name,
      aliases: offer.aliases,
      country: form.country,
      summary: typesetBoth(offer.summary),
      provider: form.id,
    }),
  );
  return [own, ...offers];
}

function namesOf(track: NonNullable<SubjectForm['track']>): Name[] {
  return (['low', 'mid', 'high'] as const).flatMap((risk) => track.names[risk].map((text) => ({ text, risk })));
}

type Gathered = {
  subjects: Subject[];
  tracked: TrackedName[];
  statements: Statement[];
  faults: Fault[];
  places: Map<string, Place>;
  forms: Map<string, SubjectForm>;
  lines: Map<string, Sheet['lineOf']>;
};

function gatherStatements(file: string, form: SubjectForm, sheet: Sheet, into: Gathered): void {
  form.statements.forEach((entry, index) => {
    const path = ['statements', index];
    const read = readEntry(entry, form, form.recorded ?? RELEASED);
    for (const fault of read.faults) {
      const at = [...path, ...fault.at];
      into.faults.push({
        code: 'bad_entry',
        file,
        line: sheet.lineOf(at),
        place: placeOf(at),
        problem: fault.problem,
        remedy: fault.remedy,
      });
    }
    for (const statement of read.statements) {
      const place = { file, line: sheet.lineOf(path), place: placeOf(path) };
      const before = into.places.get(statement.id);
      if (before) {
        into.faults.push({
          code: 'duplicate_statement',
          ...place,
          problem: `says the same as ${before.file} line ${before.line}`,
          remedy: 'Remove one of the two.',
        });
        continue;
      }
      into.places.set(statement.id, place);
      into.statements.push(statement);
    }
  });
}

async function gatherSubject(folder: string, file: string, into: Gathered): Promise<void> {
  const sheet = await readSheet(folder, file);
  into.faults.push(...sheet.faults);
  if (sheet.faults.length > 0) return;
  const parsed = subjectFile.safeParse(sheet.value);
  if (!parsed.success) {
    into.faults.push(...shapeFaults(file, sheet, parsed.error.issues, subjectSchema()));
    return;
  }
  const form = parsed.data;
  const twin = into.subjects.find((subject) => subject.id === form.id);
  if (twin) {
    into.faults.push({
      code: 'duplicate_id',
      file,
      line: sheet.lineOf(['id']),
      place: 'id',
      problem: `${form.id} is already taken`,
      remedy: 'Give every subject its own id.',
    });
    return;
  }
  if (!file.endsWith(`/${form.id}.yaml`)) {
    into.faults.push({
      code: 'id_not_file_name',
      file,
      line: sheet.lineOf(['id']),
      place: 'id',
      problem: `the file should be named ${form.id}.yaml`,
      remedy: 'Rename the file or correct the id.',
    });
  }
  into.forms.set(file, form);
  into.lines.set(file, sheet.lineOf);
  into.subjects.push(...subjectsOf(form));
  if (form.track) {
    const { scope, decoys, context } = form.track;
    into.tracked.push({ subject: form.id, scope, names: namesOf(form.track), decoys, context });
  }
  gatherStatements(file, form, sheet, into);
}

async function loadPublishers(folder: string, { faults, lines }: Gathered): Promise<Publisher[]> {
  const sheet = await readSheet(folder, 'publishers.yaml');
  faults.push(...sheet.faults);
  if (sheet.faults.length > 0) return [];
  const parsed = publishersFile.safeParse(sheet.value);
  if (!parsed.success) {
    faults.push(...shapeFaults('publishers.yaml', sheet, parsed.error.issues, publishersSchema()));
    return [];
  }
  lines.set('publishers.yaml', sheet.lineOf);
  return Object.entries(parsed.data.publishers).map(([id, publisher]) => ({ id, ...publisher }));
}

/**
 * Reads the dataset folder: `publishers.yaml`, `providers/*.yaml`, `organisations/*.yaml`, `regulations/*.yaml`. Never
 * throws for what it finds there: a file or an entry that cannot be read becomes a fault, all others are loaded. `folder` is a path.
 */
export async function loadDataset(folder: string): Promise<Loaded> {
  const into: Gathered = {
    subjects: [],
    tracked: [],
    statements: [],
    faults: [],
    places: new Map(),
    forms: new Map(),
    lines: new Map(),
  };
  const publishers = await loadPublishers(folder, into);
  for (const room of ['providers', 'organisations', 'regulations']) {
    for (const name of await listYaml(join(folder, room))) await gatherSubject(folder, `${room}/${name}`, into);
  }
  const { lines, ...read } = into;
  return { ...read, publishers, lineOf: (file, path) => lines.get(file)?.(path) ?? 1 };
}
