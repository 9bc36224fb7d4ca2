import { expect, test } from 'vitest';
import { LANGS } from '../../../src/domain/language.ts';
import type { Block, Button, Span, View } from '../../../src/domain/view.ts';
import { attachmentsOf, carry } from '../../../src/platforms/discord/carry.ts';
import { modalOf } from '../../../src/platforms/discord/forms.ts';
import { readCustomId, renderView } from '../../../src/platforms/discord/render.ts';
import { escapeLabel, escapeMarkdown, unescapeMarkdown } from '../../../src/platforms/discord/text.ts';
import { PICTURE } from '../../peers/carrying.ts';
import { attachmentBreaches, partBreaches } from '../../peers/discord/attachments.ts';
import { breachesOf } from '../../peers/discord/rules.ts';
import { brokenPainter, pixelPainter } from '../../peers/painter.ts';
import { fc } from '../../property.ts';
import { view } from './fake-asker.ts';

const HOSTILE =
  '**x** @everyone [y](http://evil.example) <@1> `a` # h > q - l ||s|| ~~t~~ _u_ :smile: <t:1:R> https://evil.example';

/** What would act in Discord: the signs that stand there unescaped. */
function active(markdown: string): string[] {
  const bare = markdown.replace(/\\[^0-9A-Za-z\s]/g, '·');
  return [/[*_~`|<>[\]]/, /:\/\//, /:[\w+-]+:/, /@(?:everyone|here)/, /^\s*(?:#|-|\+|\d+[.)])/m]
    .filter((sign) => sign.test(bare))
    .map(String);
}

test('markup of the outside does not act anywhere, and reads as it was written', () => {
  const message = renderView(view(HOSTILE, [{ kind: 'text', line: [HOSTILE] }]), 'en');
  const embed = message.embeds[0];
  for (const text of [embed?.title, embed?.description]) {
    expect(active(text ?? '')).toEqual([]);
    expect(unescapeMarkdown(text ?? '')).toBe(HOSTILE);
  }
  expect(message.allowed_mentions).toEqual({ parse: [] });
});

test('no text of the outside acts, whatever it is', () => {
  const nasty = fc.array(
    fc.constantFrom(...'*_~`|<>[]()#-+>@:\\/.1 \n', 'everyone', 'here', 'https://e.x', '<@1>', '```', '\\', 'a', '-# '),
    { maxLength: 30 },
  );
  fc.assert(
    fc.property(nasty, (parts) => {
      const made = renderView(view(parts.join(''), [{ kind: 'text', line: [parts.join('')] }]), 'fr');
      expect(
        made.embeds.flatMap((embed) => [...active(embed.title ?? ''), ...active(embed.description ?? '')]),
      ).toEqual([]);
    }),
    { numRuns: 400 },
  );
});

test.for<[string, (text: string) => Block]>([
  ['heading', (text) => ({ kind: 'heading', text })],
  ['fact label', (text) => ({ kind: 'facts', facts: [{ label: text, value: ['x'] }] })],
  ['fact value', (text) => ({ kind: 'facts', facts: [{ label: 'x', value: [text] }] })],
  ['strong', (text) => ({ kind: 'text', line: [{ text, strong: true }] })],
  ['link', (text) => ({ kind: 'text', line: [{ text, url: 'https://example.org/' }] })],
  ['list', (text) => ({ kind: 'list', items: [[text]] })],
  ['table', (text) => ({ kind: 'table', columns: ['a', text], rows: [[text, text]] })],
  ['note', (text) => ({ kind: 'note', line: [text] })],
  ['time', (text) => ({ kind: 'time', label: text, at: '2026-11-22T10:00:00.000Z' })],
])('in a %s only our own markup stands', ([place, make]) => {
  const draw = (text: string) => renderView(view('t', [make(text)]), 'fr').embeds[0]?.description;
  const skeleton = draw('QQQ');
  expect(skeleton).toContain('QQQ');
  const escaped = place === 'link' ? escapeLabel(HOSTILE) : escapeMarkdown(HOSTILE);
  expect(draw(HOSTILE)).toBe(skeleton?.replaceAll('QQQ', () => escaped));
});

test('only web addresses of spans become links', () => {
  const line: Span[] = [
    { text: 'bon [lien]', url: 'https://example.org/a_(b)' },
    ' ',
    { text: 'js', url: 'javascript:alert(1)' },
    ' ',
    { text: 'masqué', url: 'https://bank.example@evil.example/' },
    ' ',
    { text: 'fort', strong: true },
  ];
  const [embed] = renderView(view('t', [{ kind: 'text', line }], { url: 'ftp://example.org' }), 'fr').embeds;
  expect(embed?.description).toBe('[bon \\[lien\\]](https://example.org/a_%28b%29) js masqué **fort**');
  expect(embed?.url).toBeUndefined();
});

test('an address in the words of a link does not keep it from being one', () => {
  const draw = (text: string, url: string) =>
    renderView(view('t', [{ kind: 'text', line: [{ text, url }] }]), 'fr').embeds[0]?.description ?? '';
  // As Discord decides it: words in which an address is seen are shown as they are written, brackets and all.
  const words = /^\[(.*)\]\(/.exec(draw('Voir https://evil.example et http://x.example', 'https://a.example/1'))?.[1];
  expect(words).toBeDefined();
  expect(words?.replace(/\\(\W)/g, '$1')).not.toMatch(/https?:\/\/\S\S/);
  expect(unescapeMarkdown(words ?? '')).toBe('Voir https://evil.example et http://x.example');
  // An address that leads to itself needs no words.
  expect(draw('https://www.lemagit.fr/rss', 'https://www.lemagit.fr/rss')).toBe('<https://www.lemagit.fr/rss>');
  expect(draw('https://a.example/', 'https://b.example/')).toMatch(/^\[.*\]\(https:\/\/b\.example\/\)$/);
});

test('lines of facts stand apart from the text around them, headings do so by themselves', () => {
  const facts: Block = { kind: 'facts', facts: [{ label: 'A', value: ['1'] }] };
  const text: Block = { kind: 'text', line: ['x'] };
  const heading: Block = { kind: 'heading', text: 'H' };
  const draw = (blocks: Block[]) => renderView(view('t', blocks), 'en').embeds[0]?.description;
  expect(draw([text, facts, text, text])).toBe('x\n\n**A:** 1\n\nx\nx');
  expect(draw([heading, facts, heading, text])).toBe('### H\n**A:** 1\n### H\nx');
});

test('numbers and references of the items’ own take the place of bullets', () => {
  const draw = (items: Span[][]) => renderView(view('t', [{ kind: 'list', items }]), 'en').embeds[0]?.description;
  expect(
    draw([
      ['6. ', 'six'],
      ['7. ', 'seven'],
    ]),
  ).toBe('6. six\n7. seven');
  expect(draw([['[1] ', 'Orange'], ['and 3 more']])).toBe('\\[1\\] Orange\nand 3 more');
  expect(draw([['1. one'], ['3. three']])).toBe('- 1\\. one\n- 3\\. three');
});

test('every kind of block is drawn in its order, readable on a phone', () => {
  const blocks: Block[] = [
    { kind: 'heading', text: 'Qualification' },
    { kind: 'facts', facts: [{ label: 'Portée', value: ['IaaS, CaaS'] }] },
    { kind: 'list', items: [['un'], ['deux']] },
    {
      kind: 'table',
      columns: ['Offre', 'État', 'Jusqu’au'],
      rows: [
        ['Bleu', 'qualifié', ''],
        ['S3NS', 'J1', '2028'],
      ],
    },
    { kind: 'divider' },
    { kind: 'time', label: 'Vérifié', at: '2026-11-22T10:00:00.000Z' },
    { kind: 'note', line: ['Source : ', { text: 'ANSSI', url: 'https://cyber.gouv.fr/' }] },
  ];
  const [embed] = renderView(view('Bleu', blocks, { tone: 'good', url: 'https://example.org/' }), 'fr').embeds;
  expect(embed).toMatchObject({ title: 'Bleu', url: 'https://example.org/', color: 0x2e9e5b });
  expect(embed?.description?.replace(/\u00a0|\u202f/g, ' ').split('\n')).toEqual([
    '### Qualification',
    '**Portée :** IaaS, CaaS',
    '- un',
    '- deux',
    '- **Bleu** · État : qualifié',
    '- **S3NS** · État : J1 · Jusqu’au : 2028',
    '──────────',
    '**Vérifié :** <t:1795341600:f>',
    '-# Source : [ANSSI](https://cyber.gouv.fr/)',
  ]);
});

test('buttons carry their lines, forms are marked, styles and rows are kept', () => {
  const buttons: Button[] = [
    { label: 'Suivre', line: 'watch bleu', style: 'primary' },
    { label: 'Modifier', line: 'watch', form: true },
    { label: 'Encore', line: 'watch bleu' },
    { label: 'Arrêter', line: 'unwatch', style: 'danger' },
  ];
  const [row] = renderView(view('x', [{ kind: 'buttons', buttons }]), 'fr').components;
  expect(row?.components.map((button) => [button.custom_id, button.style])).toEqual([
    ['watch bleu', 1],
    ['form|watch', 2],
    ['unwatch', 4],
  ]);
  expect(readCustomId('form|watch')).toEqual({ line: 'watch', form: true });
  expect(readCustomId('watch bleu')).toEqual({ line: 'watch bleu', form: false });
});

test.for(LANGS)('a long View is cut with a visible mark, in %s', (lang) => {
  const items = Array.from({ length: 3000 }, (_, i) => [`ligne ${i} de la liste`]);
  const made = renderView(view('long', [{ kind: 'list', items }]), lang);
  expect(made.embeds.at(-1)?.description).toMatch(lang === 'fr' ? /….*coup/ : /… \(cut\)$/);
  expect(made.embeds[0]?.description).toMatch(/^- ligne 0 de la liste\n- ligne 1 /);
  const one = renderView(view('x'.repeat(400), [{ kind: 'text', line: ['é*'.repeat(9000)] }]), lang);
  expect(one.embeds[0]?.title).toMatch(/…/);
  expect(one.embeds[0]?.title?.length).toBeLessThanOrEqual(256);
});

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.constantFrom('', ' ', '\n', HOSTILE, HOSTILE.repeat(60), '😀'.repeat(3000), 'a'.repeat(7000)),
);
const span: fc.Arbitrary<Span> = fc.oneof(
  text,
  fc.record({
    text,
    url: fc.oneof(
      fc.webUrl(),
      fc.constantFrom('javascript:1', 'x', `https://e.x/${'a'.repeat(3000)}`),
      fc.constant(null),
    ),
    strong: fc.boolean(),
  }),
);
const line = fc.array(span, { maxLength: 5 });
const button: fc.Arbitrary<Button> = fc.record({
  label: text,
  line: fc.oneof(text, fc.string({ maxLength: 90 })),
  form: fc.boolean(),
});
const block: fc.Arbitrary<Block> = fc.oneof(
  fc.record({ kind: fc.constant('text' as const), line }),
  fc.record({ kind: fc.constant('heading' as const), text }),
  fc.record({
    kind: fc.constant('facts' as const),
    facts: fc.array(fc.record({ label: text, value: line }), { maxLength: 30 }),
  }),
  fc.record({ kind: fc.constant('list' as const), items: fc.array(line, { maxLength: 40 }) }),
  fc.record({
    kind: fc.constant('table' as const),
    columns: fc.array(text, { maxLength: 6 }),
    rows: fc.array(fc.array(text, { maxLength: 6 }), { maxLength: 30 }),
  }),
  fc.record({ kind: fc.constant('note' as const), line }),
  fc.record({
    kind: fc.constant('time' as const),
    label: text,
    at: fc.constantFrom('2026-11-22T10:00:00.000Z', 'hier'),
  }),
  fc.constant({ kind: 'divider' as const }),
  fc.record({
    kind: fc.constant('picture' as const),
    picture: fc.constant(PICTURE),
    alt: text,
    path: fc.constant(null),
  }),
  fc.record({
    kind: fc.constant('files' as const),
    files: fc.array(
      fc.record({
        name: text,
        type: fc.constant('text/csv' as const),
        label: text,
        text: fc.constant('a;b'),
        path: fc.constantFrom(null, '/files/a.csv'),
      }),
      { maxLength: 6 },
    ),
  }),
  fc.record({ kind: fc.constant('buttons' as const), buttons: fc.array(button, { maxLength: 30 }) }),
);
const anyView: fc.Arbitrary<View> = fc.record({
  title: text,
  tone: fc.constantFrom('neutral', 'good', 'warn', 'bad', 'rumour'),
  url: fc.oneof(fc.webUrl(), fc.constant(null), fc.constant('mailto:x@y')),
  blocks: fc.array(block, { maxLength: 12 }),
});

test('whatever the View, Discord takes the message', () => {
  fc.assert(
    fc.property(anyView, fc.constantFrom(...LANGS), (made, lang) => {
      expect(breachesOf('message', renderView(made, lang))).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

test('whatever goes along, Discord takes it with the message', async () => {
  await fc.assert(
    fc.asyncProperty(anyView, fc.constantFrom(pixelPainter(), brokenPainter), async (made, painter) => {
      const carried = await carry(made, painter, { warn: () => undefined });
      const body = { ...renderView(made, 'fr', carried, 'https://vigie.example'), attachments: attachmentsOf(carried) };
      const parts = carried.files.map(({ name, data, contentType }, index) => ({
        index,
        name,
        type: contentType,
        bytes: data,
      }));
      expect([...breachesOf('message', body), ...partBreaches(parts), ...attachmentBreaches(body, parts, [])]).toEqual(
        [],
      );
    }),
    { numRuns: 150 },
  );
});

test('whatever the form, Discord takes the modal', () => {
  const option = fc.record({ value: fc.string({ minLength: 1, maxLength: 120 }), label: text });
  const field = fc.oneof(
    fc.record({ kind: fc.constant('text' as const), option: fc.uuid(), label: text, hint: text, value: text }),
    fc
      .record({
        kind: fc.constant('select' as const),
        option: fc.uuid(),
        label: text,
        hint: text,
        multiple: fc.boolean(),
        options: fc.uniqueArray(option, { maxLength: 30, selector: (each) => each.value }),
      })
      .map((select) => ({ ...select, value: select.options.slice(0, 3).map((each) => each.value) })),
  );
  fc.assert(
    fc.property(fc.array(field, { minLength: 1, maxLength: 8 }), text, (fields, title) => {
      const modal = modalOf({ command: 'watch', title, submit: 'ok', fields });
      expect(breachesOf('modal', modal.toJSON())).toEqual([]);
    }),
    { numRuns: 150 },
  );
});
