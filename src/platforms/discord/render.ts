import {
  type APIActionRowComponent,
  type APIButtonComponentWithCustomId,
  type APIEmbed,
  ButtonStyle,
  ComponentType,
} from 'discord.js';
import { publicAddress, withNotes } from '../../domain/attached.ts';
import { cleanText } from '../../domain/clean.ts';
import type { Lang } from '../../domain/language.ts';
import { countedOn, isReferences } from '../../domain/numbered.ts';
import { oneLine, tied } from '../../domain/typography.ts';
import type { Block, Button, Line, Span, Tone, View, ViewFile } from '../../domain/view.ts';
import { type Messages, messagesOf } from '../../messages/index.ts';
import { type Carried, NOTHING_CARRIED } from './carry.ts';
import { type Draw, laidOut, type Section } from './layout.ts';
import { escapeLabel, escapeMarkdown, labelText, linkUrl, shorten } from './text.ts';

/** What Discord accepts in one message. Lengths are counted in UTF-16 units, which is never less than it counts. */
const LIMITS = { title: 256, total: 6000, rows: 5, rowButtons: 5, label: 80, id: 100, embeds: 10 };

/** Stands before the line of a button that opens a form, so that the press tells which of both it is. */
const FORM_MARK = 'form|';

const COLOURS: Readonly<Record<Tone, number>> = {
  neutral: 0x3b6ea5,
  good: 0x2e9e5b,
  warn: 0xd98e04,
  bad: 0xc0392b,
  rumour: 0x8e7cc3,
};

/** A View as Discord takes it: body of a message, an edit or an answer. */
export type DiscordMessage = {
  embeds: APIEmbed[];
  components: APIActionRowComponent<APIButtonComponentWithCustomId>[];
  allowed_mentions: { parse: [] };
};

type Words = Pick<Messages['common'], 'cut' | 'colon' | 'pictureBusy'> & Pick<Messages['discord'], 'tooLarge'>;

/** What drawing needs beside the blocks: the words, what goes along, where the web port is reached. */
type Way = { readonly words: Words; readonly carried: Carried; readonly publicUrl: string | null };

/** The custom id of a button: its line, marked when it opens a form. */
export function customIdOf(button: Pick<Button, 'line' | 'form'>): string {
  return button.form === true ? `${FORM_MARK}${button.line}` : button.line;
}

/** What a custom id asks for. */
export function readCustomId(id: string): { readonly line: string; readonly form: boolean } {
  return id.startsWith(FORM_MARK) ? { line: id.slice(FORM_MARK.length), form: true } : { line: id, form: false };
}

/**
 * Draws a View for Discord. Everything reads from top to bottom in the description of one embed (a second one when it
 * is long, and after a picture), the buttons stand under it. Whatever does not fit is cut with a visible mark; nothing is refused.
 * A button whose line exceeds a custom id is left out, and of two buttons with the same line the first stays.
 * Of pictures and files those that are carried are shown; the others stay words, a file without room as a link where
 * `publicUrl` is known.
 */
export function renderView(
  view: View,
  lang: Lang,
  carried: Carried = NOTHING_CARRIED,
  publicUrl: string | null = null,
): DiscordMessage {
  const words = { ...messagesOf(lang).common, tooLarge: messagesOf(lang).discord.tooLarge };
  const title = drawTitle(view.title, words);
  const url = linkUrl(view.url);
  const told = withNotes(view, new Map([...carried.busy].map((block) => [block, words.pictureBusy])));
  const parts = laidOut(sections(told.blocks, { words, carried, publicUrl }), LIMITS.total - title.length, words.cut);
  const color = COLOURS[view.tone];
  const embeds = parts.slice(0, LIMITS.embeds).map(({ text, image }, index): APIEmbed => {
    const head = index === 0 && title !== '' ? { title, ...(url === null ? {} : { url }) } : {};
    const shown = image === null ? {} : { image: { url: `attachment://${image}` } };
    return { ...head, ...(text === '' ? {} : { description: text }), color, ...shown };
  });
  const first = embeds[0];
  // An embed that says nothing is refused; so is a message without any.
  if (first && title === '' && first.description === undefined && !first.image) first.description = '—';
  return { embeds, components: drawButtons(view.blocks), allowed_mentions: { parse: [] } };
}

function drawTitle(title: string, words: Words): string {
  return shorten(oneLine(title), LIMITS.title, words.cut, escapeMarkdown);
}

/** The blocks up to each picture that is carried, and what follows the last. */
function* sections(blocks: readonly Block[], way: Way): Generator<Section> {
  let from = 0;
  for (const [at, block] of blocks.entries()) {
    const image = block.kind === 'picture' ? way.carried.pictures.get(block) : undefined;
    if (image === undefined) continue;
    yield { draws: drawBlocks(blocks.slice(from, at), way), image };
    from = at + 1;
  }
  yield { draws: drawBlocks(blocks.slice(from), way), image: null };
}

function* drawBlocks(blocks: readonly Block[], way: Way): Generator<Draw> {
  let above: Block | undefined;
  for (const block of blocks) {
    if (block.kind === 'buttons') continue;
    if (above !== undefined && parted(above, block)) yield () => '';
    yield* drawBlock(block, way);
    above = block;
  }
}

/** Whether an empty line stands between two blocks: Discord sets only headings apart by itself. */
function parted(above: Block, below: Block): boolean {
  if (below.kind === 'facts') return above.kind !== 'heading' && above.kind !== 'divider';
  return above.kind === 'facts' && (below.kind === 'text' || below.kind === 'table');
}

function drawBlock(block: Block, way: Way): Iterable<Draw> {
  const { words } = way;
  switch (block.kind) {
    case 'text':
      return [(max) => drawLine(block.line, max, words, paragraphs)];
    case 'heading':
      return [prefixed('### ', (max) => shorten(oneLine(block.text), max, words.cut, escapeMarkdown))];
    case 'facts':
      return block.facts.map((fact) => drawFact(fact.label, fact.value, words));
    case 'list':
      return drawList(block.items, words);
    case 'table':
      return drawTable(block.columns, block.rows, words);
    case 'note':
      return [prefixed('-# ', (max) => drawLine(block.line, max, words, joined))];
    case 'time':
      return [drawTime(block.label, block.at, words)];
    case 'divider':
      return [() => '──────────'];
    case 'picture':
      return [prefixed('-# ', (max) => drawLine([block.alt], max, words, joined))];
    case 'files':
      return drawList(
        block.files.map((file) => drawnFile(file, way)),
        words,
      );
    case 'buttons':
      return [];
  }
}

/** A file's line: its words and the name under which it goes along, or why it does not. */
function drawnFile(file: ViewFile, { words, carried, publicUrl }: Way): Line {
  const name = carried.names.get(file);
  if (name !== undefined) return [file.label, ` · ${name}`];
  const url = publicAddress(publicUrl, file.path);
  return url === null ? [file.label, ` · ${words.tooLarge}`] : [{ text: file.label, url }];
}

const prefixed =
  (prefix: string, draw: Draw): Draw =>
  (max) =>
    `${prefix}${draw(max - prefix.length)}`;

/** Numbers of the items' own stand in place of bullets; references stand bare, so that their marks lead. */
function drawList(items: readonly Line[], words: Words): Draw[] {
  const counted = countedOn(items);
  const bare = isReferences(items);
  return (counted?.items ?? items).map((item, i) => {
    const line: Draw = (max) => drawLine(item, max, words, joined);
    return bare ? line : prefixed(counted === null ? '- ' : `${counted.from + i}. `, line);
  });
}

/** Whitespace at the ends of a run is kept as one space: it parts the run from its neighbours. */
function joined(text: string): string {
  const line = oneLine(text);
  if (line === '') return text === '' ? '' : ' ';
  return `${/^\s/.test(text) ? ' ' : ''}${line}${/\s$/.test(text) ? ' ' : ''}`;
}

/** As `joined`, but line breaks inside the text stay, empty lines at most one in a row. */
function paragraphs(text: string): string {
  const lines = cleanText(text)
    .trim()
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n');
  if (lines === '') return text === '' ? '' : ' ';
  return `${/^\s/.test(text) ? ' ' : ''}${lines}${/\s$/.test(text) ? ' ' : ''}`;
}

function drawSpan(span: Span, text: string): string {
  if (typeof span === 'string' || text.trim() === '') return escapeMarkdown(text);
  const strong = span.strong === true ? `**${drawWords(span.url, text.trim())}**` : drawWords(span.url, text.trim());
  return `${/^\s/.exec(text)?.[0] ?? ''}${strong}${/\s$/.exec(text)?.[0] ?? ''}`;
}

/** The words of a run, as a link where it leads somewhere; an address that leads to itself stands as it is. */
function drawWords(to: string | null | undefined, text: string): string {
  const url = linkUrl(to);
  if (url === null) return escapeMarkdown(text);
  return linkUrl(text) === url ? `<${url}>` : `[${escapeLabel(text)}](${url})`;
}

/** Words that lead somewhere are a title of the outside, shown as it was written. */
function drawnWords(span: Exclude<Span, string>, tidy: (text: string) => string): string {
  return linkUrl(span.url) === null ? tied(tidy(span.text)) : tidy(span.text);
}

function drawLine(line: Line, max: number, words: Words, tidy: (text: string) => string): string {
  let out = '';
  for (const [index, span] of line.entries()) {
    const text = typeof span === 'string' ? tied(tidy(span)) : drawnWords(span, tidy);
    // Two strong runs side by side would read as one run of four stars.
    const bold = typeof span !== 'string' && span.strong === true && text.trim() !== '';
    const seam = out.endsWith('*') && bold ? '\u200b' : '';
    const room = max - out.length - seam.length;
    const last = index === line.length - 1;
    const piece = shorten(text, room, words.cut, (t) => drawSpan(span, t));
    if (piece.endsWith(words.cut) && !text.endsWith(words.cut)) return `${out}${seam}${piece}`;
    if (!last && piece.length + words.cut.length > room) return `${out}${words.cut}`.slice(0, max);
    out += `${seam}${piece}`;
  }
  return out.trim();
}

function drawLabel(label: string, words: Words): string {
  return shorten(oneLine(label), 200, '…', (t) => `**${escapeMarkdown(words.colon(t))}**`);
}

function drawFact(label: string, value: Line, words: Words): Draw {
  return (max) => {
    const head = `${drawLabel(label, words)} `;
    return `${head}${drawLine(value, max - head.length, words, joined)}`;
  };
}

/** A table as a list: a phone has no room for columns. The first cell leads, the others carry their column's name. */
function drawTable(columns: readonly string[], rows: readonly (readonly string[])[], words: Words): Draw[] {
  return rows.map((row) => {
    const [lead, ...cells] = row;
    const line: Span[] = [{ text: lead ?? '', strong: true }];
    for (const [index, cell] of cells.entries()) {
      const text = oneLine(cell);
      if (text === '') continue;
      const column = oneLine(columns[index + 1] ?? '');
      line.push(column === '' ? ` · ${text}` : ` · ${words.colon(column)} ${text}`);
    }
    return prefixed('- ', (max) => drawLine(line, max, words, joined));
  });
}

function drawTime(label: string, at: string, words: Words): Draw {
  const instant = Date.parse(at);
  // Discord shows it in the reader's own zone and language.
  const shown = Number.isNaN(instant)
    ? escapeMarkdown(oneLine(at)).slice(0, 60)
    : `<t:${Math.floor(instant / 1000)}:f>`;
  const head = oneLine(label) === '' ? '' : `${drawLabel(label, words)} `;
  return () => `${head}${shown}`;
}

function drawButtons(blocks: readonly Block[]): DiscordMessage['components'] {
  const seen = new Set<string>();
  const rows: APIButtonComponentWithCustomId[][] = [];
  for (const block of blocks) {
    if (block.kind !== 'buttons') continue;
    const drawn = block.buttons.flatMap((button) => drawButton(button, seen));
    for (let i = 0; i < drawn.length; i += LIMITS.rowButtons) rows.push(drawn.slice(i, i + LIMITS.rowButtons));
  }
  // Too many rows of their own: filled up one after the other instead.
  const flat = rows.flat();
  const packed =
    rows.length <= LIMITS.rows
      ? rows
      : Array.from({ length: LIMITS.rows }, (_, i) => flat.slice(i * LIMITS.rowButtons, (i + 1) * LIMITS.rowButtons));
  return packed.filter((row) => row.length > 0).map((components) => ({ type: ComponentType.ActionRow, components }));
}

function drawButton(button: Button, seen: Set<string>): APIButtonComponentWithCustomId[] {
  const id = customIdOf(button);
  if (button.line === '' || id.length > LIMITS.id || seen.has(id)) return [];
  seen.add(id);
  const style =
    button.style === 'primary'
      ? ButtonStyle.Primary
      : button.style === 'danger'
        ? ButtonStyle.Danger
        : ButtonStyle.Secondary;
  return [{ type: ComponentType.Button, style, label: labelText(button.label, LIMITS.label), custom_id: id }];
}
