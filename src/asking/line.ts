import type { Command } from '../command.ts';
import { LANGS } from '../domain/language.ts';
import { editDistance, foldName, nearestNames } from '../domain/text.ts';
import { messagesOf } from '../messages/index.ts';
import type { Fault } from './faults.ts';

/** Longest line that is read. Chat platforms send up to a few thousand characters; no question needs them. */
export const MAX_LINE = 1_000;

/** What a line asks: a command and its options as they were written. */
export type ParsedLine = { readonly command: Command; readonly raw: Readonly<Record<string, string>> };

type Token = { readonly name: string | null; readonly text: string; readonly quoted: boolean };

const fold = foldName;

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

/** Every name under which a command is known, folded. */
function namesOf(command: Command): string[] {
  return [command.name, ...LANGS.map((lang) => messagesOf(lang).commands[command.name]?.name ?? command.name)].map(
    fold,
  );
}

/** The command that a word names, in any of the languages; the leading slash may be there. */
export function findCommand(word: string, commands: readonly Command[]): Command | null {
  const wanted = fold(word);
  return commands.find((command) => namesOf(command).includes(wanted)) ?? null;
}

/** The option that a written name means: its key, its English or its French name. */
export function findOption(name: string, command: Command): string | null {
  const wanted = fold(name);
  for (const key of Object.keys(command.options)) {
    const names = [key, ...LANGS.map((lang) => messagesOf(lang).commands[command.name]?.options[key]?.name ?? key)];
    if (names.some((n) => fold(n) === wanted)) return key;
  }
  return null;
}

/** True when a name that is no option looks like a slip for one. */
function looksLikeOption(name: string, command: Command): boolean {
  const wanted = fold(name);
  const names = Object.keys(command.options).flatMap((key) => [
    fold(key),
    ...LANGS.map((lang) => fold(messagesOf(lang).commands[command.name]?.options[key]?.name ?? key)),
  ]);
  return names.some((n) => n.length > 3 && editDistance(n, wanted) <= 2);
}

/**
 * Reads a line as people type it: `/offer bleu as-of:2022-06-30`, `offre bleu au:2022-06`, `vigie status`. Options may
 * stand anywhere; the words that belong to no option go to the one option that takes bare words.
 */
export function parseLine(line: string, commands: readonly Command[], visible: readonly string[]): ParsedLine | Fault {
  if (line.length > MAX_LINE) return { code: 'too_long', max: MAX_LINE };
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

function sortTokens(tokens: readonly Token[], command: Command): ParsedLine | Fault {
  const bare = Object.keys(command.options).find((key) => command.options[key]?.bare === true);
  const verbatim = bare !== undefined && command.options[bare]?.verbatim === true;
  const raw: Record<string, string> = {};
  const words: string[] = [];
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
