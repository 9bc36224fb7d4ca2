import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Json, Workspace } from './workspace.ts';

/** A file as it was handed over: what it is, and in which conversations it was posted. */
export type SlackFile = {
  readonly id: string;
  readonly name: string;
  readonly length: number;
  readonly alt: string | null;
  bytes: Buffer | null;
  completed: boolean;
  /** Conversations in which it was posted by itself, and the thread. */
  readonly posted: { readonly channel: string; readonly thread: string | null; readonly comment: string }[];
  /** Messages that name it are refused so many times more: Slack is still looking at it. */
  unready: number;
};

export type UploadState = {
  readonly files: Map<string, SlackFile>;
  /** For files to come. */
  unready: number;
  /** Answers to response_urls may not name files. */
  answersRefuseFiles: boolean;
  /** Pictures by address cannot be fetched. */
  fetchesNothing: boolean;
};

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const BYTES_MAX = 20 * 1024 * 1024;

export const newUploads = (): UploadState => ({
  files: new Map(),
  unready: 0,
  answersRefuseFiles: false,
  fetchesNothing: false,
});

/** What is wrong with the arguments of a files method. */
export function uploadViolations(method: string, args: Json): string[] {
  if (method === 'files.getUploadURLExternal') return openingViolations(args);
  return method === 'files.completeUploadExternal' ? completingViolations(args) : [];
}

const told = (...rules: readonly (readonly [boolean, string])[]): string[] =>
  rules.flatMap(([broken, rule]) => (broken ? [rule] : []));

function openingViolations({ filename, length, alt_text: alt }: Json): string[] {
  const bytes = Number(length);
  return told(
    [!/^[\w.-]{1,120}$/.test(String(filename)), `no plain name: ${String(filename)}`],
    [!Number.isInteger(bytes) || bytes < 1 || bytes > BYTES_MAX, `a length of ${String(length)}`],
    [String(alt ?? '').length > 1000, 'alt_text over 1,000 characters'],
    [/\.png$/.test(String(filename)) && !alt, 'a picture without words'],
  );
}

function completingViolations({
  channel_id: channel,
  files,
  initial_comment: comment,
  thread_ts: thread,
}: Json): string[] {
  return told(
    [!Array.isArray(files) || files.length < 1 || files.length > 10, 'not 1 to 10 files'],
    // docs.slack.dev: the id of a channel or of a conversation with a person, never of a person.
    [channel !== undefined && !/^[CGDZ][A-Z0-9]{8,}$/.test(String(channel)), `no channel: ${String(channel)}`],
    [/[<>]|&(?!(?:amp|lt|gt);)/.test(String(comment ?? '')), 'a control character in the comment'],
    [thread !== undefined && channel === undefined, 'a thread without its channel'],
  );
}

/** Does a files method in the workspace and remembers what came of it. `base`: where bytes are taken. */
export async function callFiles(
  method: string,
  args: Json,
  { files, unready }: UploadState,
  workspace: Workspace,
  base: string,
): Promise<Json> {
  const answer = await workspace.call(method, args);
  if (answer['ok'] !== true) return answer;
  if (method === 'files.getUploadURLExternal') {
    const id = String(answer['file_id']);
    files.set(id, {
      id,
      name: String(args['filename']),
      length: Number(args['length']),
      alt: typeof args['alt_text'] === 'string' ? args['alt_text'] : null,
      bytes: null,
      completed: false,
      posted: [],
      unready,
    });
    return { ...answer, upload_url: `${base}/upload/${id}` };
  }
  if (method === 'files.completeUploadExternal')
    for (const { id } of args['files'] as { id: string }[]) {
      const file = files.get(id);
      if (file === undefined) continue;
      file.completed = true;
      if (typeof args['channel_id'] === 'string')
        file.posted.push({
          channel: args['channel_id'],
          thread: typeof args['thread_ts'] === 'string' ? args['thread_ts'] : null,
          comment: String(args['initial_comment'] ?? ''),
        });
    }
  return answer;
}

/** Takes a file's bytes at the address given for them. */
export async function takeUpload(
  id: string,
  request: IncomingMessage,
  response: ServerResponse,
  { files }: UploadState,
  workspace: Workspace,
  violate: (rule: string) => void,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  const file = files.get(id);
  if (file === undefined || file.bytes !== null) {
    violate(`upload: no address was given for ${id}`);
    response.writeHead(404).end('file_not_found');
    return;
  }
  if (bytes.length !== file.length) violate(`upload: ${bytes.length} bytes instead of ${file.length}`);
  if (file.name.endsWith('.png') && !bytes.subarray(0, 8).equals(PNG)) violate(`upload: ${file.name} is no PNG`);
  if (request.headers.authorization !== undefined) violate('upload: the token was sent along');
  file.bytes = bytes;
  const taken = await fetch(`${workspace.url}/upload/v1/${id}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/octet-stream' },
    body: new Uint8Array(bytes),
  });
  response.writeHead(taken.status).end(`OK - ${bytes.length}`);
}

/** The ids of Slack's files that a message names. */
export function filesNamed(blocks: unknown): string[] {
  if (!Array.isArray(blocks)) return [];
  return (blocks as Json[]).flatMap((block) => {
    const id = (block?.['slack_file'] as { id?: unknown } | undefined)?.id;
    return typeof id === 'string' ? [id] : [];
  });
}

/** True when Slack refuses a message for its pictures: it is still looking at a file, or cannot fetch an address. */
export function refusesPictures(blocks: unknown, { files, fetchesNothing }: UploadState): boolean {
  const early = filesNamed(blocks)
    .map((id) => files.get(id))
    .filter((file) => file !== undefined && file.unready > 0);
  for (const file of early) if (file !== undefined) file.unready--;
  const fetched = Array.isArray(blocks) && (blocks as Json[]).some((block) => block?.['image_url'] !== undefined);
  return early.length > 0 || (fetchesNothing && fetched);
}
