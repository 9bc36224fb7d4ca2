/** Text as HTML shows it literally. */
export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** Something the gallery does not know how to draw: shown in the picture, so that nobody overlooks it. */
export function unknown(what: string): string {
  return `<span style="background:#c00;color:#fff;padding:2px 6px">not drawn: ${escapeHtml(what)}</span>`;
}

/** A whole page around one message. The element `#shot` is what a picture shows. */
export function page(css: string, body: string): string {
  return `<!doctype html><html lang="fr"><head><meta charset="utf-8"><style>*{box-sizing:border-box;margin:0;padding:0}${css}</style></head><body><div id="shot">${body}</div></body></html>`;
}

/** An instant as a French or English reader in Paris sees it. */
export function localTime(seconds: number, lang: string, style: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(lang, { timeZone: 'Europe/Paris', ...style }).format(new Date(seconds * 1000));
}

/** The lookout's face: a mast with a light, drawn, so that no file is needed. */
export const FACE = `<svg viewBox="0 0 40 40" width="100%" height="100%"><rect width="40" height="40" fill="#16324f"/><path d="M19 8h2v24h-2z" fill="#e8eef4"/><path d="M12 15h16l-3 6H15z" fill="#e8eef4"/><circle cx="20" cy="10" r="4" fill="#f2b134"/><path d="M8 33q6-4 12 0t12 0v3H8z" fill="#4f8fc0"/></svg>`;
