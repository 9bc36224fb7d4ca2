import type { Citation } from '../../src/domain/answer.ts';
import type { Day, Days } from '../../src/domain/period.ts';
import type { Line } from '../../src/domain/view.ts';
import type { Messages } from '../../src/messages/index.ts';
import { spanWords } from './span-words.ts';

/** The date a reader finds on the text: a late text that repeats an old decision is cited by its own. */
const dateOf = (c: Citation): Days => c.dated ?? c.public;

/** Numbers the sources of one answer in the order in which they are first cited. */
export function createNotes() {
  const cited: Citation[] = [];
  const key = (c: Citation) => `${c.publisher}|${c.url ?? ''}|${dateOf(c).from}|${c.credibility}`;
  return {
    cited,
    /** ` [1][3]` */
    marks: (citations: readonly Citation[]): string => {
      const numbers = citations.slice(0, 3).map((c) => {
        const at = cited.findIndex((known) => key(known) === key(c));
        return at >= 0 ? at + 1 : cited.push(c);
      });
      return numbers.length === 0 ? '' : ` ${[...new Set(numbers)].map((n) => `[${n}]`).join('')}`;
    },
  };
}
export type Notes = ReturnType<typeof createNotes>;

/**
 * The cited sources as lines: number, publisher with its link, kind and grade, when it came out. Where only what was
 * public by `knownOn` is used, a text that came out later says why it may stand there.
 */
export function sourceLines(notes: Notes, m: Messages, knownOn: Day | null = null): Line[] {
  return notes.cited.map((c, i): Line => {
    const grade = `${c.reliability}${c.credibility}`;
    const name = { text: c.publisherName, url: c.url };
    const later = knownOn !== null && dateOf(c).from > knownOn ? `, ${m.offer.later}` : '';
    const day = spanWords(dateOf(c), m, m.offer.publicBetween);
    return [
      `[${i + 1}] `,
      name,
      ` (${m.offer.kinds[c.kind]}, ${grade}), ${day}${c.via !== undefined ? `, ${m.offer.read}` : ''}${later}`,
    ];
  });
}
