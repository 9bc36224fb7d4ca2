import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Statement } from '../../src/domain/statement.ts';
import { statementId } from '../../src/record/form/identity.ts';

/** The released dataset. */
export const RELEASED = fileURLToPath(new URL('../../dataset', import.meta.url));

/** Writes a dataset into a temporary folder, runs the work on it, and removes it. */
export async function withDataset<T>(
  files: Readonly<Record<string, string>>,
  work: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'vigie-record-'));
  try {
    for (const [name, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), text);
    }
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A statement with its id, from what a test cares about. */
export function told(parts: Partial<Omit<Statement, 'id'>> & Pick<Statement, 'body'>): Statement {
  const content = {
    subject: 'acme/cloud',
    text: { fr: 'dit', en: 'said' },
    valid: { from: '2024-01-01', to: null, precision: 'day' as const },
    public: { from: '2024-01-01', to: '2024-01-01' },
    source: { publisher: 'ministry', url: 'https://example.org/', kind: 'official' as const, origin: null },
    credibility: 2 as const,
    ...parts,
  };
  const { recorded = '2026-11-21', ...said } = content;
  return { id: statementId(said), recorded, ...said };
}

export const LOCALISED = { fr: 'Un fournisseur', en: 'A provider' };

/** A small world of one provider with one offer, and publishers of all sorts. */
export const PARTS = {
  subjects: [
    {
      id: 'acme',
      kind: 'provider' as const,
      name: 'Acme',
      aliases: [],
      country: 'FR',
      summary: LOCALISED,
      provider: null,
    },
    {
      id: 'acme/cloud',
      kind: 'offer' as const,
      name: 'Acme Cloud',
      aliases: [],
      country: 'FR',
      summary: LOCALISED,
      provider: 'acme',
    },
  ],
  publishers: [
    {
      id: 'ministry',
      name: 'Ministry',
      owner: null,
      reliability: 'A' as const,
      reason: 'official',
      aliases: [],
      hosts: [],
    },
    {
      id: 'daily',
      name: 'Daily',
      owner: 'Press Group',
      reliability: 'B' as const,
      reason: 'press',
      aliases: [],
      hosts: [],
    },
    {
      id: 'weekly',
      name: 'Weekly',
      owner: 'Press Group',
      reliability: 'B' as const,
      reason: 'press',
      aliases: [],
      hosts: [],
    },
    { id: 'gazette', name: 'Gazette', owner: null, reliability: 'B' as const, reason: 'press', aliases: [], hosts: [] },
    { id: 'blog', name: 'Blog', owner: null, reliability: 'D' as const, reason: 'blog', aliases: [], hosts: [] },
  ],
  tracked: [],
};
