import type { Changes } from '../changes.ts';
import {
  type Answer,
  type Ask,
  type Asker,
  type Caller,
  type Command,
  mostCharacters,
  type Shown,
} from '../command.ts';
import { MOST } from '../domain/bounds.ts';
import { dayOf } from '../domain/period.ts';
import { nearestNames } from '../domain/text.ts';
import { type StoreFault, storeFaultOf } from '../domain/trouble.ts';
import type { Form, View } from '../domain/view.ts';
import { type Messages, messagesOf } from '../messages/index.ts';
import type { Clock } from '../ports.ts';
import type { Queries } from '../queries.ts';
import { firstTooMuch, gathered } from './door.ts';
import { AskError, type Fault, faultView, faultWords } from './faults.ts';
import { changedIn, type HeldForm, NEVER_HELD, nameWith, splitName, standingOf } from './form.ts';
import type { Keep } from './keep.ts';
import { KEPT_COMMANDS } from './kept.ts';
import { findCommand, findOption, type ParsedLine, parseLine } from './line.ts';
import { barTo, isServed, ownerOf, type Served, type Viewer, viewerOf } from './rights.ts';
import { suggestFor } from './suggest.ts';
import { type DayReader, readValues } from './values.ts';

export type AskerParts = {
  readonly commands: readonly Command[];
  /** What a viewer may read, and what they may change; what is not theirs is not there. */
  readonly queries: (viewer: Viewer) => Queries;
  readonly changes: (viewer: Viewer) => Changes;
  /** What is kept for an owner. */
  readonly keep: (owner: string) => Keep;
  /** The spaces that are served; null when all are. */
  readonly served: Served;
  readonly clock: Clock;
  readonly readDay: DayReader;
  /** Told of every answer that broke: an id that the person is shown, and what happened. */
  readonly broke: (id: string, error: unknown) => void;
  /** Told of every answer that the store kept from being given, by something a person can mend. */
  readonly troubled?: (fault: StoreFault) => void;
  /** Where the store is, for those who may know: its operators, not its chats. */
  readonly where?: string;
};

/** The one door through which platforms ask: parses, checks, answers, pages. */
export function createAsker(parts: AskerParts): Asker {
  const commands = [...parts.commands, ...KEPT_COMMANDS];
  let broken = 0;

  const visibleNames = (messages: Messages): string[] =>
    commands.filter((c) => c.hidden !== true).map((c) => messages.commands[c.name]?.name ?? c.name);

  /** What is kept for the asker alone, then what is kept for the channel. */
  const keepsOf = (caller: Caller): readonly Keep[] => [true, false].map((alone) => parts.keep(ownerOf(caller, alone)));
  const firstKept = async <T>(caller: Caller, look: (keep: Keep) => Promise<T | null>): Promise<T | null> => {
    for (const keep of keepsOf(caller)) {
      const found = await look(keep);
      if (found !== null) return found;
    }
    return null;
  };

  const askOf = (caller: Caller, viewer: Viewer): Ask => {
    const now = parts.clock.now();
    const today = caller.today ?? dayOf(now);
    return {
      lang: caller.lang,
      messages: messagesOf(caller.lang),
      now,
      today,
      channel: caller.channel,
      space: viewer.space,
      user: { id: viewer.user, mayManage: viewer.rights.mayManage, operator: viewer.operator },
      queries: parts.queries(viewer),
      changes: parts.changes(viewer),
      world: (days) => {
        // "What was known on that day" asks about that day, unless another one is named.
        const then = [days.knownOn, days.recordedOn].filter((day) => day !== undefined).sort()[0];
        return { asOf: days.asOf ?? then ?? today, knownOn: days.knownOn ?? null, recordedOn: days.recordedOn ?? null };
      },
    };
  };

  const faultShown = (fault: Fault, messages: Messages): Shown => ({
    view: faultView(fault, messages),
    data: { error: fault.code, message: faultWords(fault, messages).join(' ') },
    private: true,
    ok: false,
  });

  let last: Promise<void> = Promise.resolve();
  /** One question begins after the other, and what has come in between is let in: many at once hold up no acknowledgement. */
  const turn = (): Promise<void> => {
    last = last.then(() => new Promise((next) => setImmediate(next)));
    return last;
  };

  /** Runs the work in its turn; whatever it throws becomes an answer. */
  const guarded = async (caller: Caller, work: () => Promise<Shown>): Promise<Shown> => {
    try {
      if (!isServed(caller, parts.served)) return faultShown({ code: 'not_served' }, messagesOf(caller.lang));
      await turn();
      return await work();
    } catch (error) {
      if (error instanceof AskError) return faultShown(error.fault, messagesOf(caller.lang));
      const trouble = storeFaultOf(error, parts.where ?? '');
      if (trouble !== null) {
        parts.troubled?.(trouble);
        return faultShown({ code: 'store_trouble', fault: trouble }, messagesOf(caller.lang));
      }
      broken += 1;
      const id = `${parts.clock.now().replace(/\D/g, '').slice(2, 14)}-${broken}`;
      parts.broke(id, error);
      return faultShown({ code: 'broken', id }, messagesOf(caller.lang));
    }
  };

  const show = async (answer: Answer, caller: Caller): Promise<Shown> => {
    const keep = parts.keep(ownerOf(caller, answer.private === true));
    const view = await keep.page(answer.pages, 0, null, messagesOf(caller.lang));
    return {
      view: await keep.shorten(view),
      data: answer.data,
      private: answer.private === true,
      ok: answer.ok !== false,
    };
  };

  const kept = async (parsed: ParsedLine, caller: Caller): Promise<Shown | null> => {
    const messages = messagesOf(caller.lang);
    const token = parsed.raw['token'] ?? '';
    if (parsed.command.name === 'page') {
      const found = await firstKept(caller, async (keep) => {
        const pages = await keep.pagesOf(token);
        return pages === null ? null : { keep, pages };
      });
      if (found === null) return faultShown({ code: 'page_gone' }, messages);
      const { keep, pages } = found;
      const n = Math.min(Math.max(Number(parsed.raw['number'] ?? 1) || 1, 1), pages.length) - 1;
      const view: View = await keep.shorten(await keep.page(pages, n, token, messages));
      return { view, data: { page: n + 1, pages: pages.length }, private: true, ok: true };
    }
    if (parsed.command.name === 'go') {
      const line = await firstKept(caller, (keep) => keep.lineOf(token));
      return line === null ? faultShown({ code: 'button_gone' }, messages) : ask(line, caller);
    }
    return null;
  };

  const run = async (parsed: ParsedLine, caller: Caller): Promise<Shown> => {
    const over = firstTooMuch(parsed.raw, parsed.command);
    if (over !== null) return faultShown(over, messagesOf(caller.lang));
    const held = await kept(parsed, caller);
    if (held) return held;
    const { command } = parsed;
    const messages = messagesOf(caller.lang);
    const viewer = await viewerOf(caller, command);
    const bar = barTo(command, viewer);
    if (bar !== null && command.manages === true) return faultShown(bar, messages);
    const context = askOf(caller, viewer);
    const read = readValues(command, parsed.raw, context.today, parts.readDay);
    if ('faults' in read) {
      const first = Object.values(read.faults)[0];
      if (first) return faultShown(first, messages);
      throw new Error('faults without a fault');
    }
    if (bar !== null && command.changes?.(read.values as never) === true) return faultShown(bar, messages);
    return show(await command.answer(read.values as never, context), caller);
  };

  const ask = async (text: string, caller: Caller): Promise<Shown> => {
    const parsed = parseLine(text, commands, visibleNames(messagesOf(caller.lang)));
    return 'code' in parsed ? faultShown(parsed, messagesOf(caller.lang)) : run(parsed, caller);
  };

  const namedOrFault = (given: unknown, messages: Messages): Command | Fault => {
    const name = typeof given === 'string' ? given.slice(0, MOST.name) : '';
    return (
      findCommand(name, commands) ?? {
        code: 'unknown_command',
        given: name,
        nearest: nearestNames(name, visibleNames(messages), 3),
        rest: '',
      }
    );
  };

  /** The values a form line carries: a form held with its faults, or the line's own options. */
  const formValues = async (
    line: string,
    caller: Caller,
  ): Promise<(ParsedLine & Pick<HeldForm, 'standing'>) | null> => {
    if (line.length > MOST.line) return null;
    const messages = messagesOf(caller.lang);
    const resumed = / form:([\w-]+)$/.exec(line);
    const parsed = parseLine(resumed ? line.slice(0, resumed.index) : line, commands, visibleNames(messages));
    if ('code' in parsed) return null;
    if (parsed.command.name === 'go') {
      const target = await firstKept(caller, (keep) => keep.lineOf(parsed.raw['token'] ?? ''));
      return target === null ? null : formValues(target, caller);
    }
    const held = resumed ? await firstKept(caller, (keep) => keep.formOf(resumed[1] ?? '')) : null;
    return { command: parsed.command, raw: parsed.raw, standing: null, ...held };
  };

  /**
   * What is wrong with a form, option by option, beside what was `found` as it came in. Whoever may not send it in is told
   * so, not what else was wrong.
   */
  const faultsOf = async (
    command: Command,
    raw: ParsedLine['raw'],
    found: Readonly<Record<string, Fault>>,
    caller: Caller,
  ): Promise<[string, Fault][]> => {
    if (!isServed(caller, parts.served)) return [];
    if (command.manages === true && barTo(command, await viewerOf(caller, command)) !== null) return [];
    const read = readValues(command, raw, caller.today ?? dayOf(parts.clock.now()), parts.readDay);
    return Object.entries({ ...('faults' in read ? read.faults : {}), ...found });
  };

  const submitted: Asker['submit'] = async (name, given, caller) => {
    const messages = messagesOf(caller.lang);
    const opened = splitName(String(name).slice(0, MOST.line));
    const command = namedOrFault(opened.command, messages);
    if ('code' in command) return { ok: true, shown: faultShown(command, messages) };
    const { token } = opened;
    const held = token === null ? NEVER_HELD : await firstKept(caller, (keep) => keep.formOf(token));
    if (held === null) return { ok: true, shown: faultShown({ code: 'button_gone' }, messages) };
    const { standing } = held;
    const came = gathered(given, command);
    if (came.refused !== null) return { ok: true, shown: faultShown(came.refused, messages) };
    const written = came.raw;
    const raw = changedIn(written, standing, command);
    const keep = parts.keep(ownerOf(caller, true));
    const resume = async (): Promise<string> => nameWith(command.name, await keep.holdForm({ raw: written, standing }));
    const faults = await faultsOf(command, raw, came.faults, caller);
    if (faults.length === 0) {
      const shown = await guarded(caller, () => run({ command, raw }, caller));
      const field = shown.ok ? undefined : fieldOf(shown.data);
      if (field === undefined) return { ok: true, shown };
      return { ok: false, errors: { [field.option]: field.message }, shown, resume: await resume() };
    }
    return {
      ok: false,
      errors: Object.fromEntries(faults.map(([key, fault]) => [key, faultWords(fault, messages).join(' ')])),
      shown: faultShown(faults[0]?.[1] ?? { code: 'button_gone' }, messages),
      resume: await resume(),
    };
  };

  return {
    commands: parts.commands,
    line: (text, caller) => guarded(caller, () => ask(typeof text === 'string' ? text : '', caller)),
    call: (name, given, caller) =>
      guarded(caller, async () => {
        const command = namedOrFault(name, messagesOf(caller.lang));
        if ('code' in command) return faultShown(command, messagesOf(caller.lang));
        const { raw, faults, refused } = gathered(given, command);
        const fault = refused ?? Object.values(faults)[0];
        return fault === undefined ? run({ command, raw }, caller) : faultShown(fault, messagesOf(caller.lang));
      }),
    form: async (line, caller): Promise<Form | null> => {
      try {
        if (!isServed(caller, parts.served)) return null;
        const parsed = await formValues(line.replace(/\bform:[\w-]+$/, '').trim() === '' ? '' : line, caller);
        if (!parsed?.command.form) return null;
        const { command, raw } = parsed;
        const viewer = await viewerOf(caller, command);
        // Whoever may not send it in is not shown it: asked as a line, it tells why.
        if (command.manages === true && barTo(command, viewer) !== null) return null;
        const context = askOf(caller, viewer);
        const drawn = async (written: typeof raw): Promise<Form | undefined> => {
          const read = readValues(command, written, context.today, parts.readDay);
          return command.form?.(('values' in read ? read.values : {}) as never, written, context);
        };
        const form = await drawn(raw);
        if (form === undefined) return null;
        const bare = Object.keys(raw).length === 0 ? form : ((await drawn({})) ?? form);
        const keep = parts.keep(ownerOf(caller, true));
        const token = await keep.holdForm({ raw: {}, standing: parsed.standing ?? standingOf(bare) });
        return { ...form, command: nameWith(command.name, token) };
      } catch (error) {
        parts.broke('form', error);
        return null;
      }
    },
    submit: async (name, given, caller) => {
      try {
        return await submitted(name, given, caller);
      } catch (error) {
        return { ok: true, shown: await guarded(caller, () => Promise.reject(error)) };
      }
    },
    suggest: async (name, option, typed, caller) => {
      try {
        const command = findCommand(name.slice(0, MOST.name), commands);
        const key = command ? findOption(option.slice(0, MOST.name), command) : null;
        const spec = command && key !== null ? command.options[key] : undefined;
        if (!command || key === null || spec === undefined || typed.length > mostCharacters(spec)) return [];
        if (!isServed(caller, parts.served)) return [];
        return await suggestFor(command, key, typed, askOf(caller, await viewerOf(caller, null)), commands);
      } catch (error) {
        parts.broke('suggest', error);
        return [];
      }
    },
  };
}

/** The option a command itself found wrong, when it says so in its fault data. */
function fieldOf(data: unknown): { readonly option: string; readonly message: string } | undefined {
  if (typeof data !== 'object' || data === null || !('option' in data) || !('message' in data)) return undefined;
  return { option: String(data.option), message: String(data.message) };
}
