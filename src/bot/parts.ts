import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type CatalogueFault, readCatalogue } from '../../feeds/catalogue.ts';
import { createFeedClient, type FeedClient } from '../../feeds/fetch.ts';
import type { Config } from '../config.ts';
import type { FeedEntry } from '../domain/feed.ts';
import type { Publisher } from '../domain/subject.ts';
import { publishersOf } from '../reading/publishers.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The feeds that the project itself lists. */
const CATALOGUE_FILE = here('../../feeds/catalogue.yaml');

/** How the bot names itself to publishers: honestly, so that they can tell it from others. */
export const USER_AGENT = 'Vigie/0.1 (market-watch bot; feed reader)';

/**
 * The feeds of the configured catalogue, or the project's own, each with its publisher as the record knows it. Throws
 * `CatalogueError`.
 */
export async function catalogueOf(
  config: Config['feeds'],
  publishers: readonly Publisher[] = [],
): Promise<readonly FeedEntry[]> {
  const path = config.catalogue ?? CATALOGUE_FILE;
  const loaded = await readCatalogue(path);
  if (loaded.ok) return loaded.feeds.map(publishersOf(publishers).settled);
  throw new CatalogueError(path, loaded.faults);
}

/** A feed catalogue that cannot be used: where and what is wrong. */
export class CatalogueError extends Error {
  readonly path: string;
  readonly faults: readonly CatalogueFault[];

  constructor(path: string, faults: readonly CatalogueFault[]) {
    super(`${path}: ${faults[0]?.code ?? 'unreadable'}`);
    this.path = path;
    this.faults = faults;
  }
}

/** The HTTP client for feeds, under the configured guard and proxy. */
export async function feedClientOf(config: Config): Promise<FeedClient> {
  const { url, except, caFile } = config.proxy;
  return createFeedClient({
    allowPrivate: config.feeds.allowPrivate,
    userAgent: USER_AGENT,
    proxy: url === null ? null : { url, except },
    ...(caFile === null ? {} : { ca: await readFile(caFile, 'utf8') }),
  });
}
