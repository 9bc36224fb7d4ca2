import type { Day, Days } from './period.ts';
import type { Tone } from './view.ts';

/** What a picture shows, as plain data with its words already chosen. A room of its own draws it. */
export type Picture = TimelinePicture;

/** Stretches and dated marks in lanes over one axis of time. */
export type TimelinePicture = {
  readonly kind: 'timeline';
  readonly title: string;
  /** The first and the last day that are shown. */
  readonly shown: Days;
  /** A line across all lanes: the day asked about. */
  readonly day: { readonly at: Day; readonly label: string };
  readonly lanes: readonly Lane[];
  /** Small print under the picture: by whom, as of when. */
  readonly footer: string;
};

export type Lane = {
  readonly label: string;
  readonly stretches: readonly Stretch[];
  readonly marks: readonly Mark[];
};

/** Something that holds for a while; `to` is null while it is open. */
export type Stretch = {
  readonly from: Day;
  readonly to: Day | null;
  readonly label: string;
  readonly tone: Tone;
  /** 0 to 1: how far up its ladder it is, so that a higher step is drawn darker. */
  readonly height: number;
};

/** Something that happened, or was to happen, on some day of an interval. */
export type Mark = {
  readonly at: Days;
  readonly label: string;
  readonly tone: Tone;
  /** `due` is a day promised, hollow until it was kept; `weak` is a claim that is no answer. */
  readonly shape: 'event' | 'due' | 'kept' | 'missed' | 'end' | 'weak';
  /** A line from the day on which it was promised. */
  readonly since?: Day;
};

export type Theme = 'light' | 'dark';

/** Draws pictures. Both methods reject only where the machine cannot draw at all. */
export type Painter = {
  readonly svg: (picture: Picture, theme: Theme) => Promise<string>;
  /** A PNG, opaque, readable on any background. */
  readonly png: (picture: Picture, theme: Theme) => Promise<Uint8Array>;
};
