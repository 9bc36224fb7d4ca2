import type { Order } from '../domain/alert.ts';
import type { Claim } from '../domain/event.ts';
import { distinctClaims } from '../domain/event.ts';
import type { Mention } from '../domain/item.ts';
import type { Member, Story } from '../domain/story.ts';
import { followed, type Subscription } from '../domain/subscription.ts';
import type { Block, Button, Line, Span, Tone, View } from '../domain/view.ts';
import type { Messages } from '../messages/index.ts';
import { claimLine } from './claim-line.ts';
import { type Names, nameOf, publisherName } from './names.ts';

/** A card fits one screen of a phone. */
const MEMBERS_SHOWN = 4;
const CLAIMS_SHOWN = 4;
const TITLE_LENGTH = 90;
const SIGNS_SHOWN = 1;
/** Longest quotation of evidence: the words around a name, not a sentence. */
const SIGN_LENGTH = 60;

/** What a card is made of: the story as it stands now, and what its items said of the names that matched. */
export type StoryFacts = {
  readonly story: Story;
  readonly members: readonly Member[];
  /** Accepted mentions of the members that were looked at. */
  readonly mentions: readonly Mention[];
};

/** The card of a story, as the channel of `subscription` sees it. */
export function storyCard(facts: StoryFacts, subscription: Subscription, names: Names, m: Messages): View {
  const { story, members } = facts;
  const w = m.cards.story;
  const newest = [...members].sort(newestFirst);
  return {
    title: story.title,
    tone: toneOf(story),
    url: (members.find((member) => member.title === story.title) ?? members[0])?.link ?? null,
    blocks: [
      { kind: 'text', line: meterLine(story, m) },
      { kind: 'text', line: eventLine(story, newest, names, m) },
      ...claimBlocks(story.claims, names, m),
      { kind: 'heading', text: w.members(members.length) },
      { kind: 'list', items: memberLines(newest, story, names, m) },
      {
        kind: 'note',
        line: [
          [
            `${m.common.colon(w.why)} ${whyWords(facts, subscription, names, m)}`,
            w.id(story.id),
            w.updated(m.common.instant(story.grownAt)),
          ].join(' · '),
        ],
      },
      { kind: 'buttons', buttons: storyButtons(story, subscription, names, m) },
    ],
  };
}

/** The reply under a card that tells a step: from where to where, and who made the difference. */
export function stepReply(
  order: Extract<Order, { kind: 'step' }>,
  { story, members }: StoryFacts,
  names: Names,
  m: Messages,
  alone = false,
): View {
  const w = m.cards.step;
  const latest = [...members].sort((a, b) => (a.joinedAt < b.joinedAt ? 1 : a.joinedAt > b.joinedAt ? -1 : 0));
  const since = latest.filter((member) => member.joinedAt === latest[0]?.joinedAt).slice(0, 3);
  const { from, to } = order;
  return {
    title: w.titles[to],
    tone: toneOf({ ...story, corroboration: to }),
    blocks: [
      ...(alone ? [{ kind: 'text', line: [{ text: story.title, strong: true }] } as const] : []),
      { kind: 'text', line: [w.way(m.common.corroboration[from], m.common.corroboration[to])] },
      { kind: 'text', line: meterLine(story, m) },
      { kind: 'heading', text: w.by },
      { kind: 'list', items: since.map((member) => memberLine(member, story, names, m)) },
    ],
  };
}

/** How a story's state is coloured: what is not established stays pale, what went wrong is red. */
export function toneOf(story: Pick<Story, 'corroboration' | 'events'>): Tone {
  if (story.corroboration === 'denied') return 'bad';
  if (story.corroboration === 'rumour') return 'rumour';
  switch (story.events[0]) {
    case 'incident_or_outage':
    case 'security':
    case 'discontinuation':
      return 'bad';
    case 'delay':
      return 'warn';
    case 'qualification_granted':
    case 'general_availability':
    case 'commercial_launch':
      return story.corroboration === 'confirmed' ? 'good' : 'neutral';
    default:
      return 'neutral';
  }
}

/** How far the story is established, and by how many voices; whose they are stands in the list of sources. */
function meterLine(story: Story, m: Messages): Line {
  const w = m.cards.story;
  const { length } = story.origins;
  // One origin confirms only where it is the one that decides.
  const by = length === 1 && story.corroboration === 'confirmed' ? w.official : w.origins(length);
  return [{ text: w.meters[story.corroboration], strong: true }, ` · ${length === 0 ? w.noOrigin : by}`];
}

function mainFirst({ providers, main }: Story): readonly string[] {
  return main === null ? providers : [...new Set([...providers.filter((id) => id === main), ...providers])];
}

/** Who and what: `Bleu and S3NS · commercial launch · planned`. */
function eventLine(story: Story, newest: readonly Member[], names: Names, m: Messages): Line {
  const who = m.common.and(mainFirst(story).map((id) => nameOf(id, names)));
  // The meter tells a rumour and a denial already, and a fact needs no word.
  const planned = newest.find((member) => member.stance !== 'n/a')?.stance === 'planned';
  const events = story.events.filter((event, i) => event !== 'rumour' || i > 0 || story.corroboration !== 'rumour');
  const what = [
    ...(events.length > 0 ? events : story.events).map((event) => m.common.events[event]),
    ...(planned ? [m.common.stances.planned] : []),
  ].join(' · ');
  return who === '' ? [what] : [{ text: who, strong: true }, ` · ${what}`];
}

function claimBlocks(told: readonly Claim[], names: Names, m: Messages): Block[] {
  const claims = distinctClaims(told);
  if (claims.length === 0) return [];
  const w = m.cards.story;
  const items: Line[] = claims.slice(0, CLAIMS_SHOWN).map((claim) => claimLine(claim, names, m));
  const rest = claims.length - CLAIMS_SHOWN;
  if (rest > 0) items.push([w.moreClaims(rest)]);
  return [
    { kind: 'heading', text: w.claims },
    { kind: 'list', items },
  ];
}

function memberLines(newest: readonly Member[], story: Story, names: Names, m: Messages): Line[] {
  const lines = newest.slice(0, MEMBERS_SHOWN).map((member) => memberLine(member, story, names, m));
  const rest = newest.length - MEMBERS_SHOWN;
  return rest > 0 ? [...lines, [m.cards.story.more(rest)]] : lines;
}

function memberLine(member: Member, story: Story, names: Names, m: Messages): Line {
  const w = m.cards.story;
  const who = publisherName(member.publisher, names);
  const words = [
    member.published === null ? w.undated : m.common.day(member.published.slice(0, 10)),
    // Most sources are press: only what is more or less than that needs a word.
    ...(member.kind === 'press' ? [] : [w.kinds[member.kind]]),
    ...(member.origin === member.publisher ? [] : [w.quoting(publisherName(member.origin, names))]),
    ...(member.title === story.title ? [] : [m.common.quote(shorter(member.title, TITLE_LENGTH))]),
  ];
  const name: Span = member.link === null ? who : { text: who, url: member.link };
  return [name, ` · ${words.join(' · ')}`];
}

function whyWords({ story, mentions }: StoryFacts, subscription: Subscription, names: Names, m: Messages): string {
  const all = mainFirst(story);
  const watched = followed(subscription, all);
  const shown = watched.length > 0 ? watched : all;
  if (shown.length === 0) return m.cards.story.rule;
  return shown
    .map((id) => {
      const name = nameOf(id, names);
      return m.cards.story.matched(name, signWords(id, name, mentions, m));
    })
    .join(', ');
}

/** The strongest words by which a name was recognised, apart from the name itself. */
function signWords(id: string, name: string, mentions: readonly Mention[], m: Messages): string {
  const best = mentions.filter((mention) => mention.id === id).sort((a, b) => b.score - a.score)[0];
  const signs = (best?.evidence ?? [])
    // That the name stands there goes without saying.
    .filter((sign) => sign.points > 0 && sign.text.trim() !== '' && sign.text.trim() !== name)
    .sort((a, b) => b.points - a.points);
  const texts = [...new Set(signs.map((sign) => sign.text.trim().slice(0, SIGN_LENGTH)))].slice(0, SIGNS_SHOWN);
  return texts.map((text) => m.common.quote(text)).join(', ');
}

function storyButtons(story: Story, subscription: Subscription, names: Names, m: Messages): Button[] {
  const w = m.cards.buttons;
  const subject = story.main ?? followed(subscription, story.providers)[0] ?? null;
  const known = subject === null ? null : names.subject(subject);
  const buttons: Button[] = [{ label: w.why, line: `why story:${story.id}` }];
  if (known && (known.kind === 'provider' || known.kind === 'offer')) {
    buttons.push({ label: w.offer(known.name), line: `offer ${known.id}` });
  }
  if (subject === null) buttons.push({ label: w.muteStory, line: `mute story:${story.id} for:7d` });
  else buttons.push({ label: w.mute(nameOf(subject, names)), line: `mute provider:${subject} for:7d` });
  return buttons;
}

/** The text, or its first words and an ellipsis. */
function shorter(text: string, most: number): string {
  if (text.length <= most) return text;
  const cut = text.slice(0, most).toWellFormed();
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), most / 2)).replace(/[\s,;:–-]+$/u, '')}…`;
}

function newestFirst(a: Member, b: Member): number {
  const [x, y] = [a.published ?? a.joinedAt, b.published ?? b.joinedAt];
  return x < y ? 1 : x > y ? -1 : 0;
}
