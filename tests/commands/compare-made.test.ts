import { Keyv } from 'keyv';
import { describe, expect, test } from 'vitest';
import { askerOn } from '../../src/bot/asking.ts';
import { canonical, dayInWords } from '../../src/bot/released.ts';
import type { Lang } from '../../src/domain/language.ts';
import type { Statement, StatementBody } from '../../src/domain/statement.ts';
import { silentLog } from '../../src/log.ts';
import { createRecord } from '../../src/record/record.ts';
import { NOW, textOf } from '../asking/scene.ts';
import { LOCALISED, PARTS, told } from '../record/dataset.ts';

/** Three providers with one offer each, one of them with a second. */
const subjects = ['acme', 'bravo', 'carol'].flatMap((id) => {
  const name = id.slice(0, 1).toUpperCase() + id.slice(1);
  const about = { aliases: [], country: 'FR', summary: LOCALISED };
  const offer = (key: string) => ({
    id: `${id}/${key}`,
    kind: 'offer' as const,
    name: `${name} ${key}`,
    provider: id,
    ...about,
  });
  return [
    { id, kind: 'provider' as const, name, provider: null, ...about },
    offer('cloud'),
    ...(id === 'carol' ? [offer('vault')] : []),
  ];
});

const qualification = (
  step: Extract<StatementBody, { field: 'qualification' }>['step'],
  more: Partial<Extract<StatementBody, { field: 'qualification' }>> = {},
): StatementBody => ({
  field: 'qualification',
  scheme: 'SecNumCloud',
  step,
  scope: [],
  version: '3.2',
  decision: null,
  decided: null,
  announced: null,
  until: null,
  untilKind: 'unknown',
  ...more,
});

const of = (subject: string, body: StatementBody, more: Partial<Statement> = {}): Statement =>
  told({ subject, body, ...more });
const sold = (subject: string): Statement => of(subject, { field: 'commercial', status: 'launched' });

function asking(statements: readonly Statement[]) {
  const record = createRecord({ ...PARTS, subjects, statements });
  const asker = askerOn({
    record,
    store: () => Promise.reject(new Error('a comparison needs no store')),
    keyv: new Keyv(),
    clock: { now: () => NOW },
    log: silentLog,
    readDay: dayInWords,
    canonical,
  });
  return async (line: string, lang: Lang = 'en') => {
    const shown = await asker.line(line, {
      platform: 'terminal',
      lang,
      user: { id: 'u', mayManage: true },
      channel: null,
    });
    const said = shown.view.blocks.flatMap((b) =>
      b.kind === 'text' ? [b.line.map((s) => (typeof s === 'string' ? s : s.text)).join('')] : [],
    );
    return { shown, said, text: textOf(shown) };
  };
}

describe('what is said of qualifications', () => {
  test('three steps, each named for what it is', async () => {
    const ask = asking([
      of('acme/cloud', qualification('J1')),
      of('bravo/cloud', qualification('J0')),
      of('carol/cloud', qualification('filed')),
    ]);
    expect((await ask('compare acme bravo carol')).said).toContain(
      'None of them holds a SecNumCloud qualification; Acme cloud is at J1; Bravo cloud is at J0; Carol cloud has applied.',
    );
    expect((await ask('comparer acme bravo carol', 'fr')).said).toContain(
      'Qualification SecNumCloud : aucune ne l’a ; Acme cloud au jalon J1 ; Bravo cloud au jalon J0 ; dossier déposé pour Carol cloud.',
    );
  });

  test('all hold it in other versions: no mere “both”', async () => {
    const ask = asking([
      of('acme/cloud', qualification('qualified', { version: '3.1' })),
      of('bravo/cloud', qualification('qualified')),
    ]);
    expect((await ask('compare acme bravo')).said).toContain(
      'Both hold a SecNumCloud qualification: Acme cloud (3.1, since 1 January 2024) and Bravo cloud (3.2, since 1 January 2024).',
    );
  });

  test('whose ends first is not said where an end is unknown or both end alike', async () => {
    const until = { until: '2027-05-01', untilKind: 'stated' as const };
    const one = of('acme/cloud', qualification('qualified', until));
    for (const other of [{}, until]) {
      const { text } = await asking([one, of('bravo/cloud', qualification('qualified', other))])('compare acme bravo');
      expect(text).toContain('Both hold a SecNumCloud qualification.');
      expect(text).not.toContain('ends first');
    }
  });

  test('of three, whose ends first is not said where the end of one is unknown', async () => {
    const ending = (until: string) => qualification('qualified', { until, untilKind: 'stated' });
    const two = [of('acme/cloud', ending('2027-05-01')), of('bravo/cloud', ending('2028-05-01'))];
    const { text } = await asking([...two, of('carol/cloud', qualification('qualified'))])('compare acme bravo carol');
    expect(text).toContain('All 3 hold a SecNumCloud qualification.');
    const known = await asking([...two, of('carol/cloud', ending('2029-05-01'))])('compare acme bravo carol');
    expect(known.text).toContain('that of Acme cloud ends first, on 1 May 2027');
  });

  test('withdrawn and expired are no qualification, and the one left is the only one', async () => {
    const ask = asking([
      of('acme/cloud', qualification('qualified')),
      of('bravo/cloud', qualification('qualified')),
      of('bravo/cloud', qualification('withdrawn'), { valid: { from: '2025-02-01', to: null, precision: 'day' } }),
    ]);
    expect((await ask('compare acme bravo')).said).toContain(
      'Only Acme cloud holds a SecNumCloud qualification (3.2, since 1 January 2024); that of Bravo cloud was withdrawn.',
    );
  });

  test('a claim of one blog is no qualification', async () => {
    const blog = { publisher: 'blog', url: null, kind: 'press' as const, origin: null };
    const ask = asking([of('acme/cloud', qualification('qualified'), { source: blog }), sold('acme'), sold('bravo')]);
    const { text } = await ask('compare acme bravo');
    expect(text).not.toContain('holds a SecNumCloud');
    expect(text).not.toMatch(/\|?SecNumCloud qualified/);
  });

  test('two schemes: each in a sentence and in rows of its own', async () => {
    const ask = asking([
      of('acme/cloud', qualification('qualified')),
      of('bravo/cloud', qualification('qualified', { scheme: 'C5', version: null, scope: ['IaaS'] })),
    ]);
    const { said, text } = await ask('compare acme bravo');
    expect(said[0]).toBe(
      'Only Acme cloud holds a SecNumCloud qualification on record (3.2, since 1 January 2024); nothing is on record for Bravo cloud.',
    );
    expect(said[1]).toMatch(/^Only Bravo cloud holds a C5 qualification on record/);
    expect(text).toContain('C5: scope  IaaS');
  });
});

describe('what is said where states are alike', () => {
  test('the fields that differ by name, else that nothing does', async () => {
    const both = [sold('acme/cloud'), sold('bravo/cloud')];
    expect((await asking(both)('compare acme bravo')).said).toEqual([
      'Both are on sale.',
      'On what is on record they do not differ.',
    ]);
    const owner = of('acme', { field: 'owner', owner: 'Thales', share: { min: 51, max: 51 } });
    const { said, text } = await asking([...both, owner])('compare acme bravo');
    expect(said).toContain('They differ in owners.');
    expect(text).toContain('Thales (51%)');
  });

  test('a provider asked for by name stands for its foremost offer', async () => {
    const ask = asking([sold('acme/cloud'), sold('carol/vault'), of('carol/cloud', qualification('J1'))]);
    expect((await ask('compare acme carol')).text).toContain('Of Carol, Carol vault is shown');
    expect((await ask('compare acme carol/cloud')).text).toContain('Carol cloud is at J1');
  });
});

test('an offer in dispute shows both sides', async () => {
  const side = (owner: string, share: number, publisher: string) =>
    of(
      'acme',
      { field: 'owner', owner, share: { min: share, max: share } },
      {
        text: { fr: `${owner} à ${share} %`, en: `${owner} at ${share}%` },
        source: { publisher, url: null, kind: 'press', origin: null },
        dispute: 'share',
      },
    );
  const ask = asking([
    sold('acme/cloud'),
    sold('bravo/cloud'),
    side('Thales', 51, 'daily'),
    side('Thales', 60, 'gazette'),
  ]);
  const { text } = await ask('comparer acme bravo', 'fr');
  expect(text).toMatch(/Contesté .*Thales à (51|60) % \[\d\] \/ Thales à (51|60) % \[\d\]/);
});
