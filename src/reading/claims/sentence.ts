import type { TimeExpression } from '../../domain/event.ts';
import type { Day } from '../../domain/period.ts';
import { namedStretch } from '../calendar.ts';

/** A sentence as claims are read from it. */
export type Sentence = {
  readonly start: number;
  readonly end: number;
  readonly flat: string;
  readonly raw: string;
  readonly times: readonly TimeExpression[];
  /** `flat` with its dates blanked: "la fin de l'année" is no end of a service. */
  readonly timeless: string;
};

/** Day or month of a fact that has happened, as the text gives it. */
export function factDate(sentence: Sentence, published: Day | null): string | null {
  for (const t of sentence.times) {
    if (t.modality !== 'in' && t.modality !== 'around') continue;
    const s = namedStretch(t);
    if (!s || (published !== null && s.from > published)) continue;
    if (s.precision === 'day' && s.from === s.to) return s.from;
    if (s.precision === 'month') return s.from.slice(0, 7);
  }
  return null;
}
