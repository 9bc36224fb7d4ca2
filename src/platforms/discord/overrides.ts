import {
  type APIApplicationCommandPermission,
  ApplicationCommandPermissionType,
  type REST,
  type RESTGetAPIApplicationCommandsResult,
  type RESTGetAPIGuildApplicationCommandsPermissionsResult,
  Routes,
} from 'discord.js';
import type { Log } from './log.ts';
import { failureOf } from './outcome.ts';

/** What a server itself set for our commands: entries by command id, or by the application's for all of them. */
export type Overrides = {
  /** The id of a command by its registered name; null when there is none. */
  readonly idOf: (name: string) => string | null;
  readonly entries: ReadonlyMap<string, readonly APIApplicationCommandPermission[]>;
};

/** A change of them, as the gateway tells it. */
export type OverridesUpdate = {
  readonly guildId: string;
  /** A command, or the application for all commands. */
  readonly id: string;
  readonly permissions: readonly APIApplicationCommandPermission[];
};

export type OverridesOf = {
  /** What a server set; null when it cannot be found out within a second. */
  readonly of: (guild: string) => Promise<Overrides | null>;
  readonly changed: (update: OverridesUpdate) => void;
  /** The gateway was away: what it would have told is not known. */
  readonly forget: () => void;
};

/** A press must be answered within 3 s, and the answer takes its own time. */
const PATIENCE_MS = 1_000;
/** The gateway tells of changes; one that it did not is found after as long. */
const KEPT_MS = 10 * 60_000;

/** Reads what servers set for our commands, keeps it, and takes in what the gateway tells of it. */
export function createOverrides(parts: {
  readonly rest: () => Pick<REST, 'get'>;
  readonly application: string;
  readonly now: () => number;
  readonly log: Pick<Log, 'warn'>;
}): OverridesOf {
  const { application, log } = parts;
  type Kept = { readonly at: number; readonly overrides: Promise<Overrides | null> };
  const kept = new Map<string, Kept>();

  const read = async (guild: string): Promise<Overrides> => {
    const rest = parts.rest();
    const [set, everywhere, here] = (await Promise.all([
      rest.get(Routes.guildApplicationCommandsPermissions(application, guild)),
      rest.get(Routes.applicationCommands(application)),
      rest.get(Routes.applicationGuildCommands(application, guild)),
    ])) as [
      RESTGetAPIGuildApplicationCommandsPermissionsResult,
      RESTGetAPIApplicationCommandsResult,
      RESTGetAPIApplicationCommandsResult,
    ];
    // A command of the server itself stands before one of the same name for all.
    const ids = new Map([...everywhere, ...here].map(({ name, id }) => [name, id]));
    const entries = new Map(set.map(({ id, permissions }) => [id, permissions]));
    return { idOf: (name) => ids.get(name) ?? null, entries };
  };

  const reading = (guild: string): Promise<Overrides | null> => {
    const known = kept.get(guild);
    if (known !== undefined && parts.now() - known.at < KEPT_MS) return known.overrides;
    const overrides = read(guild).catch((error: unknown) => {
      // Asked again next time: what is refused today may be allowed tomorrow.
      kept.delete(guild);
      log.warn('what a server set for our commands could not be read', { guild, code: failureOf(error).code });
      return null;
    });
    kept.set(guild, { at: parts.now(), overrides });
    return overrides;
  };

  return {
    of: async (guild) => {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<null>((resolve) => {
        timer = setTimeout(() => resolve(null), PATIENCE_MS);
      });
      return Promise.race([reading(guild), late]).finally(() => clearTimeout(timer));
    },
    changed: ({ guildId, id, permissions }) => {
      const known = kept.get(guildId);
      if (known === undefined) return;
      const overrides = known.overrides.then(
        (before) => before && { ...before, entries: new Map([...before.entries, [id, permissions]]) },
      );
      kept.set(guildId, { ...known, overrides });
    },
    forget: () => kept.clear(),
  };
}

/** Whoever presses or types in a server. */
export type Presser = {
  readonly guild: string;
  readonly channel: string;
  readonly user: string;
  /** Ids of their roles. */
  readonly roles: readonly string[];
};

/**
 * What a server's own settings say of somebody and a command: `named` when they, or a role of theirs, are let in where
 * others are not; `open` when everyone is let in by name; `shut` when they are kept out; `unsaid` when nothing was set.
 */
export type Word = 'named' | 'open' | 'shut' | 'unsaid';

/** Reads the settings as Discord does: channels first, then people, then their roles; the command's before the application's. */
export function wordOf(overrides: Overrides, command: string, application: string, presser: Presser): Word {
  const id = overrides.idOf(command);
  const own = (id === null ? undefined : overrides.entries.get(id)) ?? [];
  const all = overrides.entries.get(application) ?? [];
  const channel = channelWord(own, presser) ?? channelWord(all, presser);
  if (channel === false) return 'shut';
  const person = personWord(own, presser);
  if (person !== null) return person;
  // What is set for all commands keeps people out; it lets nobody do what only one of the commands does.
  return personWord(all, presser) === 'shut' ? 'shut' : 'unsaid';
}

function channelWord(entries: readonly APIApplicationCommandPermission[], { guild, channel }: Presser): boolean | null {
  const channels = entries.filter(({ type }) => type === ApplicationCommandPermissionType.Channel);
  // "All channels" is the server's number less one.
  const everywhere = String(BigInt(guild) - 1n);
  const found = channels.find(({ id }) => id === channel) ?? channels.find(({ id }) => id === everywhere);
  return found?.permission ?? null;
}

function personWord(entries: readonly APIApplicationCommandPermission[], presser: Presser): Word | null {
  const { guild, user, roles } = presser;
  const own = entries.find(({ type, id }) => type === ApplicationCommandPermissionType.User && id === user);
  const theirs = entries.filter(
    ({ type, id }) => type === ApplicationCommandPermissionType.Role && id !== guild && roles.includes(id),
  );
  const everyone = entries.find(({ type, id }) => type === ApplicationCommandPermissionType.Role && id === guild);
  if (own !== undefined) return own.permission ? namedIf(everyone) : 'shut';
  if (theirs.length > 0) return theirs.some(({ permission }) => permission) ? namedIf(everyone) : 'shut';
  if (everyone === undefined) return null;
  return everyone.permission ? 'open' : 'shut';
}

/** Being let in by name says something only where not everyone is. */
function namedIf(everyone: APIApplicationCommandPermission | undefined): Word {
  return everyone?.permission === true ? 'open' : 'named';
}
