import type { Corroboration, Member } from '../domain/story.ts';
import type { Publisher } from '../domain/subject.ts';
import { nameKey, publishersOf } from './publishers.ts';

export type Corroborated = { readonly corroboration: Corroboration; readonly origins: readonly string[] };

/** Whom a member counts as, and who told it: keys that are equal for one voice, with a name to show. Null is nobody. */
type Telling = { readonly voice: string | null; readonly teller: string | null; readonly stance: string };

/**
 * Whom a name or id counts as: publishers with one owner are one voice, and so are the spellings of one that nobody
 * listed ("Le Fil Cloud", "Fil Cloud") and all that stands on one registered domain, under the first of them. Every
 * name and domain of a story is put in first, so that the order of asking changes nothing.
 */
function voices(
  members: readonly Member[],
  list: readonly Publisher[],
): (name: string, site?: string) => string | null {
  const { byId, byName, bySite } = publishersOf(list);
  const parent = new Map<string, string>();
  const shown = new Map<string, string>();
  const root = (key: string): string => {
    const up = parent.get(key);
    return up === undefined || up === key ? key : root(up);
  };
  const keysOf = (name: string, site?: string): string[] => {
    if (site === '') return [];
    const known = byId(name) ?? byName(name) ?? (site === undefined ? null : bySite(site));
    if (known !== null) {
      const voice = known.owner ?? known.id;
      return [`name ${nameKey(byId(voice)?.name ?? voice)}`];
    }
    // With its domain behind it where another bears the name: `Silicon (silicon.example)`.
    const key = nameKey(name);
    return [...(key === '' ? [] : [`name ${key}`]), ...(site === undefined ? [] : [`site ${site}`])];
  };
  const nameOf = (name: string, site?: string): string => {
    const known = byId(name) ?? byName(name) ?? (site === undefined ? null : bySite(site));
    return known === null ? name : (known.owner ?? known.id);
  };
  const put = (name: string, site?: string): void => {
    const [first, ...rest] = keysOf(name, site);
    if (first === undefined) return;
    for (const key of rest) if (root(key) !== root(first)) parent.set(root(key), root(first));
    if (!shown.has(first)) shown.set(first, nameOf(name, site));
  };
  for (const { publisher, origin, site, by } of members) {
    put(publisher, site);
    put(origin, origin === publisher ? site : undefined);
    if (by !== undefined) put(by);
  }
  const names = new Map<string, string>();
  for (const [key, name] of shown) if (!names.has(root(key))) names.set(root(key), name);
  return (name, site) => {
    const [first] = keysOf(name, site);
    return first === undefined ? null : (names.get(root(first)) ?? name);
  };
}

/** Members in the order of their telling, each with whom it counts as: a copy as whoever told the text first. */
function tellings(members: readonly Member[], list: readonly Publisher[]): (Telling & { readonly member: Member })[] {
  const voiceOf = voices(members, list);
  const at = (m: Member): string => m.published ?? m.joinedAt;
  const order = [...members].sort((a, b) => (at(a) < at(b) ? -1 : at(a) > at(b) ? 1 : 0));
  const texts = new Map<string, string | null>();
  return order.map((member) => {
    const { publisher, origin, site, by, kind, copyOf, item, stance } = member;
    const own = origin === publisher ? voiceOf(publisher, site) : voiceOf(origin);
    const teller = voiceOf(by ?? publisher, by === undefined ? site : undefined);
    const text = copyOf ?? item;
    // Who decides speaks for itself, also in words that others printed before.
    if (kind === 'official') return { member, voice: own, teller, stance };
    const first = texts.get(text);
    if (first === undefined) texts.set(text, own);
    return { member, voice: first === undefined ? own : first, teller, stance };
  });
}

/** True where two of these were told by two tellers, each in another voice: one paper that quotes two is one paper. */
function areIndependent(told: readonly Telling[]): boolean {
  const sure = [
    ...new Map(
      told
        .filter(({ voice, teller }) => voice !== null && teller !== null)
        .map((one) => [`${one.voice}\n${one.teller}`, one] as const),
    ).values(),
  ];
  return sure.some((a) => sure.some((b) => a.voice !== b.voice && a.teller !== b.teller));
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
 * itself is one voice, its own, however many papers relay it, and official only where it publishes itself. A copy is the
 * voice of whoever told the text first, and what an aggregator shows without saying whose it is is nobody's.
 */
export function corroborationOf(members: readonly Member[], publishers: readonly Publisher[]): Corroborated {
  const told = tellings(members, publishers);
  let official = false;
  let planned = false;
  let denied = false;
  for (const { member, stance } of told) {
    // An item that quotes somebody else is not the official word, whoever publishes it.
    const speaks = member.kind === 'official' && isOwnWord(member, publishers);
    if (stance === 'denied') denied = true;
    else if (speaks && (stance === 'confirmed' || stance === 'planned')) {
      denied = false;
      if (stance === 'confirmed') official = true;
      else planned = true;
    }
  }
  const as = (stance: string): Telling[] => told.filter((one) => one.stance === stance);
  const origins = [...new Set(told.map(({ voice }) => voice).filter((voice) => voice !== null))];
  const facts = as('confirmed');
  if (denied && !official) return { corroboration: 'denied', origins };
  if (official || areIndependent(facts)) return { corroboration: 'confirmed', origins };
  if (facts.length > 0 || planned || as('planned').length > 0 || areIndependent(as('rumour')))
    return { corroboration: 'reported', origins };
  return { corroboration: as('rumour').length > 0 ? 'rumour' : 'reported', origins };
}

/** True where an item speaks for its own publisher, or for the one that owns it. */
function isOwnWord({ publisher, origin }: Member, list: readonly Publisher[]): boolean {
  const { byId } = publishersOf(list);
  const owner = (id: string): string => byId(id)?.owner ?? id;
  return owner(origin) === owner(publisher);
}
