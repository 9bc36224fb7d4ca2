import { describe, expect, test } from 'vitest';
import { loadReleased, recordOn } from '../../src/bot/released.ts';
import type { OfferAnswer } from '../../src/domain/answer.ts';
import { citationOf, type EvidencePack, type Exhibit } from '../../src/domain/evidence.ts';
import { addDays } from '../../src/domain/period.ts';
import type { AsOf, Statement } from '../../src/domain/statement.ts';
import { createRecord } from '../../src/record/record.ts';
import { fc } from '../property.ts';
import { PARTS, told } from './dataset.ts';

const released = await recordOn(await loadReleased(), []);
const on = (asOf: string, more: Partial<AsOf> = {}): AsOf => ({ asOf, knownOn: null, recordedOn: null, ...more });
const TODAY = on('2026-11-22');

const by = (publisher: string, kind: Statement['source']['kind'] = 'press', origin: string | null = null) => ({
  source: { publisher, url: `https://example.org/${publisher}`, kind, origin },
});
const launched = { body: { field: 'commercial', status: 'launched' } } as const;
const pack = (statements: readonly Statement[], id = 'acme/cloud', world = TODAY): EvidencePack =>
  createRecord({ ...PARTS, statements }).evidence(id, world);
const exhibit = (of: EvidencePack, statement: Statement): Exhibit => {
  const found = of.exhibits.find((e) => e.statement.id === statement.id);
  if (!found) throw new Error('no such exhibit');
  return found;
};

/** Every statement that an answer cites. */
function cited(o: OfferAnswer): string[] {
  const sources = [
    o.commercial.sources,
    o.company?.sources ?? [],
    ...[o.qualification, o.owners, o.facts, o.footnotes, o.promises].flatMap((part) => part.map((one) => one.sources)),
    ...o.disputes.flatMap((d) => d.positions.map((p) => p.sources)),
    o.promises.flatMap((p) => p.proof ?? []),
  ];
  return sources.flat().map((source) => source.statement);
}

describe('the released record', () => {
  test('no two statements share a citation', () => {
    const citations = released.statements.map((s) => citationOf(s.id));
    expect(citations.length).toBeGreaterThan(500);
    expect(new Set(citations).size).toBe(citations.length);
    for (const citation of citations) expect(citation).toMatch(/^VIG-[0-9a-f]{12}$/);
  });

  test.each(['2026-11-22', '2024-06-30', '2022-10-15'])(
    'on %s every statement that an answer cites is an exhibit of its pack',
    (day) => {
      for (const subject of released.subjects) {
        const { exhibits, offers } = released.evidence(subject.id, on(day, { knownOn: day }));
        const there = new Set(exhibits.map((e) => e.statement.id));
        for (const offer of offers) expect(cited(offer).filter((id) => !there.has(id))).toEqual([]);
        for (const e of exhibits) expect(e.statement.public.to <= day).toBe(true);
      }
    },
  );

  test('what was known of Bleu on 15 January 2026: J1 by an official source, the false certificate as false', () => {
    const { exhibits } = released.evidence('bleu', on('2026-01-15', { knownOn: '2026-01-15' }));
    const steps = exhibits.filter((e) => e.statement.body.field === 'qualification');
    const j1 = steps.filter((e) => e.statement.body.field === 'qualification' && e.statement.body.step === 'J1');
    expect(j1.map((e) => [e.weight, e.basis, e.begun])).toContainEqual(['strong', 'official', true]);
    expect(steps.filter((e) => e.weight === 'false').length).toBeGreaterThan(0);
    for (const e of steps.filter((one) => one.weight !== 'false'))
      expect(e.statement.body).not.toMatchObject({ step: 'qualified' });
    const sides = exhibits.filter((e) => e.against.length > 0);
    // Outweighed, so told and no more; its own entry names what stands against it.
    expect(sides.some((e) => e.weight === 'footnote' && e.against.length > 0)).toBe(true);
  });

  test('of the Atos and AWS cloud nothing is established', () => {
    const { exhibits } = released.evidence('atos-aws/trusted-cloud', TODAY);
    const own = exhibits.filter((e) => e.statement.subject === 'atos-aws/trusted-cloud');
    expect(own.length).toBeGreaterThan(8);
    expect(new Set(own.map((e) => e.weight))).toEqual(new Set(['footnote']));
  });

  test('a pack asked for again with the record as it was has the id it had', () => {
    for (const id of ['bleu', 's3ns', 'outscale', 'ovhcloud', 'numergy', 'health-data-hub']) {
      const first = released.evidence(id, TODAY);
      expect(released.evidence(id, { ...TODAY, recordedOn: released.latest }).id).toBe(first.id);
      expect(first.id).toMatch(/^VIGP-[0-9a-f]{16}$/);
    }
  });

  test('before the first day of recording there is nothing, and another subject has another id', () => {
    const empty = released.evidence('bleu', on('2020-01-01', { recordedOn: '2020-01-01' }));
    expect(empty).toMatchObject({ exhibits: [], latest: '' });
    expect(released.evidence('s3ns', on('2020-01-01', { recordedOn: '2020-01-01' })).id).not.toBe(empty.id);
  });
});

describe('what an exhibit weighs', () => {
  test('an official source, or two origins that owe each other nothing, establish', () => {
    const official = told({ ...launched });
    expect(exhibit(pack([official]), official)).toMatchObject({ weight: 'strong', basis: 'official', origins: 1 });
    const daily = told({ ...launched, ...by('daily') });
    const gazette = told({ ...launched, ...by('gazette') });
    expect(exhibit(pack([daily, gazette]), daily)).toMatchObject({
      weight: 'strong',
      basis: 'independent',
      origins: 2,
      alike: [citationOf(gazette.id)],
    });
  });

  test('one house, one quoted by the other, or a weak grade do not', () => {
    const daily = told({ ...launched, ...by('daily') });
    const weekly = told({ ...launched, ...by('weekly') });
    expect(exhibit(pack([daily, weekly]), daily)).toMatchObject({ weight: 'footnote', basis: 'single', origins: 1 });
    const quoting = told({ ...launched, ...by('gazette', 'press', 'daily') });
    const heard = exhibit(pack([daily, quoting]), quoting);
    expect(heard).toMatchObject({ weight: 'footnote', basis: 'single', origins: 1 });
    expect(heard.quoted?.name).toBe('Daily');
    const blog = told({ ...launched, ...by('blog') });
    expect(exhibit(pack([blog]), blog)).toMatchObject({ weight: 'footnote', basis: 'weak' });
    const nobody = told({ ...launched, ...by('nobody') });
    expect(exhibit(pack([nobody]), nobody)).toMatchObject({ basis: 'weak', publisher: null });
  });

  test('a later text that repeats a state bears it out; one that dates it earlier alone does not', () => {
    const official = told({ ...launched, valid: { from: '2024-01-15', to: null, precision: 'day' } });
    const later = told({ ...launched, ...by('daily'), valid: { from: '2025-03-01', to: null, precision: 'month' } });
    const earlier = told({ ...launched, ...by('daily'), valid: { from: '2022-03-01', to: null, precision: 'day' } });
    const all = pack([official, later, earlier]);
    expect(exhibit(all, later).weight).toBe('strong');
    expect(exhibit(all, earlier).weight).toBe('footnote');
  });

  test('a later claim of a qualification is a decision of its own', () => {
    const body = {
      field: 'qualification',
      scheme: 'SecNumCloud',
      step: 'qualified',
      scope: [],
      version: null,
      decision: null,
      decided: null,
      announced: null,
      until: null,
      untilKind: 'unknown',
    } as const;
    const official = told({ body, valid: { from: '2020-01-15', to: null, precision: 'day' } });
    const soon = told({ body, ...by('blog'), valid: { from: '2020-02-20', to: null, precision: 'day' } });
    const years = told({ body, ...by('blog'), valid: { from: '2024-02-20', to: null, precision: 'day' } });
    const all = pack([official, soon, years]);
    expect([exhibit(all, soon).weight, exhibit(all, years).weight]).toEqual(['strong', 'footnote']);
  });

  test('what is known to be wrong stays wrong, whoever tells it', () => {
    const wrong = told({ ...launched, false: true });
    const official = told({ ...launched });
    const all = pack([wrong, official]);
    expect(exhibit(all, wrong)).toMatchObject({ weight: 'false', alike: [], against: [] });
    expect(exhibit(all, official).alike).toEqual([]);
  });

  test('sides of a dispute name each other; the one that is established is not called contested', () => {
    const share = (owner: string, more: object) =>
      told({ subject: 'acme', body: { field: 'owner', owner, share: null }, dispute: 'who', ...more });
    const official = share('Orange', {});
    const press = share('Thales', by('daily'));
    const settled = pack([official, press], 'acme');
    expect(exhibit(settled, official)).toMatchObject({ weight: 'strong', against: [citationOf(press.id)] });
    expect(exhibit(settled, press)).toMatchObject({ weight: 'footnote', against: [citationOf(official.id)] });
    const weak = share('Orange', by('gazette'));
    const open = pack([weak, press], 'acme');
    expect(open.exhibits.map((e) => e.weight)).toEqual(['contested', 'contested']);
    expect(exhibit(pack([press], 'acme'), press)).toMatchObject({ weight: 'footnote', against: [] });
  });

  test('what tells of a later day is kept apart', () => {
    const later = told({ ...launched, valid: { from: '2024-06-01', to: null, precision: 'day' } });
    const { exhibits } = pack([later], 'acme/cloud', on('2024-05-01'));
    expect(exhibits.map((e) => e.begun)).toEqual([false]);
  });
});

describe('what a pack holds', () => {
  const ownState = told({ ...launched });
  const ofFirm = told({ subject: 'acme', body: { field: 'owner', owner: 'Orange', share: null } });
  const firmState = told({ subject: 'acme', body: { field: 'commercial', status: 'announced' } });

  test('an offer brings what its firm shares, and not the firm’s own ladders', () => {
    const subjects = (p: EvidencePack) => p.exhibits.map((e) => e.statement.id).sort();
    expect(subjects(pack([ownState, ofFirm, firmState]))).toEqual([ownState.id, ofFirm.id].sort());
    expect(subjects(pack([ownState, ofFirm, firmState], 'acme'))).toEqual(
      [ownState.id, ofFirm.id, firmState.id].sort(),
    );
  });

  test('its id says its content: any statement, grade or day changes it, what does not bear on it does not', () => {
    const plain = pack([ownState, ofFirm]);
    const unrelated = told({
      subject: 'other',
      body: { field: 'note', topic: 'x' },
      recorded: '2027-01-01',
    });
    const others = createRecord({
      ...PARTS,
      subjects: [
        ...PARTS.subjects,
        {
          id: 'other',
          kind: 'provider',
          name: 'Other',
          aliases: [],
          country: null,
          summary: { fr: '', en: '' },
          provider: null,
        },
      ],
      statements: [unrelated, ofFirm, ownState],
    });
    expect(others.evidence('acme/cloud', TODAY).id).toBe(plain.id);
    expect(others.evidence('acme/cloud', TODAY).exhibits).toEqual(plain.exhibits);

    const more = told({ ...launched, ...by('daily') });
    const ids = [
      plain.id,
      pack([ownState, ofFirm, more]).id,
      pack([ownState]).id,
      pack([ownState, ofFirm], 'acme').id,
      pack([ownState, ofFirm], 'acme/cloud', on('2026-11-21')).id,
      pack([ownState, ofFirm], 'acme/cloud', on('2026-11-22', { knownOn: '2026-11-22' })).id,
      createRecord({
        ...PARTS,
        publishers: PARTS.publishers.map((p) => (p.id === 'ministry' ? { ...p, reliability: 'B' as const } : p)),
        statements: [ownState, ofFirm],
      }).evidence('acme/cloud', TODAY).id,
    ];
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('an id that is no subject is refused', () => {
    expect(() => pack([], 'nobody')).toThrow('no subject');
  });
});

const day = fc.integer({ min: 0, max: 1200 }).map((n) => addDays('2022-01-01', n));
const body: fc.Arbitrary<Statement['body']> = fc.oneof(
  fc
    .constantFrom('announced' as const, 'launched' as const, 'abandoned' as const)
    .map((status) => ({ field: 'commercial' as const, status })),
  fc.constantFrom('Orange', 'Thales').map((owner) => ({ field: 'owner' as const, owner, share: null })),
  fc.constantFrom('a', 'b').map((topic) => ({ field: 'note' as const, topic })),
  fc.tuple(day, fc.nat(200)).map(([from, length]) => ({
    field: 'promise' as const,
    target: { ladder: 'commercial' as const, rung: 'launched' as const },
    bound: 'by' as const,
    due: { from, to: addDays(from, length) },
  })),
);
const statement: fc.Arbitrary<Statement> = fc
  .record({
    body,
    subject: fc.constantFrom('acme', 'acme/cloud'),
    from: day,
    precision: fc.constantFrom('day' as const, 'month' as const, 'year' as const),
    known: day,
    recorded: day,
    publisher: fc.constantFrom('ministry', 'daily', 'weekly', 'gazette', 'blog', 'nobody'),
    kind: fc.constantFrom('official' as const, 'press' as const, 'rumour' as const),
    untrue: fc.constantFrom(false, false, true),
    quarrel: fc.boolean(),
  })
  .map((s) =>
    told({
      body: s.body,
      subject: s.subject,
      valid: { from: s.from, to: null, precision: s.precision },
      public: { from: s.known, to: s.known },
      recorded: s.recorded,
      ...by(s.publisher, s.kind),
      ...(s.untrue ? { false: true } : {}),
      ...(s.quarrel ? { dispute: 'quarrel' } : {}),
    }),
  );

test('what is recorded later never changes a pack of an earlier recorded-on, however the record is ordered', () => {
  fc.assert(
    fc.property(
      fc.array(statement, { maxLength: 14 }),
      day,
      day,
      fc.constantFrom('acme', 'acme/cloud'),
      (all, at, asOf, id) => {
        const world = on(asOf, { recordedOn: at });
        // The earliest day on which the same statement was recorded stands.
        const then = all.filter((s) => s.recorded <= at);
        const known = new Set(then.map((s) => s.id));
        const later = all.filter((s) => s.recorded > at && !known.has(s.id));
        expect(pack([...later, ...then].reverse(), id, world)).toEqual(pack(then, id, world));
      },
    ),
  );
});

test('a citation names the same statement whatever else the record holds', () => {
  fc.assert(
    fc.property(fc.array(statement, { maxLength: 10 }), statement, (others, one) => {
      const alone = pack([one], 'acme').exhibits[0]?.citation;
      const among = pack([...others, one], 'acme').exhibits.find((e) => e.statement.id === one.id)?.citation;
      expect(among).toBe(alone);
      expect(alone).toBe(`VIG-${one.id.slice(0, 12)}`);
    }),
  );
});
