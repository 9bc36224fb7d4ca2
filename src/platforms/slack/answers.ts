import type { RespondArguments, webApi } from '@slack/bolt';
import type { Shown } from '../../command.ts';
import { picturesOf, withNotes } from '../../domain/attached.ts';
import type { Lang } from '../../domain/language.ts';
import type { View } from '../../domain/view.ts';
import { messagesOf } from '../../messages/index.ts';
import { judge, refusal } from './faults.ts';
import { type Giving, giveFiles, type Place } from './files.ts';
import { type Showing, waysToShow } from './pictures.ts';
import { renderView, type SlackMessage } from './render.ts';
import { QUIET } from './send.ts';
import type { Wire } from './wire.ts';

/** A response_url that could not be reached is asked again this many times, when surely nothing was written. */
const RESPOND_TRIES = 3;

/** What answering needs. */
export type Answering = Showing &
  Giving & {
    readonly client: webApi.WebClient;
    readonly wire: Wire;
    readonly hold: (message: SlackMessage) => Promise<void>;
  };

/** Where an answer goes: its own address, and who asked where. */
export type Reply = {
  readonly url: string;
  readonly place: Omit<Place, 'alone'>;
  /** Seen by the asker alone, whatever the answer. */
  readonly alone?: boolean;
  /** In the place of the message whose button was pressed. */
  readonly replace?: boolean;
};

/** Gives an answer with its pictures and files, once: a further way is tried only where Slack surely refused the one before. */
export async function giveAnswer(shown: Shown, lang: Lang, reply: Reply, on: Answering): Promise<void> {
  const alone = reply.alone === true || shown.private || !shown.ok;
  const place = { ...reply.place, alone };
  const given = await giveFiles(shown.view, place, messagesOf(lang).slack, on);
  for await (const { images, by, busy } of waysToShow(shown.view, on)) {
    const message = renderView(busy ? saidBusy(shown.view, lang) : shown.view, lang, { images, given });
    await on.hold(message);
    const posted = by === 'post' && reply.replace !== true ? await post(message, place, on) : null;
    if (posted === 'done') return;
    if (posted === null && (await respond(message, alone, reply, on)) === 'done') return;
  }
}

/** The View with a word on why its pictures are not there. */
export function saidBusy(view: View, lang: Lang): View {
  const words = messagesOf(lang).common.pictureBusy;
  return withNotes(view, new Map(picturesOf(view).map((block) => [block, words])));
}

/** `refused`: Slack surely did not show it, because of its blocks. */
type Fate = 'done' | 'refused';

async function respond(message: SlackMessage, alone: boolean, reply: Reply, on: Answering): Promise<Fate> {
  const { thread } = reply.place;
  return respondTo(
    reply.url,
    {
      response_type: alone ? 'ephemeral' : 'in_channel',
      text: message.text,
      blocks: message.blocks,
      ...(thread !== undefined && { thread_ts: thread }),
      ...(reply.replace === true && { replace_original: true }),
    } as RespondArguments,
    on,
  );
}

/** One answer to a response_url. Rejects only when it could not be reached. */
export async function respondTo(
  url: string,
  args: RespondArguments,
  { wire, log }: Pick<Answering, 'wire' | 'log'>,
): Promise<Fate> {
  const body = JSON.stringify({ replace_original: false, ...QUIET, ...args });
  for (let attempt = 1; ; attempt++) {
    try {
      const response = await wire.fetch(url, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body,
      });
      if (response.ok) return 'done';
      const word = errorIn(await response.text().catch(() => ''));
      if (word === 'invalid_blocks') return 'refused';
      log.warn('Slack did not take an answer', { status: response.status, error: word });
      return 'done';
    } catch (error) {
      if (judge(error).perhaps || attempt === RESPOND_TRIES) throw error;
    }
  }
}

function errorIn(body: string): string | null {
  try {
    const told: unknown = JSON.parse(body);
    const word = typeof told === 'object' && told !== null && 'error' in told ? told.error : null;
    return typeof word === 'string' ? word : null;
  } catch {
    return null;
  }
}

/** The answer as a message of the app's own, where it is a member. */
async function post(message: SlackMessage, place: Place, { client, log }: Answering): Promise<Fate> {
  const { channel, user, thread, alone } = place;
  if (channel === undefined) return 'refused';
  const common = {
    channel,
    text: message.text,
    blocks: message.blocks,
    ...(thread !== undefined && { thread_ts: thread }),
    ...QUIET,
  };
  try {
    if (alone) await client.chat.postEphemeral({ ...common, user });
    else await client.chat.postMessage(common);
    return 'done';
  } catch (error) {
    if (refusal(error) !== null && !judge(error).perhaps) return 'refused';
    log.warn('Slack did not take an answer', { code: judge(error).code });
    return 'done';
  }
}
