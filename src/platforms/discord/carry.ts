import type { RawFile } from 'discord.js';
import {
  distinctNames,
  filesOf,
  type PictureBlock,
  pictureFileName,
  picturesOf,
  plainFileName,
} from '../../domain/attached.ts';
import { type Painter, pictureCode } from '../../domain/picture.ts';
import type { View, ViewFile } from '../../domain/view.ts';
import type { Log } from './log.ts';
import { labelText } from './text.ts';

/** Discord's limits on what goes with one message. Bytes: 10 MiB for all, of which the rest of the request needs some. */
const LIMITS = { count: 10, bytes: 8_000_000, description: 1024 };

/** A file on its way with a message. */
export type CarriedFile = RawFile & {
  readonly name: string;
  readonly data: Buffer;
  readonly contentType: string;
  /** What it shows, for those who cannot see it. */
  readonly description: string | null;
};

/** What goes with a message, in the order in which Discord numbers it. */
export type Carried = {
  readonly files: readonly CarriedFile[];
  /** The name under which a picture goes. One that is missing could not be drawn. */
  readonly pictures: ReadonlyMap<PictureBlock, string>;
  /** The name under which a file goes. One that is missing found no room. */
  readonly names: ReadonlyMap<ViewFile, string>;
  /** Pictures that are left out because too many are being drawn: that is told. */
  readonly busy: ReadonlySet<PictureBlock>;
};

/** Nothing goes with the message. */
export const NOTHING_CARRIED: Carried = { files: [], pictures: new Map(), names: new Map(), busy: new Set() };

/**
 * Draws the View's pictures and takes its files, as far as one message has room for them. Never rejects: a picture that
 * cannot be drawn is left to its words, and the log is told.
 */
export async function carry(view: View, painter: Painter | null, log: Pick<Log, 'warn'>): Promise<Carried> {
  const wanted: { readonly of: PictureBlock | ViewFile; readonly file: CarriedFile }[] = [];
  const busy = new Set<PictureBlock>();
  for (const block of picturesOf(view)) {
    const data = await drawn(block, painter, log);
    if (data === 'busy') busy.add(block);
    if (data === null || data === 'busy') continue;
    const description = labelText(block.alt, LIMITS.description);
    wanted.push({ of: block, file: { name: pictureFileName(block), data, contentType: 'image/png', description } });
  }
  for (const file of filesOf(view)) {
    const data = Buffer.from(file.text, 'utf8');
    wanted.push({
      of: file,
      file: { name: plainFileName(file.name), data, contentType: file.type, description: null },
    });
  }
  if (wanted.length === 0 && busy.size === 0) return NOTHING_CARRIED;
  return { ...packed(wanted), busy };
}

async function drawn(
  block: PictureBlock,
  painter: Painter | null,
  log: Pick<Log, 'warn'>,
): Promise<Buffer | 'busy' | null> {
  if (painter === null) return null;
  try {
    return Buffer.from(await painter.png(block.picture, 'dark'));
  } catch (error) {
    log.warn('a picture could not be drawn', { err: error });
    return pictureCode(error) === 'busy' ? 'busy' : null;
  }
}

/** The first that fit, under names of their own. */
function packed(
  wanted: readonly { readonly of: PictureBlock | ViewFile; readonly file: CarriedFile }[],
): Omit<Carried, 'busy'> {
  const names = distinctNames(wanted.map(({ file }) => file.name));
  const files: CarriedFile[] = [];
  const pictures = new Map<PictureBlock, string>();
  const kept = new Map<ViewFile, string>();
  let room = LIMITS.bytes;
  for (const [i, { of, file }] of wanted.entries()) {
    if (files.length === LIMITS.count || file.data.length > room) continue;
    const name = names[i] ?? file.name;
    room -= file.data.length;
    files.push({ ...file, name });
    if ('kind' in of) pictures.set(of, name);
    else kept.set(of, name);
  }
  return { files, pictures, names: kept };
}

/** The attachments as a message's body names them; what is not named is taken from an edited message. */
export function attachmentsOf({ files }: Carried): { id: string; filename: string; description?: string }[] {
  return files.map(({ name, description }, id) => ({
    id: String(id),
    filename: name,
    ...(description === null ? {} : { description }),
  }));
}
