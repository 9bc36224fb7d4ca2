import { createHash } from 'node:crypto';
import type { Statement } from '../../domain/statement.ts';

function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value).filter(([, held]) => held !== undefined);
    return Object.fromEntries(
      entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, held]) => [key, canonical(held)]),
    );
  }
  return value;
}

/**
 * The id of a statement: 16 hex characters of the SHA-256 of everything it says. The day it was recorded is left out,
 * so that a released statement and the same statement approved in chat are one.
 */
export function statementId(content: Omit<Statement, 'id' | 'recorded'>): string {
  const { subject, body, text, valid, source, credibility, dispute } = content;
  const said = {
    subject,
    body,
    text,
    valid,
    public: content.public,
    source,
    credibility,
    false: content.false ?? false,
    dispute,
  };
  return createHash('sha256')
    .update(JSON.stringify(canonical(said)))
    .digest('hex')
    .slice(0, 16);
}
