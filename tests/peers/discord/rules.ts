import {
  ApplicationCommandAutocompleteCallbackRequestSchema,
  ApplicationCommandUpdateRequestSchema,
  CreateTextThreadWithMessageRequestSchema,
  IncomingWebhookInteractionRequestSchema,
  IncomingWebhookRequestPartialSchema,
  IncomingWebhookUpdateRequestPartialSchema,
  MessageCreateRequestSchema,
  MessageEditRequestPartialSchema,
  ModalInteractionCallbackRequestDataSchema,
} from 'discord-api-spec/zod';

/** Something that Discord would refuse, or that we do not allow ourselves: which number, where, why. */
export type Breach = { readonly number: 50035 | 50006; readonly path: string; readonly detail: string };

export type Json = Readonly<Record<string, unknown>>;

/** What a body is meant to be. */
export type BodyKind =
  | 'message'
  | 'message_edit'
  | 'answer'
  | 'answer_edit'
  | 'follow_up'
  | 'modal'
  | 'completion'
  | 'thread'
  | 'command';

const SCHEMAS = {
  message: MessageCreateRequestSchema,
  message_edit: MessageEditRequestPartialSchema,
  answer: IncomingWebhookInteractionRequestSchema,
  answer_edit: IncomingWebhookUpdateRequestPartialSchema,
  follow_up: IncomingWebhookRequestPartialSchema,
  modal: ModalInteractionCallbackRequestDataSchema,
  completion: ApplicationCommandAutocompleteCallbackRequestSchema,
  thread: CreateTextThreadWithMessageRequestSchema,
  command: ApplicationCommandUpdateRequestSchema,
} as const;

/** Everything that is wrong with a body, by Discord's own schema and by the rules that the schema does not hold. */
export function breachesOf(kind: BodyKind, body: unknown): Breach[] {
  const parsed = SCHEMAS[kind].safeParse(kind === 'command' ? withNumbers(record(body)) : body);
  if (!parsed.success)
    return parsed.error.issues.map((issue) => breach(issue.path.map(String).join('.'), issue.message));
  const unknown = lostKeys(body, parsed.data, '').map((path) => breach(path, 'Discord knows no such key'));
  const json = record(body);
  switch (kind) {
    case 'message':
    case 'message_edit':
    case 'answer':
    case 'answer_edit':
    case 'follow_up':
      return [...unknown, ...messageBreaches(json, kind === 'message_edit' || kind === 'answer_edit')];
    case 'modal':
      return [...unknown, ...modalBreaches(json)];
    case 'completion':
      return [...unknown, ...completionBreaches(record(json['data']))];
    case 'command':
      return [...unknown, ...commandBreaches(json)];
    case 'thread':
      return [...unknown, ...(text(json['name']).trim() === '' ? [breach('name', 'is empty')] : [])];
  }
}

/** Permission bits travel as text, which the description calls a number. */
function withNumbers(command: Json): Json {
  const bits = command['default_member_permissions'];
  return typeof bits === 'string' && /^\d+$/.test(bits)
    ? { ...command, default_member_permissions: Number(bits) }
    : command;
}

const breach = (path: string, detail: string, number: Breach['number'] = 50035): Breach => ({ number, path, detail });

export function record(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Discord counts characters, not UTF-16 units. */
const count = (value: string): number => [...value].length;

/** Schemas drop what they do not know: what is missing afterwards was unknown. discord.js spells out some `false`. */
function lostKeys(before: unknown, after: unknown, path: string): string[] {
  if (Array.isArray(before)) return before.flatMap((each, i) => lostKeys(each, list(after)[i], `${path}.${i}`));
  if (typeof before !== 'object' || before === null) return [];
  const kept = record(after);
  return Object.entries(before).flatMap(([key, value]) =>
    key in kept || value === undefined || value === false
      ? lostKeys(value, kept[key], `${path}.${key}`)
      : [`${path}.${key}`],
  );
}

function duplicates(values: readonly string[]): string[] {
  return [...new Set(values.filter((value, i) => values.indexOf(value) !== i))];
}

function messageBreaches(body: Json, partial: boolean): Breach[] {
  const found: Breach[] = [];
  const content = text(body['content']);
  const embeds = list(body['embeds']).map(record);
  const rows = list(body['components']).map(record);
  const says = content.trim() !== '' || embeds.length > 0 || rows.length > 0;
  if (!says && !partial) found.push(breach('', 'Cannot send an empty message', 50006));
  if (count(content) > 2000) found.push(breach('content', 'is longer than 2000'));
  if (embeds.reduce((sum, embed) => sum + embedLength(embed), 0) > 6000)
    found.push(breach('embeds', 'hold more than 6000 characters together'));
  embeds.forEach((embed, i) => {
    found.push(...embedBreaches(embed, `embeds.${i}`));
  });
  found.push(...componentBreaches(rows));
  const nonce = text(body['nonce']);
  if (nonce.length > 25) found.push(breach('nonce', 'is longer than 25'));
  const mentions = record(body['allowed_mentions']);
  // Ours: nothing that comes from outside may ever call anyone.
  if (!Array.isArray(mentions['parse']) || mentions['parse'].length > 0)
    found.push(breach('allowed_mentions.parse', 'must be empty'));
  return found;
}

function embedLength(embed: Json): number {
  const fields = list(embed['fields']).map(record);
  return [
    embed['title'],
    embed['description'],
    record(embed['footer'])['text'],
    record(embed['author'])['name'],
    ...fields.flatMap((field) => [field['name'], field['value']]),
  ].reduce<number>((sum, value) => sum + count(text(value).trim()), 0);
}

function embedBreaches(embed: Json, path: string): Breach[] {
  const found: Breach[] = [];
  const shown = ['title', 'description', 'fields', 'image', 'thumbnail', 'footer', 'author'].some(
    (key) => key in embed && (typeof embed[key] !== 'string' || text(embed[key]).trim() !== ''),
  );
  if (!shown) found.push(breach(path, 'is an empty embed'));
  if (count(text(embed['title'])) > 256) found.push(breach(`${path}.title`, 'is longer than 256'));
  if (count(text(embed['description'])) > 4096) found.push(breach(`${path}.description`, 'is longer than 4096'));
  const url = embed['url'];
  if (url !== undefined && !/^https?:\/\/[^\s]+$/.test(text(url)))
    found.push(breach(`${path}.url`, 'is no web address'));
  return found;
}

function componentBreaches(rows: readonly Json[]): Breach[] {
  const found: Breach[] = [];
  if (rows.length > 5) found.push(breach('components', 'has more than 5 rows'));
  const buttons = rows.flatMap((row) => list(row['components']).map(record));
  rows.forEach((row, i) => {
    const held = list(row['components']).length;
    if (held < 1 || held > 5) found.push(breach(`components.${i}`, 'has no or more than 5 buttons'));
  });
  for (const button of buttons) {
    const label = text(button['label']);
    if (label.trim() === '' || count(label) > 80) found.push(breach('components', `has a bad label: ${label}`));
  }
  for (const id of duplicates(buttons.map((button) => text(button['custom_id']))))
    found.push(breach('components', `has the custom id "${id}" twice`));
  return found;
}

function modalBreaches(body: Json): Breach[] {
  const found: Breach[] = [];
  const labels = list(body['components']).map(record);
  if (labels.length < 1 || labels.length > 5) found.push(breach('components', 'must be 1 to 5'));
  const fields = labels.map((label) => record(label['component']));
  for (const id of duplicates(fields.map((field) => text(field['custom_id']))))
    found.push(breach('components', `has the custom id "${id}" twice`));
  for (const field of fields) {
    const options = list(field['options']).map(record);
    const chosen = options.filter((option) => option['default'] === true).length;
    const max = typeof field['max_values'] === 'number' ? field['max_values'] : 1;
    if (field['type'] === 3 && (chosen > max || max > options.length))
      found.push(breach('components', 'a select allows more or presets more than it has'));
    for (const value of duplicates(options.map((option) => text(option['value']))))
      found.push(breach('components', `a select has "${value}" twice`));
    if (field['type'] === 4 && 'label' in field)
      found.push(breach('components', 'a labelled input has a label of its own'));
  }
  return found;
}

function completionBreaches(data: Json): Breach[] {
  const choices = list(data['choices']).map(record);
  const found: Breach[] = choices.length > 25 ? [breach('choices', 'are more than 25')] : [];
  for (const choice of choices) {
    const name = text(choice['name']);
    const value = choice['value'];
    if (name === '' || count(name) > 100) found.push(breach('choices', `has a bad name: ${name}`));
    if (typeof value === 'string' && (value === '' || count(value) > 100))
      found.push(breach('choices', `has a bad value: ${value}`));
  }
  return found;
}

const NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;
const LOCALES = new Set(
  'id da de en-GB en-US es-ES es-419 fr hr it lt hu nl no pl pt-BR ro fi sv-SE vi tr cs el bg ru uk hi th zh-CN ja zh-TW ko'.split(
    ' ',
  ),
);

function commandBreaches(command: Json): Breach[] {
  const found = namedBreaches(command, '');
  const options = list(command['options']).map(record);
  options.forEach((option, i) => {
    found.push(...namedBreaches(option, `options.${i}`));
    const choices = list(option['choices']).map(record);
    for (const name of duplicates(choices.map((choice) => text(choice['name']))))
      found.push(breach(`options.${i}.choices`, `has "${name}" twice`));
    if (option['autocomplete'] === true && choices.length > 0)
      found.push(breach(`options.${i}`, 'has choices and completion'));
  });
  const firstOptional = options.findIndex((option) => option['required'] !== true);
  if (firstOptional >= 0 && options.slice(firstOptional).some((option) => option['required'] === true))
    found.push(breach('options', 'a required option follows one that is not'));
  for (const locale of ['', 'fr'])
    for (const name of duplicates(options.map((option) => nameIn(option, locale))))
      found.push(breach('options', `has "${name}" twice`));
  if (weight(command) > 8000) found.push(breach('', 'has more than 8000 characters of text'));
  return found;
}

function nameIn(named: Json, locale: string): string {
  return text(record(named['name_localizations'])[locale]) || text(named['name']);
}

function namedBreaches(named: Json, path: string): Breach[] {
  const names = [text(named['name']), ...Object.values(record(named['name_localizations'])).map(text)];
  const locales = [
    ...Object.keys(record(named['name_localizations'])),
    ...Object.keys(record(named['description_localizations'])),
  ];
  const described = text(named['description']);
  return [
    ...names
      .filter((name) => !NAME.test(name) || name !== name.toLowerCase())
      .map((name) => breach(`${path}.name`, `"${name}" is no name`)),
    ...locales.filter((locale) => !LOCALES.has(locale)).map((locale) => breach(path, `"${locale}" is no locale`)),
    ...(described === '' || count(described) > 100
      ? [breach(`${path}.description`, 'must have 1 to 100 characters')]
      : []),
  ];
}

/** All text of a command, each part in its longest language. */
function weight(value: unknown): number {
  const json = record(value);
  const longest = (key: string): number =>
    Math.max(
      count(text(json[key])),
      ...Object.values(record(json[`${key}_localizations`])).map((each) => count(text(each))),
    );
  const inner = [...list(json['options']), ...list(json['choices'])].reduce<number>(
    (sum, each) => sum + weight(each),
    0,
  );
  return longest('name') + longest('description') + count(text(json['value'])) + inner;
}

/** What is wrong with a whole list of commands: each by itself, and among each other. */
export function commandListBreaches(commands: unknown): Breach[] {
  const each = list(commands).flatMap((command, i) =>
    breachesOf('command', command).map((b) => ({ ...b, path: `${i}.${b.path}` })),
  );
  const all = list(commands).map(record);
  const twice = ['', 'fr'].flatMap((locale) => duplicates(all.map((command) => nameIn(command, locale))));
  return [
    ...each,
    ...twice.map((name) => breach('name', `two commands are called "${name}"`)),
    ...(all.length > 100 ? [breach('', 'more than 100 commands')] : []),
  ];
}
