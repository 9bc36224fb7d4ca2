import { command } from '../src/command.ts';
import { keptFor } from '../src/domain/kept.ts';
import type { Button } from '../src/domain/view.ts';
import { boardData } from '../src/exports/board.ts';
import { boardPages, subjectPages } from './parts/board/view.ts';
import { dayOptions, readSubject, WORLD } from './parts/subject.ts';

/** How many providers can be chosen from the board of all. */
const CHOICES = 4;

/** Who promised what for when, and what had become of it. */
export const promises = command({
  name: 'promises',
  options: {
    provider: { type: 'text', bare: true, suggest: 'provider' },
    ...WORLD,
  },
  answer: async (values, ask) => {
    const { messages: m, lang } = ask;
    const { record } = ask.queries;
    const w = m.board;
    const days = dayOptions(values);
    const world = ask.world(values);
    if (values.provider === undefined) {
      const board = record.promises(world, null);
      const worst = board.lines.filter((line) => line.kind === 'provider').slice(0, CHOICES);
      const buttons: Button[] = [
        ...worst.map((line) => ({ label: line.name.slice(0, 75), line: `promises ${line.provider}${days}` })),
        ...(days === '' ? [] : [{ label: w.today, line: 'promises' }]),
      ];
      return keptFor(board, `answer ${lang} ${ask.today}${days}`, () => ({
        pages: boardPages(board, buttons, ask),
        data: boardData(board, lang),
      }));
    }
    const read = readSubject(values.provider, 'provider', ask, (id) => `promises ${id}${days}`);
    if ('refused' in read) return read.refused;
    const { subject } = read;
    const board = record.promises(world, subject.id);
    const provider = subject.provider === null ? null : record.subject(subject.provider);
    const buttons: Button[] = [
      { label: w.card, line: `offer ${subject.id}${days}` },
      ...(provider === null
        ? []
        : [{ label: w.allOf(provider.name).slice(0, 75), line: `promises ${provider.id}${days}` }]),
      { label: w.all, line: `promises${days}` },
      ...(days === '' ? [] : [{ label: w.today, line: `promises ${subject.id}` }]),
    ];
    return { pages: subjectPages(board, subject, buttons, ask), data: boardData(board, lang) };
  },
});
