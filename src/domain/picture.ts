import { createHash } from 'node:crypto';
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
  /** What the picture says of itself, in the reader's language: `m.picture`. */
  readonly words: PictureWords;
};

/** The words of axes and signs. Only those that a picture needs are shown. */
export type PictureWords = {
  /** Twelve short names, January first. */
  readonly months: readonly string[];
  /** Four short names: `Q1` to `Q4`. */
  readonly quarters: readonly string[];
  /** In place of what a lane, or the whole, has nothing of. */
  readonly nothing: string;
  /** What each sign means. */
  readonly signs: Readonly<Record<Mark['shape'], string>>;
  /** What the arrow of an open stretch, and what the width of a sign means. */
  readonly open: string;
  readonly wide: string;
  /** What a dashed bar means: a claim that is no answer. */
  readonly claimed: string;
};

export type Lane = {
  readonly label: string;
  readonly stretches: readonly Stretch[];
  readonly marks: readonly Mark[];
};

/** Something that holds for a while; `to` is null while it is open. */
export type Stretch = {
  readonly from: Day;
  /** The last day on which it may have begun, where only a period is known: drawn as a slope instead of an edge. */
  readonly begun?: Day;
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
  /** A line from the day on which it was promised, where that is before `at`. */
  readonly since?: Day;
};

export type Theme = 'light' | 'dark';

/** Draws pictures. Both methods reject with `PictureError`. */
export type Painter = {
  readonly svg: (picture: Picture, theme: Theme) => Promise<string>;
  /** A PNG, opaque, readable on any background. */
  readonly png: (picture: Picture, theme: Theme) => Promise<Uint8Array>;
};

/** Why there is no picture: `busy`, too many are asked for at once; `failed`, it cannot be drawn here. */
export type PictureCode = 'busy' | 'failed';

export class PictureError extends Error {
  readonly code: PictureCode;

  constructor(code: PictureCode, cause?: unknown) {
    super(cause instanceof Error ? cause.message : code, { cause });
    this.code = code;
  }
}

/** Why something that draws has rejected. */
export function pictureCode(error: unknown): PictureCode {
  return error instanceof PictureError ? error.code : 'failed';
}

/** Raised when the same picture is drawn otherwise, so that none is taken for an older drawing kept elsewhere. */
const DRAWING = 1;

/** The name of a drawing by what it shows: the same picture has the same one, on every machine. */
export function pictureKey(picture: Picture, theme: Theme): string {
  return createHash('sha256')
    .update(JSON.stringify([DRAWING, theme, picture]))
    .digest('hex');
}
