import type { Ask } from '../../../src/command.ts';
import type { ExpiringAnswer, Expiry } from '../../../src/domain/expiry.ts';
import { daysBetween } from '../../../src/domain/period.ts';
import type { Block, Button, Line, View } from '../../../src/domain/view.ts';
import { createNotes, type Notes, sourceLines } from '../notes.ts';
import { worldWords } from '../offer/view.ts';

/** Qualifications on a page, and pages: nobody turns more, and the data has them all. */
const SHOWN = 10;
const PAGES = 20;
/** An end this near is shown as a warning. */
const NEAR_DAYS = 30;

type Part = 'ending' | 'ended' | 'renewed' | 'undated';
const PARTS: readonly Part[] = ['ending', 'ended', 'renewed', 'undated'];

/** The offer's name, its provider behind it where the name does not say it. */
export function fullName(e: Expiry): string {
  return e.name.toLowerCase().includes(e.providerName.toLowerCase()) ? e.name : `${e.providerName} ${e.name}`;
}

/** What stands of the end itself, first in the line. */
function endWords(e: Expiry, part: Part, answer: ExpiringAnswer, { messages: m }: Ask): string {
  const w = m.board.expiring;
  const { state, since } = e.qualification;
  const day = e.until === null ? '' : m.common.day(e.until);
  if (part === 'ended') {
    const over = state === 'expired' || state === 'withdrawn' ? state : 'ended_on_paper';
    if (e.until === null) return w.overSometime[over];
    return w.over[over](day, w.ago(daysBetween(e.until, answer.asOf)));
  }
  if (part === 'renewed') {
    const renewed = since === null ? w.renewedAtAll : w.renewedOn(m.common.calendar(since.from, since.precision));
    return `${renewed}, ${day === '' ? w.nowUnknown : w.now(day)}`;
  }
  return part === 'undated' ? '' : `${day}, ${w.left(e.days ?? 0)}`;
}

function endLine(e: Expiry, part: Part, answer: ExpiringAnswer, notes: Notes, ask: Ask): Line {
  const { messages: m } = ask;
  const w = m.board.expiring;
  const q = e.qualification;
  const end = endWords(e, part, answer, ask);
  const details = [
    q.version === null ? q.scheme : `${q.scheme} ${q.version}`,
    ...(q.scope.length === 0 ? [] : [q.scope.join(', ')]),
    w.decision(q.decision, q.decided === null ? null : m.common.day(q.decided)),
    ...(e.until === null || q.state === 'expired' || q.state === 'withdrawn' ? [] : [w.untilKinds[q.untilKind]]),
    q.checked === null ? w.unchecked : w.checked(m.common.day(q.checked), e.unchecked ?? 0),
  ].filter((words) => words !== '');
  return [
    { text: [fullName(e), ...(end === '' ? [] : [end])].join(' · '), strong: true },
    ` · ${details.join(' · ')}${notes.marks(q.sources)}`,
  ];
}

/** In one or two sentences: how many end, or that none does and which is next. */
function leadLine(answer: ExpiringAnswer, { messages: m }: Ask): Line {
  const w = m.board.expiring;
  const { ending, next, within } = answer;
  const after = (say: typeof w.next): string =>
    next === null || next.until === null ? '' : say(fullName(next), m.common.day(next.until), next.days ?? 0);
  if (ending.length > 0) return [{ text: `${w.count(ending.length, within)}.`, strong: true }, ` ${after(w.after)}`];
  if (next === null && answer.ended.length + answer.undated.length === 0) return [w.nothing];
  return [{ text: w.none(within), strong: true }, ` ${after(w.next) || w.noNext}`];
}

/** The ends of qualifications, in pages: those ahead, those behind, renewals, and those whose end nobody tells. */
export function expiryPages(answer: ExpiringAnswer, buttons: readonly Button[], ask: Ask): readonly [View, ...View[]] {
  const { messages: m } = ask;
  const w = m.board.expiring;
  const then = answer.asOf === ask.today ? '' : ` · ${m.offer.worlds.on(m.common.day(answer.asOf))}`;
  const latest = m.offer.worlds.latest(m.common.day(ask.queries.record.latest));
  const heading = (part: Part): string => (part === 'ending' ? w.headings.ending(answer.within) : w.headings[part]);
  const rows = PARTS.flatMap((part) => answer[part].map((expiry) => ({ part, expiry })));
  const inferred = rows.some((row) => row.expiry.qualification.untilKind === 'inferred');
  const view = (shown: typeof rows, first: boolean, before: Part | undefined): View => {
    const notes = createNotes();
    const lists = PARTS.flatMap((part): Block[] => {
      const mine = shown.filter((row) => row.part === part);
      if (mine.length === 0) return [];
      const text = part === before ? m.board.continued(heading(part)) : heading(part);
      const items = mine.map((row) => endLine(row.expiry, part, answer, notes, ask));
      return [
        { kind: 'heading', text },
        { kind: 'list', items },
      ];
    });
    const cut = rows.length > PAGES * SHOWN ? [w.cut] : [];
    const advice = [w.advice, ...(inferred ? [w.inferredNote] : []), ...cut].join(' ');
    const sources = sourceLines(notes, m);
    return {
      title: `${w.title}${then}`,
      tone: answer.ending.some((e) => (e.days ?? 0) <= NEAR_DAYS) || answer.ended.length > 0 ? 'warn' : 'neutral',
      blocks: [
        { kind: 'note', line: [`${worldWords(answer, m)}. ${latest}.`] },
        ...(first ? [{ kind: 'text', line: leadLine(answer, ask) } as const] : []),
        ...lists,
        ...(shown.length > 0 ? [{ kind: 'note', line: [advice] } as const] : []),
        ...(sources.length > 0
          ? ([
              { kind: 'heading', text: m.common.sources },
              { kind: 'list', items: sources },
            ] as const)
          : []),
        ...(buttons.length > 0 ? [{ kind: 'buttons', buttons } as const] : []),
      ],
    };
  };
  const more: View[] = [];
  for (let at = SHOWN; at < Math.min(rows.length, PAGES * SHOWN); at += SHOWN)
    more.push(view(rows.slice(at, at + SHOWN), false, rows[at - 1]?.part));
  return [view(rows.slice(0, SHOWN), true, undefined), ...more];
}
