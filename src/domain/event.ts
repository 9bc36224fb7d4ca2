import type { Day, Period } from './period.ts';

/** What an item or a story is about; several may hold, the first is the main one. */
export const EVENT_TYPES = [
  'rumour',
  'announcement',
  'partnership',
  'company_creation',
  'commercial_launch',
  'general_availability',
  'qualification_milestone',
  'qualification_granted',
  'delay',
  'funding',
  'customer_win',
  'contract_or_tender',
  'regulation',
  'incident_or_outage',
  'security',
  'discontinuation',
  'pricing',
  'opinion_or_analysis',
  'other',
] as const;
export type EventType = (typeof EVENT_TYPES)[number];

/** How the item stands to its event. */
export const STANCES = ['confirmed', 'planned', 'rumour', 'denied', 'n/a'] as const;
export type Stance = (typeof STANCES)[number];

export const CLAIM_FIELDS = ['status', 'qualification', 'date_promised', 'owner', 'technology', 'customer'] as const;
export type ClaimField = (typeof CLAIM_FIELDS)[number];

/** One thing an item says of a provider, in the words of the labelled set (`SecNumCloud granted`, `GA: 2026-H1`). */
export type Claim = {
  readonly provider: string;
  readonly field: ClaimField;
  readonly value: string;
  /** The day or month the fact holds, when the text gives it: `2025-12-17`, `2025-12`. */
  readonly date?: string;
  /** When the value itself is a period of time (a promise), that period. */
  readonly period?: Period;
  /** The words of the item that carry it. */
  readonly reason: string;
};

/** What a text says about time: "fin 2024", "pas avant 2025". */
export type TimeExpression = {
  readonly earliest: Day | null;
  readonly latest: Day | null;
  readonly precision: Period['precision'];
  readonly modality: 'in' | 'by' | 'from' | 'not-before' | 'around';
  /** Character offsets in the text read. */
  readonly span: readonly [number, number];
};

/**
 * What is claimed, each thing once: of claims that differ only in how exactly they are dated, the most exact stands,
 * in the place of the first.
 */
export function distinctClaims(claims: readonly Claim[]): Claim[] {
  const kept: Claim[] = [];
  for (const claim of claims) {
    const same = kept.findIndex((one) => sameClaim(one, claim));
    const held = kept[same];
    if (!held) kept.push(claim);
    else if ((claim.date ?? '').length > (held.date ?? '').length) kept[same] = claim;
  }
  return kept;
}

function sameClaim(a: Claim, b: Claim): boolean {
  if (a.provider !== b.provider || a.field !== b.field || a.value !== b.value) return false;
  const [x, y] = [a.date ?? '', b.date ?? ''];
  return x.startsWith(y) || y.startsWith(x);
}
