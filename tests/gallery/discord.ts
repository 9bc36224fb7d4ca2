import type { CarriedFile } from '../../src/platforms/discord/carry.ts';
import type { DiscordMessage } from '../../src/platforms/discord/render.ts';
import { escapeHtml, FACE, page } from './html.ts';
import { inline, markdownHtml } from './markdown.ts';

/** Embeds and buttons as Discord's dark theme draws them, from the JSON alone. */

const CSS = `
body{background:#313338;color:#dbdee1;font:16px/22px "gg sans","Noto Sans","Liberation Sans",sans-serif}
#shot{padding:10px 16px 14px}
.m{display:flex;gap:16px}.face{flex:none;width:40px;height:40px;border-radius:50%;overflow:hidden}
.b{flex:1;min-width:0}.who{color:#f2f3f5;font-weight:600}.app{background:#5865f2;color:#fff;border-radius:4px;font-size:10px;line-height:15px;padding:1px 5px;font-weight:600;margin:0 4px;vertical-align:2px}
.at{color:#949ba4;font-size:12px}.only{color:#949ba4;font-size:12px;margin-top:4px}
.embed{background:#2b2d31;border-left:4px solid;border-radius:4px;padding:8px 16px 16px 12px;max-width:520px;margin-top:4px;overflow-wrap:anywhere}
.title{color:#f2f3f5;font-weight:600;font-size:16px;line-height:22px;margin-top:8px}
.desc{font-size:14px;line-height:18px;margin-top:8px}
a{color:#00a8fc;text-decoration:none}
h1,h2,h3{color:#f2f3f5;font-weight:700;line-height:1.375em;margin:16px 0 8px}h1{font-size:24px}h2{font-size:20px}h3{font-size:16px}
.desc>:first-child{margin-top:0}
ul{margin:4px 0 0 16px}ol{margin:4px 0 0 22px}li{margin-bottom:4px}
small{display:block;font-size:13px;line-height:18px;color:#949ba4}
code{background:#1e1f22;padding:0 3px;border-radius:4px;font-size:.85em}.time{background:#3f4147;border-radius:3px;padding:0 2px}
.image{display:block;width:100%;border-radius:4px;margin-top:16px}
.file{background:#2b2d31;border:1px solid #232428;border-radius:8px;padding:12px 16px;width:432px;max-width:100%;margin-top:8px}
.row{display:flex;flex-wrap:wrap;margin-top:4px}.btn{height:32px;padding:2px 16px;border-radius:8px;font-size:14px;font-weight:500;line-height:28px;color:#fff;margin:4px 8px 4px 0;max-width:100%;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.s1{background:#5865f2}.s2{background:#4e5058}.s3{background:#248046}.s4{background:#da373c}`;

const inlined = (file: CarriedFile): string => `data:${file.contentType};base64,${file.data.toString('base64')}`;

function embed(made: DiscordMessage['embeds'][number], lang: string, files: readonly CarriedFile[]): string {
  const colour = `#${(made.color ?? 0x1e1f22).toString(16).padStart(6, '0')}`;
  const words = made.title === undefined ? '' : inline(made.title, lang);
  const linked = made.url === undefined ? words : `<a href="${escapeHtml(made.url)}">${words}</a>`;
  const title = words === '' ? '' : `<div class="title">${linked}</div>`;
  const text = made.description === undefined ? '' : `<div class="desc">${markdownHtml(made.description, lang)}</div>`;
  const name = /^attachment:\/\/(.+)$/.exec(made.image?.url ?? '')?.[1];
  const file = files.find((one) => one.name === name);
  const image = file ? `<img class="image" alt="${escapeHtml(file.description ?? '')}" src="${inlined(file)}">` : '';
  return `<div class="embed" style="border-color:${colour}">${title}${text}${image}</div>`;
}

const size = (bytes: number): string => `${(bytes / 1000).toFixed(2)} KB`;

/** A message as a person sees it in a channel; `only` under it when nobody else does. */
export function discordPage(
  message: DiscordMessage,
  lang: string,
  at: string,
  only: boolean,
  files: readonly CarriedFile[] = [],
): string {
  const head = `<span class="who">Vigie</span> <span class="app">${lang === 'fr' ? 'APPLI' : 'APP'}</span> <span class="at">${at}</span>`;
  const rows = message.components.map(
    (row) =>
      `<div class="row">${row.components.map((made) => `<span class="btn s${made.style}">${escapeHtml(made.label ?? '')}</span>`).join('')}</div>`,
  );
  const eye = only
    ? `<div class="only">👁 ${lang === 'fr' ? 'Vous seul(e) pouvez voir ceci · Rejeter le message' : 'Only you can see this · Dismiss message'}</div>`
    : '';
  const shown = new Set(message.embeds.map((one) => one.image?.url));
  const attached = files
    .filter(({ name }) => !shown.has(`attachment://${name}`))
    .map(({ name, data }) => `<div class="file"><a>${escapeHtml(name)}</a><small>${size(data.length)}</small></div>`);
  const embeds = message.embeds.map((one) => embed(one, lang, files));
  const body = `${attached.join('')}${embeds.join('')}${rows.join('')}${eye}`;
  return page(CSS, `<div class="m"><div class="face">${FACE}</div><div class="b">${head}${body}</div></div>`);
}
