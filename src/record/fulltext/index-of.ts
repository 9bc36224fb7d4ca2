import { WRITTEN_WORD, wordKeys } from '../../domain/search.ts';
import type { Statement } from '../../domain/statement.ts';
import { plainLetters } from '../../domain/text.ts';
import type { History } from '../history.ts';
import { begunBy } from '../weighing/worlds.ts';
import { dateTexts, fieldTexts } from './lexis.ts';

/** What a word counts for by where it stands. */
const WORTH = { sentence: 1, name: 0.6, publisher: 0.4, field: 0.4, date: 0.3 };

/** Between two texts of a statement: no sequence reaches over it. */
const GAP = -1;

/** The statements that have a term, and how much of it each has. */
export type Postings = { readonly docs: Int32Array; readonly worth: Float32Array };

/** A word without case and accents, its term, how it is written, and which letters it has, as bits. */
export type Word = {
  readonly plain: string;
  readonly term: number;
  readonly written: string;
  readonly letters: number;
};

/** The letters that a word has, as bits; what is no letter from a to z shares the others. */
export function lettersOf(plain: string): number {
  let letters = 0;
  for (let at = 0; at < plain.length; at++) letters |= 1 << ((plain.charCodeAt(at) - 97) & 31);
  return letters;
}

/** An inverted index over the statements of a record; statements, terms and assertions go by number. */
export type Index = {
  /** By id. */
  readonly statements: readonly Statement[];
  /** The day from which each is certain to have begun. */
  readonly begun: readonly string[];
  /** The day each is true from, as a number that grows with it. */
  readonly day: Int32Array;
  /** Words in the sentences of each. */
  readonly length: Float32Array;
  /** The subject of each, as its place in `subjects`. */
  readonly subject: Int32Array;
  readonly subjects: readonly string[];
  /** The provider of each subject, or itself, as its place in `firms`. */
  readonly firm: Int32Array;
  readonly firms: readonly string[];
  /** The assertion that each makes: those of one subject in one wording share it. */
  readonly assertion: Int32Array;
  readonly assertions: readonly (readonly number[])[];
  readonly terms: ReadonlyMap<string, number>;
  readonly postings: readonly Postings[];
  /** The terms of each statement's texts in sequence, `GAP` between two texts. */
  readonly texts: readonly Int32Array[];
  /** Where in its texts the sentences of each end and its names, publisher and field begin. */
  readonly told: Int32Array;
  /** Every word, sorted. */
  readonly words: readonly Word[];
};

/** Numbers the words of texts. */
function createTerms() {
  const terms = new Map<string, number>();
  const words = new Map<string, Word>();
  const known = new Map<string, readonly number[]>();
  const term = (key: string): number => {
    const there = terms.get(key);
    if (there !== undefined) return there;
    terms.set(key, terms.size);
    return terms.size - 1;
  };
  const read = (word: string): readonly number[] => {
    const numbers = wordKeys(word).map(term);
    const plain = plainLetters(word);
    const only = numbers.length === 1 ? numbers[0] : undefined;
    if (only !== undefined && !words.has(plain))
      words.set(plain, { plain, term: only, written: word.toLowerCase(), letters: lettersOf(plain) });
    known.set(word, numbers);
    return numbers;
  };
  return {
    terms,
    words,
    term,
    of: (text: string): number[] => {
      const numbers: number[] = [];
      for (const word of text.match(WRITTEN_WORD) ?? []) numbers.push(...(known.get(word) ?? read(word)));
      return numbers;
    },
  };
}

type Text = { readonly terms: readonly number[]; readonly worth: number };
/** The names of a subject, each in sequence, and their words once each: a firm of many aliases is not more of itself. */
type Names = { readonly sequences: readonly (readonly number[])[]; readonly distinct: readonly number[] };

/** Makes the index; the same one whatever the order of the statements. */
export function makeIndex(history: Pick<History, 'statements' | 'subject' | 'publishers'>): Index {
  const statements = [...history.statements].sort((a, b) => (a.id < b.id ? -1 : 1));
  const count = statements.length;
  const lexis = createTerms();
  // Names, publishers and fields come again and again: their words are read once.
  const read = new Map<string, readonly number[]>();
  const again = (text: string): readonly number[] => {
    const terms = read.get(text) ?? lexis.of(text);
    read.set(text, terms);
    return terms;
  };
  const named = new Map<string, Names>();
  const namesOf = (id: string): Names => {
    const there = named.get(id);
    if (there) return there;
    const subject = history.subject(id);
    const firm = subject.provider === null ? [] : [history.subject(subject.provider)];
    const texts = [subject, ...firm].flatMap((one) => [one.id, one.name, ...one.aliases]);
    const sequences = [...new Set(texts)].map(lexis.of);
    const made = { sequences, distinct: [...new Set(sequences.flat())] };
    named.set(id, made);
    return made;
  };

  const subjects = [...new Set(statements.map((s) => s.subject))];
  const places = new Map(subjects.map((id, at) => [id, at]));
  const firmOf = (id: string): string => history.subject(id).provider ?? id;
  const firms = [...new Set(subjects.map(firmOf))];
  const firmPlaces = new Map(firms.map((id, at) => [id, at]));
  const subject = new Int32Array(count);
  const assertion = new Int32Array(count);
  const assertions: number[][] = [];
  const sayings = new Map<string, number>();
  const day = new Int32Array(count);
  const length = new Float32Array(count);
  const texts: Int32Array[] = [];
  const told = new Int32Array(count);
  const docs: number[][] = [];
  const worths: number[][] = [];

  for (const [doc, s] of statements.entries()) {
    const dated = dateTexts(s.valid);
    const sentences = [lexis.of(s.text.fr), ...(s.text.en === s.text.fr ? [] : [lexis.of(s.text.en)])];
    const source = history.publishers.get(s.source.publisher)?.name ?? s.source.publisher;
    const names = namesOf(s.subject);
    const others: Text[] = [
      { terms: again(source), worth: WORTH.publisher },
      ...fieldTexts(s.body).map((text) => ({ terms: again(text), worth: WORTH.field })),
      ...dated.words.map((text) => ({ terms: again(text), worth: WORTH.date })),
      { terms: dated.iso.map(lexis.term), worth: WORTH.date },
    ];
    length[doc] = sentences.reduce((sum, terms) => sum + terms.length, 0);
    day[doc] = Number(s.valid.from.replaceAll('-', ''));
    subject[doc] = places.get(s.subject) ?? 0;
    const saying = `${s.subject}\n${s.false ?? false}\n${s.text.fr}\n${s.text.en}`;
    const known = sayings.get(saying) ?? assertions.push([]) - 1;
    sayings.set(saying, known);
    assertions[known]?.push(doc);
    assertion[doc] = known;
    const sequences = [...sentences, ...names.sequences, ...others.map(({ terms }) => terms)];
    texts.push(joined(sequences));
    told[doc] = length[doc] + sentences.length;
    const said = sentences.map((terms) => ({ terms, worth: WORTH.sentence }));
    enter([...said, { terms: names.distinct, worth: WORTH.name }, ...others], doc, docs, worths);
  }

  return {
    statements,
    begun: statements.map(begunBy),
    day,
    length,
    subject,
    subjects,
    firm: Int32Array.from(subjects, (id) => firmPlaces.get(firmOf(id)) ?? 0),
    firms,
    assertion,
    assertions,
    terms: lexis.terms,
    postings: Array.from({ length: lexis.terms.size }, (_, term) => ({
      docs: Int32Array.from(docs[term] ?? []),
      worth: Float32Array.from(worths[term] ?? []),
    })),
    texts,
    told,
    words: [...lexis.words.values()].sort((a, b) => (a.plain < b.plain ? -1 : 1)),
  };
}

/** Sequences of terms one behind the other, a gap after each. */
function joined(sequences: readonly (readonly number[])[]): Int32Array {
  const all = new Int32Array(sequences.reduce((sum, terms) => sum + terms.length + 1, 0));
  let at = 0;
  for (const terms of sequences) {
    all.set(terms, at);
    at += terms.length;
    all[at++] = GAP;
  }
  return all;
}

/** Adds a statement to the postings of its terms. */
function enter(texts: readonly Text[], doc: number, docs: number[][], worths: number[][]): void {
  for (const { terms, worth } of texts) {
    for (const term of terms) {
      docs[term] ??= [];
      worths[term] ??= [];
      const at = docs[term].length - 1;
      // Statements come one after the other: the last entry is this one's, or it has none yet.
      if (docs[term][at] === doc) worths[term][at] = (worths[term][at] ?? 0) + worth;
      else {
        docs[term].push(doc);
        worths[term].push(worth);
      }
    }
  }
}
