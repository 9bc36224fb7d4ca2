import type { Outcome } from '../../domain/answer.ts';
import type { Basis } from '../../domain/evidence.ts';
import type { EntryWeight } from '../../domain/history.ts';
import type { Precision } from '../../domain/period.ts';
import type { StatementBody } from '../../domain/statement.ts';
import type { Reliability } from '../../domain/subject.ts';

const weights: Record<EntryWeight, string> = {
  strong: 'established',
  footnote: 'told, not established',
  false: 'known to be wrong',
  contested: 'contested',
};

const bases: Record<Basis, (origins: number) => string> = {
  official: () => 'official source',
  independent: (n) => `${n} independent sources`,
  single: () => 'one sound source only',
  weak: () => 'weak sources only',
};

const fields: Record<StatementBody['field'], string> = {
  commercial: 'availability',
  company: 'company',
  qualification: 'qualification',
  check: 'reading of a catalogue',
  promise: 'promise',
  fulfilment: 'promise fulfilled',
  promise_dropped: 'promise given up',
  owner: 'owner',
  technology: 'technology',
  service: 'service',
  region: 'region',
  customer: 'customer',
  event: 'event',
  note: 'note',
};

const precisions: Record<Precision, string> = {
  day: 'to the day',
  month: 'to the month',
  quarter: 'to the quarter',
  half: 'to the half-year',
  year: 'to the year',
};

const reliabilities: Record<Reliability, string> = {
  A: 'completely reliable',
  B: 'usually reliable',
  C: 'fairly reliable',
  D: 'not usually reliable',
  E: 'unreliable',
  F: 'reliability cannot be judged',
};

const credibilities: Record<1 | 2 | 3 | 4 | 5 | 6, string> = {
  1: 'confirmed',
  2: 'probably true',
  3: 'possibly true',
  4: 'doubtful',
  5: 'improbable',
  6: 'cannot be judged',
};

const proofs: Record<Outcome, string> = {
  open: 'see',
  kept: 'shown by',
  late: 'shown by',
  overdue: 'not seen in',
  moved: 'replaced by',
  dropped: 'given up in',
  unknown: 'see',
};

const s = (n: number, one: string, more = `${one}s`): string => `${n} ${n === 1 ? one : more}`;

/** Words of packs of evidence. */
export const evidence = {
  title: (subject: string): string => `Evidence: ${subject}`,
  /** First word of the files' names. */
  file: 'evidence',
  weights,
  bases,
  fields,
  precisions,
  reliabilities,
  credibilities,
  proofs,
  exhibits: (n: number): string => s(n, 'exhibit'),
  publishers: (n: number): string => s(n, 'publisher'),
  labels: {
    subject: 'Subject',
    asOf: 'As of',
    knownOn: 'Known on',
    recordedOn: 'Recorded on',
    made: 'Pack made on',
    id: 'Pack',
    record: 'Record',
    contents: 'Contents',
    grades: 'Exhibits by grade',
    weight: 'Weight',
    weighs: 'Weight of the assertion, all its sources together',
    about: 'About',
    valid: 'Date',
    public: 'Public',
    recorded: 'Recorded',
    source: 'Source',
    address: 'Address',
    readThrough: 'Read through',
    quotes: 'Quotes',
    credibility: 'Credibility',
    contradicted: 'Contradicted by',
    citation: 'Citation',
    sentence: 'Assertion',
    publisher: 'Publisher',
    grade: 'Grade',
    reason: 'Reason for the grade',
    owner: 'Owner',
    alike: 'Same assertion',
    version: 'Version of the scheme',
    decided: 'Decided on',
    announced: 'Announced on',
    until: 'Valid until',
    licence: 'Licence',
  },
  notLimited: 'not limited',
  worldWords: {
    asOf: 'the answer says what held on this day',
    knownOn: 'only what was surely public by this day is used; what came out later is left out',
    knownAny: 'everything known to the record is used, whenever it came out',
    recordedOn: 'only what Vigie had taken in by this day is used; this answer no longer changes',
    recordedAny: 'everything the record holds is used',
  },
  recordTo: (day: string): string => `complete up to ${day}`,
  recordEmpty: 'Vigie had recorded nothing by then',
  headings: {
    answer: 'Answer',
    shared: (firm: string): string => `What holds for all offers of ${firm}`,
    differ: 'Sources that disagree',
    index: 'List of exhibits',
    exhibits: 'Exhibits',
    later: (day: string): string => `Exhibits about later days than ${day}`,
    sources: 'Publishers',
    reading: 'How to read this pack',
    citing: 'Citing and checking',
  },
  nothing: {
    established: 'Nothing is established about it: no official source, nor two independent ones, says where it stands.',
    facts: 'Nothing about it is established: each assertion rests on one source or on weak ones.',
    rumour: 'What is known of it is a rumour.',
    all: 'The record holds nothing about it in this world: neither for nor against.',
    qualification: 'no qualification on record',
  },
  unknownPart: 'not stated',
  laterNote: 'They are known in this world but tell of later days. They have no part in the answer.',
  validTo: (from: string, to: string): string => `from ${from} to ${to}`,
  noAddress: 'no address known',
  unsafeAddress: 'address withheld, it is no web address',
  noPublisher: 'unknown to the record',
  gradeWords: (grade: string, words: string): string => `${grade}, ${words}`,
  position: (n: number): string => `Position ${n}`,
  positionBest: (n: number): string => `Position ${n}, the best supported`,
  open: 'contested; the record prefers none',
  closed: 'settled; one position only is established',
  reading: {
    established:
      '**Established**: an official source (who decides or does it), or two independent sources of grade B or better, with credibility 3 or better.',
    told: '**Told, not established**: fewer or weaker sources. It is kept and shown, and never makes a state.',
    wrong: '**Known to be wrong**: contradicted for good; kept so that nobody takes it up again.',
    contested: '**Contested**: sources differ and the record does not prefer this position.',
    independent:
      'Sources count as one where one quotes the other or both have one owner. Each exhibit tells how many remain.',
    grades:
      '**Grades** follow the Admiralty code: the publisher from A (completely reliable) to F (cannot be judged), the assertion from 1 (confirmed) to 6 (cannot be judged).',
    precision:
      '**Precision**: “2024-01, to the month” means on some day of that month; it counts as begun from its last day, or from the day a source told it, where that is earlier.',
    own: 'Assertions are in the record’s own words; the source is behind its address. Addresses may die: a copy of the pages is worth filing too.',
    language: '',
  },
  citing: {
    each: 'A citation such as `VIG-…` comes from the content of one assertion: it never changes, and names the same assertion in every pack.',
    pack: 'The pack’s own id comes from the subject, the days, the facts of the answer and every exhibit with its weight and grades. Whatever changes in these gives another id; day of making and language do not count.',
    again: 'To ask the same question again, in chat or at a terminal, also years from now:',
    same: 'The same id means the same evidence and the same answer. A different one means that the record has been corrected or completed: compare the lists of exhibits.',
    cite: (title: string, id: string, day: string): string =>
      `To cite: “${title}”, Vigie dataset, pack ${id}, ${day}, CC BY 4.0.`,
    licence: 'Vigie dataset, CC BY 4.0: credit “Vigie dataset” and say what you changed',
    pages: 'The pages that are cited belong to their publishers.',
  },
  columns: {
    citation: 'citation',
    subject: 'subject',
    subjectName: 'subject_name',
    field: 'field',
    sentence: 'assertion',
    value: 'value',
    validFrom: 'valid_from',
    validTo: 'valid_to',
    precision: 'precision',
    begun: 'begun_as_of',
    publicFrom: 'public_from',
    publicTo: 'public_to',
    recorded: 'recorded',
    weight: 'weight',
    basis: 'rests_on',
    origins: 'independent_origins',
    publisher: 'publisher',
    grade: 'grade',
    reason: 'grade_reason',
    kind: 'kind',
    url: 'url',
    quoted: 'quotes',
    via: 'read_through',
    credibility: 'credibility',
    credibilityWords: 'credibility_words',
    alike: 'same_assertion',
    against: 'contradicted_by',
    statement: 'statement',
    pack: 'pack',
    asOf: 'pack_as_of',
    knownOn: 'pack_known_on',
    recordedOn: 'pack_recorded_on',
  },
  csv: {
    field: fields,
    weight: { strong: 'established', footnote: 'told', false: 'wrong', contested: 'contested' } as Readonly<
      Record<EntryWeight, string>
    >,
    yes: 'yes',
    no: 'no',
  },
  view: {
    contents: (exhibits: string, publishers: string): string => `${exhibits} from ${publishers}`,
    byWeight: 'By weight',
    grade: (grade: string, n: number): string => `${grade}: ${n}`,
    weights: {
      strong: (n: number): string => `${n} established`,
      footnote: (n: number): string => `${n} told, not established`,
      contested: (n: number): string => `${n} contested`,
      false: (n: number): string => `${n} known to be wrong`,
    },
    later: (n: number): string => `${n} of them on later days`,
    hindsight: (day: string): string =>
      `This pack uses all that is known since. For what was public on that day, add known-on:${day}.`,
    known: 'As known then',
    main: 'Main assertions',
    keep: 'The files hold the whole answer and every exhibit. File them with the tender: each exhibit keeps its citation for ever.',
    pin: (day: string): string => `To get this same pack again later, add recorded-on:${day} to the question.`,
    card: 'Card',
    timeline: 'Timeline',
    markdown: 'To read and file (Markdown)',
    csv: 'Exhibits for a spreadsheet (CSV, commas)',
    json: 'Everything, for programs (JSON)',
    more: (n: number): string => `and ${n} more in the files`,
  },
  cli: {
    usage: 'evidence "<offer>"',
    wantDay: '2026-11-22',
    exists: (file: string): string => `${file} exists already. Choose another name, or write over it with --force.`,
    unwritable: (file: string, why: string): string => `${file} cannot be written: ${why}.`,
    written: (file: string, id: string, exhibits: number): string => `${file}: ${s(exhibits, 'exhibit')}, pack ${id}`,
    nearest: (names: readonly string[]): string => `The nearest: ${names.join(', ')}.`,
  },
};
