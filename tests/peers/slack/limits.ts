/**
 * Slack's limits, written from its documentation (docs.slack.dev/reference/block-kit and the doc comments of
 * @slack/types 3.2) and apart from the renderer, so that neither can excuse the other. Text counts as it was sent.
 */

export type Violation = { readonly pointer: string; readonly rule: string };

type Json = Readonly<Record<string, unknown>>;
type Report = (pointer: string, rule: string) => undefined;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
function each<T>(values: readonly T[], check: (value: T, i: number) => undefined): undefined {
  for (const [i, value] of values.entries()) check(value, i);
}

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Everything wrong with the fields of a message (post, update, ephemeral, answer to a response_url). */
export function messageViolations(
  message: Json,
  { answer = false, file = () => true }: { readonly answer?: boolean; readonly file?: (id: string) => boolean } = {},
): Violation[] {
  const { found, report } = collecting();
  const text = message['text'];
  const blocks = message['blocks'];
  if (text === undefined || text === '') report('/text', 'text must stand beside blocks for notifications');
  if (typeof text === 'string') {
    if (text.length > 4000) report('/text', 'over 4,000 characters');
    controlSequences(text, '/text', report);
  }
  if (blocks !== undefined) blocksViolations(blocks, 50, report);
  for (const [i, block] of list(blocks).entries())
    if (isObject(block) && block['type'] === 'image') unknownFile(block, `/blocks/${i}`, file, report);
  if (blocks !== undefined && textOf(blocks).length > 13_200) report('/blocks', 'msg_blocks_too_long');
  if (list(blocks).filter((block) => isObject(block) && block['type'] === 'table').length > 1)
    report('/blocks', 'only_one_table_allowed');
  if (message['attachments'] !== undefined) report('/attachments', 'attachments are not used');
  const metadata = message['metadata'];
  if (metadata !== undefined && (!isObject(metadata) || typeof metadata['event_type'] !== 'string'))
    report('/metadata', 'event_type missing');
  if (answer && !['ephemeral', 'in_channel'].includes(String(message['response_type'])))
    report('/response_type', 'neither ephemeral nor in_channel');
  return found;
}

/** Everything wrong with a modal. */
export function viewViolations(view: unknown): Violation[] {
  const { found, report } = collecting();
  if (!isObject(view)) {
    report('', 'no view');
    return found;
  }
  if (view['type'] !== 'modal') report('/type', 'not a modal');
  plainText(view['title'], '/title', 24, report);
  for (const key of ['submit', 'close']) if (view[key] !== undefined) plainText(view[key], `/${key}`, 24, report);
  length(view['private_metadata'], '/private_metadata', 0, 3000, report);
  length(view['callback_id'], '/callback_id', 1, 255, report);
  if (
    list(view['blocks']).some((block) => isObject(block) && block['type'] === 'input') &&
    view['submit'] === undefined
  )
    report('/submit', 'inputs need a submit button');
  blocksViolations(view['blocks'], 100, report);
  return found;
}

function collecting(): { found: Violation[]; report: Report } {
  const found: Violation[] = [];
  return {
    found,
    report: (pointer, rule) => {
      found.push({ pointer, rule });
      return undefined;
    },
  };
}

/** All characters that a reader would see. */
function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).join('');
  if (!isObject(value)) return '';
  return Object.entries(value)
    .map(([key, inner]) => (key === 'text' && typeof inner === 'string' ? inner : textOf(inner)))
    .join('');
}

function blocksViolations(blocks: unknown, max: number, report: Report): undefined {
  if (!Array.isArray(blocks)) return report('/blocks', 'not an array');
  if (blocks.length > max) report('/blocks', `more than ${max} blocks`);
  const ids = new Set<string>();
  const actions = new Set<string>();
  each(blocks as unknown[], (block, i) => {
    const at = `/blocks/${i}`;
    if (!isObject(block)) return report(at, 'not an object');
    const id = block['block_id'];
    if (id !== undefined) {
      length(id, `${at}/block_id`, 1, 255, report);
      if (ids.has(String(id))) report(`${at}/block_id`, 'not unique');
      ids.add(String(id));
    }
    blockViolations(block, at, actions, report);
  });
}

function blockViolations(block: Json, at: string, actions: Set<string>, report: Report): undefined {
  switch (block['type']) {
    case 'divider':
      return;
    case 'header':
      return plainText(block['text'], `${at}/text`, 150, report);
    case 'section':
      if (block['text'] === undefined && block['fields'] === undefined) report(at, 'neither text nor fields');
      if (block['text'] !== undefined) textObject(block['text'], `${at}/text`, 3000, report);
      sized(block['fields'] ?? [], `${at}/fields`, 0, 10, report);
      return each(list(block['fields']), (field, i) => textObject(field, `${at}/fields/${i}`, 2000, report));
    case 'context':
      sized(block['elements'], `${at}/elements`, 1, 10, report);
      return each(list(block['elements']), (one, i) => textObject(one, `${at}/elements/${i}`, 2000, report));
    case 'actions':
      sized(block['elements'], `${at}/elements`, 1, 25, report);
      return each(list(block['elements']), (one, i) => button(one, `${at}/elements/${i}`, actions, report));
    case 'rich_text':
      return richText(block, at, report);
    case 'table':
      return table(block, at, report);
    case 'image':
      return image(block, at, report);
    case 'input':
      return input(block, at, report);
    default:
      report(`${at}/type`, `unsupported type: ${String(block['type'])}`);
  }
}

/** Shown at an https address or from Slack's own files, never both; its words are plain and always there. */
function image(block: Json, at: string, report: Report): undefined {
  length(block['alt_text'], `${at}/alt_text`, 1, 2000, report);
  if (block['title'] !== undefined) plainText(block['title'], `${at}/title`, 2000, report);
  const { image_url: url, slack_file: file } = block;
  if ((url === undefined) === (file === undefined)) report(at, 'image_url or slack_file, not both and not neither');
  if (url !== undefined) {
    length(url, `${at}/image_url`, 1, 3000, report);
    if (!/^https:\/\/[^/]+\//.test(String(url))) report(`${at}/image_url`, 'not https');
  }
  if (file === undefined) return;
  if (!isObject(file) || Object.keys(file).length !== 1) return report(`${at}/slack_file`, 'not just an id or address');
  if (!/^F[A-Z0-9]{8,}$/.test(String(file['id']))) report(`${at}/slack_file/id`, 'must match ^F[A-Z0-9]{8,}$');
}

function unknownFile(block: Json, at: string, known: (id: string) => boolean, report: Report): undefined {
  const file = block['slack_file'];
  if (isObject(file) && !known(String(file['id']))) report(`${at}/slack_file`, 'invalid slack file');
}

function button(value: unknown, at: string, actions: Set<string>, report: Report): undefined {
  if (!isObject(value) || value['type'] !== 'button') return report(at, 'only buttons are used in actions');
  plainText(value['text'], `${at}/text`, 75, report);
  length(value['action_id'], `${at}/action_id`, 1, 255, report);
  if (actions.has(String(value['action_id']))) report(`${at}/action_id`, 'not unique in the message');
  actions.add(String(value['action_id']));
  length(value['value'], `${at}/value`, 1, 2000, report);
  if (value['style'] !== undefined && !['primary', 'danger'].includes(String(value['style'])))
    report(`${at}/style`, 'neither primary nor danger');
}

function richText(block: Json, at: string, report: Report): undefined {
  sized(block['elements'], `${at}/elements`, 1, 1000, report);
  each(list(block['elements']), (part, i) => {
    const here = `${at}/elements/${i}`;
    if (!isObject(part)) return report(here, 'not an object');
    if (part['type'] === 'rich_text_list') {
      if (!['bullet', 'ordered'].includes(String(part['style']))) report(`${here}/style`, 'neither bullet nor ordered');
      sized(part['elements'], `${here}/elements`, 1, 1000, report);
      each(list(part['elements']), (item, j) => richSection(item, `${here}/elements/${j}`, report));
    } else richSection(part, here, report);
  });
}

function richSection(part: unknown, at: string, report: Report): undefined {
  if (
    !isObject(part) ||
    !['rich_text_section', 'rich_text_quote', 'rich_text_preformatted'].includes(String(part['type']))
  )
    return report(at, 'not a part of rich text');
  sized(part['elements'], `${at}/elements`, 1, 1000, report);
  each(list(part['elements']), (one, i) => richElement(one, `${at}/elements/${i}`, report));
}

function richElement(one: unknown, at: string, report: Report): undefined {
  if (!isObject(one)) return report(at, 'not an object');
  switch (one['type']) {
    case 'text':
      return length(one['text'], `${at}/text`, 1, 3000, report);
    case 'link':
      if (one['text'] !== undefined) length(one['text'], `${at}/text`, 1, 3000, report);
      return webAddress(one['url'], `${at}/url`, report);
    case 'date':
      if (!Number.isInteger(one['timestamp'])) report(`${at}/timestamp`, 'not whole seconds');
      if (!/\{\w+\}/.test(String(one['format']))) report(`${at}/format`, 'no token');
      return length(one['fallback'], `${at}/fallback`, 1, 300, report);
    default:
      // Mentions, broadcasts and emoji exist, but nothing of Vigie's may use them.
      report(`${at}/type`, `element ${String(one['type'])} would act`);
  }
}

function table(block: Json, at: string, report: Report): undefined {
  sized(block['rows'], `${at}/rows`, 1, 100, report);
  sized(block['column_settings'] ?? [], `${at}/column_settings`, 0, 20, report);
  if (textOf(block['rows']).length > 10_000) report(`${at}/rows`, 'over 10,000 characters');
  each(list(block['rows']), (row, i) => {
    sized(row, `${at}/rows/${i}`, 1, 20, report);
    each(list(row), (cell, j) => {
      const here = `${at}/rows/${i}/${j}`;
      if (!isObject(cell)) report(here, 'not an object');
      else if (cell['type'] === 'raw_text') length(cell['text'], `${here}/text`, 1, 10_000, report);
      else if (cell['type'] === 'rich_text') richText(cell, here, report);
      else report(`${here}/type`, 'neither raw_text nor rich_text');
    });
  });
}

function input(block: Json, at: string, report: Report): undefined {
  plainText(block['label'], `${at}/label`, 2000, report);
  if (block['hint'] !== undefined) plainText(block['hint'], `${at}/hint`, 2000, report);
  const element = block['element'];
  if (!isObject(element)) return report(`${at}/element`, 'missing');
  const here = `${at}/element`;
  length(element['action_id'], `${here}/action_id`, 1, 255, report);
  if (element['type'] === 'plain_text_input') {
    if (Number(element['max_length'] ?? 3000) > 3000) report(`${here}/max_length`, 'over 3,000');
    if (element['initial_value'] !== undefined)
      length(element['initial_value'], `${here}/initial_value`, 1, 3000, report);
    return;
  }
  if (element['type'] !== 'static_select' && element['type'] !== 'multi_static_select')
    return report(`${here}/type`, `unsupported type: ${String(element['type'])}`);
  select(element, here, report);
}

function select(element: Json, at: string, report: Report): undefined {
  if ((element['options'] === undefined) === (element['option_groups'] === undefined))
    report(at, 'options or option_groups, not both and not neither');
  const groups = element['options'] !== undefined ? [{ options: element['options'] }] : list(element['option_groups']);
  sized(groups, `${at}/option_groups`, 1, 100, report);
  const values: string[] = [];
  each(groups, (group, i) => {
    if (!isObject(group)) return report(`${at}/option_groups/${i}`, 'not an object');
    if (group['label'] !== undefined) plainText(group['label'], `${at}/option_groups/${i}/label`, 75, report);
    sized(group['options'], `${at}/options`, 1, 100, report);
    each(list(group['options']), (option, j) => {
      if (!isObject(option)) return report(`${at}/options/${j}`, 'not an object');
      plainText(option['text'], `${at}/options/${j}/text`, 75, report);
      length(option['value'], `${at}/options/${j}/value`, 1, 150, report);
      values.push(String(option['value']));
    });
  });
  if (new Set(values).size !== values.length) report(`${at}/options`, 'values not unique');
  const initial = [
    ...list(element['initial_options']),
    ...(element['initial_option'] ? [element['initial_option']] : []),
  ];
  if (element['initial_options'] !== undefined && initial.length === 0) report(`${at}/initial_options`, 'empty');
  for (const option of initial)
    if (!isObject(option) || !values.includes(String(option['value'])))
      report(`${at}/initial_option`, 'not one of the options');
}

function textObject(value: unknown, at: string, max: number, report: Report): undefined {
  if (!isObject(value)) return report(at, 'no text object');
  if (value['type'] === 'plain_text') return plainText(value, at, max, report);
  if (value['type'] !== 'mrkdwn') return report(`${at}/type`, 'neither plain_text nor mrkdwn');
  length(value['text'], `${at}/text`, 1, max, report);
  controlSequences(String(value['text']), `${at}/text`, report);
}

function plainText(value: unknown, at: string, max: number, report: Report): undefined {
  if (!isObject(value) || value['type'] !== 'plain_text') return report(at, 'not plain_text');
  length(value['text'], `${at}/text`, 1, max, report);
  if (value['emoji'] !== false) report(`${at}/emoji`, 'an outside :word: would become an emoji');
  controlSequences(String(value['text']), `${at}/text`, report);
}

/** A bare `<`, `>` or `&` in text that Slack reads for markup. Vigie uses none of Slack's sequences. */
function controlSequences(text: string, at: string, report: Report): undefined {
  if (/[<>]|&(?!(?:amp|lt|gt);)/.test(text)) report(at, 'a control character that was not escaped');
}

function webAddress(value: unknown, at: string, report: Report): undefined {
  length(value, at, 1, 3000, report);
  if (!/^https?:\/\//.test(String(value))) report(at, 'neither http nor https');
}

function length(value: unknown, at: string, min: number, max: number, report: Report): undefined {
  if (typeof value !== 'string') return report(at, 'not a text');
  if (value.length < min) report(at, `shorter than ${min}`);
  if (value.length > max) report(at, `longer than ${max}`);
  if (!value.isWellFormed()) report(at, 'half a character');
}

function sized(value: unknown, at: string, min: number, max: number, report: Report): undefined {
  if (!Array.isArray(value)) return report(at, 'not an array');
  if (value.length < min) report(at, `fewer than ${min}`);
  if (value.length > max) report(at, `more than ${max}`);
}
