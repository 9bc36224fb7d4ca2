import type { Changes } from './changes.ts';
import { MOST } from './domain/bounds.ts';
import type { Lang } from './domain/language.ts';
import type { Day, Instant } from './domain/period.ts';
import type { Space } from './domain/space.ts';
import type { AsOf } from './domain/statement.ts';
import type { ChannelRef } from './domain/subscription.ts';
import type { Form, View } from './domain/view.ts';
import type { Messages } from './messages/index.ts';
import type { Queries } from './queries.ts';

/** What a command's options are: checked and typed before the command sees them. */
export type Option =
  | { readonly type: 'text'; readonly suggest?: Suggestion }
  /** Several words separated by commas, or `all`. */
  | { readonly type: 'list'; readonly suggest?: Suggestion }
  /** `edge`: of a month or year the last day is meant ("as of 2022"), unless it says the first ("since 2022"). */
  | { readonly type: 'day'; readonly edge?: 'first' }
  | { readonly type: 'integer'; readonly min: number; readonly max: number }
  | { readonly type: 'choice'; readonly choices: readonly string[] };

/** What autocomplete offers for an option. */
export type Suggestion =
  | 'subject'
  | 'provider'
  | 'tracked'
  | 'event'
  | 'command'
  | 'story'
  | 'mutable'
  | 'own'
  | 'feed'
  | 'preset'
  | 'qualified'
  | 'country'
  | 'service';

export type OptionSpec = Option & {
  /** Takes the line's bare words. At most one option of a command. */
  readonly bare?: boolean;
  /** Bare words that stood in quotation marks keep them: `"cloud temple" bleu`. */
  readonly verbatim?: boolean;
  readonly required?: boolean;
  /** What a field of the form means that is emptied; without it, emptying leaves the option as it stands. */
  readonly empty?: string;
  /** Longest value, in characters, where it is not that of the type; `most`: names in a list. */
  readonly max?: number;
  readonly most?: number;
};

/** Longest value that an option takes, in UTF-16 units. */
export function mostCharacters(spec: OptionSpec): number {
  return spec.type === 'integer' ? MOST.integer : (spec.max ?? MOST[spec.type]);
}

/** How many names an option takes. */
export function mostNames(spec: OptionSpec): number {
  return spec.type === 'list' ? (spec.most ?? MOST.names) : 1;
}

export type Options = Readonly<Record<string, OptionSpec>>;

type ValueOf<O extends Option> = O extends { type: 'integer' }
  ? number
  : O extends { type: 'list' }
    ? readonly string[]
    : O extends { type: 'choice'; choices: readonly (infer C)[] }
      ? C
      : string;

/** The values a handler receives: options that are required are there, others may be undefined. */
export type Values<O extends Options> = {
  readonly [K in keyof O]: O[K] extends { required: true } ? ValueOf<O[K]> : ValueOf<O[K]> | undefined;
};

/** Who asks, where, when, in which language; and what they may read and change. */
export type Ask = {
  readonly lang: Lang;
  readonly messages: Messages;
  readonly now: Instant;
  readonly today: Day;
  /** Null in a direct message or where no channel is known. */
  readonly channel: ChannelRef | null;
  /** The workspace or server in which it is asked; null where there is none, or where only what all share is shown. */
  readonly space: Space | null;
  readonly user: { readonly id: string; readonly mayManage: boolean; readonly operator: boolean };
  readonly queries: Queries;
  readonly changes: Changes;
  /** The world that `as-of`, `known-on` and `recorded-on` name; without `as-of`, the day of the others, else today. */
  readonly world: (days: {
    asOf?: string | undefined;
    knownOn?: string | undefined;
    recordedOn?: string | undefined;
  }) => AsOf;
};

/** What a command answers: what people see, and the same facts as data for programs. */
export type Answer = {
  /** One View per page; the first is shown, the others wait behind "next". Never empty. */
  readonly pages: readonly [View, ...View[]];
  readonly data: unknown;
  /** Seen only by the asker where the platform can do that. */
  readonly private?: boolean;
  /** False when the answer refuses: then `data` is `{error, message, option?}`, `option` naming the one at fault. */
  readonly ok?: boolean;
};

/** A command: one definition from which every platform, help, manifest and completion are made. */
export type Command<O extends Options = Options> = {
  /** The key of its words in `messages.commands`, and its English name. */
  readonly name: string;
  readonly options: O;
  /** Changes the channel's settings, whatever is asked of it: asks for `mayManage`. */
  readonly manages?: boolean;
  /** True for values with which it changes something, where with others it only tells: asks for `mayManage` then. */
  readonly changes?: (values: Values<O>) => boolean;
  /** What it changes may be everybody's: an operator may do it wherever the question is asked. */
  readonly operates?: boolean;
  /** Not listed or registered: reached by buttons only. */
  readonly hidden?: boolean;
  readonly answer: (values: Values<O>, ask: Ask) => Promise<Answer>;
  /** The form that asks for the options; `raw` is what was written, to be shown again even where it was wrong. */
  readonly form?: (values: Partial<Values<O>>, raw: Readonly<Record<string, string>>, ask: Ask) => Promise<Form>;
};

/** Defines a command; the option literals give the handler its types. */
export function command<const O extends Options>(definition: Command<O>): Command {
  return definition as unknown as Command;
}

/**
 * Whether somebody may manage the channel in which they ask. What is not known is refused: `unknown` may be tried again,
 * `use_command` may be known when the command is typed, `outsider` is no member here, in `no_home` the bot is no member.
 */
export type Rights = {
  readonly mayManage: boolean;
  readonly refusal?: 'unknown' | 'use_command' | 'outsider' | 'no_home';
};

/** Who is asking, as a platform knows it. What a platform leaves out is not granted. */
export type Caller = {
  readonly platform: ChannelRef['platform'];
  readonly lang: Lang;
  readonly user: Rights & { readonly id: string; readonly operator?: boolean };
  /** What the platform says of one command, by its English name, where that may differ from the person's rights. */
  readonly rightsFor?: (command: string) => Promise<Rights>;
  readonly channel: ChannelRef | null;
  /** The space of the question where no channel tells it, or null where the asker is none of its members. */
  readonly space?: Space | null;
  /** For trials: the day to take as today. */
  readonly today?: Day;
};

/** What a platform is to show. */
export type Shown = {
  readonly view: View;
  readonly data: unknown;
  readonly private: boolean;
  /** False when the answer tells of a fault (unknown command, bad option, something broke). */
  readonly ok: boolean;
};

export type Choice = { readonly value: string; readonly label: string };

/**
 * The one door through which platforms ask. No method throws: whatever goes wrong comes back as a View in the
 * caller's language.
 */
export interface Asker {
  readonly commands: readonly Command[];
  /** A line as typed or as a button carries it, without slash: `offer bleu as-of:2022-06-30`, `offre bleu`. */
  line(text: string, caller: Caller): Promise<Shown>;
  /** A command by name with the raw values a platform gathered. */
  call(name: string, values: Readonly<Record<string, string | number>>, caller: Caller): Promise<Shown>;
  /** The form that a button with `form: true`, or a bare command that has one, opens; null when it has none. */
  form(line: string, caller: Caller): Promise<Form | null>;
  /**
   * A form sent in: `command` as the form carried it. Only fields that differ from what stood when the form was opened
   * count, so that a form does not undo what somebody else changed meanwhile; a field that is not given stays. With faults, `errors` names the fields and `resume` is a button line (`form: true`) that opens
   * the form again with what was typed, for platforms that close a form before it can be corrected.
   */
  submit(
    command: string,
    values: Readonly<Record<string, string | readonly string[]>>,
    caller: Caller,
  ): Promise<
    | { readonly ok: true; readonly shown: Shown }
    | {
        readonly ok: false;
        readonly errors: Readonly<Record<string, string>>;
        readonly shown: Shown;
        readonly resume: string;
      }
  >;
  /** At most 25 completions for what is typed so far in an option. */
  suggest(command: string, option: string, typed: string, caller: Caller): Promise<readonly Choice[]>;
}
