import { setTimeout as pause } from 'node:timers/promises';
import { type PictureBlock, pictureFileName, picturesOf, publicAddress } from '../../domain/attached.ts';
import type { Painter } from '../../domain/picture.ts';
import type { View } from '../../domain/view.ts';
import type { Log } from './log.ts';
import type { Uploads } from './uploads.ts';

/** Where Slack finds a picture: at an address it fetches, or among its own files. */
export type ImageSource = { readonly image_url: string } | { readonly slack_file: { readonly id: string } };

/** The pictures that are shown; the others are told in words. */
export type Images = ReadonlyMap<PictureBlock, ImageSource>;

export const NO_IMAGES: Images = new Map();

export type Showing = {
  readonly painter: Painter | null;
  /** Where the web port is reached from outside. */
  readonly publicUrl: string | null;
  readonly uploads: Uploads;
  readonly log: Log;
  /** How long to wait before a file that was just handed over is named again, milliseconds. */
  readonly patience?: readonly number[];
};

/** Slack looks at a file for a second or two before messages may show it. */
const PATIENCE = [1_200, 2_000];

/** One way to show pictures. `post`: by the app itself, for an answer's own address may not know the app's files. */
export type Way = { readonly images: Images; readonly by: 'answer' | 'post' };

/**
 * The ways in which a View's pictures can be shown, best first, each to be tried where Slack refuses the blocks of the
 * one before: fetched from the public address; handed over as files, with time to look at them; at last words alone.
 * A View without pictures has one way. At most four, for an answer may be given five times.
 */
export async function* waysToShow(view: View, showing: Showing): AsyncGenerator<Way> {
  const pictures = picturesOf(view);
  if (pictures.length > 0) {
    const fetched = addresses(pictures, showing.publicUrl);
    if (fetched !== null) yield { images: fetched, by: 'answer' };
    yield* handedOver(pictures, showing, fetched !== null);
  }
  yield { images: NO_IMAGES, by: 'answer' };
}

/** All pictures by address, null when one has none that Slack could fetch. */
function addresses(pictures: readonly PictureBlock[], publicUrl: string | null): Images | null {
  const found = new Map<PictureBlock, ImageSource>();
  for (const block of pictures) {
    const url = publicAddress(publicUrl, block.path);
    if (url === null || !url.startsWith('https://') || url.length > 3000) return null;
    found.set(block, { image_url: url });
  }
  return found;
}

async function* handedOver(pictures: readonly PictureBlock[], showing: Showing, second: boolean): AsyncGenerator<Way> {
  const drawn = await drawAll(pictures, showing);
  let made = drawn && (await uploadAll(drawn, showing.uploads, false));
  if (drawn === null || made === null) return;
  yield { images: made.images, by: 'answer' };
  // Refused: a file named from memory that is no more, or one that Slack has not looked at yet.
  if (made.remembered) made = await uploadAll(drawn, showing.uploads, true);
  const waits = (showing.patience ?? PATIENCE).slice(second ? 1 : 0);
  for (const [i, ms] of waits.entries()) {
    if (made === null) return;
    await pause(ms);
    yield { images: made.images, by: i === waits.length - 1 ? 'post' : 'answer' };
  }
}

/** The pictures as Slack's files, null when one was not taken. `remembered`: one was handed over earlier. */
async function uploadAll(
  drawn: Drawn,
  uploads: Uploads,
  anew: boolean,
): Promise<{ readonly images: Images; readonly remembered: boolean } | null> {
  const images = new Map<PictureBlock, ImageSource>();
  let remembered = false;
  for (const { block, bytes } of drawn) {
    const file = await uploads.hidden({ name: pictureFileName(block), bytes, alt: block.alt }, anew);
    if (typeof file === 'string') return null;
    remembered ||= file.remembered;
    images.set(block, { slack_file: { id: file.id } });
  }
  return { images, remembered };
}

type Drawn = readonly { readonly block: PictureBlock; readonly bytes: Uint8Array }[];

async function drawAll(pictures: readonly PictureBlock[], { painter, log }: Showing): Promise<Drawn | null> {
  if (painter === null) return null;
  try {
    return await Promise.all(
      pictures.map(async (block) => ({ block, bytes: await painter.png(block.picture, 'light') })),
    );
  } catch (error) {
    log.warn('a picture could not be drawn', { error: String(error) });
    return null;
  }
}
