import type { FeedEntry, FeedState } from '../../src/domain/feed.ts';
import type { Item } from '../../src/domain/item.ts';
import type { Instant } from '../../src/domain/period.ts';
import type { ChannelRef, PlatformId, Subscription } from '../../src/domain/subscription.ts';

/** The installation that the fixtures hold: what its feeds showed, and who watches where. */

/** The instant at which the fixture was taken: a Monday afternoon, after that week's digests. */
export const TAKEN: Instant = '2026-11-30T14:00:00.000Z';

/** `minutes` after the fixture was taken. */
export function at(minutes: number): Instant {
  return new Date(Date.parse(TAKEN) + minutes * 60_000).toISOString();
}

function channel(platform: PlatformId, name: string): ChannelRef {
  return { platform, space: platform === 'slack' ? 'T0VEILLE' : '900000000000000001', channel: name };
}

/** What is special about each channel is what its outbox rows were doing at that moment. */
export const CHANNELS = {
  /** A card, an edit, a step and further cards that wait. */
  queued: channel('slack', 'C0QUEUED'),
  /** A card in flight that reached the chat, and one behind it. */
  half: channel('slack', 'C0HALF'),
  /** A card in flight that never reached it. */
  lost: channel('slack', 'C0LOST'),
  /** As `half`, on the other platform. */
  halfThere: channel('discord', '900000000000000002'),
  /** One perhaps sent, which a person decides on; one that never will be. */
  unsure: channel('slack', 'C0UNSURE'),
  /** A card that the platform refused for its pace, and that waits. */
  retry: channel('slack', 'C0RETRY'),
  /** A card whose answer was lost: it stands in the chat, and its row waits in doubt. */
  doubt: channel('slack', 'C0DOUBT'),
  /** A burst: one card shown, the rest gathered into a summary that waits. */
  burst: channel('discord', '900000000000000003'),
  /** Gets a weekly digest and nothing else; that of the week waits. */
  weekly: channel('slack', 'C0WEEKLY'),
  /** Gets cards and a digest; that of the week is sent, and more is noted for the next. */
  both: channel('discord', '900000000000000004'),
  /** Watches little, with hours of silence, mutes and a name of its own. */
  narrow: channel('slack', 'C0NARROW'),
} as const;
export type ChannelName = keyof typeof CHANNELS;

const WATCH = {
  providers: 'all',
  events: 'all',
  min: 'rumour',
  mode: 'instant',
  quiet: null,
  zone: 'Europe/Paris',
  lang: 'fr',
  since: at(-20 * 1440),
} as const satisfies Omit<Subscription, 'channel'>;

const SPECIAL: Partial<Record<ChannelName, Partial<Subscription>>> = {
  halfThere: { lang: 'en' },
  weekly: { mode: 'digest' },
  narrow: {
    providers: ['s3ns', 'outscale'],
    events: ['qualification_granted', 'incident_or_outage'],
    min: 'confirmed',
    quiet: { from: '22:00', to: '07:00' },
  },
};

export const SUBSCRIPTIONS: readonly Subscription[] = (Object.keys(CHANNELS) as ChannelName[]).map((name) => ({
  channel: CHANNELS[name],
  ...WATCH,
  ...SPECIAL[name],
}));

const entry = (id: string, over: Partial<FeedEntry> = {}): FeedEntry => ({
  id,
  url: `https://${id}.example/rss.xml`,
  title: `Le fil ${id}`,
  publisher: id,
  lang: 'fr',
  kind: 'press',
  note: null,
  ...over,
});

/** The catalogue of the installation. */
export const CATALOGUE: readonly FeedEntry[] = [
  entry('fil', { title: 'Le Fil Cloud' }),
  entry('registre', { title: 'Registre des qualifications', kind: 'regulator' }),
  entry('lookout', { title: 'Cloud Lookout', lang: 'en', note: 'Second telling.' }),
  entry('failing'),
  entry('gone'),
  entry('out'),
  entry('far'),
  entry('new'),
];

/** A feed that people here added, and one that they added and took out again. */
export const ADDED: readonly FeedEntry[] = [entry('own-kept'), entry('own-out')];

/** How a feed stood that was read at `when` without trouble. */
export function read(id: string, when: Instant, over: Partial<FeedState> = {}): FeedState {
  const listed = [...CATALOGUE, ...ADDED].find((one) => one.id === id);
  if (!listed) throw new Error(`no feed ${id}`);
  return {
    ...listed,
    validators: { etag: `"${id}-1"`, lastModified: null, bodyHash: 'a'.repeat(64) },
    dueAt: at(10),
    failures: 0,
    code: null,
    firstReadAt: at(-20 * 1440),
    lastOkAt: when,
    lastItemAt: when,
    movedTo: null,
    stopped: false,
    told: [],
    ...over,
  };
}

function item(id: string, minutes: number, title: string, summary: string, over: Partial<Item> = {}): Item {
  return {
    id,
    title,
    link: `https://news.example/${id}`,
    published: at(minutes),
    updated: null,
    summary,
    content: '',
    author: null,
    lang: null,
    categories: [],
    ...over,
  };
}

export type Poll = {
  readonly feed: string;
  readonly minutes: number;
  readonly first: boolean;
  readonly items: readonly Item[];
};

/** What the feeds had shown, poll by poll; minutes before the fixture was taken. */
export const POLLS: readonly Poll[] = [
  {
    feed: 'fil',
    minutes: -20 * 1440,
    first: true,
    items: [
      item(
        'before-1',
        -25 * 1440,
        'Cloud Temple obtient la qualification SecNumCloud 3.2 pour son offre IaaS',
        'L’ANSSI a qualifié l’offre de Cloud Temple selon le référentiel SecNumCloud 3.2.',
      ),
      item('before-2', -24 * 1440, 'NumSpot ouvre une région à Toulouse', 'NumSpot ouvre une nouvelle région cloud.'),
    ],
  },
  {
    feed: 'fil',
    minutes: -3 * 1440,
    first: false,
    items: [
      item(
        'week-1',
        -3 * 1440 - 5,
        'OVHcloud signe avec la ville de Lyon',
        'OVHcloud remporte un marché public de la ville de Lyon pour son cloud souverain.',
      ),
    ],
  },
  {
    feed: 'fil',
    minutes: -180,
    first: false,
    items: [
      item(
        'first-1',
        -185,
        'S3NS décroche enfin la qualification SecNumCloud',
        'La filiale de Thales obtient la qualification SecNumCloud 3.2 de l’ANSSI pour PREMI3NS, son cloud de confiance fondé sur Google Cloud.',
      ),
      item('food-1', -182, 'La recette du jour', 'Une tarte aux pommes.'),
      item('old-1', -60 * 1440, 'Outscale ouvre une région', 'Outscale a ouvert une région cloud il y a longtemps.'),
      item('blue-1', -181, 'Bleu', 'Le bleu est la couleur de l’année dans les bureaux.'),
    ],
  },
  {
    feed: 'registre',
    minutes: -170,
    first: false,
    items: [
      item(
        'official-1',
        -175,
        'S3NS : l’offre PREMI3NS obtient la qualification SecNumCloud 3.2',
        'L’ANSSI a qualifié le service PREMI3NS de la société S3NS selon le référentiel SecNumCloud 3.2.',
      ),
    ],
  },
  {
    feed: 'lookout',
    minutes: -160,
    first: false,
    items: [
      item('copy-1', -165, 'S3NS gets SecNumCloud', 'The Thales subsidiary gets SecNumCloud 3.2.', {
        link: 'https://news.example/first-1',
      }),
    ],
  },
  {
    feed: 'fil',
    minutes: -10,
    first: false,
    items: [
      item(
        'outage-1',
        -15,
        'Outscale : panne de deux heures dans une région cloud',
        'Outscale a subi ce matin une panne de deux heures dans une région de son cloud public ; le service est rétabli.',
      ),
      item(
        'outage-2',
        -14,
        'OVHcloud : panne majeure dans un centre de données de Gravelines',
        'OVHcloud a subi une panne majeure ce matin à Gravelines ; des milliers de sites sont touchés.',
      ),
      item(
        'launch-1',
        -13,
        'Scaleway lance une offre de GPU à Paris',
        'Scaleway lance la disponibilité générale de son offre de GPU dans sa région cloud de Paris.',
      ),
      item(
        'own-1',
        -12,
        'Nuage Vert lance une offre d’hébergement cloud',
        'Nuage Vert lance la disponibilité générale de son cloud souverain.',
      ),
    ],
  },
  {
    feed: 'registre',
    minutes: -5,
    first: false,
    items: [
      item(
        'outage-official',
        -6,
        'Outscale confirme la panne de deux heures dans une région cloud',
        'Outscale a subi ce matin une panne de deux heures dans une région de son cloud public ; le service est rétabli.',
      ),
    ],
  },
];
