import type { Instant } from './period.ts';
import type { Picture } from './picture.ts';

/**
 * What Vigie shows, as plain data. Texts are plain: no markup, no escaping. Renderers escape, cut to their
 * platform's limits and draw. A renderer's `switch` over blocks returns in every case, so a new kind of block
 * does not compile until every platform draws it.
 */
export type View = {
  readonly title: string;
  /** Colour of the card where the platform has one. */
  readonly tone: Tone;
  /** Where the title leads. */
  readonly url?: string | null;
  readonly blocks: readonly Block[];
};

export type Tone = 'neutral' | 'good' | 'warn' | 'bad' | 'rumour';

/** A run of text: plain, strong, or a link (https or http only; renderers drop any other scheme). */
export type Span = string | { readonly text: string; readonly url?: string | null; readonly strong?: boolean };

/** A line of text made of runs. */
export type Line = readonly Span[];

export type Block =
  | { readonly kind: 'text'; readonly line: Line }
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'facts'; readonly facts: readonly { readonly label: string; readonly value: Line }[] }
  | { readonly kind: 'list'; readonly items: readonly Line[] }
  | { readonly kind: 'table'; readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] }
  /** Small print: sources, dates, reasons. */
  | { readonly kind: 'note'; readonly line: Line }
  | { readonly kind: 'time'; readonly label: string; readonly at: Instant }
  | { readonly kind: 'divider' }
  | { readonly kind: 'buttons'; readonly buttons: readonly Button[] }
  /** `alt` says in words what the picture shows; `path` is where this installation's web port serves it. */
  | { readonly kind: 'picture'; readonly picture: Picture; readonly alt: string; readonly path: string | null }
  | { readonly kind: 'files'; readonly files: readonly ViewFile[] };

/** A file to take away. */
export type ViewFile = {
  /** `preuve-bleu-2026-11-22.md` */
  readonly name: string;
  readonly type: 'text/markdown' | 'text/csv' | 'application/json' | 'text/calendar' | 'text/x-opml';
  readonly label: string;
  readonly text: string;
  /** Where this installation's web port serves it, null where it does not. */
  readonly path: string | null;
};

/** A button is a command line: pressing it asks what typing it would. */
export type Button = {
  readonly label: string;
  /** `why alert:a1b2`, without a slash. Platforms keep it behind a token when it is too long for them. */
  readonly line: string;
  readonly style?: 'primary' | 'danger';
  /** The button opens the form of the command instead of running it. */
  readonly form?: boolean;
};

/** A form for a command, where the platform has forms. Fields in order of importance: a platform may show fewer. */
export type Form = {
  readonly command: string;
  readonly title: string;
  readonly submit: string;
  readonly fields: readonly Field[];
};

export type Field = {
  readonly option: string;
  readonly label: string;
  readonly hint?: string;
} & (
  | { readonly kind: 'text'; readonly value: string }
  | {
      readonly kind: 'select';
      readonly multiple: boolean;
      readonly options: readonly { readonly value: string; readonly label: string }[];
      readonly value: readonly string[];
    }
);
