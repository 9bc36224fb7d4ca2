import type { EventType, Stance } from '../domain/event.ts';
import type { Decision, Readable, Reading } from '../domain/item.ts';
import { dayOf } from '../domain/period.ts';
import type { Publisher, TrackedName } from '../domain/subject.ts';
import { readClaims } from './claims.ts';
import { readEvents } from './events.ts';
import { type Seen, weighAll } from './evidence.ts';
import { fingerprintOf, plainFingerprint } from './fingerprint.ts';
import { readLanguage } from './language.ts';
import { createLexicon, type Hits } from './lexicon.ts';
import { createOriginReader } from './origin.ts';
import { ownsThere } from './owners.ts';
import { readRelevance } from './relevance.ts';
import { layOut, type Text } from './text.ts';
import { readFlatTimes } from './when.ts';

/** Reads one item: what it says, with every reason. Pure: the same item gives the same reading. */
export type Reader = (item: Readable) => Reading;

/** Dates further down belong to the background. */
const TIMES_READ = 1200;

/** True where the item may concern the market though it names nobody tracked. */
const speaksOfMarket = (hits: Hits): boolean =>
  hits.terms.some((t) => t.term.kind === 'sovereign' || t.term.kind === 'rule');

/**
 * The provider an item is chiefly about: the only one in the title, or the one that leads it; null when several share
 * the item. Owners and vendors (role and offer scope) give way to the venture they stand behind.
 */
function mainOf(text: Text, named: readonly Seen[], secondary: ReadonlySet<string>): string | null {
  // "La filiale de Thales" is about the venture, whatever its name.
  const accepted = named.filter((m) => !m.spans.every((s) => ownsThere(text, s)));
  const first = accepted[0];
  if (!first) return null;
  if (accepted.length === 1) return first.id;
  const inTitle = accepted.filter((m) => m.spans.some((s) => s.start < text.titleEnd));
  const pool = inTitle.length > 0 ? inTitle : accepted;
  const firms = pool.filter((m) => !secondary.has(m.id));
  const own = firms.length > 0 ? firms : pool;
  const only = own[0];
  if (own.length === 1 && only) return only.id;
  const at = (m: Seen): number => Math.min(...m.spans.map((s) => s.start));
  const lead = [...own].sort((a, b) => at(a) - at(b))[0];
  if (!lead) return null;
  // Leading a headline as its subject, not as the first of a list.
  const end = Math.min(...lead.spans.filter((s) => s.start === at(lead)).map((s) => s.end));
  const rest = text.flat.slice(end, end + 16);
  const listed = /^\s*(?:,|et |and |und |&|\/|vs|contre|ou |or |face a)/.test(rest);
  if (inTitle.length > 0 && at(lead) < 30 && !listed) return lead.id;
  if (listed) return null;
  const counts = own.map((m) => ({ id: m.id, n: m.spans.length })).sort((a, b) => b.n - a.n);
  const [most, next] = counts;
  return most && next && most.n >= next.n + 2 ? most.id : null;
}

/** Accepted names first, among them the one it is about, then those that act, then owners named as such. */
function inOrder(text: Text, seen: readonly Seen[], main: string | null): readonly Seen[] {
  if (seen.length < 2) return seen;
  const rank = (m: Seen): number =>
    m.decision !== 'accept' ? 3 : m.id === main ? 0 : m.spans.every((s) => ownsThere(text, s)) ? 2 : 1;
  return seen
    .map((m) => ({ m, r: rank(m) }))
    .sort((a, b) => a.r - b.r)
    .map(({ m }) => m);
}

const silenced = (events: readonly EventType[], accepted: readonly Seen[], relevant: boolean): boolean =>
  accepted.length === 0 && !relevant && events.length > 0;

const decisionOf = (counts: boolean, unsure: boolean): Decision => (counts ? 'accept' : unsure ? 'review' : 'reject');

/** The reading of an item that is none of our business. */
const silent = (text: Text, lang: string): Reading => ({
  decision: 'reject',
  relevant: false,
  providers: [],
  main: null,
  events: ['other'],
  stance: 'n/a',
  claims: [],
  lang,
  origin: null,
  reasons: ['no tracked name'],
  fingerprint: plainFingerprint(text),
});

/** "Selon le JDN" with nothing but plans to tell is hearsay from there; a deed that is done stands. */
const stanceWith = (origin: string | null, text: Text, stance: Stance): Stance =>
  origin !== null && stance === 'planned' && /\b(?:selon|d'apres|according to|laut)\b/.test(text.flat)
    ? 'rumour'
    : stance;

/**
 * Builds the reader over the tracked names and the known publishers. Building takes a few dozen milliseconds; reading
 * an item that names nobody takes microseconds.
 */
export function createReader({
  tracked,
  publishers,
}: {
  readonly tracked: readonly TrackedName[];
  readonly publishers: readonly Publisher[];
}): Reader {
  const lexicon = createLexicon(tracked);
  const originOf = createOriginReader(publishers, tracked);
  const secondary = new Set(tracked.filter((t) => t.scope !== 'company').map((t) => t.subject));

  return (item) => {
    const text = layOut(item);
    const hits = lexicon.scan(text.raw);
    const seen = hits.names.length > 0 ? weighAll(text, hits) : [];
    const published = item.published === null ? null : dayOf(item.published);
    const lang = readLanguage(item.lang, text.raw);
    if (seen.length === 0 && !speaksOfMarket(hits)) return silent(text, lang);
    const times = readFlatTimes(text.flat.slice(0, text.titleEnd + TIMES_READ), text.raw, published);
    const accepted = seen.filter((m) => m.decision === 'accept');
    const origin = originOf(text, item.publisher ?? null);
    const raw = readEvents(text, seen);
    const main = mainOf(text, accepted, secondary);
    const { relevant, reasons } = readRelevance(text, hits, accepted, accepted.length < seen.length, raw);
    const quiet = silenced(raw.events, accepted, relevant);
    const stance = stanceWith(origin, text, raw.stance);
    const events: readonly EventType[] = quiet ? ['other'] : raw.events;
    const claims = quiet || !relevant ? [] : readClaims(text, accepted, main, { ...raw, stance }, published, times);
    return {
      decision: decisionOf(accepted.length > 0 || relevant, seen.length > 0),
      relevant,
      providers: inOrder(text, seen, main).map(({ id, score, decision: d, evidence }) => ({
        id,
        score,
        decision: d,
        evidence,
      })),
      main,
      events,
      stance: quiet ? 'n/a' : stance,
      claims,
      lang,
      origin,
      reasons,
      fingerprint: fingerprintOf(
        text,
        hits,
        accepted,
        main,
        events,
        { stance, cues: raw.cues, origin },
        claims,
        published,
        times,
      ),
    };
  };
}
