import type { webApi } from '@slack/bolt';
import type { Rights } from '../../command.ts';
import { type Lang, langOf } from '../../domain/language.ts';

/** Values that may be lost and expire by themselves; a Keyv is one. `ttl` in milliseconds. */
export type Cache = {
  readonly get: (key: string) => Promise<unknown>;
  readonly set: (key: string, value: unknown, ttl?: number) => Promise<unknown>;
};

/** What must be known of who asks. */
export type Person = { readonly lang: Lang; readonly rights: Rights };

/** A profile as `users.info` gives it, as far as it decides. */
export type Profile = NonNullable<webApi.UsersInfoResponse['user']>;

/** Whom the bot knows: people, and the workspace whose members they are; null while that cannot be found out. */
export type People = {
  readonly person: (user: string) => Promise<Person>;
  readonly home: () => Promise<string | null>;
};

/** Whoever is made a guest, or leaves, has no rights any more after as long, in milliseconds. */
const KEPT = 10 * 60_000;
/** A form must open within 3 s of its press, so the look at a profile may not take long. */
const PATIENCE = 1_000;

/**
 * Reads who people are from their Slack profile (no slash command or press carries it), through the cache. Every full
 * member of the bot's own workspace may manage a channel's settings, as members may in Slack itself; guests, strangers
 * from connected workspaces, bots and accounts that were closed may not. Of whoever cannot be looked up in time nothing is
 * known: they speak `fallback`, may change nothing, and are looked up again next time.
 */
export function createPeople({
  client,
  cache,
  fallback,
}: {
  readonly client: webApi.WebClient;
  readonly cache: Cache;
  readonly fallback: Lang;
}): People {
  const unknown: Person = { lang: fallback, rights: { mayManage: false, refusal: 'unknown' } };
  const asked = new Map<string, Promise<Person>>();
  let found: Promise<string | null> | null = null;

  const home = (): Promise<string | null> => {
    found ??= client.auth.test().then(
      ({ team_id }) => team_id ?? null,
      () => {
        found = null;
        return null;
      },
    );
    return found;
  };

  const look = async (user: string): Promise<Person> => {
    const key = `slack:person:${user}`;
    const kept = await cache.get(key).catch(() => undefined);
    if (isPerson(kept)) return kept;
    const [team, answer] = await Promise.all([home(), client.users.info({ user, include_locale: true })]);
    if (team === null || answer.user === undefined) return unknown;
    const person = personOf(answer.user, team, fallback);
    await cache.set(key, person, KEPT).catch(() => undefined);
    return person;
  };

  return {
    home: () => soonOr(home(), null),
    person: async (user) => {
      if (user === '') return unknown;
      const looking =
        asked.get(user) ??
        look(user)
          .catch(() => unknown)
          .finally(() => asked.delete(user));
      asked.set(user, looking);
      return soonOr(looking, unknown);
    },
  };
}

/** What a profile says of a person in the bot's workspace. Pure. */
export function personOf(profile: Profile, team: string, fallback: Lang): Person {
  return { lang: langOf(profile.locale, fallback), rights: rightsOf(profile, team) };
}

function rightsOf(profile: Profile, team: string): Rights {
  const { team_id: own, enterprise_user: enterprise } = profile;
  const teams = [...(own === undefined ? [] : [own]), ...(enterprise?.teams ?? [])];
  if (teams.length === 0) return { mayManage: false, refusal: 'unknown' };
  const outside = profile.is_stranger === true || !teams.includes(team);
  if (outside || profile.deleted === true || profile.is_bot === true) return { mayManage: false, refusal: 'outsider' };
  const guest = profile.is_restricted === true || profile.is_ultra_restricted === true;
  return { mayManage: !guest };
}

async function soonOr<T>(work: Promise<T>, late: T): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<T>((resolve) => {
    timer = setTimeout(() => resolve(late), PATIENCE);
  });
  return Promise.race([work, patience]).finally(() => clearTimeout(timer));
}

function isPerson(value: unknown): value is Person {
  return typeof value === 'object' && value !== null && 'lang' in value && 'rights' in value;
}

/** A cache in memory that forgets the oldest, for when no other is given. Its reads tell nothing expired. */
export function memoryCache(now: () => number, size = 5000): Cache {
  const rows = new Map<string, { readonly value: unknown; readonly until: number }>();
  return {
    get: async (key) => {
      const row = rows.get(key);
      return row && row.until > now() ? row.value : undefined;
    },
    set: async (key, value, ttl) => {
      rows.delete(key);
      rows.set(key, { value, until: ttl === undefined ? Number.POSITIVE_INFINITY : now() + ttl });
      for (const oldest of rows.keys()) {
        if (rows.size <= size) break;
        rows.delete(oldest);
      }
      return true;
    },
  };
}
