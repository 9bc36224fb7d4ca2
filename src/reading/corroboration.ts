import type { Corroboration, Member } from '../domain/story.ts';
import type { Publisher } from '../domain/subject.ts';
import { fold } from './fold.ts';

export type Corroborated = { readonly corroboration: Corroboration; readonly origins: readonly string[] };

/**
 * Whom an origin counts as: publishers with one owner are one voice, and so are the spellings of one that nobody
 * listed ("Le Fil Cloud", "Fil Cloud"), under the first of them.
 */
function voices(publishers: readonly Publisher[]): (origin: string) => string {
  const byId = new Map(publishers.map((p) => [p.id, p] as const));
  const written = new Map<string, string>();
  return (origin) => {
    const known = byId.get(origin);
    if (known) return known.owner ?? origin;
    const key = fold(origin).replace(/^(?:le|la|les|l|the|der|die|das) /, '');
    const first = written.get(key);
    if (first === undefined) written.set(key, origin);
    return first ?? origin;
  };
}

/**
 * How far a story is established, and by how many independent voices.
 *
 * - denied: the last word of a party denies it and nothing confirms it afterwards;
 * - confirmed: an official source confirms it, or two independent voices do;
 * - reported: one voice reports it as fact or plan, or two independent voices carry the rumour (never more than that);
 * - rumour: one voice, as a rumour.
 *
 * An item that quotes the JDN counts as the JDN; publishers with the same owner count once. A company that is quoted of
 * itself is one voice, its own, however many papers relay it, and official only where it publishes itself.
 */
export function corroborationOf(members: readonly Member[], publishers: readonly Publisher[]): Corroborated {
  const voiceOf = voices(publishers);
  const told = new Map<string, Set<string>>();
  let official = false;
  let planned = false;
  const order = [...members].sort((a, b) => ((a.published ?? a.joinedAt) < (b.published ?? b.joinedAt) ? -1 : 1));
  let denied = false;
  for (const m of order) {
    const voice = voiceOf(m.origin);
    const stances = told.get(voice) ?? new Set<string>();
    stances.add(m.stance);
    told.set(voice, stances);
    // An item that quotes somebody else is not the official word, whoever publishes it.
    const speaks = m.kind === 'official' && voiceOf(m.publisher) === voice;
    if (m.stance === 'denied') denied = true;
    else if (speaks && (m.stance === 'confirmed' || m.stance === 'planned')) {
      denied = false;
      if (m.stance === 'confirmed') official = true;
      else planned = true;
    }
  }
  const count = (stance: string): number => [...told.values()].filter((s) => s.has(stance)).length;
  const origins = [...told.keys()];
  const facts = [...told.values()].filter((s) => s.has('confirmed')).length;
  if (denied && !official) return { corroboration: 'denied', origins };
  if (official || facts >= 2) return { corroboration: 'confirmed', origins };
  if (facts === 1 || planned || count('planned') > 0 || count('rumour') >= 2)
    return { corroboration: 'reported', origins };
  return { corroboration: count('rumour') > 0 ? 'rumour' : 'reported', origins };
}
