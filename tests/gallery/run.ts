/**
 * Pictures of what people see: the demonstration's fortnight and the answers of the real commands, through the real
 * renderers, drawn as Slack and Discord draw them. To be looked at, not compared by a machine.
 *
 *     npm exec -- node tests/gallery/run.ts [--out FOLDER] [--lang fr|en] [--only TEXT] [--docs]
 *
 * Needs Chromium (`CHROMIUM`, else /usr/bin/chromium). `--docs` draws the pictures of the documentation anew.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { filesOf, type PictureBlock, picturesOf } from '../../src/domain/attached.ts';
import { LANGS, type Lang } from '../../src/domain/language.ts';
import { messagesOf } from '../../src/messages/index.ts';
import { createPainter } from '../../src/pictures/painter.ts';
import { carry } from '../../src/platforms/discord/carry.ts';
import { renderView as discordMessage } from '../../src/platforms/discord/render.ts';
import type { ImageSource } from '../../src/platforms/slack/pictures.ts';
import { renderView as slackMessage } from '../../src/platforms/slack/render.ts';
import { type Browser, openBrowser } from './browser.ts';
import { discordPage } from './discord.ts';
import { localTime } from './html.ts';
import { inPalette } from './png.ts';
import { type Scene, scenesOf } from './scenes.ts';
import { slackPage } from './slack.ts';

const WIDTHS = { desktop: 680, phone: 360 };
type Chat = 'slack' | 'discord';

const painter = createPainter();

async function htmlOf(chat: Chat, { view, at, only }: Scene, lang: Lang): Promise<string> {
  const time = localTime(Date.parse(at) / 1000, lang, { hour: '2-digit', minute: '2-digit' });
  if (chat === 'discord') {
    const carried = await carry(view, painter, console);
    return discordPage(discordMessage(view, lang, carried), lang, time, only, carried.files);
  }
  // As handed over to Slack, by an id of our own.
  const drawn = new Map<string, Buffer>();
  const images = new Map<PictureBlock, ImageSource>();
  for (const block of picturesOf(view)) {
    const id = `F${drawn.size}`;
    drawn.set(id, Buffer.from(await painter.png(block.picture, 'light')));
    images.set(block, { slack_file: { id } });
  }
  const note = filesOf(view).length === 0 ? null : messagesOf(lang).slack.filesHere;
  const message = slackMessage(view, lang, { images, given: { links: new Map(), note } });
  return slackPage(message, lang, time, only, drawn);
}

type Doc = {
  readonly file: string;
  readonly chat: Chat;
  readonly width: number;
  readonly scale: number;
  readonly is: (scene: Scene) => boolean;
  /** Fades out here, CSS pixels: a long answer whose beginning says what it is. */
  readonly until?: number;
};

function faded(html: string, until: number | undefined): string {
  if (until === undefined) return html;
  const mask = `#shot{max-height:${until}px;overflow:hidden;mask-image:linear-gradient(#000 82%,transparent)}`;
  return html.replace('</style>', `${mask}</style>`);
}

/** A card that sources came to until it was confirmed. */
function grown({ name, view }: Scene): boolean {
  return /-edit-good$/.test(name) && view.blocks.some((block) => block.kind === 'list' && block.items.length > 3);
}

/** The pictures of the documentation: which scene, on which platform, how wide, drawn how finely. */
const DOCS: readonly Doc[] = [
  { file: 'slack-card-confirmed', chat: 'slack', width: 680, scale: 1.5, is: grown },
  { file: 'slack-offer-bleu', chat: 'slack', width: 680, scale: 1.25, is: (s) => s.name === 'offer-bleu' },
  { file: 'slack-offers', chat: 'slack', width: 680, scale: 1.25, is: (s) => s.name === 'offers' },
  { file: 'slack-chronologie', chat: 'slack', width: 680, scale: 1.5, until: 720, is: (s) => s.name === 'timeline' },
  {
    file: 'discord-chronologie',
    chat: 'discord',
    width: 600,
    scale: 1.5,
    until: 800,
    is: (s) => s.name === 'timeline',
  },
  { file: 'discord-card', chat: 'discord', width: 600, scale: 1.5, is: (s) => /-post-rumour$/.test(s.name) },
  { file: 'discord-offre-as-of', chat: 'discord', width: 600, scale: 1.5, is: (s) => s.name === 'offer-as-of' },
];

async function drawDocs(browser: Browser, lang: Lang): Promise<void> {
  const folder = fileURLToPath(new URL('../../docs/pictures', import.meta.url));
  await mkdir(folder, { recursive: true });
  for (const chat of ['slack', 'discord'] as const) {
    const scenes = await scenesOf(chat, lang);
    for (const { file, width, scale, is, until } of DOCS.filter((wanted) => wanted.chat === chat)) {
      // Of a card that was edited, the last edit.
      const scene = scenes.findLast(is);
      if (!scene) throw new Error(`no scene for ${file}`);
      const png = inPalette(await browser.shoot(faded(await htmlOf(chat, scene, lang), until), width, scale));
      await writeFile(join(folder, `${file}.png`), png);
      process.stdout.write(`${file}.png ${Math.round(png.length / 1024)} kB\n`);
    }
  }
}

async function drawAll(browser: Browser, lang: Lang, out: string, only: string): Promise<void> {
  await mkdir(out, { recursive: true });
  for (const chat of ['slack', 'discord'] as const) {
    for (const scene of await scenesOf(chat, lang)) {
      if (!`${chat}-${scene.name}`.includes(only)) continue;
      const html = await htmlOf(chat, scene, lang);
      for (const [name, width] of Object.entries(WIDTHS)) {
        const file = join(out, `${chat}-${scene.name}-${name}.png`);
        await writeFile(file, await browser.shoot(html, width, 1));
        process.stdout.write(`${file}\n`);
      }
    }
  }
}

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: join(tmpdir(), 'vigie-pictures') },
    lang: { type: 'string', default: 'fr' },
    only: { type: 'string', default: '' },
    docs: { type: 'boolean', default: false },
  },
});
const lang = LANGS.find((one) => one === values.lang) ?? 'fr';
const browser = await openBrowser(process.env['CHROMIUM'] ?? '/usr/bin/chromium');
try {
  if (values.docs) await drawDocs(browser, lang);
  else await drawAll(browser, lang, values.out, values.only);
} finally {
  await browser.close();
}
