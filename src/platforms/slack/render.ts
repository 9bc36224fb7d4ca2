import { createHash } from 'node:crypto';
import type { types } from '@slack/bolt';
import { safeUrl } from '../../domain/address.ts';
import { cleanText } from '../../domain/clean.ts';
import type { Lang } from '../../domain/language.ts';
import { countedOn, isReferences } from '../../domain/numbered.ts';
import { oneLine, tied } from '../../domain/typography.ts';
import type { Block, Button, Line, Tone, View, ViewFile } from '../../domain/view.ts';
import { messagesOf } from '../../messages/index.ts';
import { type Given, NOTHING_GIVEN } from './files.ts';
import { type ImageSource, type Images, NO_IMAGES } from './pictures.ts';
import { bullets, ordered, type RichBlock, type RichElement, richLine, section, stacked } from './rich.ts';
import { withinRoom } from './room.ts';
import { listedTable, nativeTable } from './table.ts';
import { cutText, escapedLength, fitEscaped, literalText } from './text.ts';

/** A View drawn for Slack, within every limit of Block Kit. */
export type SlackMessage = {
  /** What notifications and screen readers say; escaped. */
  readonly text: string;
  readonly blocks: types.KnownBlock[];
  /** Button lines that are too long for a button's value, by the token that stands in their place. */
  readonly held: ReadonlyMap<string, string>;
};

const HEADER_MAX = 150;
const CONTEXT_MAX = 2000;
const BUTTONS_MAX = 25;
const LABEL_MAX = 75;
const VALUE_MAX = 2000;
const FALLBACK_MAX = 3000;
const ALT_MAX = 2000;

/** Marks that differ in shape, not only in colour. A coloured bar would need attachments, which fold on phones. */
const TONES: Readonly<Record<Tone, string>> = { neutral: '', good: '✅ ', warn: '⚠️ ', bad: '🔴 ', rumour: '💭 ' };

/** What became of a View's pictures and files before it is drawn. */
export type Attached = {
  readonly images: Images;
  /** Where files are linked, and a sentence on where the others are. */
  readonly given: Given;
};

const NOTHING_ATTACHED: Attached = { images: NO_IMAGES, given: NOTHING_GIVEN };

/** A View as a Slack message. What does not fit is left out with a visible mark; buttons stay. */
export function renderView(view: View, lang: Lang, { images, given }: Attached = NOTHING_ATTACHED): SlackMessage {
  const held = new Map<string, string>();
  const words = messagesOf(lang);
  const { colon } = words.common;
  let tables = 0;
  let buttons = 0;

  const draw = (block: Block): types.KnownBlock[] => {
    switch (block.kind) {
      case 'text':
        return some(section(richLine(block.line)));
      case 'heading':
        return some(section(richLine([{ text: oneLine(block.text), strong: true }])));
      case 'facts':
        return some(stacked(block.facts.map((fact) => factLine(fact, colon))));
      case 'list':
        return some(list(block.items));
      case 'table': {
        const native = tables === 0 ? nativeTable(block) : null;
        if (native !== null) {
          tables++;
          return [native];
        }
        return some(listedTable(block, colon));
      }
      case 'note':
        return some(note(block.line));
      case 'time':
        return some(time(block.label, block.at));
      case 'divider':
        return [{ type: 'divider' }];
      case 'picture': {
        const source = images.get(block);
        return source === undefined ? some(note([block.alt])) : [image(block.alt, source)];
      }
      case 'files':
        return [
          ...some(list(block.files.map((file) => fileLine(file, given)))),
          ...(given.note === null ? [] : some(note([given.note]))),
        ];
      case 'buttons': {
        const drawn = block.buttons
          .filter((button) => button.line.trim() !== '')
          .map((button) => drawButton(button, buttons++, held));
        return chunked(drawn, BUTTONS_MAX).map((elements) => ({ type: 'actions', elements }));
      }
    }
  };

  const blocks = withinRoom([...some(title(view)), ...headed(view.blocks, draw)], words.slack.cut);
  return { text: fitEscaped(plainText(view, lang), FALLBACK_MAX), blocks, held };
}

/** The blocks drawn in order, a heading in one block with the text under it: Slack parts blocks, and it belongs to them. */
function headed(blocks: readonly Block[], draw: (block: Block) => types.KnownBlock[]): types.KnownBlock[] {
  const out: types.KnownBlock[] = [];
  for (const [at, block] of blocks.entries()) {
    const [first, ...more] = draw(block);
    const above = blocks[at - 1]?.kind === 'heading' && block.kind !== 'heading' ? out.at(-1) : undefined;
    if (first?.type === 'rich_text' && above?.type === 'rich_text')
      out[out.length - 1] = { ...above, elements: [...above.elements, ...first.elements] };
    else if (first) out.push(first);
    out.push(...more);
  }
  return out;
}

/** The View's words alone, line by line. */
export function plainText(view: View, lang: Lang): string {
  const { colon } = messagesOf(lang).common;
  const say = (line: Line): string => line.map((span) => (typeof span === 'string' ? span : span.text)).join('');
  const words = (block: Block): string[] => {
    switch (block.kind) {
      case 'text':
      case 'note':
        return [say(block.line)];
      case 'heading':
        return [block.text];
      case 'facts':
        return block.facts.map(({ label, value }) => `${colon(label)} ${say(value)}`);
      case 'list':
        return block.items.map((item) => `• ${say(item)}`);
      case 'table':
        return [block.columns, ...block.rows].map((row) => row.join(' · '));
      case 'time':
        return [`${block.label} ${utc(block.at)}`];
      case 'picture':
        return [block.alt];
      case 'files':
        return block.files.map((file) => file.label);
      case 'divider':
      case 'buttons':
        return [];
    }
  };
  const lines = [oneLine(view.title), ...view.blocks.flatMap(words)];
  return cleanText(lines.filter((line) => line.trim() !== '').join('\n')) || '…';
}

function image(alt: string, source: ImageSource): types.KnownBlock {
  return { type: 'image', alt_text: cutText(literalText(alt).trim(), ALT_MAX) || '…', ...source };
}

/** A file's words and its name, linked where it can be had. */
function fileLine(file: ViewFile, given: Given): Line {
  const url = given.links.get(file);
  return url === undefined ? [file.label, ` · ${file.name}`] : [{ text: file.label, url }, ` · ${file.name}`];
}

const some = <T>(made: T | null): T[] => (made === null ? [] : [made]);

const chunked = <T>(all: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size));

function title(view: View): types.KnownBlock | null {
  const text = oneLine(view.title);
  if (text === '') return null;
  const mark = TONES[view.tone];
  const url = safeUrl(view.url);
  if (url !== null) {
    const marked: RichElement[] = mark === '' ? [] : [{ type: 'text', text: mark }];
    return section([...marked, ...richLine([{ text, url, strong: true }])]);
  }
  return {
    type: 'header',
    text: { type: 'plain_text', text: fitEscaped(`${mark}${text}`, HEADER_MAX), emoji: false },
  };
}

/** Numbers of the items' own stand in place of bullets; references stand bare, so that their marks lead. */
function list(items: readonly Line[]): RichBlock | null {
  const counted = countedOn(items);
  if (counted !== null)
    return ordered(
      counted.items.map((item) => richLine(item)),
      counted.from,
    );
  const lines = items.map((item) => richLine(item));
  return isReferences(items) ? stacked(lines) : bullets(lines);
}

type Fact = Extract<Block, { kind: 'facts' }>['facts'][number];

function factLine({ label, value }: Fact, colon: (label: string) => string): RichElement[] {
  return richLine([{ text: `${colon(oneLine(label))} `, strong: true }, ...value]);
}

/** Small print; with links it must be rich text, for only mrkdwn could carry them in a context block. */
function note(line: Line): types.KnownBlock | null {
  const elements = richLine(line, true);
  if (elements.length === 0) return null;
  if (elements.some((made) => made.type === 'link')) return section(elements);
  const text = fitEscaped(
    tied(cleanText(line.map((span) => (typeof span === 'string' ? span : span.text)).join(''))),
    CONTEXT_MAX,
  );
  if (text.trim() === '') return null;
  return { type: 'context', elements: [{ type: 'plain_text', text, emoji: false }] };
}

/** `2026-11-22 10:15 UTC`, or the text itself when it is no instant. */
function utc(at: string): string {
  const ms = Date.parse(at);
  return Number.isNaN(ms) ? at : `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** A time in the reader's own zone and manner; the fallback says it in UTC. */
function time(label: string, at: string): RichBlock | null {
  const ms = Date.parse(at);
  const head = label.trim() === '' ? [] : richLine([`${oneLine(label)} `]);
  if (Number.isNaN(ms)) return section([...head, ...richLine([at])]);
  return section([
    ...head,
    {
      type: 'date',
      timestamp: Math.floor(ms / 1000),
      format: '{date_short_pretty} {time}',
      fallback: utc(at),
    },
  ]);
}

function drawButton(button: Button, at: number, held: Map<string, string>): types.Button {
  const label = fitEscaped(oneLine(button.label), LABEL_MAX) || '…';
  let value = button.line.toWellFormed();
  if (escapedLength(value) > VALUE_MAX) {
    value = `held:${createHash('sha256').update(button.line).digest('hex').slice(0, 32)}`;
    held.set(value, button.line);
  }
  return {
    type: 'button',
    action_id: `${button.form === true ? 'form' : 'line'}:${at}`,
    text: { type: 'plain_text', text: label, emoji: false },
    value,
    ...(button.style !== undefined && { style: button.style }),
  };
}
