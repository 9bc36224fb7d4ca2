import { describe, expect, test } from 'vitest';
import { loadReleased, recordOn } from '../../src/bot/released.ts';
import type { EvidencePack } from '../../src/domain/evidence.ts';
import { LANGS, type Lang } from '../../src/domain/language.ts';
import type { Statement } from '../../src/domain/statement.ts';
import { evidenceCsv } from '../../src/exports/evidence/csv.ts';
import {
  EVIDENCE_FORMATS,
  evidenceFiles,
  evidenceName,
  evidencePath,
  evidenceText,
} from '../../src/exports/evidence/evidence.ts';
import { evidenceData, evidenceJson } from '../../src/exports/evidence/json.ts';
import { evidenceMarkdown } from '../../src/exports/evidence/markdown.ts';
import { linkMarkdown, plainMarkdown } from '../../src/exports/evidence/text.ts';
import { messagesOf } from '../../src/messages/index.ts';
import { createRecord } from '../../src/record/record.ts';
import { fc } from '../property.ts';
import { PARTS, told } from '../record/dataset.ts';

const MADE = '2026-11-22';
const record = await recordOn(await loadReleased(), []);
const of = (id: string, knownOn: string | null = null): EvidencePack =>
  record.evidence(id, { asOf: knownOn ?? MADE, knownOn, recordedOn: null });
const markdown = (pack: EvidencePack, lang: Lang = 'fr') => evidenceMarkdown(pack, lang, messagesOf(lang), MADE);
const csv = (pack: EvidencePack, lang: Lang = 'fr') => evidenceCsv(pack, lang, messagesOf(lang));

/** Rows and cells of a CSV text, by the grammar of RFC 4180; throws on a text that it does not allow. */
function cellsOf(text: string, separator: string): string[][] {
  const cell = new RegExp(`(?:"((?:[^"]|"")*)"|([^"${separator}\\r\\n]*))(${separator}|\\r\\n)`, 'y');
  const body = text.replace(/^\ufeff/, '');
  const rows: string[][] = [];
  let row: string[] = [];
  while (cell.lastIndex < body.length) {
    const at = cell.lastIndex;
    const found = cell.exec(body);
    if (!found) throw new Error(`no cell at ${at}: ${body.slice(at, at + 40)}`);
    row.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? '');
    if (found[3] === separator) continue;
    rows.push(row);
    row = [];
  }
  return rows;
}

/** What is left of a page once everything that Vigie itself writes as Markdown is taken away. */
function leftOver(page: string): string {
  return page
    .replace(/^```text\n[^`]*\n```$/gm, '')
    .replace(/\\[\\`*_[\]<>|~$#+\-=.)]|`[^`\n]*`/g, '')
    .replace(/\[VIG-[0-9a-f]{12}\]\(#vig-[0-9a-f]{12}\)/g, '')
    .replace(/\[CC BY 4\.0\]\(<https:\/\/creativecommons\.org[^>]*>\)/g, '')
    .replace(/<https?:\/\/[^\s<>|`"]+>/g, '')
    .replace(/^(#{1,3} |> |\| | {2}- |- )/gm, '')
    .replace(/ \|( |$)/gm, '')
    .replace(/\*\*/g, '')
    .replace(/&amp;/g, '');
}

const HOSTILE = [
  '| cell | <script>alert(1)</script> [click](javascript:alert(1)) ![x](http://evil.example/a.png)',
  '# heading\n- list\n\n> quote\r\n```\ncode\n``` *bold* _under_ ~~gone~~ $x^2$ &lt;b&gt; <!-- out',
  '1. one `tick` ``two`` \\| \\` [ref]: http://evil.example',
  '- @everyone <@123> see https://evil.example/?a=1|b and www.evil.example or a@b.example :shipit: \u202egnorw\u0000\u2066',
  '=HYPERLINK("http://evil.example";"x")',
  '+1 -1 @x \t=2',
  '---',
  '```',
];
const ADDRESSES = [
  'javascript:alert(1)',
  'https://evil.example/a|b>c<d`e "f" \\g',
  'data:text/html,<b>x</b>',
  'http://user@evil.example/(x)[y]',
];

const hostile: readonly Statement[] = HOSTILE.map((text, i) =>
  told({
    body: {
      field: i % 2 === 0 ? 'note' : 'customer',
      ...(i % 2 === 0 ? { topic: text } : { name: text }),
    } as Statement['body'],
    text: { fr: text, en: text },
    source: {
      publisher: i % 3 === 0 ? 'evil' : 'ministry',
      url: ADDRESSES[i % ADDRESSES.length] ?? null,
      kind: 'official',
      origin: i % 2 === 0 ? 'evil' : null,
      via: text,
    },
  }),
);
const hostilePack = createRecord({
  ...PARTS,
  subjects: PARTS.subjects.map((s) =>
    s.id === 'acme/cloud' ? { ...s, name: 'A|c*me` <b>', summary: { fr: HOSTILE[0] ?? '', en: HOSTILE[1] ?? '' } } : s,
  ),
  publishers: [
    ...PARTS.publishers,
    {
      id: 'evil',
      name: '[E](vil) | <i>',
      owner: '`o`|',
      reliability: 'B',
      reason: HOSTILE[1] ?? '',
      aliases: [],
      hosts: [],
    },
  ],
  statements: hostile,
}).evidence('acme/cloud', { asOf: MADE, knownOn: null, recordedOn: null });

describe('the page', () => {
  test('of Bleu as known on 15 January 2026 tells J1, its exhibit, and the question in words', () => {
    const pack = of('bleu', '2026-01-15');
    const j1 = pack.exhibits.find((e) => e.statement.body.field === 'qualification' && e.statement.body.step === 'J1');
    const page = markdown(pack);
    const line = page.split('\n').find((one) => one.includes('J1 franchi')) ?? '';
    expect(line).toContain('non qualifié');
    expect(line).toContain(`[${j1?.citation}](#${j1?.citation.toLowerCase()})`);
    expect(page).toContain(`### ${j1?.citation}\n`);
    expect(page).toContain('**15 janvier 2026 (2026-01-15)**');
    expect(page).toContain(pack.id);
    expect(page).toContain('CC BY 4.0');
    expect(page).toMatch(/reconnu faux/);
    expect(page).toContain('evidence bleu --as-of 2026-01-15 --known-on 2026-01-15 --recorded-on 2026-11-21 --lang fr');
    expect(page).toContain('/preuve bleu au:2026-01-15 connu-le:2026-01-15 enregistre-le:2026-11-21');
    expect(markdown(pack, 'en')).toContain('/evidence bleu as-of:2026-01-15');
  });

  test('of a rumour says first that nothing is established', () => {
    const page = markdown(of('atos-aws'), 'en');
    const [before = '', after = ''] = page.split('Nothing is established about it');
    expect(before).not.toContain('**Availability**');
    expect(after).toContain('rumour');
    expect(page.split('## List of exhibits')[0]).not.toMatch(/\*\*(launched|on sale|qualified)/);
    expect(markdown(of('bleu'), 'en')).not.toContain('Nothing is established');
  });

  test('of a world in which nothing is known says so and lists nothing', () => {
    const nothing = record.evidence('bleu', { asOf: '2019-01-01', knownOn: '2019-01-01', recordedOn: '2019-01-01' });
    for (const lang of LANGS) {
      const page = markdown(nothing, lang).replaceAll('\u00a0', ' ');
      expect(page).toContain(messagesOf(lang).evidence.nothing.all);
      expect(page).toContain(messagesOf(lang).evidence.recordEmpty);
      expect(page).not.toMatch(/VIG-[0-9a-f]{12}/);
    }
  });

  test('says of what one source tells that it is one source, and of what two tell nothing', () => {
    const pack = of('bleu', '2026-01-15');
    const lines = markdown(pack, 'en').split('\n## List of exhibits')[0]?.split('\n') ?? [];
    const cited = (line: string) =>
      pack.exhibits.filter((e) => line.includes(`[${e.citation}]`) && !line.includes('(known to be wrong)'));
    let single = 0;
    for (const line of lines.filter((one) => /^ {0,2}- /.test(one) && one.includes('[VIG-'))) {
      const told = line.split(' · shown by')[0]?.split(' · replaced by')[0] ?? '';
      if (cited(told).length === 0) continue;
      const strong = cited(told).some((e) => e.weight === 'strong');
      const marked = /\((one sound source only|weak sources only|contested)\)/.test(told);
      expect([line, marked]).toEqual([line, !strong]);
      single += strong ? 0 : 1;
    }
    expect(single).toBeGreaterThan(3);
  });

  test('of a rule holds its dated facts as the answer, and claims no standing', () => {
    const page = markdown(of('secnumcloud'), 'en').split('## List of exhibits')[0] ?? '';
    expect(page).toMatch(/ {2}- 2016 · .*\[VIG-/);
    expect(page).not.toMatch(/Availability|says where it stands/);
    expect(markdown(of('thales'), 'en')).toContain(messagesOf('en').evidence.nothing.facts);
  });

  test('shows disputing sources side by side, and what is not stated of a decision', () => {
    const page = markdown(of('s3ns'), 'en');
    expect(page).toMatch(/\| {2}\| Position 1[^|]* \| Position 2/);
    const decided = markdown(of('outscale'), 'en');
    expect(decided).toMatch(/Valid until: 30 November 2026 \(2026-11-30\)/);
  });

  test.each(LANGS)(
    'in %s is sound for every subject: links lead to headings, tables are even, words are whole',
    (lang) => {
      for (const subject of record.subjects) {
        const pack = of(subject.id);
        const page = markdown(pack, lang);
        const headings = page.match(/^### VIG-[0-9a-f]{12}$/gm) ?? [];
        expect(new Set(headings).size).toBe(pack.exhibits.length);
        const targets = new Set(headings.map((heading) => heading.slice(4).toLowerCase()));
        for (const [, target] of page.matchAll(/\]\(#(vig-[0-9a-f]+)\)/g)) expect(targets.has(target ?? '')).toBe(true);
        for (const table of page.matchAll(/(?:^\|.*\n)+/gm)) {
          const widths = table[0]
            .trim()
            .split('\n')
            .map((line) => line.split(/(?<!\\)\|/).length);
          expect(new Set(widths).size).toBe(1);
        }
        expect(page).not.toMatch(/undefined|\[object|null|NaN/);
        expect(page.endsWith('\n') && !page.endsWith('\n\n')).toBe(true);
        if (lang === 'fr') expect(page).not.toMatch(/ [;?!»]/);
        expect(leftOver(page)).not.toMatch(/[<>[\]`|~]/);
      }
    },
  );

  test('lets nothing from outside act', () => {
    for (const lang of LANGS) {
      const page = markdown(hostilePack, lang);
      expect(leftOver(page)).not.toMatch(/[<>[\]`*|~$\\]|https?:|www\.|@/);
      expect(page.replace(/`[^`\n]*`/g, '')).not.toMatch(/(?<!\\)<(?!https?:\/\/)/);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: none may be left
      expect(page).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
      const starts = page.split('\n').filter((line) => /^(#|- |> |\||```|\d+\.|={3}|-{3})/.test(line));
      for (const line of starts) expect(line).not.toMatch(/^(# heading|- list|> quote|1\. one|---$)/);
      expect(page.match(/^#{1,2} /gm)?.length).toBe(markdown(hostilePack, lang).match(/^#{1,2} \S/gm)?.length);
      for (const table of page.matchAll(/(?:^\|.*\n)+/gm)) {
        const widths = table[0]
          .trim()
          .split('\n')
          .map((line) => line.split(/(?<!\\)\|/).length);
        expect(new Set(widths).size).toBe(1);
      }
    }
  });
});

test('any text becomes Markdown that shows it and does not act', () => {
  const alphabet = [...'ab1. -+=)(#*_[]<>`|~$&\\:/@!\n\t', 'https://', 'www.', '&amp;', '\u202e'];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...alphabet), { maxLength: 30 }), (parts) => {
      const text = plainMarkdown(parts.join(''));
      const inert = text.replace(/\\[\\`*_[\]<>|~$#+\-=.)]|`[^`]*`/g, '');
      expect(inert).not.toMatch(/[`*_[\]<>|~$#\\\n]|:\/\/|www\.|@/i);
      expect(inert.replaceAll('&amp;', '')).not.toContain('&');
      expect(text).not.toMatch(/^(?:[-+=]|\d+[.)](?:\s|$))/);
    }),
  );
});

test('a text without marks stays as it is, a version stays readable', () => {
  expect(plainMarkdown('Version 3.2, d’ici à 2026 (50 %).')).toBe('Version 3.2, d’ici à 2026 (50 %).');
  expect(plainMarkdown('3.2')).toBe('3.2');
  expect(plainMarkdown('2. then')).toBe('2\\. then');
});

test('only http and https become links', () => {
  expect(linkMarkdown('https://a.example/x?y=1&z=2')).toBe('<https://a.example/x?y=1&z=2>');
  expect(linkMarkdown('https://a.example/a b>c|d')).toBe('<https://a.example/a%20b%3Ec%7Cd>');
  for (const url of ['javascript:alert(1)', 'data:text/html,x', 'ftp://a.example', '//a.example', 'https://', ''])
    expect(linkMarkdown(url)).toBeNull();
});

describe('the sheet', () => {
  test.each([
    ['fr', ';'],
    ['en', ','],
  ] as const)('in %s has one row per exhibit, parted by %s, with ISO days', (lang, separator) => {
    const pack = of('bleu', '2026-01-15');
    const text = csv(pack, lang);
    expect(text.startsWith('\ufeff')).toBe(true);
    expect(text.endsWith('\r\n')).toBe(true);
    const [head = [], ...rows] = cellsOf(text, separator);
    expect(rows.length).toBe(pack.exhibits.length);
    const { columns } = messagesOf(lang).evidence;
    const column = (name: keyof typeof columns) => rows.map((row) => row[head.indexOf(columns[name])] ?? '');
    expect(new Set(head).size).toBe(head.length);
    expect(rows.every((row) => row.length === head.length)).toBe(true);
    expect(column('citation')).toEqual(pack.exhibits.map((e) => e.citation));
    expect(column('sentence')).toEqual(pack.exhibits.map((e) => e.statement.text[lang]));
    for (const name of ['validFrom', 'publicFrom', 'publicTo', 'recorded', 'asOf', 'knownOn'] as const)
      for (const day of column(name)) expect(day).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect(new Set(column('pack'))).toEqual(new Set([pack.id]));
  });

  test('holds no formula and stays rectangular, whatever the texts', () => {
    for (const [lang, separator] of [
      ['fr', ';'],
      ['en', ','],
    ] as const) {
      const rows = cellsOf(csv(hostilePack, lang), separator);
      expect(rows.length).toBe(hostile.length + 1);
      expect(new Set(rows.map((row) => row.length)).size).toBe(1);
      for (const cell of rows.flat()) expect(cell).not.toMatch(/^\s*[=+\-@\t\r]/);
      expect(rows.flat().some((cell) => cell.startsWith("'=HYPERLINK"))).toBe(true);
    }
  });
});

describe('the data', () => {
  test('holds the answer, every exhibit in both languages, and its form', () => {
    const pack = of('bleu', '2026-01-15');
    const data = JSON.parse(evidenceJson(pack, 'fr')) as ReturnType<typeof evidenceData>;
    expect(data).toEqual(JSON.parse(JSON.stringify(evidenceData(pack, 'fr'))));
    expect(data).toMatchObject({
      schema: 'vigie.evidence/1',
      id: pack.id,
      asOf: '2026-01-15',
      knownOn: '2026-01-15',
      recordedOn: null,
      license: 'CC BY 4.0',
    });
    expect(data.offers[0]?.qualification[0]).toMatchObject({ state: 'J1' });
    expect(data.exhibits.length).toBe(pack.exhibits.length);
    for (const e of data.exhibits) {
      expect(e.text.fr.length * e.text.en.length).toBeGreaterThan(0);
      expect(e.citation).toBe(`VIG-${e.statement.slice(0, 12)}`);
      expect(e.source.publisher).toHaveProperty('reason');
    }
    const ids = new Set(data.exhibits.map((e) => e.statement));
    expect(data.offers.flatMap((o) => o.commercial.sources).every((s) => ids.has(s.statement))).toBe(true);
  });

  test('has the same bytes whatever the order of the keys in the record', () => {
    const turned = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(turned);
      if (value === null || typeof value !== 'object') return value;
      return Object.fromEntries(
        Object.entries(value)
          .reverse()
          .map(([key, held]) => [key, turned(held)]),
      );
    };
    const due = { from: '2025-01-01', to: '2025-12-31' };
    const target = { ladder: 'qualification', scheme: 'SecNumCloud', rung: 'qualified' } as const;
    const promise = told({ body: { field: 'promise', target, bound: 'by', due } });
    const parts = { ...PARTS, statements: [...hostile, promise] };
    const other = turned(parts) as typeof parts;
    const world = { asOf: MADE, knownOn: null, recordedOn: null };
    for (const format of EVIDENCE_FORMATS) {
      const [a, b] = [parts, other].map((p) =>
        evidenceText(createRecord(p).evidence('acme/cloud', world), format, 'fr', messagesOf('fr'), MADE),
      );
      expect(a).toBe(b);
    }
  });
});

describe('the files', () => {
  test('are named by subject and day, and the web address asks the same question', () => {
    const pack = of('s3ns/premi3ns', '2026-01-15');
    expect(evidenceName(pack, 'md', messagesOf('fr'))).toBe('preuve-s3ns-premi3ns-2026-01-15.md');
    expect(evidenceName(pack, 'csv', messagesOf('en'))).toBe('evidence-s3ns-premi3ns-2026-01-15.csv');
    expect(evidencePath('s3ns/premi3ns', { ...pack, recordedOn: '2026-11-21' }, 'json', 'fr')).toBe(
      '/api/v1/evidence/s3ns/premi3ns.json?lang=fr&as-of=2026-01-15&known-on=2026-01-15&recorded-on=2026-11-21',
    );
    const files = evidenceFiles(pack, 'fr', messagesOf('fr'), MADE);
    expect(files.map((f) => f.type)).toEqual(['text/markdown', 'text/csv', 'application/json']);
    expect(files.map((f) => f.text)).toEqual([markdown(pack), csv(pack), evidenceJson(pack, 'fr')]);
  });

  test('depend on the day of making in one line only', () => {
    const pack = of('bleu');
    const lines = (made: string) => evidenceMarkdown(pack, 'fr', messagesOf('fr'), made).split('\n');
    const [a, b] = [lines('2026-11-22'), lines('2027-03-01')];
    expect(a.filter((line, i) => line !== b[i]).length).toBe(2);
  });
});
