import { type Breach, type Json, list, record, text } from './rules.ts';

/** A file as it arrived with a request. */
export type Part = { readonly index: number; readonly name: string; readonly type: string; readonly bytes: Buffer };

/** A file as a message has it. */
export type PeerFile = {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly description: string | null;
  readonly bytes: Buffer;
};

/** A request's body taken apart: its JSON, the files with it, and what is wrong with the form itself. */
export type Taken = { readonly raw: string; readonly parts: readonly Part[]; readonly wrong: readonly Breach[] };

const COUNT = 10;
/** What a server without boosts takes for one message. */
const BYTES = 10 * 1024 * 1024;
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

const breach = (path: string, detail: string): Breach => ({ number: 50035, path, detail });

/** Reads a body as Discord does: JSON, or a form of `payload_json` and `files[n]`. */
export async function takeBody(body: Buffer, type: string | undefined): Promise<Taken> {
  if (type === undefined || !type.startsWith('multipart/form-data'))
    return { raw: body.toString('utf8'), parts: [], wrong: [] };
  let form: FormData;
  try {
    form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
  } catch (error) {
    return { raw: '{}', parts: [], wrong: [breach('', `no well-formed form: ${String(error)}`)] };
  }
  const wrong: Breach[] = [];
  const parts: Part[] = [];
  let raw = '{}';
  for (const [key, value] of form) {
    const index = /^files\[(\d+)\]$/.exec(key)?.[1];
    if (key === 'payload_json' && typeof value === 'string') raw = value;
    else if (index === undefined || typeof value === 'string') wrong.push(breach(key, 'is no part that Discord knows'));
    else {
      const bytes = Buffer.from(await value.arrayBuffer());
      parts.push({ index: Number(index), name: value.name, type: value.type, bytes });
    }
  }
  return { raw, parts, wrong: [...wrong, ...partBreaches(parts)] };
}

/** What is wrong with the files of a request. */
export function partBreaches(parts: readonly Part[]): Breach[] {
  const wrong: Breach[] = [];
  if (parts.length > COUNT) wrong.push(breach('files', `are more than ${COUNT}`));
  if (parts.reduce((sum, { bytes }) => sum + bytes.length, 0) > BYTES)
    wrong.push(breach('files', 'are larger than 10 MiB together'));
  for (const { index, name, bytes } of parts) {
    const at = `files[${index}]`;
    if (bytes.length === 0) wrong.push(breach(at, 'is empty'));
    // Discord changes other names, and then `attachment://` leads nowhere.
    if (!/^[A-Za-z0-9._-]{1,120}$/.test(name)) wrong.push(breach(at, `"${name}" is no name that stays`));
    if (name.endsWith('.png') && !bytes.subarray(0, 8).equals(PNG)) wrong.push(breach(at, 'is no PNG'));
    if (parts.filter((one) => one.name === name).length > 1) wrong.push(breach(at, `"${name}" is there twice`));
    if (parts.filter((one) => one.index === index).length > 1) wrong.push(breach(at, 'is there twice'));
  }
  return wrong;
}

/** What a message's body says of its attachments that does not hold. `before`: what an edited message has. */
export function attachmentBreaches(body: Json, parts: readonly Part[], before: readonly PeerFile[]): Breach[] {
  const listed = list(body['attachments']).map(record);
  const kept = before.filter(({ id }) => body['attachments'] === undefined || listed.some((one) => one['id'] === id));
  const all = body['attachments'] !== undefined;
  return [
    ...listed.flatMap((one) => listedBreaches(one, parts, before)),
    ...parts.flatMap((part) => sentBreaches(part, listed, all)),
    ...imageBreaches(body, new Set([...parts, ...kept].map(({ name }) => name))),
  ];
}

function listedBreaches(one: Json, parts: readonly Part[], before: readonly PeerFile[]): Breach[] {
  const wrong: Breach[] = [];
  const id = String(one['id']);
  const part = parts.find(({ index }) => String(index) === id);
  if (part === undefined && !before.some((file) => file.id === id))
    wrong.push(breach('attachments', `${id} is neither sent nor there`));
  if (text(one['description']).length > 1024) wrong.push(breach('attachments.description', 'is longer than 1024'));
  if (one['filename'] !== undefined && part !== undefined && one['filename'] !== part.name)
    wrong.push(breach('attachments.filename', `"${String(one['filename'])}" is not what was sent`));
  return wrong;
}

function sentBreaches({ index, name }: Part, listed: readonly Json[], all: boolean): Breach[] {
  const one = listed.find(({ id }) => String(id) === String(index));
  if (all && one === undefined) return [breach('attachments', `files[${index}] is sent and not listed`)];
  // Ours: nobody is left without what a picture says.
  return name.endsWith('.png') && text(one?.['description']).trim() === ''
    ? [breach('attachments.description', `${name} says nothing to those who cannot see it`)]
    : [];
}

function imageBreaches(body: Json, names: ReadonlySet<string>): Breach[] {
  return list(body['embeds']).flatMap((embed) => {
    const url = text(record(record(embed)['image'])['url']);
    const name = /^attachment:\/\/(.+)$/.exec(url)?.[1];
    if (name !== undefined) return names.has(name) ? [] : [breach('embeds.image', `${url} is not attached`)];
    return url === '' || url.startsWith('https://')
      ? []
      : [breach('embeds.image', `${url} is neither attached nor https`)];
  });
}

/** What a message has afterwards: the files that the body keeps, then those that were sent. */
export function filesAfter(
  body: Json,
  parts: readonly Part[],
  before: readonly PeerFile[],
  fresh: () => string,
): PeerFile[] {
  const listed = body['attachments'] === undefined ? null : list(body['attachments']).map(record);
  const kept = before.filter(({ id }) => listed === null || listed.some((one) => one['id'] === id));
  const sent = parts.map(({ index, name, type, bytes }): PeerFile => {
    const one = listed?.find(({ id }) => String(id) === String(index));
    return { id: fresh(), name, type, bytes, description: text(one?.['description']) || null };
  });
  return [...kept, ...sent];
}
