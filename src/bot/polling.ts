import type { FeedTools } from '../../feeds/read.ts';
import { readFeed } from '../../feeds/read.ts';
import type { Log } from '../log.ts';
import type { Clock, FeedRepository, Intake } from '../ports.ts';
import type { Polled } from '../watch/poll.ts';
import { createPoller, DEFAULT_POLL, type Poller } from '../watch/poller.ts';

/** The poller on its real parts. `news` hears when a feed brought something that may have to be told. */
export function pollerOn(parts: {
  readonly feeds: FeedRepository;
  readonly tools: FeedTools;
  readonly intake: Intake;
  readonly clock: Clock;
  readonly log: Log;
  /** Upper bound of every interval, in seconds; null for none. */
  readonly pollSeconds: number | null;
  readonly signal: AbortSignal;
  readonly news: () => void;
}): Poller {
  const { feeds, tools, intake, clock, signal, news, pollSeconds } = parts;
  const tell = teller(parts.log);
  return createPoller({
    feeds,
    read: (feed, way) => readFeed(feed, tools, clock.now(), way),
    intake,
    clock,
    settings: { ...DEFAULT_POLL, rhythm: { ...DEFAULT_POLL.rhythm, pollSeconds } },
    signal,
    onPolled: (polled) => {
      tell(polled);
      if (polled.counts !== null) news();
    },
  });
}

/** One line for a feed that brought something; one that fails is told when it begins to and when its trouble changes. */
function teller(log: Log): (polled: Polled) => void {
  const known = new Map<string, string>();
  return ({ feed: { id }, ending, counts, trouble }) => {
    if (counts !== null && counts.fresh + counts.revised > 0) {
      const { seen, fresh, revised } = counts;
      log.info('a feed was read', { feed: id, seen, fresh, revised });
    }
    if (ending === 'stopped') return;
    if (trouble === null) {
      if (known.delete(id)) log.info('a feed is taken in again', { feed: id });
      return;
    }
    const { code, detail } = trouble;
    if (known.get(id) === code) return;
    known.set(id, code);
    log.warn('a feed could not be taken in', { feed: id, code, ...(detail === code ? {} : { detail }) });
  };
}
