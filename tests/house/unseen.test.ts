import { expect, test } from 'vitest';
import { htmlToText } from '../../feeds/text/plain.ts';
import { cleanText } from '../../src/domain/clean.ts';
import { LANGS } from '../../src/domain/language.ts';
import type { Statement } from '../../src/domain/statement.ts';
import type { Block, Span, View } from '../../src/domain/view.ts';
import { changesAtom } from '../../src/exports/atom.ts';
import { calendarIcs } from '../../src/exports/calendar.ts';
import { evidenceText } from '../../src/exports/evidence/evidence.ts';
import { messagesOf } from '../../src/messages/index.ts';
import { createPainter } from '../../src/pictures/painter.ts';
import { modalOf as discordForm } from '../../src/platforms/discord/forms.ts';
import { renderView as discordView } from '../../src/platforms/discord/render.ts';
import { modalOf as slackForm } from '../../src/platforms/slack/form.ts';
import { renderView as slackView } from '../../src/platforms/slack/render.ts';
import { renderTerminal } from '../../src/platforms/terminal/render.ts';
import { createRecord } from '../../src/record/record.ts';
import { fc } from '../property.ts';
import { PARTS, told } from '../record/dataset.ts';
import { UNSEEN, unseenText } from '../unseen.ts';

// What nobody sees, or what turns the reading direction around, is in no text that a renderer makes, whatever came in.

const address = fc.oneof(
  unseenText.map((text) => `https://e.example/${text}`),
  unseenText.map((text) => `https://${text}bank.example@evil.example/`),
  fc.constantFrom(null, 'https://a.example/x', 'https://аррӏе.com/'),
);
const span: fc.Arbitrary<Span> = fc.oneof(
  unseenText,
  fc.record({ text: unseenText, url: address, strong: fc.boolean() }),
);
const line = fc.array(span, { maxLength: 4 });
const block: fc.Arbitrary<Block> = fc.oneof(
  fc.record({ kind: fc.constant('text' as const), line }),
  fc.record({ kind: fc.constant('note' as const), line }),
  fc.record({ kind: fc.constant('heading' as const), text: unseenText }),
  fc.record({ kind: fc.constant('list' as const), items: fc.array(line, { maxLength: 3 }) }),
  fc.record({
    kind: fc.constant('facts' as const),
    facts: fc.array(fc.record({ label: unseenText, value: line }), { maxLength: 3 }),
  }),
  fc.record({
    kind: fc.constant('table' as const),
    columns: fc.array(unseenText, { maxLength: 3 }),
    rows: fc.array(fc.array(unseenText, { maxLength: 3 }), { maxLength: 3 }),
  }),
  fc.record({ kind: fc.constant('time' as const), label: unseenText, at: unseenText }),
  fc.record({
    kind: fc.constant('buttons' as const),
    buttons: fc.array(fc.record({ label: unseenText, line: unseenText }), { maxLength: 3 }),
  }),
  fc.record({
    kind: fc.constant('files' as const),
    files: fc.array(
      fc.record({
        name: unseenText,
        type: fc.constant('text/csv' as const),
        label: unseenText,
        text: fc.constant(''),
        path: fc.constant(null),
      }),
      { maxLength: 2 },
    ),
  }),
);
const view: fc.Arbitrary<View> = fc.record({
  title: unseenText,
  tone: fc.constantFrom('neutral', 'good'),
  url: address,
  blocks: fc.array(block, { maxLength: 4 }),
});

/** What a button or field carries back to us is not shown. */
const CARRIED = new Set(['value', 'custom_id', 'private_metadata', 'action_id', 'block_id', 'callback_id']);

/** Every text of a message that somebody sees. */
function shownIn(made: unknown): string[] {
  if (typeof made === 'string') return [made];
  if (typeof made !== 'object' || made === null) return [];
  return Object.entries(made).flatMap(([key, value]) =>
    CARRIED.has(key) && typeof value === 'string' ? [] : shownIn(value),
  );
}

/** Without the joiners that Vigie itself writes: against mentions and links that act, between marks and bold runs. */
const ownGone = (text: string): string =>
  text
    .replace(/@\u200b(?=everyone|here)/gi, '@')
    .replace(/\\:\u200b\/\//g, '')
    .replace(/(?<=\*)\u200b(?=\*\*)/g, '')
    .replace(/<\u2060(?=[!@#])/g, '<')
    .replace(/&lt;\u2060(?=[!@#])/g, '')
    .replace(/(?<=\[\d\])\u2060(?=\[)/g, '')
    .replace(/(?<=\\\])\u2060(?=\\\[)/g, '');

function expectSeen(text: string): void {
  const own = ownGone(text);
  expect(JSON.stringify(cleanText(own))).toBe(JSON.stringify(own));
}

test('on Slack, Discord and a terminal', () => {
  fc.assert(
    fc.property(view, fc.constantFrom(...LANGS), (made, lang) => {
      const slack = slackView(made, lang);
      for (const text of [slack.text, ...shownIn(slack.blocks)]) expectSeen(text);
      for (const text of shownIn(discordView(made, lang))) expectSeen(text);
      expectSeen(renderTerminal(made, messagesOf(lang), { colour: false, width: 60 }));
    }),
    { numRuns: 400 },
  );
}, 60_000);

test('in forms', () => {
  const field = fc.record({
    option: fc.constantFrom('a', 'b'),
    label: unseenText,
    hint: unseenText,
    kind: fc.constant('text' as const),
    value: unseenText,
  });
  fc.assert(
    fc.property(unseenText, unseenText, fc.array(field, { minLength: 1, maxLength: 2 }), (title, submit, fields) => {
      const form = { command: 'watch', title, submit, fields };
      for (const text of shownIn(slackForm(form, { command: 'watch', channel: null, responseUrl: null })))
        expectSeen(text);
      for (const text of shownIn(discordForm(form).toJSON())) expectSeen(text);
    }),
  );
});

test('in the feed of changes, the calendar, evidence and its spreadsheet', () => {
  fc.assert(
    fc.property(unseenText, address, (text, url) => {
      const said = (more: Pick<Statement, 'body'>) =>
        told({
          text: { fr: text, en: text },
          source: { publisher: 'ministry', url, kind: 'official', origin: null, via: text },
          ...more,
        });
      const record = createRecord({
        ...PARTS,
        tracked: [],
        statements: [
          said({ body: { field: 'note', topic: text } }),
          said({
            body: {
              field: 'promise',
              target: { ladder: 'free', name: text },
              bound: 'by',
              due: { from: '2030-01-01', to: '2030-06-30' },
            },
          }),
        ],
      });
      const world = { asOf: '2026-12-01', knownOn: null, recordedOn: null };
      const m = messagesOf('fr');
      const places = { self: 'https://v.example/changes.atom', subject: (id: string) => `https://v.example/${id}` };
      expectSeen(changesAtom(record, null, 'fr', m, places).replaceAll('\r\n', '\n'));
      expectSeen(calendarIcs(record, null, world, 'fr', m).replaceAll('\r\n', '\n'));
      const pack = record.evidence('acme/cloud', world);
      expectSeen(evidenceText(pack, 'md', 'fr', m, '2026-12-01'));
      const sheet = evidenceText(pack, 'csv', 'fr', m, '2026-12-01');
      // The byte-order mark tells spreadsheets that this is UTF-8.
      expectSeen(sheet.replace(/^\ufeff/, '').replaceAll('\r\n', '\n'));
    }),
    { numRuns: 60 },
  );
}, 60_000);

test('in pictures', async () => {
  const painter = createPainter();
  const words = UNSEEN.join('x');
  const svg = await painter.svg(
    {
      kind: 'timeline',
      title: words,
      shown: { from: '2026-01-01', to: '2026-12-31' },
      day: { at: '2026-06-01', label: words },
      lanes: [
        {
          label: words,
          stretches: [{ from: '2026-02-01', to: null, label: words, tone: 'good', height: 1 }],
          marks: [{ at: { from: '2026-03-01', to: '2026-03-01' }, label: words, tone: 'good', shape: 'event' }],
        },
      ],
      footer: words,
      words: messagesOf('fr').picture,
    },
    'light',
  );
  expect(cleanText(svg)).toBe(svg);
}, 60_000);

test('in what is read from feeds, also where a reference hides it', () => {
  fc.assert(
    fc.property(unseenText, (text) => {
      const hidden = Array.from(text.toWellFormed(), (char) => `&#${char.codePointAt(0)};`).join('');
      for (const mode of ['title', 'body'] as const) expectSeen(htmlToText(`<p>${text}</p>${hidden}`, mode));
    }),
  );
});
