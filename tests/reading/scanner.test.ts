import { expect, test } from 'vitest';
import { CUES } from '../../src/reading/cues.ts';
import { flatten } from '../../src/reading/fold.ts';
import { createScanner } from '../../src/reading/scanner.ts';
import { RULES } from '../../src/reading/when-rules.ts';
import { fc } from '../property.ts';

/** What each pattern finds by itself from end to end. */
function plainly(sources: readonly string[], flat: string): string[] {
  return sources.flatMap((source, i) =>
    [...flat.matchAll(new RegExp(String.raw`(?<!\w)(?=\w)(?:${source})`, 'g'))].map((m) => `${i} ${m.index} ${m[0]}`),
  );
}
const scanned = (scan: ReturnType<typeof createScanner>, flat: string): string[] =>
  scan(flat).map(({ pattern, match }) => `${pattern} ${match.index} ${match[0]}`);

const WORDS =
  `S3NS OVHcloud obtient la qualification SecNumCloud certifiée HDS est désormais disponible general availability launches
  ouvre une région à Milan d'ici fin 2025 T4 H1 2026 au second semestre 12/05/2024 le 3 mars prochain l'année J1 jalon J0
  n'a pas encore l'offre, s'allie avec: partnership wins contract appel d'offres 1.000 ga is live in Q3'24 sous 18 mois
  STACKIT erhält C5-Testat bis Jahresende the end of the year d’achat ß 中 année-là in 6 months`.split(/\s+/);

test.each([
  ['cues', CUES.map((c) => c.source)],
  ['dates', RULES.map((r) => r.source)],
])('one pass over all %s finds what each pattern finds alone', (_, sources) => {
  const scan = createScanner(sources);
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...WORDS), { maxLength: 30 }), (words) => {
      const flat = flatten(words.join(' ').toLowerCase());
      expect(scanned(scan, flat).sort()).toEqual(plainly(sources, flat).sort());
    }),
    { numRuns: 300, seed: 7 },
  );
});

test('beginnings are read from classes, options and counts', () => {
  const sources = [
    String.raw`(?:la )?[rt]u?e{1,2}s?\d`,
    String.raw`\d{1,2}h`,
    String.raw`(?!non)no\w+`,
    'a.c',
    '(?:x|yy?)z',
  ];
  const scan = createScanner(sources);
  for (const flat of ['la rue4 te1 tees9', '12h 3h 123h', 'nous non nonce', 'abc a-c axx', 'xz yz yyz zz'])
    expect(scanned(scan, flat).sort()).toEqual(plainly(sources, flat).sort());
});
