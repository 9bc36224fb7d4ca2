import { createInterface, type Interface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { Asker, Caller } from '../../command.ts';
import type { Lang } from '../../domain/language.ts';
import type { ChannelRef } from '../../domain/subscription.ts';
import { messagesOf } from '../../messages/index.ts';
import type { Platform, PlatformHealth } from '../../ports/platform.ts';
import type { Clock } from '../../ports.ts';
import { keepFiles } from './keep.ts';
import { renderTerminal } from './render.ts';
import type { TerminalStyle } from './style.ts';

/** The one channel a terminal has. */
export const TERMINAL_CHANNEL: ChannelRef = { platform: 'terminal', space: 'local', channel: 'terminal' };

/** Who asks at a terminal: whoever sits there runs the bot. */
export function terminalCaller(lang: Lang, today?: string): Caller {
  return {
    platform: 'terminal',
    lang,
    user: { id: 'local', mayManage: true, operator: true },
    channel: TERMINAL_CHANNEL,
    ...(today === undefined ? {} : { today }),
  };
}

export type TerminalParts = {
  readonly asker: Asker;
  readonly lang: Lang;
  readonly output: Writable;
  /** Null when nobody sits there: cards are printed, nothing is asked. */
  readonly input: Readable | null;
  readonly style: TerminalStyle;
  readonly clock: Clock;
  /** Where files of answers are written; without it they are only named. */
  readonly files?: string | null;
  /** Told when the person leaves (end of input, `exit`). */
  readonly left?: () => void;
};

const LEAVE = new Set(['exit', 'quit', 'quitter', 'q']);

/** The terminal as a platform: the same cards and commands, printed and typed. */
export function createTerminal(parts: TerminalParts): Platform {
  const caller = terminalCaller(parts.lang);
  const m = messagesOf(parts.lang);
  let reader: Interface | null = null;
  let ended = false;
  let posted = 0;
  let state: PlatformHealth = { platform: 'terminal', state: 'starting', code: null, since: parts.clock.now() };
  let answering: Promise<void> = Promise.resolve();

  const print = (text: string): Promise<void> =>
    new Promise((resolve) => {
      parts.output.write(`${text}\n`, () => resolve());
    });

  /** Asks for the next line, as long as there is one to come: answers and cards outlive the end of the input. */
  const prompt = (): void => {
    if (!ended) reader?.prompt();
  };

  const answer = async (line: string): Promise<void> => {
    if (line.trim() === '') return;
    const shown = await parts.asker.line(line, caller);
    const kept = parts.files ? await keepFiles(shown.view, parts.files) : undefined;
    await print(`${renderTerminal(shown.view, m, parts.style, kept)}\n`);
  };

  const complete = (line: string, done: (error: null, result: [string[], string]) => void): void => {
    const word = /^\/?(\S*)$/.exec(line);
    if (word) {
      const names = parts.asker.commands
        .filter((c) => c.hidden !== true)
        .map((c) => `/${m.commands[c.name]?.name ?? c.name} `);
      done(null, [names.filter((n) => n.startsWith(`/${word[1]}`)), line]);
      return;
    }
    const [head = '', typed = ''] = [line.slice(0, line.lastIndexOf(' ') + 1), line.slice(line.lastIndexOf(' ') + 1)];
    const name = head.trim().split(/\s/)[0] ?? '';
    const bare = parts.asker.commands.find((c) => [c.name, m.commands[c.name]?.name].includes(name.replace(/^\//, '')));
    const option = Object.keys(bare?.options ?? {}).find((key) => bare?.options[key]?.bare === true);
    if (!bare || option === undefined) {
      done(null, [[], line]);
      return;
    }
    parts.asker.suggest(bare.name, option, typed, caller).then(
      (choices) => done(null, [choices.map((c) => head + c.value), line]),
      () => done(null, [[], line]),
    );
  };

  return {
    id: 'terminal',
    start: async () => {
      state = { platform: 'terminal', state: 'connected', code: null, since: parts.clock.now() };
      if (parts.input === null) return;
      reader = createInterface({ input: parts.input, output: parts.output, prompt: '› ', completer: complete });
      reader.on('line', (line) => {
        if (LEAVE.has(line.trim().toLowerCase())) {
          reader?.close();
          return;
        }
        answering = answering.then(() => answer(line)).then(prompt);
      });
      reader.on('close', () => {
        ended = true;
        parts.left?.();
      });
      prompt();
    },
    send: async (outgoing) => {
      const words = messagesOf(outgoing.lang);
      const mark =
        outgoing.act.kind === 'post' ? '' : outgoing.act.kind === 'edit' ? `↻ ${words.common.edited}\n` : '↳ ';
      await print(`${mark}${renderTerminal(outgoing.act.view, words, parts.style)}\n`);
      prompt();
      if (outgoing.act.kind === 'edit') return { kind: 'sent', ref: outgoing.act.ref };
      posted += 1;
      return { kind: 'sent', ref: { channel: TERMINAL_CHANNEL.channel, message: String(posted) } };
    },
    health: () => state,
    stop: async () => {
      reader?.close();
      reader = null;
      await answering;
      state = { platform: 'terminal', state: 'stopped', code: null, since: parts.clock.now() };
    },
  };
}
