import type { webApi } from '@slack/bolt';
import { type Lang, langOf } from '../../domain/language.ts';

/** Values that may be lost and expire by themselves; a Keyv is one. `ttl` in milliseconds. */
export type Cache = {
  readonly get: (key: string) => Promise<unknown>;
  readonly set: (key: string, value: unknown, ttl?: number) => Promise<unknown>;
};

/** What must be known of who asks. */
export type Person = { readonly lang: Lang; readonly mayManage: boolean };

const KEPT = 6 * 3_600_000;
/** A form must open within 3 s of its press, so the look at a profile may not take long. */
const PATIENCE = 1_000;

/**
 * Reads people's language from their Slack profile (no slash command or press carries it), through the cache.
 * Every full member may manage a channel's settings, as members may in Slack itself; guests may not. Whoever cannot
 * be looked up counts as a member who speaks `fallback`, and is looked up again next time.
 */
export function createPeople({
  client,
  cache,
  fallback,
}: {
  readonly client: webApi.WebClient;
  readonly cache: Cache;
  readonly fallback: Lang;
}): (user: string) => Promise<Person> {
  const unknown: Person = { lang: fallback, mayManage: true };
  const asked = new Map<string, Promise<Person>>();

  const look = async (user: string): Promise<Person> => {
    const key = `slack:user:${user}`;
    const kept = await cache.get(key).catch(() => undefined);
    if (isPerson(kept)) return kept;
    const answer = await client.users.info({ user, include_locale: true });
    const guest = answer.user?.is_restricted === true || answer.user?.is_ultra_restricted === true;
    const person = { lang: langOf(answer.user?.locale, fallback), mayManage: !guest };
    await cache.set(key, person, KEPT).catch(() => undefined);
    return person;
  };

  return async (user) => {
    if (user === '') return unknown;
    const looking =
      asked.get(user) ??
      look(user)
        .catch(() => unknown)
        .finally(() => asked.delete(user));
    asked.set(user, looking);
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<Person>((resolve) => {
      timer = setTimeout(() => resolve(unknown), PATIENCE);
    });
    return Promise.race([looking, patience]).finally(() => clearTimeout(timer));
  };
}

function isPerson(value: unknown): value is Person {
  return typeof value === 'object' && value !== null && 'lang' in value && 'mayManage' in value;
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
