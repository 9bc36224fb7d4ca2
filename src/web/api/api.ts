import { Hono } from 'hono';
import type { Lang } from '../../domain/language.ts';
import { createMemory } from '../../domain/memory.ts';
import type { Day } from '../../domain/period.ts';
import type { Painter } from '../../domain/picture.ts';
import type { Log } from '../../log.ts';
import type { DatasetRecord } from '../../queries.ts';
import { WorkError } from '../../worker.ts';
import { createDrawing } from './drawing.ts';
import { ApiFault } from './faults.ts';
import { createMaking, type Made, type Order } from './making.ts';
import { langIn, METHODS, preferred, refusal } from './refusal.ts';
import { ALWAYS, type Kept, reply, send } from './reply.ts';
import type { Asked, Route } from './route.ts';
import { ROUTES } from './routes.ts';

/** What the read-only API answers from. Nothing of a team's is among it: no channel, no item, no name of its own. */
export type ApiParts = {
  /** The record as it is now; answers made from another one are forgotten. */
  readonly record: () => DatasetRecord;
  /** The UTC day. */
  readonly today: () => Day;
  /** The language of who prefers none of ours. */
  readonly lang: Lang;
  /** The address under which others reach the port; links are relative without it. */
  readonly publicUrl: string | null;
  /** Null where nothing draws: pictures are then refused. */
  readonly painter: Painter | null;
  /** The whole dataset as text. */
  readonly dataset: Asked['dataset'];
  /** Makes answers elsewhere than here, from the same record; rejects with `WorkError`. Without it they are made here. */
  readonly makes?: (order: Order) => Promise<Made>;
  readonly log?: Log;
};

/** Longest path and query, in characters. */
const MOST_URL = 1_500;
const ROOM = { entries: 400, bytes: 32 * 1024 * 1024 };

/** The read-only API and the exports: `/api/v1/…`, `/changes.atom`, `/calendar.ics`. */
export function createApi(parts: ApiParts): Hono {
  const app = new Hono();
  const base = baseOf(parts.publicUrl);
  const drawing = createDrawing(parts.painter);
  const makes = parts.makes ?? createMaking({ record: parts.record, base, dataset: parts.dataset });
  const memory = createMemory<Kept>(ROOM);
  const underWay = new Map<string, Promise<Kept>>();
  let answered: DatasetRecord | null = null;

  const current = (): DatasetRecord => {
    const record = parts.record();
    if (record !== answered) {
      memory.clear();
      underWay.clear();
      answered = record;
    }
    return record;
  };

  const make = async (order: Order): Promise<Kept> => {
    const made = await makes(order).catch((error: unknown) => {
      throw new ApiFault(error instanceof WorkError && error.code === 'busy' ? 'busy' : 'internal', {}, error);
    });
    if ('fault' in made) throw new ApiFault(made.fault.code, made.fault.detail);
    if ('kept' in made) return made.kept;
    const { draw, picture, theme } = made.undrawn;
    return reply({ ...made.parts, body: await drawing[draw](picture, theme) });
  };

  const answer = async (route: Route, id: string, url: URL, header: string | undefined): Promise<Kept> => {
    if (url.pathname.length + url.search.length > MOST_URL) throw new ApiFault('query_too_long', { max: MOST_URL });
    const record = current();
    const today = parts.today();
    const lang = langIn(url.searchParams) ?? preferred(header, parts.lang);
    const query = new URLSearchParams(url.searchParams);
    query.sort();
    const negotiated = langIn(query) === null;
    const key = [route.name, id, query, lang, negotiated, today].join('\n');
    const known = memory.get(key) ?? underWay.get(key);
    if (known !== undefined) return known;
    // Asked for twice at once, it is made once.
    const making = make({ route: route.name, id, query: String(query), lang, negotiated, today });
    underWay.set(key, making);
    try {
      const kept = await making;
      if (record === answered) memory.set(key, kept, kept.body.length);
      return kept;
    } finally {
      if (underWay.get(key) === making) underWay.delete(key);
    }
  };

  const refuse = (error: Error, url: URL, header: string | undefined): Response => {
    const fault = error instanceof ApiFault ? error : new ApiFault('internal', {}, error);
    const { code, cause } = fault;
    if (cause !== undefined && code !== 'busy')
      parts.log?.error('a request could not be answered', { path: url.pathname, code, error: cause });
    return refusal(fault, url, header, parts.lang);
  };

  // Pages of other origins may ask with headers of their own: that, and nothing else, is what OPTIONS is answered for.
  const other = (method: string, wished: string | undefined): Response => {
    if (method !== 'OPTIONS' || wished === undefined) throw new ApiFault('method_not_allowed', { given: method });
    const may = { 'Access-Control-Allow-Methods': METHODS, 'Access-Control-Allow-Headers': '*' };
    return new Response(null, { status: 204, headers: { ...ALWAYS, ...may, 'Access-Control-Max-Age': '86400' } });
  };

  app.onError((error, context) => refuse(error, new URL(context.req.url), context.req.header('accept-language')));
  // The last first: `s3ns.svg` is asked for as a picture before `{provider}` is tried on it.
  for (const route of ROUTES.toReversed()) {
    for (const { path } of route.paths) {
      const { pattern, idOf } = wayTo(path);
      app.get(pattern, async (context) => {
        const id = idOf(context.req.param());
        const kept = await answer(route, id, new URL(context.req.url), context.req.header('accept-language'));
        return send(kept, context.req.header('if-none-match'));
      });
      app.all(pattern, (context) => other(context.req.method, context.req.header('access-control-request-method')));
    }
  }
  app.all('/api/*', () => {
    throw new ApiFault('not_found');
  });
  return app;
}

/** What stands before the paths of the port: nothing where its address is not known. */
export const baseOf = (publicUrl: string | null): string => (publicUrl ?? '').replace(/\/+$/, '');

/** A path of the description as the router writes it, and how the subject is read from what it finds. */
export function wayTo(path: string): { pattern: string; idOf: (found: Readonly<Record<string, string>>) => string } {
  const pattern = path.replaceAll(/\{(\w+)\}([^/]*)/g, (_whole, name: string, after: string) =>
    after === '' ? `:${name}` : `:${name}{[^/]+\\${after}}`,
  );
  const ending = /\}([^/{}]*)$/.exec(path)?.[1] ?? '';
  const idOf = ({ provider = '', offer = '' }: Readonly<Record<string, string>>): string => {
    const id = offer === '' ? provider : `${provider}/${offer}`;
    return ending !== '' && id.endsWith(ending) ? id.slice(0, -ending.length) : id;
  };
  return { pattern, idOf };
}
