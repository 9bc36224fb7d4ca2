import { nearestNames } from '../../domain/text.ts';
import type { Fault, FaultCode } from '../fault.ts';
import type { Loaded } from '../load.ts';
import { fold } from '../search.ts';
import { faultAt, type Report } from './report.ts';

/** Names that belong to two subjects. */
function doubleNames(loaded: Loaded): Fault[] {
  const taken = new Map<string, string>();
  return loaded.subjects.flatMap((subject) => {
    const [provider, offer] = subject.id.split('/');
    const file = [...loaded.forms].find(([, form]) => form.id === provider)?.[0] ?? '';
    return [...new Set([subject.name, ...subject.aliases].map(fold))].flatMap((name): Fault[] => {
      const holder = taken.get(name);
      if (holder === undefined) taken.set(name, subject.id);
      // An offer may bear the name of its own provider.
      if (holder === undefined || holder === subject.provider) return [];
      const path = offer === undefined ? ['name'] : ['offers', offer];
      return [
        faultAt(loaded, file, path, {
          code: 'duplicate_name',
          problem: `“${name}” also names ${holder}`,
          remedy: 'Keep the name with one of the two, in name:, aliases: or track:.',
        }),
      ];
    });
  });
}

/** Sources and offers that nothing uses. */
function unused(loaded: Loaded): Fault[] {
  return [...loaded.forms].flatMap(([file, form]) => {
    const used = new Set(form.statements.flatMap((s) => s.source));
    const told = new Set(form.statements.map((s) => s.offer));
    const fault = (code: FaultCode, path: readonly string[], problem: string, remedy: string) =>
      faultAt(loaded, file, path, { code, problem, remedy });
    return [
      ...Object.keys(form.sources)
        .filter((key) => !used.has(key))
        .map((key) =>
          fault('unused_source', ['sources', key], `no statement uses the source ${key}`, 'Use it or remove it.'),
        ),
      ...Object.keys(form.offers)
        .filter((key) => !told.has(key))
        .map((key) =>
          fault(
            'unused_offer',
            ['offers', key],
            `no statement is about the offer ${key}`,
            `Add a statement with offer: ${key}, or remove the offer.`,
          ),
        ),
    ];
  });
}

/** Providers that are merged into nothing. */
function orphans(loaded: Loaded, report: Report): Fault[] {
  const ids = loaded.subjects.map((subject) => subject.id);
  return loaded.statements.flatMap((s) => {
    if (s.body.field !== 'company' || s.body.into === undefined || ids.includes(s.body.into)) return [];
    const [near] = nearestNames(s.body.into, ids, 1);
    const remedy = near ? `Write into: ${near}, or add a file for it.` : 'Add a file for it, or correct into:.';
    return [report('unknown_subject', s, `no subject ${s.body.into}`, remedy)];
  });
}

const ROOMS = { organisation: 'organisations', regulation: 'regulations' } as const;

/** Files in a room that is not theirs. */
function misplaced(loaded: Loaded): Fault[] {
  return [...loaded.forms].flatMap(([file, { kind }]) => {
    const room = kind in ROOMS ? ROOMS[kind as keyof typeof ROOMS] : 'providers';
    if (file.startsWith(`${room}/`)) return [];
    const problem = `${kind} in ${file.split('/')[0]}/`;
    return [
      faultAt(loaded, file, ['kind'], {
        code: 'wrong_folder',
        problem,
        remedy: `Move the file to ${room}/, or correct kind:.`,
      }),
    ];
  });
}

/** Names, keys and files that do not fit together. */
export function nameFaults(loaded: Loaded, report: Report): Fault[] {
  return [...doubleNames(loaded), ...unused(loaded), ...orphans(loaded, report), ...misplaced(loaded)];
}
