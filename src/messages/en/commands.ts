/** An option in words; `choices` gives the label of each value where they are not understood as they are. */
export type OptionWords = {
  readonly name: string;
  readonly description: string;
  readonly choices?: Readonly<Record<string, string>>;
};

/** A command in words: its name as typed, what it does, its options. */
export type CommandWords = {
  readonly name: string;
  readonly description: string;
  readonly options: Readonly<Record<string, OptionWords>>;
};

const asOf = { name: 'as-of', description: 'What was true on this day (2022-06-30, 2022-06, 2022)' };
const knownOn = { name: 'known-on', description: 'Using only what was public by this day' };
const recordedOn = { name: 'recorded-on', description: 'What Vigie would have answered on this day' };

export const commands: Readonly<Record<string, CommandWords>> = {
  offer: {
    name: 'offer',
    description: 'Where an offer stands: availability, qualification, promises, owners, with sources',
    options: {
      subject: { name: 'offer', description: 'Offer or provider: bleu, s3ns, outscale…' },
      asOf,
      knownOn,
      recordedOn,
    },
  },
  offers: {
    name: 'offers',
    description: 'All offers in one table: availability, SecNumCloud, until when',
    options: {
      qualified: { name: 'qualified', description: 'yes, no, or a scheme: SecNumCloud' },
      status: {
        name: 'status',
        description: 'How far an offer has come',
        choices: {
          rumoured: 'rumoured',
          announced: 'announced',
          pre_commercial: 'pre-commercial',
          launched: 'on sale',
          generally_available: 'generally available',
          abandoned: 'abandoned',
          discontinued: 'discontinued',
        },
      },
      service: { name: 'service', description: 'A service or a layer: IaaS, Kubernetes, BigQuery…' },
      country: { name: 'country', description: 'Country of the provider: FR, DE…' },
      asOf,
      knownOn,
      recordedOn,
    },
  },
  compare: {
    name: 'compare',
    description: 'Two to four offers side by side',
    options: {
      a: { name: 'a', description: 'First offer, or all of them: bleu, s3ns' },
      b: { name: 'b', description: 'Second offer' },
      c: { name: 'c', description: 'Third offer' },
      d: { name: 'd', description: 'Fourth offer' },
      asOf,
      knownOn,
      recordedOn,
    },
  },
  timeline: {
    name: 'timeline',
    description: 'What happened to an offer and when, with a picture',
    options: {
      subject: { name: 'offer', description: 'Offer or provider: bleu, s3ns, outscale…' },
      since: { name: 'since', description: 'From this day on: 2024, 2024-06' },
      asOf,
      knownOn,
      recordedOn,
    },
  },
  promises: {
    name: 'promises',
    description: 'What was promised for when, and what became of it',
    options: {
      provider: { name: 'provider', description: 'Only this provider' },
      asOf,
      knownOn,
      recordedOn,
    },
  },
  expiring: {
    name: 'expiring',
    description: 'Qualifications that end soon, ended, or were renewed',
    options: {
      days: { name: 'days', description: 'How many days ahead; 180 when nothing is said' },
      asOf,
      knownOn,
      recordedOn,
    },
  },
  evidence: {
    name: 'evidence',
    description: 'Everything an answer rests on, as dated files to keep',
    options: {
      subject: { name: 'offer', description: 'Offer or provider: bleu, s3ns, outscale…' },
      asOf,
      knownOn,
      recordedOn,
    },
  },
  search: {
    name: 'search',
    description: 'Look for words in everything the record states',
    options: {
      text: { name: 'text', description: 'Words to look for; accents and endings do not matter' },
      subject: { name: 'offer', description: 'Only what is said of this offer or provider' },
      asOf,
      knownOn,
      recordedOn,
    },
  },
  news: {
    name: 'news',
    description: 'The archive: stories of the market, newest first',
    options: {
      text: { name: 'text', description: 'Words to look for; accents and endings do not matter' },
      provider: { name: 'provider', description: 'Only what names this provider' },
      event: { name: 'event', description: 'Only this kind of event' },
      since: { name: 'since', description: 'From this day on: 2026-11, monday, 7d' },
    },
  },
  story: {
    name: 'story',
    description: 'One story: who told it, on whose word, how it became established',
    options: { id: { name: 'id', description: 'The id on the card, a link, or words of its title' } },
  },
  track: {
    name: 'track',
    description: 'Track a name of your own in this channel only: a company, product or project',
    options: {
      name: { name: 'name', description: 'The name; without one, those that are tracked' },
      context: { name: 'context', description: 'Words that show that it is meant, separated by commas' },
      risk: {
        name: 'risk',
        description: 'How easily it is taken for something else',
        choices: { low: 'low', mid: 'medium', high: 'high' },
      },
      remove: { name: 'remove', description: 'A name to track no longer' },
    },
  },
  feeds: {
    name: 'feeds',
    description: 'The feeds that are read: list, add, remove, check, import, export',
    options: {
      address: { name: 'address', description: 'An address, a title, or words to filter the list by' },
      action: {
        name: 'action',
        description: 'What to do; without it, the list',
        choices: { list: 'list', add: 'add', remove: 'remove', check: 'check', import: 'import', export: 'export' },
      },
      state: {
        name: 'state',
        description: 'Only feeds in this state',
        choices: {
          failing: 'failing',
          unread: 'unread',
          silent: 'silent',
          moved: 'moved',
          stopped: 'stopped',
          added: 'added here',
        },
      },
      confirm: { name: 'confirm', description: 'Do it without asking back', choices: { yes: 'yes' } },
      for: {
        name: 'for',
        description: 'For whom it is taken out: here, or everyone (operators)',
        choices: { here: 'here', everyone: 'everyone' },
      },
    },
  },
  watch: {
    name: 'watch',
    description: 'Send the news of the market to this channel',
    options: {
      preset: { name: 'preset', description: 'all, qualifications, rumours, or a provider' },
      providers: { name: 'providers', description: 'bleu,s3ns sets, +bleu adds, -bleu leaves out, all' },
      events: { name: 'events', description: 'Kinds of event: delay sets, +delay adds, -opinion leaves out, all' },
      min: {
        name: 'min',
        description: 'How far established a story must be',
        choices: { rumour: 'rumour', reported: 'reported', confirmed: 'confirmed' },
      },
      lang: { name: 'lang', description: 'Language of the cards', choices: { fr: 'French', en: 'English' } },
      mode: {
        name: 'mode',
        description: 'At once, or in the weekly digest only',
        choices: { instant: 'at once', digest: 'digest' },
      },
      quiet: { name: 'quiet', description: 'Quiet hours, 22:00-07:00, or none' },
      zone: { name: 'zone', description: 'Time zone, Europe/Paris' },
      perHour: { name: 'per-hour', description: 'Cards within an hour before further ones come together: 1 to 60' },
    },
  },
  watching: { name: 'watching', description: 'What this channel is told of', options: {} },
  unwatch: { name: 'unwatch', description: 'Stop telling this channel', options: {} },
  mute: {
    name: 'mute',
    description: 'Hear nothing of a provider, a story or a kind of event for a while',
    options: {
      what: { name: 'what', description: 'provider, story, event type, or all' },
      for: { name: 'for', description: 'How long: 8h, 7d, 2w' },
    },
  },
  unmute: {
    name: 'unmute',
    description: 'Hear of it again',
    options: { what: { name: 'what', description: 'provider, story, event type, or all' } },
  },
  why: {
    name: 'why',
    description: 'Why an item was sent here, or why not',
    options: { what: { name: 'what', description: 'A link, or the id on the card' } },
  },
  status: { name: 'status', description: 'How the lookout itself is doing', options: {} },
  help: {
    name: 'help',
    description: 'What can be asked',
    options: { topic: { name: 'command', description: 'A command' } },
  },
  digest: {
    name: 'digest',
    description: 'The weekly digest of this channel: see it, set its day and hour, stop it',
    options: {
      action: {
        name: 'action',
        description: 'See it so far, set when it comes, or stop it',
        choices: { now: 'now', schedule: 'schedule', off: 'off' },
      },
      day: {
        name: 'day',
        description: 'Day of the week',
        choices: {
          monday: 'Monday',
          tuesday: 'Tuesday',
          wednesday: 'Wednesday',
          thursday: 'Thursday',
          friday: 'Friday',
          saturday: 'Saturday',
          sunday: 'Sunday',
        },
      },
      hour: { name: 'hour', description: 'Time of day, 09:00' },
      zone: { name: 'zone', description: 'Time zone, Europe/Paris' },
      week: { name: 'week', description: 'A past digest in detail, 2026-W47' },
    },
  },
  delivery: {
    name: 'delivery',
    description: 'Decide on a message that was perhaps sent',
    options: {
      id: { name: 'id', description: 'Which message' },
      decision: {
        name: 'decision',
        description: 'Send it again, or take it as sent',
        choices: { again: 'send again', there: 'it is there' },
      },
    },
  },
  undo: {
    name: 'undo',
    description: 'Take a change of the settings back',
    options: { id: { name: 'id', description: 'Which change' } },
  },
  go: { name: 'go', description: 'A kept button', options: { token: { name: 'token', description: 'Which button' } } },
  page: {
    name: 'page',
    description: 'Another page of a long answer',
    options: {
      token: { name: 'token', description: 'Which answer' },
      number: { name: 'number', description: 'Which page' },
    },
  },
};
