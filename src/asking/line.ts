import type { Command } from '../command.ts';
import { MOST } from '../domain/bounds.ts';
import { keptFor } from '../domain/kept.ts';
import { LANGS } from '../domain/language.ts';
import { editDistance, foldName, nearestNames } from '../domain/text.ts';
import { messagesOf } from '../messages/index.ts';
import type { Fault } from './faults.ts';

/** What a line asks: a command and its options as they were written. */
export type ParsedLine = { readonly command: Command; readonly raw: Readonly<Record<string, string>> };

type Token = { readonly name: string | null; readonly text: string; readonly quoted: boolean };

const fold = foldName;

/** Slips at which a word still looks like an option's name. */
const SLIPS = 2;

/** Splits a line into words and `name:value` pairs; quotation marks (straight, curly, French) hold words together. */
function tokenise(line: string): readonly Token[] | 'quotes' {
  const text = line.replace(/[“”«»]\s?/g, '"');
  if ((text.match(/"/g)?.length ?? 0) % 2 === 1) return 'quotes';
  const tokens: Token[] = [];
  for (const match of text.matchAll(/(?:([\p{L}][\p{L}-]*)\s?:(?!\/\/)\s?)?(?:"([^"]*)"|(\S+))/gu)) {
    const [, name = null, quoted] = match;
    tokens.push({ name, text: (quoted ?? match[3] ?? '').trim(), quoted: quoted !== undefined });
  }
  return tokens;
}

/** Every name under which a command and its options are known, folded. */
function namesOf(command: Command): {
  readonly own: readonly string[];
  readonly options: ReadonlyMap<string, string[]>;
} {
  return keptFor(command, 'names', () => {
    const words = LANGS.map((lang) => messagesOf(lang).commands[command.name]);
    return {
      own: [command.name, ...words.map((w) => w?.name ?? command.name)].map(fold),
      options: new Map(
        Object.keys(command.options).map((key) => [
          key,
          [key, ...words.map((w) => w?.options[key]?.name ?? key)].map(fold),
        ]),
      ),
    };
  });
}

/** The command that a word names, in any of the languages; the leading slash may be there. */
export function findCommand(word: string, commands: readonly Command[]): Command | null {
  const wanted = fold(word);
  return commands.find((command) => namesOf(command).own.includes(wanted)) ?? null;
}

/** The option that a written name means: its key, its English or its French name. */
export function findOption(name: string, command: Command): string | null {
  const wanted = fold(name);
  for (const [key, names] of namesOf(command).options) if (names.includes(wanted)) return key;
  return null;
}

/** True when a name that is no option looks like a slip for one. */
function looksLikeOption(name: string, command: Command): boolean {
  const wanted = fold(name);
  const near = (n: string): boolean =>
    n.length > 3 && Math.abs(n.length - wanted.length) <= SLIPS && editDistance(n, wanted, SLIPS) <= SLIPS;
  return [...namesOf(command).options.values()].some((names) => names.some(near));
}

/**
 * Reads a line as people type it: `/offer bleu as-of:2022-06-30`, `offre bleu au:2022-06`, `vigie status`. Options may
 * stand anywhere; the words that belong to no option go to the one option that takes bare words.
 */
export function parseLine(line: string, commands: readonly Command[], visible: readonly string[]): ParsedLine | Fault {
  if (line.length > MOST.line) return { code: 'too_long', max: MOST.line };
  const tokens = tokenise(
    line
      .trim()
      .replace(/^\//, '')
      .replace(/^vigie(\s+|$)/i, '')
      .replace(/^\//, ''),
  );
  if (tokens === 'quotes') return { code: 'quotes' };
  const [head, ...rest] = tokens;
  const word = head ? (head.name === null ? head.text : `${head.name}:${head.text}`) : '';
  const command = head ? findCommand(word, commands) : null;
  if (!command) {
    const behind = rest.map((token) => (token.name === null ? token.text : `${token.name}:${token.text}`)).join(' ');
    return { code: 'unknown_command', given: word.slice(0, 80), nearest: nearestNames(word, visible, 3), rest: behind };
  }
  return sortTokens(rest, command);
}

/** The words with every list put together that goes on behind its comma: `providers:bleu, s3ns`. */
function withLists(tokens: readonly Token[], command: Command): readonly Token[] {
  const joined: Token[] = [];
  for (const token of tokens) {
    const last = joined.at(-1);
    const option = last?.name == null ? null : findOption(last.name, command);
    const list = option !== null && command.options[option]?.type === 'list';
    if (last !== undefined && list && token.name === null && (last.text.endsWith(',') || token.text.startsWith(',')))
      joined.splice(-1, 1, { ...last, text: last.text + token.text });
    else joined.push(token);
  }
  return joined;
}

function sortTokens(written: readonly Token[], command: Command): ParsedLine | Fault {
  const tokens = withLists(written, command);
  const bare = Object.keys(command.options).find((key) => command.options[key]?.bare === true);
  const verbatim = bare !== undefined && command.options[bare]?.verbatim === true;
  const raw: Record<string, string> = {};
  const words: string[] = [];
  if (tokens.filter((token) => token.name !== null).length > MOST.options)
    return { code: 'too_many_options', max: MOST.options };
  for (const token of tokens) {
    const option = token.name === null ? null : findOption(token.name, command);
    if (option !== null) raw[option] = token.text;
    else if (token.name === null) words.push(token.quoted && verbatim ? `"${token.text}"` : token.text);
    else if (looksLikeOption(token.name, command) || bare === undefined)
      return { code: 'unknown_option', given: token.name, command };
    else words.push(`${token.name}:${token.text}`);
  }
  if (words.length > 0) {
    if (bare === undefined) return { code: 'too_many_words', given: words.join(' ').slice(0, 80), command };
    raw[bare] = [raw[bare], ...words].filter((w) => w !== undefined).join(' ');
  }
  return { command, raw };
}
