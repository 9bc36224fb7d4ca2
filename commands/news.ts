import { type Answer, type Ask, command } from '../src/command.ts';
import { shownIds } from '../src/domain/audience.ts';
import type { EventType } from '../src/domain/event.ts';
import { ownId } from '../src/domain/own.ts';
import type { Day } from '../src/domain/period.ts';
import { searchTerms } from '../src/domain/stems.ts';
import type { StorySearch } from '../src/domain/story.ts';
import type { Button, View } from '../src/domain/view.ts';
import type { WholeStory } from '../src/queries.ts';
import { choiceButtons, eventOf, lineValue, nearestEvents, ownNames, readTracked } from './parts/names.ts';
import { refusal } from './parts/refusal.ts';
import { storyData, storyLine } from './parts/story-words.ts';

/** Stories on a page. */
const ROWS = 5;
/** Stories an answer goes back to; a narrower question reaches further. */
const MOST = 48;

/** One condition of the question: how it is asked of the archive, written in a line and said to people. */
type Condition = {
  readonly option: string;
  readonly given: string;
  readonly words: string;
  readonly ask: Partial<StorySearch>;
};

type Values = {
  readonly text?: string | undefined;
  readonly provider?: string | undefined;
  readonly event?: string | undefined;
  readonly since?: Day | undefined;
};

/** The question as a line, with only some of its conditions. */
const lineOf = (conditions: readonly Pick<Condition, 'option' | 'given'>[]): string =>
  `news${conditions.map((c) => ` ${c.option}:${lineValue(c.given)}`).join('')}`;

/** True for words that are nothing but a name of the channel's own or of an actor. A rule's name is looked for as words: news name it in passing. */
async function isName(text: string, ask: Ask): Promise<boolean> {
  const id = ownId(text);
  if ((await ownNames(ask)).some((own) => own.id === id)) return true;
  const found = ask.queries.record.find(text);
  return found.kind === 'one' && found.subject.kind !== 'regulation';
}

/** What is asked, or why it cannot be asked. Bare words that are nothing but a tracked name mean that name. */
async function readConditions(values: Values, ask: Ask): Promise<readonly Condition[] | Answer> {
  const { messages: m } = ask;
  const w = m.news.list;
  const conditions: Condition[] = [];
  const { since } = values;
  const others = (skip: string): Pick<Condition, 'option' | 'given'>[] =>
    (['text', 'event', 'since'] as const).flatMap((option) => {
      const given = values[option];
      return option === skip || given === undefined ? [] : [{ option, given }];
    });
  let { text, provider } = values;
  if (text !== undefined && provider === undefined) {
    if (await isName(text, ask)) [provider, text] = [text, undefined];
  }
  if (provider !== undefined) {
    const read = await readTracked(provider, 'provider', ask, (id) =>
      lineOf([{ option: 'provider', given: id }, ...others('provider')]),
    );
    if ('refused' in read) return read.refused;
    conditions.push({
      option: 'provider',
      given: read.id,
      words: w.filters.provider(read.name),
      ask: { provider: read.id },
    });
  }
  if (values.event !== undefined) {
    const event = eventOf(values.event);
    if (event === null) return unknownEvent(values.event, [...conditions, ...others('event')], ask);
    conditions.push({ option: 'event', given: event, words: w.filters.event(m.common.events[event]), ask: { event } });
  }
  if (since !== undefined) {
    const at = `${since}T00:00:00.000Z`;
    conditions.push({ option: 'since', given: since, words: w.filters.since(m.common.day(since)), ask: { since: at } });
  }
  if (text !== undefined) {
    const terms = searchTerms(text);
    const given = text.slice(0, 80);
    if (terms.length === 0) return refusal(m, [w.noWords(given)], { error: 'no_words', option: 'text' });
    conditions.push({ option: 'text', given, words: w.filters.text(given), ask: { terms } });
  }
  return conditions;
}

function unknownEvent(given: string, others: readonly Pick<Condition, 'option' | 'given'>[], ask: Ask): Answer {
  const { messages: m } = ask;
  const near = nearestEvents(given, ask);
  const known = near.length > 0 ? near : (Object.keys(m.common.events) as EventType[]);
  const names = known.map((event) => m.common.events[event]);
  return refusal(m, [m.answers.watch.unknownEvent(given.slice(0, 60), names.join(', '))], {
    error: 'unknown_event',
    option: 'event',
    nearest: near,
    buttons: near.map((event) => ({
      label: m.common.events[event],
      line: lineOf([...others.filter((o) => o.option !== 'event'), { option: 'event', given: event }]),
    })),
  });
}

/** Says that nothing was found, and offers what finds something. */
async function nothing(conditions: readonly Condition[], own: readonly string[], ask: Ask): Promise<View> {
  const w = ask.messages.news.list;
  const finds = async (some: readonly Condition[]) =>
    (await ask.queries.search({ ...Object.assign({}, ...some.map((c) => c.ask)), own, limit: 1 })).length > 0;
  const buttons: Button[] = [];
  if (conditions.length > 1) {
    for (const left of conditions) {
      const others = conditions.filter((c) => c !== left);
      if (await finds(others)) buttons.push({ label: w.without(left.words).slice(0, 75), line: lineOf(others) });
    }
  }
  const text = conditions.find((c) => c.option === 'text')?.given;
  const found = text === undefined ? null : ask.queries.record.find(text);
  const meant = found?.kind === 'none' ? found.nearest : found?.kind === 'several' ? found.subjects : [];
  const rest = conditions.filter((c) => c.option !== 'text');
  const names = choiceButtons(meant.slice(0, 3), (s) => lineOf([{ option: 'provider', given: s.id }, ...rest]));
  const any = await finds([]);
  if (any && conditions.length > 0) buttons.push({ label: w.everything, line: 'news' });
  return {
    title: titleOf(conditions, ask),
    tone: 'warn',
    blocks: [
      { kind: 'text', line: [any ? w.none : w.empty] },
      ...(names.length > 0
        ? ([
            { kind: 'text', line: [w.meant] },
            { kind: 'buttons', buttons: names },
          ] as const)
        : []),
      ...(buttons.length > 0 ? ([{ kind: 'buttons', buttons }] as const) : []),
    ],
  };
}

const titleOf = (conditions: readonly Condition[], ask: Ask): string => {
  const w = ask.messages.news.list;
  return conditions.length === 0 ? w.title : w.titleOf(conditions.map((c) => c.words).join(', '));
};

/** The archive: stories that answer to all that is asked, newest first. */
export const news = command({
  name: 'news',
  options: {
    text: { type: 'text', bare: true },
    provider: { type: 'text', suggest: 'tracked' },
    event: { type: 'text', suggest: 'event' },
    since: { type: 'day', edge: 'first' },
  },
  answer: async (values, ask) => {
    const { messages: m } = ask;
    const w = m.news.list;
    const conditions = await readConditions(values, ask);
    if (!Array.isArray(conditions)) return conditions as Answer;
    const asked = conditions as readonly Condition[];
    const own = (await ownNames(ask)).map((o) => o.id);
    const found = await ask.queries.search({
      ...Object.assign({}, ...asked.map((c) => c.ask)),
      own,
      limit: MOST + 1,
    });
    const more = found.length > MOST;
    const whole = (await Promise.all(found.slice(0, MOST).map((story) => ask.queries.story(story.id)))).filter(
      (told): told is WholeStory => told !== null,
    );
    const data = {
      stories: whole.map(({ story, members }) => storyData(story, members, shownIds(story.providers, own))),
      more,
      filters: asked.map((c) => ({ option: c.option, value: c.given })),
    };
    const pages: View[] = [];
    for (let at = 0; at < whole.length; at += ROWS) {
      const part = whole.slice(at, at + ROWS);
      pages.push({
        title: titleOf(asked, ask),
        tone: 'neutral',
        blocks: [
          { kind: 'note', line: [w.count(whole.length, more)] },
          { kind: 'list', items: part.map(({ story, members }, i) => storyLine(at + i + 1, story, members, ask)) },
          {
            kind: 'buttons',
            buttons: part.map(({ story }, i) => ({ label: w.open(at + i + 1), line: `story ${story.id}` })),
          },
        ],
      });
    }
    const [first, ...rest] = pages;
    if (first === undefined) return { pages: [await nothing(asked, own, ask)], data };
    return { pages: [first, ...rest], data };
  },
});
