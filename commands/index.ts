import type { Command } from '../src/command.ts';
import { compare } from './compare.ts';
import { delivery } from './delivery.ts';
import { digest } from './digest.ts';
import { evidence } from './evidence.ts';
import { expiring } from './expiring.ts';
import { feeds } from './feeds.ts';
import { helpFor } from './help.ts';
import { mute } from './mute.ts';
import { news } from './news.ts';
import { offer } from './offer.ts';
import { offers } from './offers.ts';
import { promises } from './promises.ts';
import { search } from './search.ts';
import { status } from './status.ts';
import { story } from './story.ts';
import { timeline } from './timeline.ts';
import { track } from './track.ts';
import { undo } from './undo.ts';
import { unmute } from './unmute.ts';
import { unwatch } from './unwatch.ts';
import { watch } from './watch.ts';
import { watching } from './watching.ts';
import { why } from './why.ts';

/** What people can ask, in the order in which help lists it. */
export const commands: readonly Command[] = [
  offer,
  offers,
  compare,
  timeline,
  promises,
  expiring,
  evidence,
  search,
  news,
  story,
  watch,
  watching,
  unwatch,
  mute,
  unmute,
  track,
  digest,
  feeds,
  why,
  status,
  helpFor(() => commands),
  delivery,
  undo,
];
