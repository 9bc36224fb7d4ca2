import { expect, test } from 'vitest';
import { createLog, redactText, silentLog } from '../src/log.ts';

function collect(options: { human?: boolean; secrets?: readonly string[]; level?: 'info' | 'debug' | 'silent' } = {}) {
  const lines: string[] = [];
  const { level = 'info', human = false, secrets = [] } = options;
  const log = createLog(level, { human, secrets, write: (line) => void lines.push(line) });
  return { log, lines };
}

test('a line is one JSON object with its level, time, words and facts', () => {
  const { log, lines } = collect();
  log.child({ room: 'feeds' }).warn('a feed failed', { feed: 'anssi', code: 'timeout' });
  expect(lines).toHaveLength(1);
  const entry = JSON.parse(lines[0] ?? '');
  expect(entry).toMatchObject({ level: 'warn', room: 'feeds', feed: 'anssi', code: 'timeout', msg: 'a feed failed' });
  expect(entry.time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
});

test('lines below the level are not written', () => {
  const { log, lines } = collect();
  log.debug('unseen');
  log.trace('unseen');
  silentLog.fatal('unseen');
  collect({ level: 'silent' }).log.fatal('unseen');
  expect(lines).toEqual([]);
});

test('at a terminal a line is for people, and an error shows its way', () => {
  const { log, lines } = collect({ human: true });
  log.error('sending failed', { channel: 'C1', note: 'two words', error: new Error('no route', { cause: 'x' }) });
  expect(lines[0]).toMatch(
    /^\d\d:\d\d:\d\d error sending failed channel=C1 note="two words" error="no route"\n {4}Error: no route\n/,
  );
});

test.each([
  ['a Slack bot token', 'xoxb-123456789012-abcdefABCDEF'],
  ['a Slack token that rotates', 'xoxe.xoxb-1-Mi0yLTEyMzQ1'],
  ['a Slack app token', 'xapp-1-A012-345-abcdef'],
  ['a Discord token', 'MTAwMDAwMDAwMDAwMDAwMDAx.GabcdE.abcdefghijklmnopqrstuvwxyz01'],
  ['a password in an address', 'postgres://vigie:hunter22@db:5432/x', 'hunter22'],
  ['a proxy password', 'connect http://anne:pass%40word@proxy:3128 failed', 'pass%40word'],
  ['an authorization', 'Authorization: Bearer abcdef0123456789xyz', 'abcdef0123456789xyz'],
  ['a response address', 'https://hooks.slack.com/commands/T1/2/secretpart', 'secretpart'],
  [
    'a webhook of Discord',
    'https://discord.com/api/v10/webhooks/100000000000000001/aW50ZXJhY3Rpb246MTIzNDU2Nzg5',
    'aW50ZXJhY3Rpb24',
  ],
  ['a token in a query', 'wss://wss.slack.com/link/?ticket=12-34&app_id=x', '12-34'],
])('%s is never written, wherever it stands', (_what, text, secret = text) => {
  const { log, lines } = collect();
  const error = Object.assign(new Error(`refused: ${text}`), { code: 'bad', request: { headers: { auth: text } } });
  log.info(`about to use ${text}.`, { nested: { list: [text] }, error });
  log.child({ bound: text }).info('x');
  const people = collect({ human: true });
  people.log.error('x', { error });
  const written = [...lines, ...people.lines].join('');
  expect(written).not.toContain(secret);
  expect(written).toContain('…');
  for (const line of lines) expect(() => JSON.parse(line)).not.toThrow();
});

test('known secrets of any shape are never written, plain, encoded or escaped', () => {
  const secret = 'p"ss w\\rd/é';
  const { log, lines } = collect({ secrets: [secret] });
  log.info(`plain ${secret}`, { query: `?k=${encodeURIComponent(secret)}` });
  const entry = JSON.parse(lines[0] ?? '');
  expect(entry.msg).toBe('plain …');
  expect(entry.query).toBe('?k=…');
});

test('innocent words stay', () => {
  const text =
    'The bot restarting basic authentication at https://example.org/a:b?page=2 on 10.0.0.1:80 by anne@example.org';
  expect(redactText(text, ['abc'])).toBe(text);
});
