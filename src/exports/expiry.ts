import type { ExpiringAnswer, Expiry } from '../domain/expiry.ts';
import { since, sources } from './offer.ts';

function expiryData(e: Expiry) {
  const q = e.qualification;
  return {
    id: e.subject,
    name: e.name,
    provider: e.provider,
    scheme: q.scheme,
    state: q.state,
    until: e.until,
    days: e.days,
    untilKind: q.untilKind,
    since: since(q.since),
    version: q.version,
    scope: q.scope,
    decision: q.decision,
    decided: q.decided,
    announced: q.announced,
    checked: q.checked,
    unchecked: e.unchecked,
    sources: sources(q.sources),
  };
}

/**
 * The ends of qualifications as programs read them. Days are ISO; `days` counts from the day asked about to `until`,
 * negative when it is past; `unchecked` counts from the last check to the day asked about.
 */
export function expiringData(answer: ExpiringAnswer) {
  return {
    within: answer.within,
    ending: answer.ending.map(expiryData),
    ended: answer.ended.map(expiryData),
    renewed: answer.renewed.map(expiryData),
    undated: answer.undated.map(expiryData),
    next: answer.next === null ? null : expiryData(answer.next),
    asOf: answer.asOf,
    knownOn: answer.knownOn,
    recordedOn: answer.recordedOn,
  };
}
