import type { Command } from '../command.ts';
import type { StoreFault } from '../domain/trouble.ts';
import type { View } from '../domain/view.ts';
import type { Messages } from '../messages/index.ts';

/** What can be wrong with a question. Words are chosen in the asker's language when it is shown. */
export type Fault =
  | {
      readonly code: 'unknown_command';
      readonly given: string;
      readonly nearest: readonly string[];
      /** What was written behind the command. */
      readonly rest: string;
    }
  | { readonly code: 'unknown_option'; readonly given: string; readonly command: Command }
  | { readonly code: 'too_many_words'; readonly given: string; readonly command: Command }
  | { readonly code: 'missing'; readonly option: string; readonly command: Command }
  | { readonly code: 'bad_day'; readonly option: string; readonly given: string; readonly command: Command }
  | {
      readonly code: 'bad_integer';
      readonly option: string;
      readonly given: string;
      readonly min: number;
      readonly max: number;
      readonly command: Command;
    }
  | {
      readonly code: 'bad_choice';
      readonly option: string;
      readonly given: string;
      readonly choices: readonly string[];
      readonly command: Command;
    }
  | { readonly code: 'value_too_long'; readonly option: string; readonly max: number; readonly command: Command }
  | { readonly code: 'too_many_names'; readonly option: string; readonly max: number; readonly command: Command }
  | { readonly code: 'bad_value'; readonly option: string; readonly command: Command }
  | { readonly code: 'too_many_options'; readonly max: number }
  | { readonly code: 'bad_question' }
  | { readonly code: 'quotes' }
  | { readonly code: 'too_long'; readonly max: number }
  | { readonly code: 'not_allowed' }
  | { readonly code: 'unknown' }
  | { readonly code: 'use_command' }
  | { readonly code: 'outsider' }
  | { readonly code: 'no_home' }
  | { readonly code: 'operators_only' }
  | { readonly code: 'not_served' }
  | { readonly code: 'no_channel' }
  | { readonly code: 'page_gone' }
  | { readonly code: 'button_gone' }
  | { readonly code: 'store_busy' }
  | { readonly code: 'store_trouble'; readonly fault: StoreFault }
  | { readonly code: 'broken'; readonly id: string };

/** A fault that a query or change may throw to be told as it is. */
export class AskError extends Error {
  readonly fault: Fault;
  constructor(fault: Fault) {
    super(fault.code);
    this.fault = fault;
  }
}

/** A command's name in a language. */
export function commandName(command: Command | string, messages: Messages): string {
  const key = typeof command === 'string' ? command : command.name;
  return messages.commands[key]?.name ?? key;
}

/** An option's name in a language. */
export function optionName(command: Command, option: string, messages: Messages): string {
  return messages.commands[command.name]?.options[option]?.name ?? option;
}

/** The fault in words: what happened and what to do, one sentence each. */
export function faultWords(fault: Fault, messages: Messages): string[] {
  const words = messages.common.faults;
  switch (fault.code) {
    case 'unknown_command':
      return [
        words.unknownCommand(fault.given),
        ...(fault.nearest.length > 0 ? [words.nearest(fault.nearest.map((name) => `/${name}`))] : []),
        words.seeHelp,
      ];
    case 'unknown_option':
      return [
        words.unknownOption(fault.given, commandName(fault.command, messages)),
        words.options(Object.keys(fault.command.options).map((name) => optionName(fault.command, name, messages))),
      ];
    case 'too_many_words':
      return [
        words.tooManyWords(fault.given, commandName(fault.command, messages)),
        words.options(Object.keys(fault.command.options).map((name) => optionName(fault.command, name, messages))),
      ];
    case 'missing': {
      const option = messages.commands[fault.command.name]?.options[fault.option];
      return [words.missing(option?.name ?? fault.option, option?.description ?? fault.option)];
    }
    case 'bad_day':
      return [words.badDay(optionName(fault.command, fault.option, messages), fault.given)];
    case 'bad_integer':
      return [words.badInteger(optionName(fault.command, fault.option, messages), fault.given, fault.min, fault.max)];
    case 'bad_choice':
      return [words.badChoice(optionName(fault.command, fault.option, messages), fault.given, fault.choices)];
    case 'value_too_long':
      return [words.valueTooLong(optionName(fault.command, fault.option, messages), fault.max)];
    case 'too_many_names':
      return [words.tooManyNames(optionName(fault.command, fault.option, messages), fault.max)];
    case 'bad_value':
      return [words.badValue(optionName(fault.command, fault.option, messages))];
    case 'too_many_options':
      return [words.tooManyOptions(fault.max)];
    case 'bad_question':
      return [words.badQuestion];
    case 'quotes':
      return [words.quotes];
    case 'too_long':
      return [words.tooLong(fault.max)];
    case 'not_allowed':
      return [words.notAllowed];
    case 'unknown':
      return [words.rightsUnknown];
    case 'use_command':
      return [words.useCommand];
    case 'outsider':
      return [words.outsider];
    case 'no_home':
      return [words.noHome];
    case 'operators_only':
      return [words.operatorsOnly];
    case 'not_served':
      return [words.notServed];
    case 'no_channel':
      return [words.noChannel];
    case 'page_gone':
      return [words.pageGone];
    case 'button_gone':
      return [words.buttonGone];
    case 'store_busy':
      return [words.storeBusy];
    case 'store_trouble': {
      const { what, todo } = messages.store[fault.fault.trouble](fault.fault.where, fault.fault.detail);
      return [what, todo];
    }
    case 'broken':
      return [words.broken(fault.id)];
  }
}

/** The fault as a View; a misspelt command comes with buttons that ask what was perhaps meant. */
export function faultView(fault: Fault, messages: Messages): View {
  const sentences = faultWords(fault, messages).map((text) => ({ kind: 'text', line: [text] }) as const);
  const buttons =
    fault.code === 'unknown_command'
      ? fault.nearest.map((name) => {
          const whole = `${name} ${fault.rest}`.trim();
          // Longer lines than this no platform's button carries by itself.
          const line = whole.length > 90 ? name : whole;
          return { label: `/${line}`.slice(0, 75), line };
        })
      : [];
  return {
    title: messages.common.faults.title,
    tone: 'warn',
    blocks: [...sentences, ...(buttons.length > 0 ? ([{ kind: 'buttons', buttons }] as const) : [])],
  };
}
