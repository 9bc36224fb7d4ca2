import { expect, test } from 'vitest';
import { filesOf, picturesOf } from '../../../src/domain/attached.ts';
import type { Block, Line, Span, View, ViewFile } from '../../../src/domain/view.ts';
import type { ImageSource } from '../../../src/platforms/slack/pictures.ts';
import { plainText, renderView } from '../../../src/platforms/slack/render.ts';
import { PICTURE } from '../../peers/carrying.ts';
import { messageViolations } from '../../peers/slack/limits.ts';
import { fc } from '../../property.ts';

const violations = (view: View): unknown => {
  const { text, blocks } = renderView(view, 'fr');
  return messageViolations({ text, blocks });
};

const FILE: ViewFile = { name: 'a.md', type: 'text/markdown', label: 'A', text: 'a', path: null };
const words = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.constantFrom(
    '',
    ' ',
    '&',
    '<!channel>',
    '*bold*',
    '<http://evil|y>',
    ':bomb:',
    '\u202egnp',
    '\ud800',
    'é\n\n',
    '💥',
  ),
  fc.string({ maxLength: 20 }).map((piece) => `${piece}&<`.repeat(400)),
);
const urls = fc.constantFrom(
  'https://example.org/a?b=1&c=2',
  'javascript:alert(1)',
  'not a url',
  `https://x.org/${'y'.repeat(4000)}`,
  '',
);
const span: fc.Arbitrary<Span> = fc.oneof(
  words,
  fc.record({ text: words, url: fc.option(urls), strong: fc.boolean() }, { requiredKeys: ['text'] }),
);
const line: fc.Arbitrary<Line> = fc.array(span, { maxLength: 6 });
const block: fc.Arbitrary<Block> = fc.oneof(
  line.map((value): Block => ({ kind: 'text', line: value })),
  words.map((text): Block => ({ kind: 'heading', text })),
  fc
    .array(fc.record({ label: words, value: line }), { maxLength: 20 })
    .map((facts): Block => ({ kind: 'facts', facts })),
  fc.array(line, { maxLength: 120 }).map((items): Block => ({ kind: 'list', items })),
  fc
    .record({
      columns: fc.array(words, { maxLength: 24 }),
      rows: fc.array(fc.array(words, { maxLength: 24 }), { maxLength: 130 }),
    })
    .map((table): Block => ({ kind: 'table', ...table })),
  line.map((value): Block => ({ kind: 'note', line: value })),
  fc
    .record({ label: words, at: fc.oneof(words, fc.constant('2026-11-22T10:15:00.000Z')) })
    .map((time): Block => ({ kind: 'time', ...time })),
  fc.constant<Block>({ kind: 'divider' }),
  words.map((alt): Block => ({ kind: 'picture', picture: PICTURE, alt, path: null })),
  fc
    .array(fc.record({ name: words, label: words }), { maxLength: 12 })
    .map((files): Block => ({ kind: 'files', files: files.map((file) => ({ ...FILE, ...file })) })),
  fc
    .array(
      fc.record({
        label: words,
        line: words,
        form: fc.boolean(),
        style: fc.constantFrom('primary' as const, 'danger' as const),
      }),
      { maxLength: 60 },
    )
    .map((buttons): Block => ({ kind: 'buttons', buttons })),
);
const anyView: fc.Arbitrary<View> = fc.record(
  {
    title: words,
    tone: fc.constantFrom('neutral' as const, 'good' as const, 'warn' as const, 'bad' as const, 'rumour' as const),
    url: fc.option(urls),
    blocks: fc.array(block, { maxLength: 70, size: 'max' }),
  },
  { requiredKeys: ['title', 'tone', 'blocks'] },
);

test('whatever the View holds, Slack would take the message', () => {
  const source = fc.constantFrom<ImageSource | null>(
    null,
    { image_url: 'https://vigie.example/p.png' },
    { slack_file: { id: 'F012345678' } },
  );
  fc.assert(
    fc.property(anyView, source, words, (view, image, note) => {
      const images = new Map(image === null ? [] : picturesOf(view).map((block) => [block, image]));
      const links = new Map(image === null ? [] : filesOf(view).map((file) => [file, 'https://vigie.example/f']));
      const { text, blocks } = renderView(view, 'fr', { images, given: { links, note } });
      expect(messageViolations({ text, blocks })).toEqual([]);
      expect(violations(view)).toEqual([]);
    }),
    { numRuns: 60, endOnFailure: true },
  );
});

test('nothing of a hostile title can act', () => {
  const title = '<!channel> *x* <http://evil|y> @everyone :bomb: <@U123>';
  for (const url of [null, 'https://example.org/news']) {
    const { text, blocks } = renderView({ title, tone: 'bad', url, blocks: [{ kind: 'note', line: [title] }] }, 'en');
    const drawn = JSON.stringify(blocks);
    expect(text).toContain('&lt;!channel&gt;');
    expect(`${text}${drawn}`).not.toContain('<!channel>');
    expect(`${text}${drawn}`).not.toContain('<@U123>');
    expect(drawn).not.toContain('mrkdwn');
    expect(messageViolations({ text, blocks })).toEqual([]);
  }
});

test('links lead only to http and https; others keep their words', () => {
  const { blocks } = renderView(
    {
      title: 'T',
      tone: 'neutral',
      blocks: [
        {
          kind: 'text',
          line: [{ text: 'good', url: 'https://a.example/x' }, ' ', { text: 'bad', url: 'javascript:alert(1)' }],
        },
      ],
    },
    'en',
  );
  expect(blocks[1]).toEqual({
    type: 'rich_text',
    elements: [
      {
        type: 'rich_text_section',
        elements: [
          { type: 'link', url: 'https://a.example/x', text: 'good' },
          { type: 'text', text: ' ' },
          { type: 'text', text: 'bad' },
        ],
      },
    ],
  });
});

test('a View too long is cut with a mark in the language asked for, and its buttons stay', () => {
  const long: View = {
    title: 'Long',
    tone: 'neutral',
    blocks: [
      ...Array.from({ length: 200 }, (_, i): Block => ({ kind: 'text', line: [`Line ${i} ${'word '.repeat(40)}`] })),
      { kind: 'buttons', buttons: [{ label: 'Next', line: 'page t 2' }] },
    ],
  };
  const { blocks } = renderView(long, 'fr');
  const drawn = JSON.stringify(blocks);
  expect(drawn).toContain('Line 0');
  expect(drawn).not.toContain('Line 199');
  expect(drawn).toContain('Slack n’affiche pas davantage');
  expect(drawn).toContain('page t 2');
  expect(drawn.indexOf('Slack n’affiche')).toBeLessThan(drawn.indexOf('page t 2'));
});

test('many short lines all fit into one message', () => {
  const blocks = Array.from({ length: 120 }, (_, i): Block => ({ kind: 'text', line: [`Line ${i}`] }));
  const { blocks: drawn } = renderView({ title: 'Many', tone: 'neutral', blocks }, 'en');
  expect(drawn.length).toBeLessThanOrEqual(50);
  expect(JSON.stringify(drawn)).toContain('"Line 119"');
});

test('the first table is a table, the second a list, both with every cell', () => {
  const table = (name: string): Block => ({ kind: 'table', columns: ['Offer', 'Until'], rows: [[name, '2028-05-01']] });
  const { blocks } = renderView({ title: 'T', tone: 'neutral', blocks: [table('Bleu'), table('S3NS')] }, 'en');
  expect(blocks.map(({ type }) => type)).toEqual(['header', 'table', 'rich_text']);
  expect(JSON.stringify(blocks[2])).toContain('Until: 2028-05-01');
});

test('a heading stands in one block with the lines under it', () => {
  const view: View = {
    title: 'T',
    tone: 'neutral',
    blocks: [
      { kind: 'heading', text: 'H' },
      { kind: 'list', items: [['one']] },
      { kind: 'heading', text: 'I' },
      { kind: 'divider' },
      { kind: 'facts', facts: [{ label: 'Until', value: ['2028'] }] },
    ],
  };
  const { blocks } = renderView(view, 'fr');
  expect(blocks.map(({ type }) => type)).toEqual(['header', 'rich_text', 'rich_text', 'divider', 'rich_text']);
  expect(blocks[1]).toMatchObject({ elements: [{ type: 'rich_text_section' }, { type: 'rich_text_list' }] });
  // Labels end as the language ends them.
  expect(JSON.stringify(blocks[4])).toContain('Until : ');
});

test('numbers and references of the items’ own take the place of bullets', () => {
  const draw = (items: Span[][]) =>
    renderView({ title: '', tone: 'neutral', blocks: [{ kind: 'list', items }] }, 'en').blocks;
  expect(
    draw([
      ['6. ', 'six'],
      ['7. ', 'seven'],
    ]),
  ).toMatchObject([{ elements: [{ type: 'rich_text_list', style: 'ordered', offset: 5, elements: [{}, {}] }] }]);
  expect(draw([['[1] ', 'Orange'], ['and 3 more']])).toMatchObject([
    { elements: [{ type: 'rich_text_section', elements: [{}, { text: 'Orange' }, { text: '\n' }, {}] }] },
  ]);
});

test('the words of links stand as they were written; a line of our own does not wrap before a dot or a mark', () => {
  const line: Span[] = [{ text: 'S3NS · « oui »', url: 'https://news.example/1' }, ' · officiel [1][2]'];
  const { blocks } = renderView({ title: 'A · B', tone: 'neutral', blocks: [{ kind: 'text', line }] }, 'fr');
  expect(blocks[0]).toMatchObject({ text: { text: 'A · B' } });
  expect(blocks[1]).toMatchObject({
    elements: [{ elements: [{ text: 'S3NS · « oui »' }, { text: '\u00a0· officiel\u00a0[1]\u2060[2]' }] }],
  });
});

test('a table past Slack’s own limits still shows all that fits, as a list', () => {
  const columns = Array.from({ length: 22 }, (_, i) => `c${i}`);
  const { blocks } = renderView(
    { title: 'T', tone: 'neutral', blocks: [{ kind: 'table', columns, rows: [columns] }] },
    'en',
  );
  expect(blocks[1]?.type).toBe('rich_text');
  expect(JSON.stringify(blocks[1])).toContain('c21: c21');
});

test('times are shown in the reader’s zone, with a fallback in UTC', () => {
  const { blocks } = renderView(
    { title: 'T', tone: 'neutral', blocks: [{ kind: 'time', label: 'Seen', at: '2026-11-22T10:15:00.000Z' }] },
    'en',
  );
  expect(JSON.stringify(blocks[1])).toContain('"timestamp":1795342500');
  expect(JSON.stringify(blocks[1])).toContain('2026-11-22 10:15 UTC');
});

test('a line too long for a button waits behind a token', () => {
  const line = `why ${'é'.repeat(2100)}`;
  const { blocks, held } = renderView(
    { title: 'T', tone: 'neutral', blocks: [{ kind: 'buttons', buttons: [{ label: 'B', line }] }] },
    'en',
  );
  const [[token, kept] = ['', '']] = [...held];
  expect(kept).toBe(line);
  expect(JSON.stringify(blocks)).toContain(token);
});

test('notifications say the View’s words, escaped', () => {
  const view: View = {
    title: 'A & B',
    tone: 'good',
    blocks: [{ kind: 'facts', facts: [{ label: 'Until', value: ['<2028>'] }] }],
  };
  expect(plainText(view, 'en')).toBe('A & B\nUntil: <2028>');
  expect(plainText(view, 'fr')).toBe('A & B\nUntil : <2028>');
  expect(renderView(view, 'en').text).toBe('A &amp; B\nUntil: &lt;2028&gt;');
});

test.each<[string, Block[]]>([
  ['more blocks than fit, none of which can be joined', Array.from({ length: 70 }, (): Block => ({ kind: 'divider' }))],
  ['more text than fits', Array.from({ length: 20 }, (): Block => ({ kind: 'text', line: ['word '.repeat(190)] }))],
  ['one list longer than fits', [{ kind: 'list', items: Array.from({ length: 60 }, () => ['& '.repeat(140)]) }]],
  [
    'thirty buttons',
    [{ kind: 'buttons', buttons: Array.from({ length: 30 }, (_, i) => ({ label: `B${i}`, line: `why ${i}` })) }],
  ],
  [
    'a table of 130 rows',
    [{ kind: 'table', columns: ['a'], rows: Array.from({ length: 130 }, (_, i) => [`row ${i}`]) }],
  ],
])('%s: Slack would take the message, and it is not empty', (_, blocks) => {
  const view: View = { title: 'T', tone: 'neutral', blocks };
  expect(violations(view)).toEqual([]);
  expect(renderView(view, 'en').blocks.length).toBeGreaterThan(1);
});
