import type { webApi } from '@slack/bolt';
import { oneLine } from '../../domain/typography.ts';
import { type Fault, judge, refusal } from './faults.ts';
import type { Log } from './log.ts';
import type { Cache } from './people.ts';
import { cutText } from './text.ts';
import type { Wire } from './wire.ts';

/** What is handed to Slack. `alt` says in words what a picture shows. */
export type Parcel = { readonly name: string; readonly bytes: Uint8Array; readonly alt?: string };

/** A picture that is drawn only where Slack does not hold it; `key` names what it shows. */
export type Undrawn = Omit<Parcel, 'bytes'> & { readonly key: string; readonly draw: () => Promise<Uint8Array> };

/** Why Slack did not take something: the app's rights, the place, or anything else. */
export type Refused = 'no_scope' | 'no_place' | 'failed';

export type Uploads = {
  /**
   * A file of Slack's that only this app sees until a message shows it; the same picture is drawn and handed over once,
   * unless `anew`. Slack takes a moment to look at it, in which blocks that name it are refused. Rejects only with what
   * drawing rejects with.
   */
  readonly hidden: (
    picture: Undrawn,
    anew: boolean,
  ) => Promise<{ readonly id: string; readonly remembered: boolean } | Refused>;
  /** Handed over, not yet to be seen by anyone: what `share` takes. */
  readonly prepare: (parcels: readonly Parcel[]) => Promise<readonly string[] | Refused>;
  /** Posts prepared files in a conversation, as one message. */
  readonly share: (
    ids: readonly string[],
    to: { readonly channel: string; readonly thread?: string | undefined; readonly comment?: string },
  ) => Promise<'shared' | Refused>;
};

/** Slack keeps files; a picture that was handed over is named again for as long. */
const KEPT = 30 * 86_400_000;
const ALT_MAX = 1000;

const NO_SCOPE = new Set(['missing_scope', 'not_allowed_token_type']);
const NO_PLACE = new Set(['channel_not_found', 'not_in_channel', 'is_archived', 'invalid_channel']);

/** The way by which files reach Slack: an address is asked for, the bytes go there, the upload is completed. */
export function createUploads({
  client,
  wire,
  cache,
  log,
}: {
  readonly client: webApi.WebClient;
  readonly wire: Wire;
  readonly cache: Cache;
  readonly log: Log;
}): Uploads {
  let toldOfScope = false;

  const failed = (error: unknown): Refused => {
    const word = refusal(error);
    if (word !== null && NO_SCOPE.has(word)) {
      // Once: it stays so until somebody acts, and `doctor` tells it too.
      if (!toldOfScope)
        log.warn('Slack: without the right files:write pictures are told in words; see npm run -s vigie -- doctor');
      toldOfScope = true;
      return 'no_scope';
    }
    if (word !== null && NO_PLACE.has(word)) return 'no_place';
    const fault: Fault = judge(error);
    log.warn('Slack did not take a file', { code: fault.code, error: word ?? String(error) });
    return 'failed';
  };

  const hand = async ({ name, bytes, alt }: Parcel): Promise<string> => {
    const described = alt === undefined ? {} : { alt_text: cutText(oneLine(alt), ALT_MAX) };
    const opened = await client.files.getUploadURLExternal({ filename: name, length: bytes.length, ...described });
    const { upload_url: url, file_id: id } = opened;
    if (url === undefined || id === undefined) throw new Error('Slack gave no address for a file');
    const status = await wire.put(url, bytes);
    if (status !== 200) throw new Error(`Slack answered ${status} to a file`);
    toldOfScope = false;
    return id;
  };

  return {
    hidden: async (picture, anew) => {
      const key = `slack:drawing:${picture.key}`;
      const kept = anew ? undefined : await cache.get(key).catch(() => undefined);
      if (typeof kept === 'string') return { id: kept, remembered: true };
      const bytes = await picture.draw();
      try {
        const id = await hand({ ...picture, bytes });
        await client.files.completeUploadExternal({ files: [{ id, title: picture.name }] });
        await cache.set(key, id, KEPT).catch(() => undefined);
        return { id, remembered: false };
      } catch (error) {
        return failed(error);
      }
    },
    prepare: async (parcels) => {
      const ids: string[] = [];
      try {
        for (const parcel of parcels) ids.push(await hand(parcel));
        return ids;
      } catch (error) {
        return failed(error);
      }
    },
    share: async (ids, { channel, thread, comment }) => {
      const [first, ...rest] = ids.map((id) => ({ id }));
      if (first === undefined) return 'shared';
      try {
        const common = { files: [first, ...rest] as [typeof first, ...typeof rest], channel_id: channel };
        const said = comment === undefined ? {} : { initial_comment: comment };
        await client.files.completeUploadExternal(
          thread === undefined ? { ...common, ...said } : { ...common, ...said, thread_ts: thread },
        );
        return 'shared';
      } catch (error) {
        return failed(error);
      }
    },
  };
}
