import type { Circle, Place } from './circles.ts';

/**
 * What every line is, by its command and its shape: whoever adds a command, an action or a button writes here what it is,
 * or the test fails.
 */
export type Nature =
  /** Tells something. */
  | 'read'
  /** Changes what a channel or its space has. */
  | 'change'
  /** Changes what all share. */
  | 'shared'
  /** Decides on a message of a channel. */
  | 'message'
  /** Leads back to what is kept for a channel. */
  | 'kept';

const READS = [{ shape: /^/, nature: 'read' }] as const;
const CHANGES = [{ shape: /^/, nature: 'change' }] as const;

export const SHAPES: Readonly<Record<string, readonly { readonly shape: RegExp; readonly nature: Nature }[]>> = {
  offer: READS,
  offers: READS,
  compare: READS,
  timeline: READS,
  promises: READS,
  expiring: READS,
  evidence: READS,
  search: READS,
  news: READS,
  story: READS,
  watching: READS,
  why: READS,
  status: READS,
  help: READS,
  watch: CHANGES,
  undo: CHANGES,
  unwatch: CHANGES,
  mute: CHANGES,
  unmute: CHANGES,
  track: [
    { shape: /^track$/, nature: 'read' },
    { shape: /^track (remove:|add |"?[\p{L}])/u, nature: 'change' },
  ],
  digest: [
    { shape: /^digest( now| week:\S+)?$/, nature: 'read' },
    { shape: /^digest (schedule|off|day:|hour:|zone:)/, nature: 'change' },
  ],
  feeds: [
    { shape: /^feeds remove .* for:everyone/, nature: 'shared' },
    { shape: /^feeds (add|remove|import) /, nature: 'change' },
    { shape: /^feeds( check .*| export| state:\S+| [a-z]+)?$/, nature: 'read' },
  ],
  delivery: [{ shape: /^delivery \S+ decision:(again|there)$/, nature: 'message' }],
  page: [{ shape: /^page \S+ number:\d+$/, nature: 'kept' }],
  go: [{ shape: /^go \S+$/, nature: 'kept' }],
};

/** What a line is; null when the table does not know it. */
export function natureOf(line: string): Nature | null {
  const [name = ''] = line.split(' ');
  return SHAPES[name]?.find(({ shape }) => shape.test(line))?.nature ?? null;
}

/** Every answer that stands for a refusal of rights. */
export const REFUSALS = [
  'not_allowed',
  'outsider',
  'no_home',
  'no_channel',
  'unknown',
  'use_command',
  'operators_only',
];

/** What is to come of a line: it is answered or done; refused; or what it names is not there for the asker. */
export type Outcome = 'done' | 'refused' | 'absent';

const MANAGERS: readonly Circle[] = ['manager', 'manager in Slack', 'manager of another space'];

/** The expectation table. */
export function expected(nature: Nature, command: string, circle: Circle, place: Place): Outcome {
  const operates = circle === 'operator' && (command === 'feeds' || command === 'delivery');
  const manages = MANAGERS.includes(circle) && place !== 'direct message';
  switch (nature) {
    case 'read':
      return 'done';
    case 'change':
      return manages || operates ? 'done' : 'refused';
    case 'shared':
      return operates ? 'done' : 'refused';
    case 'message':
      if (operates) return 'done';
      if (!manages) return 'refused';
      return place === 'own channel' && circle !== 'manager of another space' ? 'done' : 'absent';
    case 'kept':
      return place === 'own channel' && circle !== 'manager of another space' && circle !== 'user install'
        ? 'done'
        : 'absent';
  }
}
