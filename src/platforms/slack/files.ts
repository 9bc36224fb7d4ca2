import type { webApi } from '@slack/bolt';
import { distinctNames, filesOf, plainFileName, publicAddress } from '../../domain/attached.ts';
import { oneLine } from '../../domain/typography.ts';
import type { View, ViewFile } from '../../domain/view.ts';
import type { Messages } from '../../messages/index.ts';
import { judge } from './faults.ts';
import type { Log } from './log.ts';
import { fitEscaped } from './text.ts';
import type { Refused, Uploads } from './uploads.ts';

/** Where a View's files are to be had. */
export type Given = {
  readonly links: ReadonlyMap<ViewFile, string>;
  /** Where those without a link are, or how to get them; null when there are none. */
  readonly note: string | null;
};

export const NOTHING_GIVEN: Given = { links: new Map(), note: null };

/** Who asked, and where. */
export type Place = {
  readonly user: string;
  readonly channel: string | undefined;
  readonly thread: string | undefined;
  /** Nobody but the asker is to see it. */
  readonly alone: boolean;
};

export type Giving = {
  readonly client: webApi.WebClient;
  readonly uploads: Uploads;
  readonly publicUrl: string | null;
  readonly log: Log;
};

const COMMENT_MAX = 300;

/**
 * Gives a View's files to who asked: as links where the web port serves them to the outside; else as files of Slack's,
 * in the conversation, or in the person's own messages where only they are to see them or the app is no member. Never
 * rejects; what could not be given is said in the note. To be done once per answer.
 */
export async function giveFiles(view: View, place: Place, words: Messages['slack'], giving: Giving): Promise<Given> {
  const files = filesOf(view);
  if (files.length === 0) return NOTHING_GIVEN;
  const links = new Map<ViewFile, string>();
  for (const file of files) {
    const url = publicAddress(giving.publicUrl, file.path);
    if (url !== null) links.set(file, url);
  }
  const rest = files.filter((file) => !links.has(file));
  return { links, note: rest.length === 0 ? null : await shareAll(rest, view.title, place, words, giving) };
}

async function shareAll(
  files: readonly ViewFile[],
  title: string,
  place: Place,
  words: Messages['slack'],
  { client, uploads, log }: Giving,
): Promise<string> {
  const names = distinctNames(files.map(({ name }) => plainFileName(name)));
  const parcels = files.map(({ text }, i) => ({ name: names[i] ?? 'file', bytes: Buffer.from(text, 'utf8') }));
  const ids = await uploads.prepare(parcels);
  if (typeof ids === 'string') return told(ids, words);
  const comment = fitEscaped(oneLine(words.filesOf(title)), COMMENT_MAX);
  if (place.channel !== undefined && !place.alone) {
    const { channel, thread } = place;
    const shared = await uploads.share(ids, { channel, thread, comment });
    if (shared === 'shared') return words.filesHere;
    if (shared !== 'no_place') return told(shared, words);
  }
  const own = await ownMessages(client, place.user, comment, log);
  if (own === null) return told('no_place', words);
  const shared = await uploads.share(ids, { channel: own });
  return shared === 'shared' ? words.filesOwn : told(shared, words);
}

/** The conversation between the app and a person: posting there names it, which asks for no further right. */
async function ownMessages(client: webApi.WebClient, user: string, text: string, log: Log): Promise<string | null> {
  try {
    const posted = await client.chat.postMessage({
      channel: user,
      text,
      unfurl_links: false,
      unfurl_media: false,
      mrkdwn: false,
    });
    return posted.channel ?? null;
  } catch (error) {
    log.warn('Slack did not take a message to a person', { code: judge(error).code });
    return null;
  }
}

function told(refused: Refused, words: Messages['slack']): string {
  switch (refused) {
    case 'no_scope':
      return words.filesNoScope;
    case 'no_place':
      return words.filesNoPlace;
    case 'failed':
      return words.filesFailed;
  }
}
