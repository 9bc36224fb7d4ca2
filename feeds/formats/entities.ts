/** Bounds that keep declared entities a spelling aid and never a bomb. */
const MAX_ENTITIES = 500;
const MAX_VALUE = 500;
const MAX_GROWTH = 1_000_000;

/**
 * Replaces the entities that a document declares in its own DOCTYPE (`<!ENTITY vigie "Vigie">`) by their text, because
 * neither parser does, and takes the declarations out, because one parser refuses documents for them. Only plain values
 * count: an entity that holds another reference or markup, or that names a file or an address, stays an unknown one, so
 * nothing nests and nothing is fetched. Where the entities would make a document grow by more than a megabyte none is
 * replaced.
 */
export function expandDeclared(text: string): string {
  const start = text.slice(0, 4096).search(/<!DOCTYPE\s/i);
  if (start === -1) return text;
  const open = text.indexOf('[', start);
  const tagEnd = text.indexOf('>', start);
  if (open === -1 || tagEnd === -1 || open > tagEnd) return text;
  const close = text.indexOf(']', open);
  if (close === -1) return text;

  const values = new Map<string, string>();
  const declaration = /<!ENTITY\s{1,99}([A-Za-z_][\w.-]{0,63})\s{1,99}(?:"([^"<&%]*)"|'([^'<&%]*)')\s{0,99}>/g;
  for (const [, name, double, single] of text.slice(open, close).matchAll(declaration)) {
    const value = double ?? single ?? '';
    if (name !== undefined && value.length <= MAX_VALUE && values.size < MAX_ENTITIES && !values.has(name)) {
      values.set(name, value);
    }
  }
  const bare = text.slice(0, open) + text.slice(close + 1);
  if (values.size === 0) return bare;

  let growth = 0;
  const expanded = text.slice(close + 1).replace(/&([A-Za-z_][\w.-]{0,63});/g, (reference, name: string) => {
    const value = values.get(name);
    if (value === undefined || growth > MAX_GROWTH) return reference;
    growth += value.length;
    return value;
  });
  return growth > MAX_GROWTH ? bare : text.slice(0, open) + expanded;
}
