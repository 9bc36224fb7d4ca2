import type { DiscordOperator, Operators, SlackOperator } from '../domain/operators.ts';
import type { FaultCode } from './faults.ts';
import { split } from './shapes.ts';

/** Notes a fault of a variable, with the words in it that are wrong. */
type Complain = (variable: TenantVariable, code: FaultCode, wrong: readonly string[]) => unknown;

export type TenantVariable = 'SLACK_OPERATORS' | 'DISCORD_OPERATORS' | 'SPACES';

type Get = (variable: TenantVariable) => string | null;

const SLACK_PERSON = /^(T[A-Z0-9]{2,20}):([UW][A-Z0-9]{2,20})$/;
const SNOWFLAKE = '\\d{17,20}';

/**
 * Reads who operates the bot. A list in which something is mistyped names nobody: half a list would be taken for the
 * whole.
 */
export function readOperators(get: Get, complain: Complain): Operators {
  return {
    slack: readList('SLACK_OPERATORS', slackOperator, get, complain),
    discord: readList('DISCORD_OPERATORS', discordOperator, get, complain),
  };
}

function readList<T>(
  variable: TenantVariable,
  read: (word: string) => T | null,
  get: Get,
  complain: Complain,
): readonly T[] {
  const words = split(get(variable));
  const wrong = words.filter((word) => read(word) === null);
  if (wrong.length > 0) {
    complain(variable, variable === 'SLACK_OPERATORS' ? 'not_slack_operators' : 'not_discord_operators', wrong);
    return [];
  }
  return words.flatMap((word) => read(word) ?? []);
}

function slackOperator(word: string): SlackOperator | null {
  const [, team, user] = SLACK_PERSON.exec(word) ?? [];
  return team === undefined || user === undefined ? null : { team, user };
}

function discordOperator(word: string): DiscordOperator | null {
  const person = new RegExp(`^user:(${SNOWFLAKE})$`).exec(word);
  if (person?.[1] !== undefined) return { user: person[1] };
  const [, server, role] = new RegExp(`^server:(${SNOWFLAKE})/role:(${SNOWFLAKE})$`).exec(word) ?? [];
  // The role with the number of its server is everyone's.
  return server === undefined || role === undefined || server === role ? null : { server, role };
}

/** The workspaces and servers that are served, as keys; null when all are. */
export function readSpaces(get: Get, complain: Complain): readonly string[] | null {
  const given = get('SPACES');
  if (given === null) return null;
  const words = split(given);
  const known = new RegExp(`^(?:slack:T[A-Z0-9]{2,20}|discord:${SNOWFLAKE})$`);
  const wrong = words.filter((word) => !known.test(word));
  // Commas alone name nobody: that is a slip, not the wish to serve all.
  if (wrong.length > 0 || words.length === 0) complain('SPACES', 'not_spaces', words.length === 0 ? [given] : wrong);
  return words;
}
