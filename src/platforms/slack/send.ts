import type { webApi } from '@slack/bolt';
import type { MessageRef, SendOutcome } from '../../domain/alert.ts';
import { filesOf, publicAddress } from '../../domain/attached.ts';
import type { Outgoing } from '../../ports/platform.ts';
import { type Fault, judge, outcomeOf, refusal } from './faults.ts';
import { type Images, type Showing, waysToShow } from './pictures.ts';
import { renderView, type SlackMessage } from './render.ts';

type Client = webApi.WebClient;

export const DELIVERY_EVENT = 'vigie_delivery';

/** Pages of history, of 200 messages each, that are searched for an earlier attempt. */
const PAGES = 5;

export type Sender = {
  readonly client: Client;
  /** Keeps the lines of buttons whose value would not hold them. */
  readonly hold: (message: SlackMessage) => Promise<void>;
  /** How pictures are shown. */
  readonly showing: Showing;
  /** Told of every failed call. */
  readonly onFault: (fault: Fault) => void;
};

/**
 * One attempt to send. Posts carry the delivery id as message metadata; one that may have got through earlier is
 * looked up in the channel (or thread) first, twice before it is sent again. Where the app may not read there, the answer is `perhaps_sent`: a person
 * decides. Edits are repeated without harm and never ambiguous.
 */
export async function sendToSlack(outgoing: Outgoing, sender: Sender): Promise<SendOutcome> {
  const { act } = outgoing;
  let fault: Fault = { code: 'bad_payload', perhaps: false, passing: false };
  try {
    if (outgoing.ambiguous && act.kind !== 'edit') {
      const earlier = await lookUp(outgoing, sender);
      if (earlier !== null) return earlier;
      // Slack may still be at it: only when it is not there at a second look either, seconds later, is it sent again.
      if (outgoing.lookedBefore !== true) return { kind: 'absent', code: 'timeout' };
    }
    for await (const { images } of waysToShow(act.view, sender.showing)) {
      const message = drawn(outgoing, images, sender.showing.publicUrl);
      if (message === null) return { kind: 'dead', code: 'bad_payload' };
      await sender.hold(message);
      if (outgoing.late?.aborted) return { kind: 'retry', code: 'timeout' };
      try {
        return { kind: 'sent', ref: await put(outgoing, message, sender.client) };
      } catch (error) {
        // Refused for its blocks: surely not posted, and the next way has others.
        if (images.size === 0 || refusal(error) !== 'invalid_blocks') throw error;
      }
    }
  } catch (error) {
    fault = judge(error);
    sender.onFault(fault);
  }
  return outcomeOf(fault, act.kind === 'edit');
}

/** Files of a delivery are linked where the web port serves them. */
function drawn({ act, lang }: Outgoing, images: Images, publicUrl: string | null): SlackMessage | null {
  const links = new Map(
    filesOf(act.view).flatMap((file) => {
      const url = publicAddress(publicUrl, file.path);
      return url === null ? [] : [[file, url] as const];
    }),
  );
  try {
    return renderView(act.view, lang, { images, given: { links, note: null } });
  } catch {
    return null;
  }
}

function put(outgoing: Outgoing, message: SlackMessage, client: Client): Promise<MessageRef> {
  const { act } = outgoing;
  return act.kind === 'edit' ? edit(act.ref, message, client) : post(outgoing, message, client);
}

/** The parameters that keep text from acting: no unfurling, no name or address found in plain text. */
export const QUIET = {
  unfurl_links: false,
  unfurl_media: false,
  link_names: false,
  mrkdwn: false,
  parse: 'none',
} as const;

async function post(outgoing: Outgoing, { text, blocks }: SlackMessage, client: Client): Promise<MessageRef> {
  const { act, channel, delivery } = outgoing;
  const thread = act.kind === 'reply' ? { thread_ts: act.ref.message } : {};
  const answer = await client.chat.postMessage({
    channel: act.kind === 'reply' ? act.ref.channel : channel.channel,
    text,
    blocks,
    ...thread,
    ...QUIET,
    metadata: { event_type: DELIVERY_EVENT, event_payload: { delivery } },
  });
  return { channel: answer.channel ?? channel.channel, message: answer.ts ?? '' };
}

async function edit(ref: MessageRef, { text, blocks }: SlackMessage, client: Client): Promise<MessageRef> {
  await client.chat.update({ channel: ref.channel, ts: ref.message, text, blocks, link_names: false, parse: 'none' });
  return ref;
}

/** Null when no earlier attempt is there to be seen, so that sending is safe. */
async function lookUp(outgoing: Outgoing, { client, onFault }: Sender): Promise<SendOutcome | null> {
  let cursor: string | undefined;
  try {
    for (let page = 0; page < PAGES; page++) {
      if (outgoing.late?.aborted) return { kind: 'ambiguous', code: 'timeout' };
      const read = await readPage(outgoing, client, cursor);
      const found = (read.messages ?? []).find((message) => isDelivery(message, outgoing.delivery));
      if (found?.ts !== undefined) return { kind: 'sent', ref: { channel: placeOf(outgoing), message: found.ts } };
      cursor = read.response_metadata?.next_cursor;
      if (!cursor) return null;
    }
    return null;
  } catch (error) {
    const fault = judge(error);
    onFault(fault);
    if (refusal(error) !== null && (fault.code === 'forbidden' || fault.code === 'not_in_channel'))
      return { kind: 'ambiguous', code: 'perhaps_sent' };
    // It stays in doubt until the look succeeds.
    return fault.passing ? { kind: 'ambiguous', code: fault.code } : { kind: 'dead', code: fault.code };
  }
}

const placeOf = ({ act, channel }: Outgoing): string => (act.kind === 'reply' ? act.ref.channel : channel.channel);

/** Newest first, with metadata: of the thread where it is a reply, else of the channel. */
function readPage(outgoing: Outgoing, client: Client, cursor: string | undefined) {
  const { act } = outgoing;
  const common = { include_all_metadata: true, limit: 200, ...(cursor !== undefined && { cursor }) };
  const channel = placeOf(outgoing);
  return act.kind === 'reply'
    ? client.conversations.replies({ channel, ts: act.ref.message, ...common })
    : client.conversations.history({ channel, ...common });
}

function isDelivery(message: { readonly metadata?: unknown }, delivery: string): boolean {
  const metadata = message.metadata as { event_type?: unknown; event_payload?: { delivery?: unknown } } | undefined;
  return metadata?.event_type === DELIVERY_EVENT && metadata.event_payload?.delivery === delivery;
}
