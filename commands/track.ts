import { type Answer, type Ask, command } from '../src/command.ts';
import { type OwnName, ownId, riskOfName } from '../src/domain/own.ts';
import { differences } from '../src/domain/settings.ts';
import { RISKS, type Risk } from '../src/domain/subject.ts';
import type { ChannelRef, Subscription } from '../src/domain/subscription.ts';
import { foldName, nearestNames } from '../src/domain/text.ts';
import type { Block, Button, Line, View } from '../src/domain/view.ts';
import { lineValue } from './parts/names.ts';
import { refusal } from './parts/refusal.ts';
import { freshSettings } from './parts/settings.ts';

/** Names one channel may track: each costs every reading a little. */
const MOST_NAMES = 25;
/** Words that confirm a name, at most. */
const MOST_CONTEXT = 12;
const LONGEST = 60;

const LIST: readonly string[] = ['list', 'liste', 'lister'];
const ADD = /^(?:add|ajouter|ajoute)\s+|\s+(?:add|ajouter|ajoute)$/iu;
const REMOVE = /^(?:remove|retirer|retire|supprimer)\s+|\s+(?:remove|retirer|retire|supprimer)$/iu;

function describe(own: OwnName, ask: Ask): Line {
  const w = ask.messages.news.track;
  const context =
    own.context.length === 0 ? '' : ` · ${ask.messages.common.colon(w.context)} ${own.context.join(', ')}`;
  return [{ text: own.name, strong: true }, ` · ${w.risks[own.risk]}${context}`];
}

const dataOf = ({ id, name, context, risk, since }: OwnName) => ({ id, name, context, risk, since });

/** The names of the channel, as a card. */
function listed(names: readonly OwnName[], ask: Ask): Answer {
  const { messages: m } = ask;
  const w = m.news.track;
  const blocks: Block[] =
    names.length === 0
      ? [
          { kind: 'text', line: [w.none] },
          { kind: 'text', line: [w.intro] },
          { kind: 'note', line: [w.example] },
        ]
      : [
          { kind: 'list', items: names.map((own) => describe(own, ask)) },
          { kind: 'note', line: [w.example] },
          {
            kind: 'buttons',
            buttons: names.slice(0, 5).map(
              (own): Button => ({
                label: w.remove(own.name).slice(0, 75),
                line: `track remove:${lineValue(own.name)}`,
              }),
            ),
          },
        ];
  return { pages: [{ title: w.title, tone: 'neutral', blocks }], data: { names: names.map(dataOf) } };
}

/** What a channel begins with that is told of its own names alone. */
const ownOnly = (channel: ChannelRef, ask: Ask): Subscription => ({ ...freshSettings(channel, ask), providers: [] });

/** A channel that was told nothing so far begins to be told of its own names, and of nothing else. */
async function beginWatch(channel: ChannelRef, ask: Ask): Promise<boolean> {
  const { before } = await ask.changes.settle(channel, (standing) => standing ?? ownOnly(channel, ask));
  return before === null;
}

/** Why a name cannot be tracked here: it is no name, everybody tracks it already, or there are too many. */
function refusedName(name: string, id: string | null, names: readonly OwnName[], ask: Ask): Answer | null {
  const { messages: m, queries } = ask;
  const w = m.news.track;
  if (id === null || name.length > LONGEST || name.replace(/[^\p{L}\p{N}]/gu, '').length < 2)
    return refusal(m, [w.badName], { error: 'bad_name', option: 'name' });
  const known = queries.record.find(name);
  const subject = known.kind === 'one' ? known.subject : known.kind === 'several' ? known.subjects[0] : undefined;
  if (subject !== undefined) {
    return refusal(m, [w.already(subject.name), w.alreadyHint(subject.id)], {
      error: 'already_tracked',
      option: 'name',
      nearest: [subject.id],
      buttons: [
        { label: m.news.story.offer(subject.name).slice(0, 75), line: `offer ${subject.id}` },
        { label: m.offer.watch, line: `watch providers:+${subject.provider ?? subject.id}` },
      ],
    });
  }
  if (names.length >= MOST_NAMES && !names.some((own) => own.id === id))
    return refusal(m, [w.tooMany(MOST_NAMES)], { error: 'too_many', option: 'name' });
  return null;
}

/** The card of a name that was just added or changed; `began` when the channel is told nothing else. */
function trackedView(own: OwnName, changed: boolean, began: boolean, ask: Ask): View {
  const { messages: m } = ask;
  const w = m.news.track;
  const removes = `track remove:${lineValue(own.name)}`;
  return {
    title: changed ? w.changed(own.name) : w.added(own.name),
    tone: 'good',
    blocks: [
      {
        kind: 'facts',
        facts: [
          { label: w.risk, value: [w.risks[own.risk]] },
          { label: w.context, value: [own.context.length === 0 ? w.noContext : own.context.join(', ')] },
        ],
      },
      { kind: 'note', line: [w.now] },
      ...(began ? ([{ kind: 'note', line: [w.onlyOwn] }] as const) : []),
      {
        kind: 'buttons',
        buttons: [
          { label: changed ? w.remove(own.name).slice(0, 75) : w.undo, line: removes },
          ...(began ? [{ label: w.watchAll, line: 'watch preset:all' } satisfies Button] : []),
        ],
      },
    ],
  };
}

type Wanted = { readonly name: string; readonly context: readonly string[]; readonly risk: Risk | undefined };

async function add(wanted: Wanted, channel: ChannelRef, names: readonly OwnName[], ask: Ask): Promise<Answer> {
  const name = wanted.name.replace(/\s+/g, ' ').trim();
  const id = ownId(name);
  const refused = refusedName(name, id, names, ask);
  if (refused !== null || id === null) return refused ?? listed(names, ask);
  const before = names.find((own) => own.id === id);
  const context = wanted.context.slice(0, MOST_CONTEXT).map((word) => word.slice(0, LONGEST));
  const own: OwnName = {
    channel,
    id,
    name,
    context: context.length > 0 ? context : (before?.context ?? []),
    risk: wanted.risk ?? before?.risk ?? riskOfName(name),
    since: before?.since ?? ask.now,
  };
  await ask.changes.track(own);
  const began = await beginWatch(channel, ask);
  const changed = before !== undefined;
  return { pages: [trackedView(own, changed, began, ask)], data: { tracked: dataOf(own), changed } };
}

async function remove(given: string, channel: ChannelRef, names: readonly OwnName[], ask: Ask): Promise<Answer> {
  const { messages: m } = ask;
  const w = m.news.track;
  const wanted = ownId(given);
  const own = names.find((o) => o.id === wanted || o.id === given.trim());
  if (own === undefined) {
    const near = nearestNames(
      given,
      names.map((o) => o.name),
      5,
    );
    return refusal(m, [w.notTracked(given.slice(0, LONGEST)), ...(near.length > 0 ? [m.offer.nearest] : [])], {
      error: 'not_tracked',
      option: 'remove',
      nearest: near,
      buttons: near.map((name) => ({ label: w.remove(name).slice(0, 75), line: `track remove:${lineValue(name)}` })),
    });
  }
  await ask.changes.untrack(channel, own.id);
  const subscription = await ask.queries.subscription(channel);
  // Settings that somebody made stay, also while there is nothing to tell.
  const last =
    names.length === 1 && subscription !== null && differences(subscription, ownOnly(channel, ask)).length === 0;
  if (last) await ask.changes.settle(channel, () => null);
  const again = `track ${lineValue(own.name)} risk:${own.risk}${own.context.length === 0 ? '' : ` context:"${own.context.join(',')}"`}`;
  return {
    pages: [
      {
        title: w.removed(own.name),
        tone: 'neutral',
        blocks: [
          ...(last ? ([{ kind: 'text', line: [w.ended] }] as const) : []),
          { kind: 'buttons', buttons: [{ label: w.undo, line: again }] },
        ],
      },
    ],
    data: { untracked: own.id, watching: !last },
  };
}

/** What is to be tracked, or no longer; null when only the list is wanted. */
function wishOf(values: {
  readonly name?: string | undefined;
  readonly remove?: string | undefined;
}): { readonly name: string; readonly removes: string | undefined } | null {
  const written = values.name?.trim() ?? '';
  const removes = values.remove ?? (REMOVE.test(written) ? written.replace(REMOVE, '') : undefined);
  const name = written.replace(ADD, '');
  return removes === undefined && (name === '' || LIST.includes(foldName(name))) ? null : { name, removes };
}

/** Names that this channel alone tracks. Everyone may list them; changing them is for those who manage the channel. */
export const track = command({
  name: 'track',
  changes: (values) => wishOf(values) !== null,
  options: {
    name: { type: 'text', bare: true },
    context: { type: 'list' },
    risk: { type: 'choice', choices: RISKS },
    remove: { type: 'text', suggest: 'own' },
  },
  answer: async (values, ask) => {
    const { channel, messages: m } = ask;
    if (channel === null) return refusal(m, [m.common.faults.noChannel], { error: 'no_channel' });
    const names = await ask.queries.ownNames(channel);
    const wish = wishOf(values);
    if (wish === null) return listed(names, ask);
    const { name, removes } = wish;
    return removes === undefined
      ? add({ name, context: values.context ?? [], risk: values.risk }, channel, names, ask)
      : remove(removes, channel, names, ask);
  },
});
