import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { PNG_MAGIC } from '../peers/painter.ts';
import type { Chat } from './chat.ts';
import { eventually } from './eventually.ts';
import { FIRST, HOSTILE, MORE_OUTAGE, OFFICIAL, OUTAGE } from './world.ts';

// Real servers, real clients and the pause between two messages of a channel.
/**
 * Declares what must hold on any chat platform, from the feed's server to the message people see, as a conversation:
 * each test goes on where the one before it left the channel. `more` adds what only one platform has.
 */
export function conversation<C extends Chat>(
  start: () => Promise<C>,
  more: (chat: () => C) => void = () => undefined,
): void {
  let chat: C;
  beforeAll(async () => {
    chat = await start();
  });
  afterEach(() => {
    expect(chat.violations()).toEqual([]);
    expect(chat.world.logged.filter(({ level }) => level === 'error')).toEqual([]);
  });
  afterAll(async () => {
    await chat?.stop();
  });

  /** The one card that has these words. */
  const cardOf = async (words: string) => {
    const [card] = await eventually(
      async () => (await chat.cards()).filter((one) => one.words.includes(words)),
      (found) => found.length === 1,
    );
    if (!card) throw new Error(`the card "${words}" went away`);
    return card;
  };

  /** Waits until nothing is on its way any more. */
  const allSent = () =>
    eventually(
      () => chat.world.bot.store.outbox.countByState(),
      ({ waiting, sending }) => waiting + sending === 0,
    );

  test('/watch is answered in the channel, and what the feeds held before stays silent', async () => {
    const told = await chat.ask('watch');
    expect(told.words).toContain('Ce salon suit le marché');
    expect(told.private).toBe(false);
    await chat.world.round();
    const held = await chat.world.bot.store.items.list({ limit: 10 });
    expect(held.map(({ fate }) => fate)).toEqual(['first_reading']);
    expect(await chat.world.bot.store.outbox.countByState()).toMatchObject({ waiting: 0, sending: 0, sent: 0 });
    expect(await chat.cards()).toEqual([]);
  });

  test('a new article becomes one card; a second source edits it and adds a step to its thread', async () => {
    chat.world.publish('fil', FIRST);
    await chat.world.round();
    const card = await cardOf('S3NS décroche enfin');
    expect(card.words).toContain('●●○ rapporté');
    expect(card.words).toContain('Le Fil Cloud');
    expect(await card.thread()).toEqual([]);
    await allSent();

    chat.world.publish('registre', OFFICIAL);
    await chat.world.round();
    await eventually(
      async () => (await cardOf('S3NS décroche enfin')).words,
      (words) => words.includes('●●● confirmé'),
    );
    const grown = await cardOf('S3NS décroche enfin');
    expect(grown.id).toBe(card.id);
    expect(grown.words).toContain('Registre des qualifications');
    await eventually(
      async () => (await grown.thread()).length,
      (length) => length > 0,
    );
    expect(await grown.thread()).toHaveLength(1);
    expect((await grown.thread())[0]).toContain('Désormais confirmé');
    expect(await chat.cards()).toHaveLength(1);
  });

  test('a further round over the same feeds sends nothing more', async () => {
    // The feeds of these tests date their articles anew at every reading, as some publishers do.
    const count = () => chat.world.bot.store.outbox.countByState();
    await allSent();
    const before = await count();
    await chat.world.round();
    expect(await count()).toEqual(before);
    expect(before).toMatchObject({ sent: 3, dead: 0, unsure: 0 });
  });

  test('/offer bleu answers in the person’s language, with its sources', async () => {
    const french = await chat.ask('offer bleu');
    expect(french.words).toContain('Bleu');
    expect(french.words).toMatch(/SecNumCloud/);
    expect(french.words).toMatch(/https?:\/\//);
    const english = await chat.ask('offer bleu', {}, 'en');
    expect(english.words).toContain('SecNumCloud');
    expect(english.words).not.toBe(french.words);
    expect(french.words).toMatch(/Qualification|Disponibilité|Commercial/i);
    const then = await chat.ask('offer bleu', { 'as-of': '2022-06-30' });
    expect(then.words).toContain('2022');
    expect(then.words).not.toBe(french.words);
  });

  test('/timeline answers with a picture that says in words what it shows', async () => {
    const told = await chat.ask('timeline bleu');
    expect(told.picture?.bytes.subarray(0, 8)).toEqual(PNG_MAGIC);
    expect(told.picture?.bytes.length).toBeGreaterThan(20_000);
    expect(told.picture?.alt).toContain('SecNumCloud');
    expect(told.words).toContain('chronologie');
  });

  test('/evidence hands its files over whole', async () => {
    const told = await chat.ask('evidence bleu', {}, 'en');
    expect(told.files.map(({ name }) => name.replace(/\d{4}-\d{2}-\d{2}/, 'DAY'))).toEqual([
      'evidence-bleu-DAY.md',
      'evidence-bleu-DAY.csv',
      'evidence-bleu-DAY.json',
    ]);
    const [read, table, data] = told.files.map(({ bytes }) => bytes.toString('utf8'));
    expect(read).toContain('SecNumCloud');
    expect(table?.split('\n').length).toBeGreaterThan(10);
    expect(JSON.parse(data ?? '')).toBeTypeOf('object');
  });

  test('"why" on a card tells the presser alone how the names were recognised', async () => {
    const card = await cardOf('S3NS décroche enfin');
    const story = /why story:(\w+)/.exec(JSON.stringify(card.raw))?.[1] ?? '';
    const told = await card.press(`why story:${story}`);
    expect(told.private).toBe(true);
    expect(told.words).toContain('Ce qu’il est devenu');
    expect(told.words).toContain('S3NS');
    expect(told.words).toContain('sa carte a été postée ici');
  });

  test('"mute" on a card holds: the next story of that provider stays away, others come', async () => {
    chat.world.publish('fil', OUTAGE);
    await chat.world.round();
    const card = await cardOf('Outscale : panne de deux heures');
    const told = await card.press('mute provider:outscale for:7d');
    expect(told.words).toContain('Outscale');
    expect(told.words).toContain('n’arrivera ici');
    const muted = {
      id: 'outage-9',
      title: 'Outscale rachète un concurrent allemand',
      summary: 'Outscale annonce le rachat de l’hébergeur de cloud allemand Wolkenhaus pour 40 millions d’euros.',
    };
    chat.world.publish('fil', muted);
    chat.world.publish('fil', MORE_OUTAGE);
    await chat.world.round();
    await cardOf('Gravelines');
    expect((await chat.cards()).filter(({ words }) => words.includes('Wolkenhaus'))).toEqual([]);
    const [item] = (await chat.world.bot.store.items.list({ limit: 50 })).filter(({ id }) => id === 'outage-9');
    expect(item?.fate).toBe('alerted');
    const why = await chat.ask('why https://news.example/outage-9');
    expect(why.words).toContain('en sourdine');
  });

  test('the form of /watch tells its fault, keeps what was typed and takes the correction', async () => {
    const told = await chat.ask('watch');
    const form = await told.open(chat.platform === 'slack' ? 'watch' : 'Régler');
    const { fault, again } = await form.sendFaulty({
      providers: 'bleu, s3ns, outscale, ovhcloud, scaleway',
      quiet: 'toujours',
    });
    expect(fault).toContain('22:00-07:00');
    expect(fault).toContain('toujours');
    const fields =
      chat.platform === 'slack'
        ? { providers: 'bleu, s3ns, outscale, ovhcloud, scaleway', quiet: 'aucune' }
        : { quiet: 'aucune' };
    const done = await again.send(fields);
    expect(done.words).toContain('Ce salon suit le marché');
    const subscription = await chat.world.bot.store.subscriptions.get(chat.channel);
    expect(subscription?.providers).toEqual(['bleu', 'outscale', 'ovhcloud', 's3ns', 'scaleway']);
    expect(subscription?.quiet).toBeNull();
  });

  test('a hostile title arrives as text and acts nowhere', async () => {
    chat.world.publish('lookout', HOSTILE);
    await chat.world.round();
    const card = await cardOf('Scaleway');
    expect(card.words).toContain('everyone');
    const raw = JSON.stringify(card.raw);
    for (const acting of ['<!channel>', '<@U0VIGIE>', '<http://evil.example', '<!here>'])
      expect(
        actives(card.raw).filter((text) => text.includes(acting)),
        acting,
      ).toEqual([]);
    expect(raw).not.toContain('"type":"broadcast"');
    expect(raw).not.toMatch(/"url":"http:\/\/evil\.example/);
    if (chat.platform === 'discord') {
      // `allowed_mentions` is held by the peer's rules; what looks like a link or like bold text is escaped.
      expect(raw).not.toMatch(/(?<!\\)\*\*gras|(?<!\\)\]\(http:\/\/evil/);
    }
  });

  more(() => chat);

  test('the bot is well at the end', async () => {
    const told = await chat.ask('status');
    expect(told.words).toContain(`${chat.platform} connecté`);
    expect(told.words).toContain('3 en tout : 3 lus, 0 en panne');
    expect(told.words).toContain('0 impossible à livrer');
  });
}

/** The strings in which a platform looks for markup: on Slack all but plain text and rich text, on Discord all. */
function actives(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(actives);
  if (typeof value !== 'object' || value === null) return [];
  const type = 'type' in value ? value.type : null;
  if (type === 'plain_text' || type === 'rich_text') return [];
  return Object.values(value).flatMap(actives);
}
