import { describe, expect, test } from 'vitest';
import { markedWords, type StatementSearch } from '../../src/domain/search.ts';
import type { AsOf, Statement } from '../../src/domain/statement.ts';
import { plainLetters } from '../../src/domain/text.ts';
import { loadDataset } from '../../src/record/load.ts';
import { createRecord } from '../../src/record/record.ts';
import { fc } from '../property.ts';
import { PARTS, RELEASED, told } from './dataset.ts';

const TODAY: AsOf = { asOf: '2026-11-22', knownOn: null, recordedOn: null };
const released = createRecord(await loadDataset(RELEASED));

/** A search over made-up statements; `find` gives the sentences, best first. */
const over = (statements: readonly Statement[]) => {
  const record = createRecord({ ...PARTS, statements });
  const search = (text: string, more: Partial<StatementSearch> = {}) =>
    record.search({ ...TODAY, text, limit: 50, ...more });
  return { search, find: (text: string) => search(text).hits.map((hit) => hit.exhibit.statement.text.fr) };
};

const note = (fr: string, more: Partial<Statement> = {}): Statement =>
  told({ body: { field: 'note', topic: 'x' }, text: { fr, en: `Told: ${fr}` }, ...more });

describe('what a question finds', () => {
  const { search, find } = over([
    note('L’hébergeur a été qualifié en 2025.'),
    note('Les hébergeurs attendent la qualification 3.2 du cadre.'),
    note('Le cloud de confiance attend.'),
    note('La confiance dans le cloud baisse.'),
    note('Cloudwatt s’arrête, 10 000 serveurs sont revendus.'),
    told({
      body: { field: 'owner', owner: 'Thales', share: null },
      text: { fr: 'Il en détient la majorité.', en: 'It holds the majority of it.' },
      valid: { from: '2023-12-17', to: null, precision: 'day' },
    }),
  ]);

  test.each([
    ['qualifiées 2025', 'L’hébergeur a été qualifié en 2025.'],
    ['HÉBERGEUR 2025', 'L’hébergeur a été qualifié en 2025.'],
    ['"cloud de confiance"', 'Le cloud de confiance attend.'],
    ['« clouds de confiance »', 'Le cloud de confiance attend.'],
    ['majority', 'Il en détient la majorité.'],
    ['thales', 'Il en détient la majorité.'],
    ['actionnaire', 'Il en détient la majorité.'],
    ['2023', 'Il en détient la majorité.'],
    ['2023-12', 'Il en détient la majorité.'],
    ['2023-12-17', 'Il en détient la majorité.'],
    ['17 décembre 2023', 'Il en détient la majorité.'],
    ['december 2023', 'Il en détient la majorité.'],
    ['10 000 serveurs', 'Cloudwatt s’arrête, 10 000 serveurs sont revendus.'],
    ['serv', 'Cloudwatt s’arrête, 10 000 serveurs sont revendus.'],
    ['revend* serveur', 'Cloudwatt s’arrête, 10 000 serveurs sont revendus.'],
  ])('%s', (text, sentence) => {
    expect(find(text)).toEqual([sentence]);
    expect(search(text).mode).toBe('all');
  });

  test('figures that belong together are found together', () => {
    expect(find('3.2')).toEqual(['Les hébergeurs attendent la qualification 3.2 du cadre.']);
    expect(search('2.3').total).toBe(0);
  });

  test('a sequence does not reach from one text into the next', () => {
    expect(search('"en 2025"').total).toBe(1);
    expect(search('"2025 told"').mode).toBe('none');
  });

  test('words out of order are no sequence', () => {
    expect(find('confiance cloud')).toHaveLength(2);
    expect(search('"confiance cloud"').mode).toBe('none');
  });

  test('a whole word comes before longer ones that begin like it', () => {
    expect(
      over([
        note('Un portail ouvre.', { valid: { from: '2024-06-01', to: null, precision: 'day' } }),
        note('Un port ouvre.'),
        note('Une portée est ouverte.', { valid: { from: '2024-06-01', to: null, precision: 'day' } }),
      ]).find('port')[0],
    ).toBe('Un port ouvre.');
  });

  test('every name of the subject finds what is said of it', () => {
    expect(search('acme').total).toBe(6);
    expect(search('acme/cloud majorité').total).toBe(1);
  });

  test('the publisher finds what it said', () => {
    expect(search('ministry hébergeur').total).toBe(2);
  });

  test('where nothing has all words, what has most comes first, and it is said', () => {
    const found = search('hébergeur qualifié zzz');
    expect(found.mode).toBe('any');
    expect(found.hits[0]?.exhibit.statement.text.fr).toBe('L’hébergeur a été qualifié en 2025.');
    expect(found.missing).toEqual([{ word: 'zzz', nearest: [] }]);
  });

  test('having more of the question counts for more than having its rarest word', () => {
    const common = [1, 2, 3, 4, 5, 6].map((n) => note(`Le site de Lyon ouvre, numéro ${n}.`));
    const { hits } = over([...common, note('Un tramway.'), note('Tramway, tramway, tramway.')]).search(
      'lyon site tramway zzz',
    );
    expect(hits[0]?.exhibit.statement.text.fr).toContain('Lyon');
    expect(hits.at(-1)?.exhibit.statement.text.fr.toLowerCase()).toContain('tramway');
  });

  test('a slip of the keys gets the nearest words that exist', () => {
    expect(search('hébregeur').missing).toEqual([{ word: 'hébregeur', nearest: ['hébergeur'] }]);
    expect(search('cloudwat*').missing).toEqual([]);
  });

  test('nothing but marks finds nothing', () => {
    expect(search('… ?! «»')).toMatchObject({ hits: [], total: 0, mode: 'none', terms: [] });
  });

  test('words that say nothing are looked for where there are no others', () => {
    expect(find('en la')).toEqual(['Il en détient la majorité.']);
    expect(search('"dans le" cloud').total).toBe(1);
    expect(find('la en majorité')).toEqual(['Il en détient la majorité.']);
  });
});

describe('one assertion', () => {
  const same = (publisher: string, more: Partial<Statement> = {}) =>
    note('Acme ouvre un site à Lyon.', {
      source: { publisher, url: null, kind: publisher === 'ministry' ? 'official' : 'press', origin: null },
      ...more,
    });

  test('told by several sources it is one hit, the best source first', () => {
    const { search } = over([same('blog'), same('ministry'), same('daily')]);
    const found = search('Lyon');
    expect(found.total).toBe(1);
    const [hit] = found.hits;
    expect(hit?.exhibit.statement.source.publisher).toBe('ministry');
    expect(hit?.exhibit.weight).toBe('strong');
    expect(hit?.also.map((e) => e.statement.source.publisher).sort()).toEqual(['blog', 'daily']);
  });

  test('of another subject it is another, and so is one known to be wrong', () => {
    const { search } = over([same('ministry'), same('blog', { false: true }), same('daily', { subject: 'acme' })]);
    const found = search('Lyon');
    expect(found.total).toBe(3);
    expect(found.hits.map((hit) => hit.exhibit.weight).sort()).toEqual(['false', 'footnote', 'strong']);
    expect(found.firms).toEqual([{ id: 'acme', hits: 3 }]);
  });

  test('of two that fit alike the newer comes first', () => {
    const at = (year: number) =>
      note(`Acme ouvre un site numéro ${year}.`, { valid: { from: `${year}-05-01`, to: null, precision: 'day' } });
    expect(over([at(2022), at(2025), at(2023)]).find('site numéro')).toEqual([
      'Acme ouvre un site numéro 2025.',
      'Acme ouvre un site numéro 2023.',
      'Acme ouvre un site numéro 2022.',
    ]);
  });

  test('a subject narrows to itself and its offers', () => {
    const { search } = over([same('ministry'), same('daily', { subject: 'acme' })]);
    expect(search('Lyon', { subject: 'acme' }).total).toBe(2);
    expect(search('Lyon', { subject: 'acme/cloud' }).total).toBe(1);
    expect(() => search('Lyon', { subject: 'nobody' })).toThrow('nobody');
  });

  test('a limit cuts the hits, not the count', () => {
    const found = over([same('ministry'), same('daily', { subject: 'acme' })]).search('Lyon', { limit: 1 });
    expect(found.hits).toHaveLength(1);
    expect(found.total).toBe(2);
  });
});

describe('a world', () => {
  const { search } = over([
    note('Acme parle de Lyon tôt.', {
      public: { from: '2024-01-01', to: '2024-01-01' },
      recorded: '2024-02-01',
    }),
    note('Acme parle de Lyon tard.', {
      valid: { from: '2025-01-01', to: null, precision: 'day' },
      public: { from: '2025-03-01', to: '2025-03-31' },
      recorded: '2026-01-01',
    }),
  ]);
  test.each([
    [{}, 2],
    [{ asOf: '2024-06-30' }, 1],
    [{ knownOn: '2025-03-30' }, 1],
    [{ knownOn: '2025-03-31' }, 2],
    [{ recordedOn: '2025-12-31' }, 1],
    [{ recordedOn: '2024-01-31' }, 0],
  ])('%j has %i', (world, total) => {
    expect(search('Lyon', world).total).toBe(total);
  });

  test('what it does not have is proposed by no correction', () => {
    expect(search('tords', { asOf: '2024-06-30' }).missing).toEqual([{ word: 'tords', nearest: [] }]);
  });
});

test('the words that were asked for are marked, and nothing is lost', () => {
  expect(markedWords('L’hébergeur, qualifié.', ['qualifi'])).toEqual([
    { text: 'L’hébergeur, ', found: false },
    { text: 'qualifié', found: true },
    { text: '.', found: false },
  ]);
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.array(fc.string()), (text, terms) => {
      expect(
        markedWords(text, terms)
          .map((run) => run.text)
          .join(''),
      ).toBe(text);
    }),
  );
});

describe('the released record', () => {
  const all = released.statements.filter((s) => s.valid.from <= TODAY.asOf);

  test('every statement is found by any three words of its sentence', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...all),
        fc.constantFrom('fr' as const, 'en' as const),
        fc.nat(),
        (statement, lang, n) => {
          const words = statement.text[lang].split(/\s+/).filter((word) => word !== '');
          const at = words.length <= 3 ? 0 : n % (words.length - 2);
          const text = words.slice(at, at + 3).join(' ');
          if (!/[\p{L}\p{N}]/u.test(text)) return;
          const found = released.search({ ...TODAY, asOf: '2030-01-01', text, limit: 2_000 });
          expect(found.mode, text).toBe('all');
          const ids = found.hits.flatMap((hit) => [hit.exhibit, ...hit.also].map((e) => e.statement.id));
          expect(ids, text).toContain(statement.id);
        },
      ),
      { numRuns: 400 },
    );
  });

  test('for plain words it agrees with reading every statement', () => {
    const assertion = (s: Statement): string => JSON.stringify([s.subject, s.false ?? false, s.text.fr]);
    const words = ['azure', 'hyperscaler', 'anthos', 'kubernetes', 'vmware', 'amsterdam', 'capgemini'];
    for (const word of words) {
      const naive = new Set(
        all
          .filter((s) => {
            const subject = released.subject(s.subject);
            const firm = subject?.provider ? released.subject(subject.provider) : null;
            const names = [subject, firm].flatMap((one) => (one ? [one.id, one.name, ...one.aliases] : []));
            const publisher = released.publisher(s.source.publisher)?.name ?? '';
            const said = [s.text.fr, s.text.en, ...names, publisher, JSON.stringify(Object.values(s.body))].join('\n');
            return (plainLetters(said).match(/[\p{L}\p{N}]+/gu) ?? []).some((one) => one.startsWith(word));
          })
          .map(assertion),
      );
      const found = released.search({ ...TODAY, text: word, limit: 2_000 });
      const ids = new Set(found.hits.map((hit) => assertion(hit.exhibit.statement)));
      expect([...ids].sort(), word).toEqual([...naive].sort());
      expect(naive.size, word).toBeGreaterThan(0);
    }
  });
});

test('neither the order of statements nor what the world leaves out changes an answer', () => {
  const words = ['bleu', 'retard', 'cloud', 'qualifié', 'site', 'lyon', '2025', 'hébergeur'];
  const statement = fc
    .tuple(
      fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 2020, max: 2026 }),
      fc.constantFrom('acme', 'acme/cloud'),
      fc.constantFrom('ministry', 'daily', 'blog'),
    )
    .map(([said, year, subject, publisher]) =>
      note(said.join(' '), {
        subject,
        recorded: `${year}-06-01`,
        valid: { from: `${year}-01-01`, to: null, precision: 'day' },
        public: { from: `${year}-01-01`, to: `${year}-01-01` },
        source: { publisher, url: null, kind: 'press', origin: null },
      }),
    );
  fc.assert(
    fc.property(
      fc
        .array(statement, { maxLength: 25 })
        .chain((s) => fc.tuple(fc.constant(s), fc.shuffledSubarray(s, { minLength: s.length }))),
      fc.array(fc.constantFrom(...words, 'zzz'), { minLength: 1, maxLength: 3 }),
      fc.integer({ min: 2020, max: 2026 }),
      ([all, shuffled], asked, year) => {
        const world = { recordedOn: `${year}-12-31` };
        const text = asked.join(' ');
        const [whole, before] = [over(all), over(shuffled.filter((s) => s.recorded <= world.recordedOn))];
        expect(before.search(text, world)).toEqual(whole.search(text, world));
      },
    ),
    { numRuns: 200 },
  );
});
