import type { FactAnswer, OfferAnswer, PromiseAnswer, QualificationAnswer } from '../../../src/domain/answer.ts';
import { OUTCOMES, type Outcome } from '../../../src/domain/answer.ts';
import { keptFor } from '../../../src/domain/kept.ts';
import { LANGS, type Lang } from '../../../src/domain/language.ts';
import type { Statement } from '../../../src/domain/statement.ts';
import { foldName } from '../../../src/domain/text.ts';
import type { DatasetRecord } from '../../../src/queries.ts';

/** The statement behind a fact: its first source. */
function behind(fact: FactAnswer, record: Pick<DatasetRecord, 'statements'>): Statement | null {
  const { statements } = record;
  const all = keptFor(statements, 'by id', () => new Map(statements.map((s) => [s.id, s])));
  return all.get(fact.sources[0]?.statement ?? '') ?? null;
}

/** A text cut at the end of a clause or word, with a mark. */
export function shortened(text: string, most: number): string {
  const whole = text.trim().replace(/\.$/, '');
  if (whole.length <= most) return whole;
  const clause = /^(.{20,}?)(?:\s?[;:]\s|\s\()/.exec(whole)?.[1];
  if (clause !== undefined && clause.length <= most) return `${clause} …`;
  const cut = whole.slice(0, most);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), most / 2)).replace(/[\s,;:]+$/, '')} …`;
}

/**
 * What a fact is about, in a few words: the name the record keeps where the sentence of that language says it too
 * ("Microsoft Azure and Microsoft 365" is "Microsoft Azure et Microsoft 365"), else the sentence, shortened.
 */
export function shortFact(
  fact: FactAnswer,
  most: number,
  lang: Lang,
  and: (names: readonly string[]) => string,
  record: Pick<DatasetRecord, 'statements'>,
): string {
  const body = behind(fact, record)?.body;
  const name = body && 'name' in body ? body.name : null;
  if (name === null) return shortened(fact.text[lang], most);
  const pieces = name.split(/\s*(?:,|;|\band\b)\s*/).filter((piece) => piece !== '');
  const said = ` ${foldName(fact.text[lang]).replaceAll('-', ' ')} `;
  const all = pieces.every((piece) => said.includes(` ${foldName(piece).replaceAll('-', ' ')} `));
  // The record keeps names in English.
  const named = lang === 'en' ? name : and(pieces);
  return all ? named : shortened(fact.text[lang], most);
}

const FOREIGN_LAW = /CLOUD Act|FISA|extraterritorial|(?:American|US|U\.S\.) (?:law|legislation)/i;

/**
 * The facts that say which law an offer is under, or is held to be out of reach of: those the record keeps under that
 * head, else notes that speak of the laws in question.
 */
export function lawFacts(o: OfferAnswer, record: Pick<DatasetRecord, 'statements'>): FactAnswer[] {
  const notes = factsOf(o, 'note');
  const headed = notes.filter((fact) => {
    const body = behind(fact, record)?.body;
    return body?.field === 'note' && body.topic === 'jurisdiction';
  });
  return headed.length > 0 ? headed : notes.filter((fact) => LANGS.some((lang) => FOREIGN_LAW.test(fact.text[lang])));
}

/** The facts of one field, each wording once. */
export function factsOf(o: OfferAnswer, field: FactAnswer['field']): FactAnswer[] {
  return o.facts.filter((fact) => fact.field === field);
}

/** Notes on what somebody thinks or expects, and not on what happened. */
const THOUGHTS: readonly string[] = ['opinion', 'comment', 'watch', 'forecast', 'outlook', 'claim', 'position'];

/** The newest dated fact: an event, or where there is none a note that is more than an opinion. */
export function newestFact(o: OfferAnswer, record: Pick<DatasetRecord, 'statements'>): FactAnswer | null {
  const notes = factsOf(o, 'note').filter((fact) => {
    const body = behind(fact, record)?.body;
    return body?.field === 'note' && !THOUGHTS.includes(body.topic);
  });
  return factsOf(o, 'event')[0] ?? notes[0] ?? null;
}

/** The qualification of an offer in a scheme; null where nothing was ever said of it. */
export function inScheme(o: OfferAnswer, scheme: string): QualificationAnswer | null {
  return o.qualification.find((q) => q.scheme === scheme) ?? null;
}

/** The schemes that at least one of the offers has something to show in, SecNumCloud first. */
export function schemesIn(offers: readonly OfferAnswer[]): string[] {
  const schemes = offers.flatMap((o) => o.qualification.filter((q) => q.state !== 'none').map((q) => q.scheme));
  return [...new Set(schemes)].sort((a, b) => (a === 'SecNumCloud' ? -1 : b === 'SecNumCloud' ? 1 : a < b ? -1 : 1));
}

/** How many promises came to which outcome; those that only rule a time out are none. */
export function outcomeCounts(promises: readonly PromiseAnswer[]): Partial<Record<Outcome, number>> {
  const dated = promises.filter((p) => p.bound !== 'not-before');
  const counts = OUTCOMES.map((outcome) => [outcome, dated.filter((p) => p.outcome === outcome).length] as const);
  return Object.fromEntries(counts.filter(([, n]) => n > 0));
}
