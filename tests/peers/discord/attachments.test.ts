import { expect, test } from 'vitest';
import { PIXEL } from '../painter.ts';
import { attachmentBreaches, filesAfter, type Part, partBreaches, takeBody } from './attachments.ts';

const part = (more: Partial<Part> = {}): Part => ({
  index: 0,
  name: 'a.png',
  type: 'image/png',
  bytes: PIXEL,
  ...more,
});
const details = (found: readonly { readonly detail: string }[]): string => found.map(({ detail }) => detail).join();
const DESCRIBED = { attachments: [{ id: '0', description: 'Bleu' }] };

test('what Discord takes is taken', () => {
  const body = { ...DESCRIBED, embeds: [{ image: { url: 'attachment://a.png' } }] };
  expect([...partBreaches([part()]), ...attachmentBreaches(body, [part()], [])]).toEqual([]);
});

test.each<[string, Part[], string]>([
  ['eleven files', Array.from({ length: 11 }, (_, index) => part({ index, name: `${index}.md` })), 'more than 10'],
  ['too many bytes', [part({ name: 'a.md', bytes: Buffer.alloc(10 * 1024 * 1024 + 1) })], 'larger than 10 MiB'],
  ['an empty file', [part({ name: 'a.md', bytes: Buffer.alloc(0) })], 'is empty'],
  ['a name that Discord changes', [part({ name: 'été .png' })], 'no name that stays'],
  ['a PNG that is none', [part({ bytes: Buffer.from('<svg/>') })], 'is no PNG'],
  ['one name twice', [part(), part({ index: 1 })], 'is there twice'],
])('the edge sees %s', (_, parts, detail) => {
  expect(details(partBreaches(parts))).toContain(detail);
});

test.each<[string, object, string]>([
  [
    'a picture that is not attached',
    { ...DESCRIBED, embeds: [{ image: { url: 'attachment://b.png' } }] },
    'not attached',
  ],
  ['a picture without words', { attachments: [{ id: '0' }] }, 'says nothing'],
  ['words that are too long', { attachments: [{ id: '0', description: 'x'.repeat(1025) }] }, 'longer than 1024'],
  ['a file that is sent and not listed', { attachments: [] }, 'not listed'],
  ['a file that is listed and not sent', { attachments: [{ id: '0', description: 'a' }, { id: '1' }] }, 'neither sent'],
  [
    'another name than was sent',
    { attachments: [{ id: '0', description: 'a', filename: 'b.png' }] },
    'not what was sent',
  ],
])('the edge sees %s', (_, body, detail) => {
  expect(details(attachmentBreaches(body as Record<string, unknown>, [part()], []))).toContain(detail);
});

test('the edge sees a form that is cut short, and parts that Discord does not know', async () => {
  const form = new FormData();
  form.append('payload_json', '{"content":"a"}');
  form.append('file', new Blob([new Uint8Array(PIXEL)]), 'a.png');
  const written = new Response(form);
  const [type, bytes] = [written.headers.get('content-type') ?? '', Buffer.from(await written.arrayBuffer())];
  const whole = await takeBody(bytes, type);
  expect(whole.raw).toBe('{"content":"a"}');
  expect(details(whole.wrong)).toContain('no part that Discord knows');
  expect(details((await takeBody(bytes.subarray(0, -20), type)).wrong)).toContain('no well-formed form');
});

test('an edit keeps what its body names, and without a word all of it', () => {
  const before = filesAfter({}, [part(), part({ index: 1, name: 'b.png' })], [], () => crypto.randomUUID());
  const fresh = (): string => 'new';
  expect(filesAfter({}, [], before, fresh)).toEqual(before);
  expect(filesAfter({ attachments: [] }, [], before, fresh)).toEqual([]);
  const mixed = filesAfter(
    { attachments: [{ id: before[1]?.id }, { id: '0' }] },
    [part({ name: 'c.png' })],
    before,
    fresh,
  );
  expect(mixed.map(({ name }) => name)).toEqual(['b.png', 'c.png']);
});
