import { setTimeout as pause } from 'node:timers/promises';
import { type PictureBlock, pictureFileName, picturesOf, publicAddress } from '../../domain/attached.ts';
import { type Painter, pictureCode, pictureKey } from '../../domain/picture.ts';
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

/** Slack shows pictures on white and on black; the light one reads on both. */
const THEME = 'light';

/** Slack looks at a file for a second or two before messages may show it. */
const PATIENCE = [1_200, 2_000];

/** One way to show pictures. `post`: by the app itself, for an answer's own address may not know the app's files. */
export type Way = {
  readonly images: Images;
  readonly by: 'answer' | 'post';
  /** Too many pictures are being drawn: the answer says that it has none for that. */
  readonly busy?: true;
};

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
  let made = await uploadAll(pictures, showing, false);
  if (made === 'busy') yield { images: NO_IMAGES, by: 'answer', busy: true };
  if (made === null || made === 'busy') return;
  yield { images: made.images, by: 'answer' };
  // Refused: a file named from memory that is no more, or one that Slack has not looked at yet.
  if (made.remembered) made = await uploadAll(pictures, showing, true);
  const waits = (showing.patience ?? PATIENCE).slice(second ? 1 : 0);
  for (const [i, ms] of waits.entries()) {
    if (made === null || made === 'busy') return;
    await pause(ms);
    yield { images: made.images, by: i === waits.length - 1 ? 'post' : 'answer' };
  }
}

/**
 * The pictures as Slack's files: those it holds already are not drawn again. Null when one could not be drawn or was not
 * taken, `busy` when too many are being drawn. `remembered`: one was handed over earlier.
 */
async function uploadAll(
  pictures: readonly PictureBlock[],
  { painter, uploads, log }: Showing,
  anew: boolean,
): Promise<{ readonly images: Images; readonly remembered: boolean } | 'busy' | null> {
  if (painter === null) return null;
  const images = new Map<PictureBlock, ImageSource>();
  let remembered = false;
  try {
    for (const block of pictures) {
      const { picture, alt } = block;
      const draw = (): Promise<Uint8Array> => painter.png(picture, THEME);
      const parcel = { name: pictureFileName(block), key: pictureKey(picture, THEME), draw, alt };
      const file = await uploads.hidden(parcel, anew);
      if (typeof file === 'string') return null;
      remembered ||= file.remembered;
      images.set(block, { slack_file: { id: file.id } });
    }
    return { images, remembered };
  } catch (error) {
    log.warn('a picture could not be drawn', { error: String(error) });
    return pictureCode(error) === 'busy' ? 'busy' : null;
  }
}
