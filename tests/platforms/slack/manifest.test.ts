import { expect, test } from 'vitest';
import { command } from '../../../src/command.ts';
import { messagesOf } from '../../../src/messages/index.ts';
import { commandNames } from '../../../src/platforms/slack/listeners.ts';
import { slackManifest } from '../../../src/platforms/slack/manifest.ts';

const named = (name: string, hidden = false) =>
  command({
    name,
    hidden,
    options: { subject: { type: 'text', bare: true }, asOf: { type: 'day' } },
    answer: async () => ({ pages: [{ title: '', tone: 'neutral', blocks: [] }], data: null }),
  });
const commands = [named('offer'), named('watch'), named('mute'), named('status'), named('help'), named('page', true)];

test('the manifest lists /vigie and the short commands in both languages, none of which Slack keeps for itself', () => {
  const made = slackManifest({
    commands,
    messages: messagesOf('fr'),
    publicUrl: 'https://vigie.example/',
    mode: 'http',
  });
  const names = made.features.slash_commands.map((one) => one.command);
  expect(names).toEqual(expect.arrayContaining(['/vigie', '/offer', '/offre', '/watch', '/suivre']));
  for (const kept of ['/mute', '/status', '/help', '/page']) expect(names).not.toContain(kept);
  expect(new Set(names).size).toBe(names.length);
  for (const one of made.features.slash_commands) {
    expect(one.command).toMatch(/^\/[a-z0-9_-]{1,31}$/);
    expect(one.url).toBe('https://vigie.example/slack/events');
    expect(one.description.length).toBeLessThanOrEqual(100);
    expect((one.usage_hint ?? '').length).toBeLessThanOrEqual(100);
  }
  expect(made.settings.socket_mode_enabled).toBe(false);
  expect(made.settings.interactivity.request_url).toBe('https://vigie.example/slack/events');
});

test.each(['fr', 'en'] as const)('Slack’s limits on an app’s words are kept (%s)', (lang) => {
  const { display_information: words } = slackManifest({
    commands,
    messages: messagesOf(lang),
    publicUrl: null,
    mode: 'socket',
  });
  expect(words.description.length).toBeLessThanOrEqual(140);
  expect(words.long_description.length).toBeGreaterThanOrEqual(175);
  expect(words.long_description.length).toBeLessThanOrEqual(4000);
});

test('the app may hand files over, into people’s messages too', () => {
  const made = slackManifest({ commands, messages: messagesOf('en'), publicUrl: null, mode: 'socket' });
  expect(made.oauth_config.scopes.bot).toContain('files:write');
  expect(made.features.app_home.messages_tab_enabled).toBe(true);
});

test('in Socket Mode nothing needs an address; over HTTP it must be known', () => {
  const made = slackManifest({ commands, messages: messagesOf('en'), publicUrl: null, mode: 'socket' });
  expect(JSON.stringify(made)).not.toContain('/slack/events');
  expect(made.settings.socket_mode_enabled).toBe(true);
  expect(() => slackManifest({ commands, messages: messagesOf('en'), publicUrl: null, mode: 'http' })).toThrow(
    /public URL/,
  );
});

test('a short command is listed and understood under one spelling, without accents', () => {
  const accented = [named('échéances')];
  const made = slackManifest({ commands: accented, messages: messagesOf('fr'), publicUrl: null, mode: 'socket' });
  expect(made.features.slash_commands.map((one) => one.command)).toEqual(['/vigie', '/echeances']);
  expect([...commandNames({ commands: accented })]).toEqual(['echeances']);
});
