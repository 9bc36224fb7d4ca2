import type { FeedKind } from './feed.ts';
import type { Localised } from './language.ts';

export const SUBJECT_KINDS = ['provider', 'offer', 'programme', 'customer', 'organisation', 'regulation'] as const;
export type SubjectKind = (typeof SUBJECT_KINDS)[number];

/** How easily a name is confused with something else, hence how much evidence it needs. */
export const RISKS = ['low', 'mid', 'high'] as const;
export type Risk = (typeof RISKS)[number];

/**
 * Whether any mention counts (`company`: the company is a cloud firm), or only in its tracked role (`role`:
 * Thales, Orange Business), or only the offer (`offer`: the rumoured Atos and AWS cloud).
 */
export type NameScope = 'company' | 'role' | 'offer';

/** A written form of a name, as the reader looks for it. */
export type Name = {
  readonly text: string;
  readonly risk: Risk;
};

/** What the reader must know of a tracked subject. */
export type TrackedName = {
  readonly subject: string;
  readonly scope: NameScope;
  readonly names: readonly Name[];
  /** Longer phrases that contain a name and mean something else: "France Bleu", "carte bleue". */
  readonly decoys: readonly string[];
  /** Words that make the tracked role likely when they stand in reach: "Capgemini", "SecNumCloud". */
  readonly context: readonly string[];
};

/** Something that statements are about. */
export type Subject = {
  /** `bleu`, `s3ns/premi3ns`: stable, lower case. */
  readonly id: string;
  readonly kind: SubjectKind;
  readonly name: string;
  readonly aliases: readonly string[];
  readonly country: string | null;
  readonly summary: Localised;
  /** The provider an offer belongs to; null for all other kinds. */
  readonly provider: string | null;
};

/** A publisher of sources: who owns it and how far it is trusted (Admiralty A-F), with the reason. */
export type Publisher = {
  readonly id: string;
  readonly name: string;
  readonly owner: string | null;
  /** What its feeds are, unless a catalogue says more of one; press where nothing is said. */
  readonly kind?: FeedKind;
  readonly reliability: Reliability;
  readonly reason: string;
  readonly aliases: readonly string[];
  /** Hosts of its pages, so that a feed or link tells its publisher. */
  readonly hosts: readonly string[];
};

export const RELIABILITIES = ['A', 'B', 'C', 'D', 'E', 'F'] as const;
export type Reliability = (typeof RELIABILITIES)[number];
