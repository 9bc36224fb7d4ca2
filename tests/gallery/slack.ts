import type { types } from '@slack/bolt';
import type { SlackMessage } from '../../src/platforms/slack/render.ts';
import { escapeHtml, FACE, localTime, page, unknown } from './html.ts';

/**
 * Block Kit as Slack's light theme draws it, from the JSON alone and as docs.slack.dev documents it: plain_text decodes
 * three entities, rich_text is literal, one section follows the other without a gap.
 */

type RichPart = types.RichTextBlock['elements'][number];
type RichRun = types.RichTextSection['elements'][number];

const CSS = `
body{background:#fff;color:#1d1c1d;font:15px/22px Lato,"Liberation Sans",sans-serif}
#shot{padding:8px 20px 12px}
.m{display:flex;gap:8px}.face{flex:none;width:36px;height:36px;border-radius:6px;overflow:hidden}
.b{flex:1;min-width:0}.who{font-weight:900}.app{font-size:10px;line-height:14px;background:#ddd;color:#616061;padding:1px 3px;border-radius:2px;margin:0 4px;vertical-align:2px;font-weight:700}
.at,.only{color:#616061;font-size:12px}
.blk{margin:4px 0 8px}a{color:#1264a3;text-decoration:none}
h1{font-size:18px;line-height:24px;font-weight:900;overflow-wrap:anywhere}
.rt{white-space:pre-wrap;overflow-wrap:anywhere}
ul{list-style:none}li{position:relative;margin-left:28px}li::before{content:"•";position:absolute;left:-17px}
.ordered li{counter-increment:n}.ordered li::before{content:counter(n) ".";left:-22px}
.ctx{font-size:13px;line-height:18px;color:#616061;white-space:pre-wrap;overflow-wrap:anywhere}
/* Slack shows a picture in a message at most so large. */
.image{display:block;max-width:min(100%,480px);border-radius:8px}
hr{border:0;border-top:1px solid #ddd;margin:12px 0}
.act{display:flex;flex-wrap:wrap;gap:8px}
.btn{height:28px;padding:0 12px;border:1px solid #bbb;border-radius:8px;font:700 13px/26px Lato,"Liberation Sans",sans-serif;color:#1d1c1d;max-width:100%;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.primary{background:#007a5a;border-color:#007a5a;color:#fff}.danger{background:#e01e5a;border-color:#e01e5a;color:#fff}
.tw{overflow-x:auto;border:1px solid #ddd;border-radius:8px}
table{border-collapse:collapse;width:100%}td{border:1px solid #ddd;padding:6px 10px;vertical-align:top;min-width:72px;max-width:260px}td .rt{overflow-wrap:normal}
tr:first-child td{border-top:0}td:first-child{border-left:0}td:last-child{border-right:0}tr:last-child td{border-bottom:0}
.narrow #shot,.narrow{padding-left:12px;padding-right:12px}`;

const decoded = (text: string): string => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

function plain(made: { readonly type: string; readonly text: string }): string {
  return made.type === 'plain_text' ? escapeHtml(decoded(made.text)) : unknown(made.type);
}

function styled(html: string, style: { bold?: boolean; italic?: boolean } | undefined): string {
  const italic = style?.italic === true ? `<i>${html}</i>` : html;
  return style?.bold === true ? `<b>${italic}</b>` : italic;
}

function run(made: RichRun, lang: string): string {
  switch (made.type) {
    case 'text':
      return styled(escapeHtml(made.text), made.style);
    case 'link':
      return styled(`<a href="${escapeHtml(made.url)}">${escapeHtml(made.text ?? made.url)}</a>`, made.style);
    case 'date':
      // `{date_short_pretty} {time}` is the one manner that is asked for.
      return localTime(made.timestamp, lang, {
        day: 'numeric',
        month: 'short',
        year: 'numeric',
        hour: '2-digit',
        minute: '2-digit',
      });
    default:
      return unknown(made.type);
  }
}

function part(made: RichPart, lang: string): string {
  if (made.type === 'rich_text_section')
    return `<div class="rt">${made.elements.map((element) => run(element, lang)).join('')}</div>`;
  if (made.type === 'rich_text_list')
    return `<ul class="${made.style}" style="counter-reset:n ${'offset' in made ? Number(made.offset) : 0}">${made.elements.map((item) => `<li class="rt">${item.elements.map((element) => run(element, lang)).join('')}</li>`).join('')}</ul>`;
  return unknown(made.type);
}

function cell(made: types.TableBlock['rows'][number][number], lang: string): string {
  if (made.type === 'raw_text') return escapeHtml(made.text);
  return made.type === 'rich_text' ? made.elements.map((one) => part(one, lang)).join('') : unknown(made.type);
}

function button(made: types.ActionsBlock['elements'][number]): string {
  if (made.type !== 'button') return unknown(made.type);
  return `<span class="btn ${made.style ?? ''}">${plain(made.text)}</span>`;
}

type Drawn = ReadonlyMap<string, Buffer>;

function image(made: types.ImageBlock, drawn: Drawn): string {
  const id = 'slack_file' in made && 'id' in made.slack_file ? made.slack_file.id : '';
  const bytes = drawn.get(id);
  if (bytes === undefined) return unknown('image');
  return `<img class="image" alt="${escapeHtml(made.alt_text)}" src="data:image/png;base64,${bytes.toString('base64')}">`;
}

function block(made: types.KnownBlock, lang: string, drawn: Drawn): string {
  switch (made.type) {
    case 'header':
      return `<h1 class="blk">${plain(made.text)}</h1>`;
    case 'rich_text':
      return `<div class="blk">${made.elements.map((element) => part(element, lang)).join('')}</div>`;
    case 'context':
      return `<div class="blk ctx">${made.elements.map((element) => ('text' in element ? plain(element) : unknown(element.type))).join(' ')}</div>`;
    case 'divider':
      return '<hr>';
    case 'actions':
      return `<div class="blk act">${made.elements.map(button).join('')}</div>`;
    case 'table':
      return `<div class="blk tw"><table>${made.rows.map((row) => `<tr>${row.map((one) => `<td>${cell(one, lang)}</td>`).join('')}</tr>`).join('')}</table></div>`;
    case 'image':
      return `<div class="blk">${image(made, drawn)}</div>`;
    default:
      return `<div class="blk">${unknown(made.type)}</div>`;
  }
}

/** A message as a person sees it in a channel; `only` above it when nobody else does. */
export function slackPage(
  message: SlackMessage,
  lang: string,
  at: string,
  only: boolean,
  drawn: Drawn = new Map(),
): string {
  const eye = only
    ? `<div class="only">${lang === 'fr' ? 'Visible seulement par vous' : 'Only visible to you'}</div>`
    : '';
  const head = `<span class="who">Vigie</span> <span class="app">APP</span> <span class="at">${at}</span>`;
  const body = message.blocks.map((one) => block(one, lang, drawn)).join('');
  return page(CSS, `${eye}<div class="m"><div class="face">${FACE}</div><div class="b">${head}${body}</div></div>`);
}
