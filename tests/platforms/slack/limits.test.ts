import { expect, test } from 'vitest';
import { messageViolations, viewViolations } from '../../peers/slack/limits.ts';
import { uploadViolations } from '../../peers/slack/uploads.ts';

const header = (text: string): object => ({ type: 'header', text: { type: 'plain_text', text, emoji: false } });
const rules = (message: object): string[] =>
  messageViolations({ text: 'x', ...message }).map(({ pointer, rule }) => `${pointer} ${rule}`);

test.each([
  ['too many blocks', { blocks: Array(51).fill({ type: 'divider' }) }, '/blocks more than 50 blocks'],
  ['a long header', { blocks: [header('x'.repeat(151))] }, '/blocks/0/text/text longer than 150'],
  ['an unknown block', { blocks: [{ type: 'marquee' }] }, '/blocks/0/type unsupported type: marquee'],
  ['a live mention', { text: 'see <!channel>' }, '/text a control character that was not escaped'],
  [
    'a broadcast element',
    {
      blocks: [
        {
          type: 'rich_text',
          elements: [{ type: 'rich_text_section', elements: [{ type: 'broadcast', range: 'channel' }] }],
        },
      ],
    },
    '/blocks/0/elements/0/elements/0/type element broadcast would act',
  ],
  ['no text', { text: '' }, '/text text must stand beside blocks for notifications'],
  [
    'two tables',
    { blocks: Array(2).fill({ type: 'table', rows: [[{ type: 'raw_text', text: 'x' }]] }) },
    '/blocks only_one_table_allowed',
  ],
])('the peer sees %s', (_, message, rule) => {
  expect(rules(message)).toContain(rule);
});

const image = (more: object): object => ({ type: 'image', alt_text: 'Bleu', ...more });

test.each([
  ['without words', image({ alt_text: '', image_url: 'https://a.example/p.png' }), 'alt_text shorter than 1'],
  ['with too many words', image({ alt_text: 'x'.repeat(2001), image_url: 'https://a.example/' }), 'longer than 2000'],
  ['at no https address', image({ image_url: 'http://a.example/p.png' }), 'image_url not https'],
  ['from two places', image({ image_url: 'https://a.example/', slack_file: { id: 'F012345678' } }), 'not both'],
  ['from nowhere', image({}), 'not neither'],
  ['that Slack does not have', image({ slack_file: { id: 'F000000000' } }), 'invalid slack file'],
])('the peer sees a picture %s', (_, block, rule) => {
  const found = messageViolations({ text: 'x', blocks: [block] }, { file: (id) => id === 'F012345678' });
  expect(found.map((one) => `${one.pointer} ${one.rule}`).join()).toContain(rule);
});

test('the peer sees files misused', () => {
  expect(uploadViolations('files.getUploadURLExternal', { filename: 'a b.md', length: 0 })).toHaveLength(2);
  expect(uploadViolations('files.getUploadURLExternal', { filename: 'p.png', length: 9 })).toEqual([
    'a picture without words',
  ]);
  const files = [{ id: 'F012345678' }];
  expect(uploadViolations('files.completeUploadExternal', { files, channel_id: 'U01234567' })).toEqual([
    'no channel: U01234567',
  ]);
  expect(uploadViolations('files.completeUploadExternal', { files: [], initial_comment: '<!here>' })).toHaveLength(2);
});

test('the peer sees 26 buttons, and labels and values that are too long', () => {
  const button = (i: number, label = 'B', value = 'v'): object => ({
    type: 'button',
    action_id: `a${i}`,
    value,
    text: { type: 'plain_text', text: label, emoji: false },
  });
  expect(rules({ blocks: [{ type: 'actions', elements: Array.from({ length: 26 }, (_, i) => button(i)) }] })).toEqual([
    '/blocks/0/elements more than 25',
  ]);
  expect(
    rules({ blocks: [{ type: 'actions', elements: [button(0, 'x'.repeat(76), 'y'.repeat(2001))] }] }),
  ).toHaveLength(2);
});

test('the peer sees a modal’s faults', () => {
  const title = { type: 'plain_text', text: 'x'.repeat(25), emoji: false };
  const found = viewViolations({ type: 'modal', title, callback_id: 'c', private_metadata: 'm', blocks: [] });
  expect(found).toEqual([{ pointer: '/title/text', rule: 'longer than 24' }]);
});
