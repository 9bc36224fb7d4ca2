import { isDay } from '../domain/period.ts';
import type { Statement } from '../domain/statement.ts';
import { claimKey } from './disputes.ts';
import type { Fault, FaultCode } from './fault.ts';
import { type Loaded, loadDataset } from './load.ts';
import { fold } from './search.ts';
import { agreeing } from './starts.ts';
import { type Publishers, weigh } from './weights.ts';

type Report = (code: FaultCode, statement: Statement, problem: string, remedy: string) => Fault;

/** Sources: known publishers, https links only, and how a page was read when there is no link. */
function sourceFaults(loaded: Loaded, known: ReadonlySet<string>, report: Report): Fault[] {
  return loaded.statements.flatMap((s) => {
    const faults: Fault[] = [];
    for (const id of [s.source.publisher, s.source.origin]) {
      if (id !== null && !known.has(id)) {
        faults.push(
          report('unknown_publisher', s, `no publisher ${id}`, 'Add it to publishers.yaml or correct the id.'),
        );
      }
    }
    const { url, via } = s.source;
    if (url !== null && !isLink(url))
      faults.push(report('bad_link', s, `not an https link: ${url}`, 'Give the https address, or null with via.'));
    // What this record notes on comparing its sources has no page of its own.
    if (url === null && via === undefined && s.source.publisher !== 'vigie') {
      faults.push(report('no_via', s, 'neither a link nor a word on how it was read', 'Add url, or via.'));
    }
    return faults;
  });
}

/** Links are https: an old page known by http is cited by its https address. */
function isLink(url: string): boolean {
  return URL.canParse(url) && new URL(url).protocol === 'https:';
}

/** Dates that cannot be: known before it was said to be, decided after the end, recorded before known. */
function dateFaults(loaded: Loaded, report: Report): Fault[] {
  return loaded.statements.flatMap((s) => {
    const faults: Fault[] = [];
    if (s.public.from > s.recorded) {
      faults.push(
        report(
          'impossible_dates',
          s,
          `public from ${s.public.from}, recorded ${s.recorded}`,
          'A statement is taken in after it became public: correct one of the two.',
        ),
      );
    }
    if (s.body.field === 'qualification') {
      const { decided, until } = s.body;
      if (decided !== null && until !== null && until <= decided) {
        faults.push(report('impossible_dates', s, `ends ${until}, decided ${decided}`, 'Correct decided or until.'));
      }
    }
    if (s.body.field === 'promise' && s.body.due.to < s.valid.from) {
      faults.push(
        report(
          'impossible_dates',
          s,
          `due ${s.body.due.to}, made ${s.valid.from}`,
          'A promise is made before it is due: correct one of the two.',
        ),
      );
    }
    if (!isDay(s.recorded))
      faults.push(report('impossible_dates', s, `no such day: ${s.recorded}`, 'Correct recorded.'));
    return faults;
  });
}

/** States on which strong sources disagree about the beginning, with no dispute that says so. */
function contradictions(loaded: Loaded, publishers: Publishers, report: Report): Fault[] {
  const states = loaded.statements.filter((s) => ['commercial', 'company'].includes(s.body.field) && !s.false);
  const groups = Map.groupBy(states, (s) => `${s.subject}|${claimKey(s.body)}`);
  return [...groups.values()].flatMap((group) => {
    const strong = group.filter((s) => s.dispute === undefined && weigh(agreeing(s, group), publishers).strong);
    const [first] = strong;
    const other = first && strong.find((s) => !agreeing(first, group).includes(s));
    if (!first || !other) return [];
    return [
      report(
        'contradiction',
        other,
        `strong sources date this from ${first.valid.from} and from ${other.valid.from}`,
        'If they truly disagree give both one dispute: id; else correct from:, or write the later one as a note.',
      ),
    ];
  });
}

/** A dispute with one side only is none. */
function lonelyDisputes(loaded: Loaded, report: Report): Fault[] {
  const disputes = Map.groupBy(
    loaded.statements.filter((s) => s.dispute !== undefined),
    (s) => s.dispute,
  );
  return [...disputes.values()].flatMap((told) => {
    const [first] = told;
    if (!first || new Set(told.map((s) => claimKey(s.body))).size > 1) return [];
    return [
      report(
        'lonely_dispute',
        first,
        `only one position in the dispute ${first.dispute}`,
        'Add the other position, or remove dispute:.',
      ),
    ];
  });
}

/** Names that belong to two subjects, sources and offers that nothing uses, providers that are merged into nothing. */
function nameFaults(loaded: Loaded): Fault[] {
  const placeOf = (id: string): Pick<Fault, 'file' | 'line' | 'place'> => {
    const [provider, offer] = id.split('/');
    const file = [...loaded.forms].find(([, form]) => form.id === provider)?.[0] ?? '';
    const path = offer === undefined ? ['name'] : ['offers', offer];
    return { file, line: loaded.lineOf(file, path), place: path.join('.') };
  };
  const taken = new Map<string, string>();
  const faults: Fault[] = [];
  for (const subject of loaded.subjects) {
    for (const name of new Set([subject.name, ...subject.aliases].map(fold))) {
      const holder = taken.get(name);
      // An offer may bear the name of its own provider.
      if (holder !== undefined && holder !== subject.provider) {
        faults.push({
          code: 'duplicate_name',
          ...placeOf(subject.id),
          problem: `“${name}” also names ${holder}`,
          remedy: 'Keep the name with one of the two.',
        });
      }
      if (holder === undefined) taken.set(name, subject.id);
    }
  }
  return faults;
}

function unusedFaults(loaded: Loaded): Fault[] {
  return [...loaded.forms].flatMap(([file, form]) => {
    const used = new Set(form.statements.flatMap((s) => s.source));
    const told = new Set(form.statements.map((s) => s.offer));
    const sources = Object.keys(form.sources).filter((key) => !used.has(key));
    const offers = Object.keys(form.offers).filter((key) => !told.has(key));
    const fault = (code: FaultCode, path: readonly string[], problem: string, remedy: string): Fault => {
      return { code, file, line: loaded.lineOf(file, path), place: path.join('.'), problem, remedy };
    };
    return [
      ...sources.map((key) =>
        fault('unused_source', ['sources', key], `no statement uses the source ${key}`, 'Use it or remove it.'),
      ),
      ...offers.map((key) =>
        fault(
          'unused_offer',
          ['offers', key],
          `no statement is about the offer ${key}`,
          'Add one or remove the offer.',
        ),
      ),
    ];
  });
}

function orphanFaults(loaded: Loaded, report: Report): Fault[] {
  const ids = new Set(loaded.subjects.map((subject) => subject.id));
  return loaded.statements.flatMap((s) =>
    s.body.field === 'company' && s.body.into !== undefined && !ids.has(s.body.into)
      ? [report('unknown_subject', s, `no subject ${s.body.into}`, 'Add a file for it, or correct into:.')]
      : [],
  );
}

/** Everything wrong with a loaded dataset, by file and line. */
export function faultsOf(loaded: Loaded): Fault[] {
  const publishers = new Map(loaded.publishers.map((publisher) => [publisher.id, publisher]));
  const report: Report = (code, statement, problem, remedy) => {
    const place = loaded.places.get(statement.id) ?? { file: '', line: 1, place: statement.id };
    return { code, ...place, problem, remedy };
  };
  const faults = [
    ...loaded.faults,
    ...sourceFaults(loaded, new Set(publishers.keys()), report),
    ...dateFaults(loaded, report),
    ...contradictions(loaded, publishers, report),
    ...lonelyDisputes(loaded, report),
    ...nameFaults(loaded),
    ...unusedFaults(loaded),
    ...orphanFaults(loaded, report),
  ];
  return faults.sort((a, b) => (a.file !== b.file ? (a.file < b.file ? -1 : 1) : a.line - b.line));
}

/** Reads the dataset folder and tells everything that is wrong with it; an empty list means that all is well. */
export async function checkDataset(folder: string): Promise<readonly Fault[]> {
  return faultsOf(await loadDataset(folder));
}
