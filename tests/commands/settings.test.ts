import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Shown } from '../../src/command.ts';
import { EVENT_TYPES } from '../../src/domain/event.ts';
import type { Subscription } from '../../src/domain/subscription.ts';
import type { Button } from '../../src/domain/view.ts';
import { CHANNEL, NOW, openScene, type Scene, textOf } from '../asking/scene.ts';
import { engines } from '../store/harness.ts';

let scene: Scene;
beforeEach(async () => {
  scene = await openScene();
});
afterEach(() => scene.close());

const standing = (): Promise<Subscription | null> => scene.store.subscriptions.get(CHANNEL);
const buttonsOf = (shown: Shown): Button[] =>
  shown.view.blocks.flatMap((b) => (b.kind === 'buttons' ? [...b.buttons] : []));
const undo = (shown: Shown): string => buttonsOf(shown).find((b) => b.label === 'Undo')?.line ?? 'no undo';

const FULL = '/watch providers:all min:confirmed quiet:22-7 per-hour:5';
const KEPT = { min: 'confirmed', quiet: { from: '22:00', to: '07:00' }, perHour: 5 };

describe('what is not named stays', () => {
  test('the button of an answer adds the provider and says so; nothing else changes', async () => {
    await scene.ask(FULL);
    const button = buttonsOf(await scene.ask('/offer bleu')).find((b) => b.label === 'Watch');
    expect(textOf(await scene.ask(button?.line ?? ''))).toContain('Nothing changed');
    expect(await standing()).toMatchObject({ providers: 'all', ...KEPT });
    await scene.ask('/watch providers:s3ns');
    const shown = await scene.ask(button?.line ?? '');
    expect(textOf(shown)).toContain('S3NS → Bleu and S3NS');
    expect(await standing()).toMatchObject({ providers: ['bleu', 's3ns'], ...KEPT });
  });

  test.each([
    ['/watch quiet:none', { quiet: null }],
    ['/watch min:reported', { min: 'reported' }],
    ['/watch mode:digest', { mode: 'digest' }],
    ['/watch zone:UTC', { zone: 'UTC' }],
    ['/watch per-hour:7', { perHour: 7 }],
    ['/watch lang:fr', { lang: 'fr' }],
    ['/watch events:delay', { events: ['delay'] }],
    ['/watch preset:all', { providers: 'all', events: 'all' }],
    ['/watch qualifications', { events: ['qualification_granted', 'qualification_milestone'], min: 'reported' }],
    ['/watch', {}],
  ])('%s changes that alone', async (line, expected) => {
    await scene.ask(`${FULL} providers:bleu,s3ns events:rumour,delay`);
    const before = await standing();
    expect((await scene.ask(line)).ok).toBe(true);
    expect(await standing()).toEqual({ ...before, ...expected });
  });

  test('the language of the cards is not that of whoever changed something', async () => {
    await scene.ask('/suivre tout', 'fr');
    await scene.ask('/watch quiet:22-7', 'en');
    expect(await standing()).toMatchObject({ lang: 'fr' });
  });

  test('a provider that is set in place of others is told to have replaced them', async () => {
    await scene.ask('/watch providers:bleu');
    const shown = await scene.ask('/watch providers:s3ns');
    expect(textOf(shown)).toContain('No longer followed here: Bleu');
    expect(shown.data).toMatchObject({ changed: ['providers'], before: { providers: ['bleu'] } });
  });
});

describe('signs', () => {
  const ALL_BUT_OPINION = EVENT_TYPES.filter((type) => type !== 'opinion_or_analysis');
  test.each([
    ['events:-opinion', { events: ALL_BUT_OPINION }],
    ['events:–opinion', { events: ALL_BUT_OPINION }],
    ['events:all,-opinion', { events: ALL_BUT_OPINION }],
    ['evenements:"tous, -opinion ou analyse"', { events: ALL_BUT_OPINION }],
    ['events:-opinion,-rumour', { events: ALL_BUT_OPINION.filter((type) => type !== 'rumour') }],
    ['events:delay,+rumour', { events: ['delay', 'rumour'] }],
    ['providers:+bleu,s3ns', { providers: ['bleu', 's3ns'] }],
    ['providers:-bleu', { providers: 'all', except: ['bleu'] }],
    ['providers:all,-bleu,-s3ns', { providers: 'all', except: ['bleu', 's3ns'] }],
    ['providers:bleu,s3ns,-s3ns', { providers: ['bleu'] }],
  ])('%s in a channel that watches nothing', async (options, expected) => {
    expect((await scene.ask(`/watch ${options}`)).ok).toBe(true);
    expect(await standing()).toMatchObject(expected);
  });

  test('what is left out is said, and can be taken in again', async () => {
    await scene.ask('/watch all');
    expect(textOf(await scene.ask('/watch providers:-bleu events:-opinion'))).toContain('but Bleu');
    expect(textOf(await scene.ask('/watching'))).toContain('all kinds of event but opinion or analysis');
    await scene.ask('/watch providers:+bleu events:+opinion');
    expect(await standing()).toMatchObject({ providers: 'all', events: 'all' });
    expect(await standing()).not.toHaveProperty('except');
  });

  test('a channel is never silenced by leaving out: the way to end it is named', async () => {
    await scene.ask('/watch bleu events:delay');
    for (const line of ['/watch providers:-bleu', '/watch events:-delay']) {
      const shown = await scene.ask(line);
      expect(shown.data).toMatchObject({ error: 'nothing_left' });
      expect(buttonsOf(shown).map((b) => b.line)).toEqual(['unwatch']);
    }
    expect(await standing()).toMatchObject({ providers: ['bleu'], events: ['delay'] });
    await scene.ask('/track "Acme Cloud"');
    expect((await scene.ask('/watch providers:-bleu')).ok).toBe(true);
  });

  test('a misspelt name behind a sign is put right by a button that keeps the sign', async () => {
    await scene.ask('/watch bleu');
    const shown = await scene.ask('/watch providers:+outscal');
    await scene.ask(buttonsOf(shown).find((b) => b.label === 'Outscale')?.line ?? '');
    expect(await standing()).toMatchObject({ providers: ['bleu', 'outscale'] });
  });
});

describe('undo', () => {
  test('gives back exactly what was, also the state of watching nothing, and can itself be undone', async () => {
    const begun = await scene.ask(`${FULL} providers:bleu events:delay lang:fr zone:UTC mode:digest`);
    const first = await standing();
    const changed = await scene.ask(
      '/watch providers:all events:all min:rumour mode:instant quiet:none zone:Europe/Paris lang:en',
    );
    expect(await standing()).not.toEqual(first);
    const back = await scene.ask(undo(changed));
    expect(textOf(back)).toContain('as it was before');
    expect(await standing()).toEqual(first);
    const again = await scene.ask(undo(back));
    expect(await standing()).toMatchObject({ providers: 'all', mode: 'instant', quiet: null });
    await scene.ask(undo(again));
    expect(await standing()).toEqual(first);
    expect((await scene.ask(undo(begun))).ok).toBe(true);
    expect(await standing()).toBeNull();
  });

  test('brings back a channel that stopped watching, its digest and what waited for it', async () => {
    await scene.ask(`${FULL} providers:bleu`);
    await scene.ask('/digest schedule day:friday hour:17:30');
    const note = { channel: CHANNEL, story: 's1', was: null, at: '2026-11-21T09:00:00.000Z' };
    await scene.store.digests.note(note);
    const [subscription, schedule] = [await standing(), await scene.store.digests.schedule(CHANNEL)];
    const ended = await scene.ask('/unwatch');
    expect(await scene.store.digests.schedule(CHANNEL)).toBeNull();
    await scene.ask(undo(ended));
    expect(await standing()).toEqual(subscription);
    expect(await scene.store.digests.schedule(CHANNEL)).toEqual(schedule);
    expect(await scene.store.digests.notes(CHANNEL, null)).toMatchObject([{ story: 's1' }]);
  });

  test('leaves what somebody changed since, and says so', async () => {
    await scene.ask('/watch bleu');
    const mine = await scene.ask('/watch min:confirmed quiet:22-7');
    await scene.ask('/watch quiet:12-14');
    expect(textOf(await scene.ask(undo(mine)))).toContain('Somebody changed this since');
    expect(await standing()).toMatchObject({ min: 'rumour', quiet: { from: '12:00' } });
    const once = await scene.ask(undo(mine));
    expect(once.data).toMatchObject({ error: 'changed_since' });
  });

  test('pressed twice says that it was undone, and after an end that the channel watches nothing', async () => {
    await scene.ask('/watch bleu');
    const mine = undo(await scene.ask('/watch min:confirmed quiet:22-7'));
    await scene.ask(mine);
    expect(textOf(await scene.ask(mine))).toContain('undone already');
    const more = undo(await scene.ask('/watch min:confirmed'));
    await scene.ask('/unwatch');
    expect(textOf(await scene.ask(more))).toContain('watches nothing');
    expect(await standing()).toBeNull();
  });

  test('belongs to its channel and to those who manage it', async () => {
    await scene.ask('/watch bleu');
    const changed = undo(await scene.ask('/watch s3ns'));
    const elsewhere = { ...scene.caller, channel: { ...CHANNEL, channel: 'other' } };
    expect((await scene.asker.line(changed, elsewhere)).data).toMatchObject({ error: 'unknown_change' });
    const guest = { ...scene.caller, user: { id: 'g', mayManage: false } };
    expect((await scene.asker.line(changed, guest)).data).toMatchObject({ error: 'not_allowed' });
    expect(await standing()).toMatchObject({ providers: ['s3ns'] });
  });
});

describe('the form', () => {
  const opened = async () => {
    const form = await scene.asker.form('watch', scene.caller);
    if (form === null) throw new Error('no form');
    const values = Object.fromEntries(form.fields.map((f) => [f.option, f.value]));
    return { form, values };
  };

  test('sent in as it stands changes nothing', async () => {
    await scene.ask(`${FULL} providers:bleu events:delay,rumour lang:fr zone:UTC`);
    const before = await standing();
    const { form, values } = await opened();
    await scene.asker.submit(form.command, values, scene.caller);
    expect(await standing()).toEqual(before);
  });

  test('does not undo what somebody else changed while it was open', async () => {
    await scene.ask(`${FULL} providers:bleu`);
    const { form, values } = await opened();
    await scene.ask('/watch providers:+s3ns min:reported quiet:12-14');
    await scene.asker.submit(form.command, { ...values, perHour: '9' }, scene.caller);
    expect(await standing()).toMatchObject({
      providers: ['bleu', 's3ns'],
      min: 'reported',
      quiet: { from: '12:00', to: '14:00' },
      perHour: 9,
    });
  });

  test('a field that is not shown stays; one that is emptied means all, none or the usual', async () => {
    await scene.ask(`${FULL} providers:bleu events:delay zone:UTC`);
    const { form } = await opened();
    await scene.asker.submit(
      form.command,
      { events: [], quiet: '', providers: '', perHour: '', min: '' },
      scene.caller,
    );
    expect(await standing()).toMatchObject({
      providers: 'all',
      events: 'all',
      quiet: null,
      perHour: 12,
      min: 'confirmed',
      zone: 'UTC',
    });
  });

  test('opened by a line that names something shows it put in, and sending it in is enough', async () => {
    await scene.ask(`${FULL} providers:bleu`);
    const form = await scene.asker.form('watch providers:+s3ns', scene.caller);
    const values = Object.fromEntries((form?.fields ?? []).map((f) => [f.option, f.value]));
    expect(values['providers']).toBe('bleu, s3ns');
    await scene.asker.submit(form?.command ?? '', values, scene.caller);
    expect(await standing()).toMatchObject({ providers: ['bleu', 's3ns'], ...KEPT });
  });

  test('opened again after a fault it still knows what stood there first', async () => {
    await scene.ask(`${FULL} providers:bleu`);
    const { form, values } = await opened();
    const sent = await scene.asker.submit(form.command, { ...values, quiet: 'at night' }, scene.caller);
    if (sent.ok) throw new Error('taken');
    await scene.ask('/watch min:reported');
    const again = await scene.asker.form(sent.resume, scene.caller);
    const typed = Object.fromEntries((again?.fields ?? []).map((f) => [f.option, f.value]));
    expect(typed).toMatchObject({ quiet: 'at night', min: ['confirmed'], perHour: '5' });
    await scene.asker.submit(again?.command ?? '', { ...typed, quiet: '21-6' }, scene.caller);
    expect(await standing()).toMatchObject({ min: 'reported', quiet: { from: '21:00', to: '06:00' } });
  });

  test('one whose memory is gone is refused rather than taken for a change of everything', async () => {
    await scene.ask(FULL);
    const before = await standing();
    const sent = await scene.asker.submit('watch form:goneforever00', { providers: 'bleu' }, scene.caller);
    expect(sent.shown.ok).toBe(false);
    expect(await standing()).toEqual(before);
  });

  test('in a channel that watches nothing, sending it in as it stands begins with everything', async () => {
    const { form, values } = await opened();
    await scene.asker.submit(form.command, values, scene.caller);
    expect(await standing()).toMatchObject({ providers: 'all', events: 'all', min: 'rumour' });
  });
});

describe('what else a channel set', () => {
  const until = async (): Promise<readonly string[]> =>
    (await scene.store.subscriptions.mutes(CHANNEL, NOW)).map((mute) => `${mute.what} ${mute.until.slice(0, 10)}`);

  test('a mute that nobody gave a length does not shorten a longer one, and undo gives back what was', async () => {
    await scene.ask('/watch all');
    await scene.ask('/mute bleu for:30d');
    await scene.ask('/mute bleu');
    expect(await until()).toEqual(['provider:bleu 2026-12-22']);
    const shorter = await scene.ask('/mute bleu for:2d');
    expect(await until()).toEqual(['provider:bleu 2026-11-24']);
    await scene.ask(undo(shorter));
    expect(await until()).toEqual(['provider:bleu 2026-12-22']);
    const ended = await scene.ask('/unmute bleu');
    expect(await until()).toEqual([]);
    await scene.ask(undo(ended));
    expect(await until()).toEqual(['provider:bleu 2026-12-22']);
    expect((await scene.ask('/mute bleu for:2026-11-01T00:00:00Z')).data).toMatchObject({ error: 'bad_duration' });
  });

  test.each(['/watch all', '/watch all mode:digest'])(
    'after %s, the day and hour of the digest can be undone',
    async (line) => {
      await scene.ask(line);
      const first = await scene.ask('/digest day:friday hour:17:30 zone:UTC');
      const moved = await scene.ask('/digest hour:8h');
      expect(moved.data).toMatchObject({ digest: { day: 'friday', hour: '08:00', zone: 'UTC' } });
      expect((await scene.ask(undo(moved))).data).toMatchObject({
        digest: { day: 'friday', hour: '17:30', zone: 'UTC' },
      });
      expect((await scene.ask(undo(first))).ok).toBe(true);
      const { data } = await scene.ask('/digest');
      expect(data).toMatchObject(
        line.includes('digest') ? { digest: { day: 'monday', hour: '09:00' } } : { digest: null },
      );
    },
  );

  test('taking the last own name out keeps the settings that were made', async () => {
    await scene.ask('/track Nimbus');
    await scene.ask('/watch quiet:22-7');
    const removed = await scene.ask('/track remove:Nimbus');
    expect(await standing()).toMatchObject({ providers: [], quiet: { from: '22:00' } });
    await scene.ask('/watch min:confirmed');
    await scene.ask(undo(removed));
    expect(await standing()).toMatchObject({ providers: [], min: 'confirmed', quiet: { from: '22:00' } });
  });
});

test.each(engines())('changes that several people make at once are all kept, on %s', async (engine) => {
  const shared = await openScene({ engine });
  await shared.ask('/watch bleu');
  const lines = [
    'min:confirmed',
    'quiet:22-7',
    'per-hour:5',
    'providers:+s3ns',
    'providers:+outscale',
    'events:-opinion',
  ];
  await Promise.all(lines.map((line) => shared.ask(`/watch ${line}`)));
  expect(await shared.store.subscriptions.get(CHANNEL)).toMatchObject({
    providers: ['bleu', 'outscale', 's3ns'],
    ...KEPT,
    events: EVENT_TYPES.filter((type) => type !== 'opinion_or_analysis'),
  });
  await shared.close();
});
