import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { ACK_LIMIT } from '../../peers/slack/deliver.ts';
import { type SlackPeer, startSlackPeer } from '../../peers/slack/peer.ts';
import { type Bot, eventually, startBot } from './bot.ts';

describe.each(['http', 'socket'] as const)('Slack over %s', (mode) => {
  let peer: SlackPeer;
  let bot: Bot;
  beforeAll(async () => {
    peer = await startSlackPeer();
    bot = await startBot(peer, { mode });
  });
  afterEach(() => {
    expect(peer.forgive()).toEqual([]);
  });
  afterAll(async () => {
    await bot.stop();
    await peer.close();
  });

  test('a slash command is acked at once and answered in the person’s language, in the channel', async () => {
    const asked = await peer.slash('offer bleu as-of:2022-06-30', { user: 'camille' });
    expect(asked.ack.status).toBe(200);
    expect(asked.ack.ms).toBeLessThan(ACK_LIMIT);
    const seen = await asked.answer();
    expect(seen.ephemeral).toBe(false);
    expect(seen.text).toContain('You asked: offer bleu as-of:2022-06-30 (fr)');
    const john = await (await peer.slash('offer bleu', { user: 'john' })).answer();
    expect(john.text).toContain('(en)');
    const caller = bot.asker.asked.at(-1)?.caller;
    expect(caller).toEqual({
      platform: 'slack',
      lang: 'en',
      user: { id: peer.user('john'), mayManage: true, operator: false },
      channel: { platform: 'slack', space: peer.team(), channel: peer.channel('watch') },
      space: `slack:${peer.team()}`,
    });
  });

  test('the ack does not wait for the answer', async () => {
    let release = (): void => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    bot.asker.on('slow', async () => {
      await held;
      return { view: { title: 'At last', tone: 'neutral', blocks: [] }, data: null, private: true, ok: true };
    });
    const asked = await peer.slash('slow');
    expect(asked.ack.status).toBe(200);
    release();
    const seen = await asked.answer();
    expect(seen.text).toBe('At last');
    expect(seen.ephemeral).toBe(true);
  });

  test('short commands, French ones too, become lines; an empty /vigie asks for help', async () => {
    await (await peer.slash('bleu', { command: '/offre' })).answer();
    await (await peer.slash('bleu', { command: '/offer' })).answer();
    await (await peer.slash('')).answer();
    await (await peer.slash('why https://a.example/?x=1&y=<2>')).answer();
    expect(bot.asker.asked.slice(-4).map(({ line }) => line)).toEqual([
      'offre bleu',
      'offer bleu',
      'help',
      'why https://a.example/?x=1&y=<2>',
    ]);
  });

  test('guests may not manage the channel', async () => {
    await (await peer.slash('offer x', { user: 'guest' })).answer();
    expect(bot.asker.asked.at(-1)?.caller.user.mayManage).toBe(false);
  });

  test('a pressed button asks its line and answers the presser alone, long lines too', async () => {
    const seen = await (await peer.slash('offer bleu')).answer();
    const pressed = await peer.press(seen, { line: 'why alert:1' }, { user: 'john' });
    expect(pressed.ack.ms).toBeLessThan(ACK_LIMIT);
    const answer = await pressed.answer();
    expect(answer.ephemeral).toBe(true);
    expect(answer.text).toContain('You asked: why alert:1 (en)');
    const long = await peer.press(seen, { index: 2 });
    await long.answer();
    expect(bot.asker.asked.at(-1)?.line).toBe(`why ${'x'.repeat(2500)}`);
  });

  test('a button whose line was forgotten says so', async () => {
    const seen = await (await peer.slash('offer bleu')).answer();
    const actions = seen.blocks.find(({ type }) => type === 'actions');
    const old = {
      ...seen,
      blocks: [
        {
          ...actions,
          elements: [
            { type: 'button', action_id: 'line:0', value: 'held:gone', text: { type: 'plain_text', text: 'x' } },
          ],
        },
      ],
    };
    const answer = await (await peer.press(old, { index: 0 })).answer();
    expect(answer.text).toContain('Ce bouton est trop ancien');
  });

  test('a form opens, tells faults at their fields, and is answered once it is right', async () => {
    const seen = await (await peer.slash('offer bleu')).answer();
    const pressed = await peer.press(seen, { line: 'watch' });
    const view = await peer.view();
    const wrong = await peer.submitView(view, { quiet: 'never' });
    expect(wrong.body).toEqual({
      response_action: 'errors',
      errors: { quiet: 'Write 22:00-07:00', providers: 'And more' },
    });
    const right = await peer.submitView(view, { quiet: '22:00-07:00', providers: ['bleu', 's3ns'] });
    expect(right.body === '' || JSON.stringify(right.body) === '{}').toBe(true);
    const answer = await pressed.answer();
    expect(answer.ephemeral).toBe(true);
    expect(answer.text).toContain('Saved {"providers":["bleu","s3ns"],"quiet":"22:00-07:00"}');
    expect(bot.asker.asked.at(-1)?.caller.channel?.channel).toBe(peer.channel('watch'));
  });

  test('a form that Slack refuses to open is said to have closed', async () => {
    const seen = await (await peer.slash('offer bleu')).answer();
    peer.mishap({ kind: 'error', error: 'expired_trigger_id', method: 'views.open' });
    const answer = await (await peer.press(seen, { line: 'watch' })).answer();
    expect(answer.text).toContain('Slack a fermé le formulaire');
  });

  test('a form that takes its time is closed in time, and answered as a message', async () => {
    const seen = await (await peer.slash('offer bleu')).answer();
    const pressed = await peer.press(seen, { line: 'watch' });
    const view = await peer.view();
    const release = bot.asker.holdSubmit();
    const ack = await peer.submitView(view, { quiet: '22:00-07:00' });
    expect(ack.status).toBe(200);
    expect(ack.ms).toBeLessThan(ACK_LIMIT);
    release();
    expect((await pressed.answer()).text).toContain('Saved');
  });

  test('a form opened where no answer address is left is answered to the person', async () => {
    const seen = await (await peer.slash('offer bleu')).answer();
    await peer.press(seen, { line: 'watch' });
    const view = await peer.view();
    const metadata = { ...JSON.parse(String(view['private_metadata'])), responseUrl: null };
    await peer.submitView({ ...view, private_metadata: JSON.stringify(metadata) }, { quiet: '22:00-07:00' });
    await eventually(() => peer.calls('chat.postEphemeral').length).toBeGreaterThan(0);
    const [told] = peer.calls('chat.postEphemeral').slice(-1);
    expect(told?.args).toMatchObject({ channel: peer.channel('watch'), user: peer.user('camille') });
  });

  test('leafing through one’s own answer turns the page', async () => {
    bot.asker.on('page', async (line) => ({
      view: {
        title: line,
        tone: 'neutral',
        blocks: [{ kind: 'buttons', buttons: [{ label: 'Next', line: 'page t 3' }] }],
      },
      data: null,
      private: true,
      ok: true,
    }));
    const first = await (await peer.slash('page t 2')).answer();
    const answer = await (await peer.press(first, { line: 'page t 3' })).answer();
    expect(answer.text).toBe('page t 3');
    expect(peer.calls('respond').at(-1)?.args['replace_original']).toBe(true);
    expect(peer.calls('respond').at(-2)?.args['replace_original']).toBe(false);
  });

  test('a broken answer is logged and the next one comes', async () => {
    peer.mishap({ kind: 'status', status: 500, method: 'respond' });
    const lost = await peer.slash('offer bleu');
    expect(lost.ack.status).toBe(200);
    await eventually(() => bot.log.some(({ message }) => message === 'Slack did not take an answer')).toBe(true);
    expect((await (await peer.slash('offer bleu')).answer()).text).toContain('You asked');
  });

  test('invited to a channel, it says what it can do, once however often Slack tells it', async () => {
    const channel = peer.channel('quiet');
    const joined = {
      type: 'member_joined_channel',
      user: 'U0VIGIE',
      channel,
      team: peer.team(),
      inviter: peer.user('camille'),
      channel_type: 'C',
    };
    const before = (await peer.messages(channel)).length;
    await peer.event(joined, { id: `Ev-join-${mode}`, again: 2 });
    await eventually(async () => (await peer.messages(channel)).length).toBe(before + 1);
    await (await peer.slash('offer bleu')).answer();
    const messages = await peer.messages(channel);
    expect(messages).toHaveLength(before + 1);
    expect(messages.at(-1)?.text).toContain('You asked: help (fr)');
  });

  test('someone else’s arrival is none of its business', async () => {
    const channel = peer.channel('quiet');
    const before = bot.asker.asked.length;
    await peer.event({
      type: 'member_joined_channel',
      user: peer.user('john'),
      channel,
      team: peer.team(),
      channel_type: 'C',
    });
    await (await peer.slash('offer bleu')).answer();
    expect(bot.asker.asked.length).toBe(before + 1);
  });
});
