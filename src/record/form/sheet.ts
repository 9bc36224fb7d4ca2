import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isMap, isPair, LineCounter, type Node, parseDocument } from 'yaml';
import type { z } from 'zod';
import { MOST_NESTED, tooDeepAt } from '../../domain/nesting.ts';
import type { Fault } from '../fault.ts';
import { adviceOn, meantBy } from './remedies.ts';

type Path = readonly PropertyKey[];

/** `statements[3].from` from a path of keys. */
export function placeOf(path: Path): string {
  return path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : text ? `${text}.${String(key)}` : String(key)),
    '',
  );
}

/** A parsed YAML file with the means to say on which line a path stands. */
export type Sheet = {
  readonly value: unknown;
  readonly lineOf: (path: Path) => number;
  readonly faults: readonly Fault[];
};

/** What to do about text that is no YAML, by the parser's own codes. */
const YAML_REMEDIES: Readonly<Record<string, string>> = {
  BLOCK_AS_IMPLICIT_KEY: 'Put the text after the colon in double quotes: it holds a colon followed by a blank.',
  DUPLICATE_KEY: 'Keep one of the two lines that begin with this key.',
  TAB_AS_INDENT: 'Indent with blanks instead of tabs.',
};

/** A file of the dataset is at most this large, in bytes: the largest is a hundredth of it. */
const MOST_BYTES = 16 * 1_048_576;

const faulty = (fault: Fault): Sheet => ({ value: null, lineOf: () => fault.line, faults: [fault] });

function openSheet(file: string, text: string): Sheet {
  const deep = tooDeepAt(text);
  if (deep !== null) {
    return faulty({
      code: 'bad_yaml',
      file,
      line: deep,
      place: '',
      problem: `this is nested too deep: more than ${MOST_NESTED} levels`,
      remedy: 'Close the brackets that are open here, or indent these lines less.',
    });
  }
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false });
  // What is wrong first makes the rest look wrong.
  const faults = document.errors.slice(0, 1).map(
    (error): Fault => ({
      code: 'bad_yaml',
      file,
      line: counter.linePos(error.pos[0]).line,
      place: '',
      problem: `this is no YAML: ${error.message}`,
      remedy:
        YAML_REMEDIES[error.code] ?? 'Indent this line like those beside it, and put text with signs in double quotes.',
    }),
  );
  const lineOf = (path: Path): number => {
    // A key that is missing has no place: the nearest thing above it has.
    for (let length = path.length; length > 0; length -= 1) {
      const parent = document.getIn(path.slice(0, length - 1), true);
      const key = path[length - 1];
      const pair = isMap(parent) ? parent.items.find((item) => isPair(item) && String(item.key) === String(key)) : null;
      const node = (pair?.key ?? document.getIn(path.slice(0, length), true)) as Node | undefined;
      if (node?.range) return counter.linePos(node.range[0]).line;
    }
    return 1;
  };
  // A document full of aliases may refuse to unfold: that is a fault like any other.
  try {
    return { value: faults.length > 0 ? null : document.toJS({ maxAliasCount: 100 }), lineOf, faults };
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    return {
      value: null,
      lineOf,
      faults: [
        { code: 'bad_yaml', file, line: 1, place: '', problem, remedy: 'Write the values out instead of aliases.' },
      ],
    };
  }
}

/** The faults of a file whose form is wrong, each on its line. `schema` is the JSON Schema of the form. */
export function shapeFaults(file: string, sheet: Sheet, issues: readonly z.core.$ZodIssue[], schema: unknown): Fault[] {
  const meant = meantBy(issues, schema);
  const own = issues.filter((issue) => !meant.has(issue.path.join('.')));
  return own.flatMap((issue) => {
    const keys = issue.code === 'unrecognized_keys' ? issue.keys : [];
    return adviceOn(issue, schema, sheet.value).map(
      (advice, i): Fault => ({
        code: 'bad_shape',
        file,
        line: sheet.lineOf([...issue.path, ...keys.slice(i, i + 1)]),
        place: placeOf(issue.path),
        ...advice,
      }),
    );
  });
}

/** Reads a YAML file of the dataset; what keeps it from being read is among its faults. Never throws. */
export async function readSheet(folder: string, file: string): Promise<Sheet> {
  try {
    const path = join(folder, file);
    const { size } = await stat(path);
    if (size > MOST_BYTES) {
      return faulty({
        code: 'unreadable_file',
        file,
        line: 1,
        place: '',
        problem: `this file is too large: more than ${MOST_BYTES / 1_048_576} MiB`,
        remedy: 'Split it into several files.',
      });
    }
    return openSheet(file, await readFile(path, 'utf8'));
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    return faulty({
      code: 'unreadable_file',
      file,
      line: 1,
      place: '',
      problem,
      remedy: 'Put the file there and make it readable.',
    });
  }
}
