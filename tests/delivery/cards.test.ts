import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { buildOrder } from '../../src/delivery/cards.ts';
import type { FeedHealthEvent } from '../../src/domain/alert.ts';
import type { Item } from '../../src/domain/item.ts';
import type { Block, View } from '../../src/domain/view.ts';
import { createIntake } from '../../src/pipeline.ts';
import type { Store } from '../../src/ports.ts';
import { feed, item, NOW, names, partsFor, rows, subscription } from '../pipeline/world.ts';
import { openTestStore } from '../store/harness.ts';

describe('what a channel sees', () => {
  let store: Store;
  let close: () => Promise<void>;

  beforeEach(async () => {
    ({ store, close } = await openTestStore('sqlite'));
  });
  afterEach(() => close());

  const poll = (
    name: string,
    items: readonly Item[],
    over: Partial<ReturnType<typeof feed>> = {},
    health: FeedHealthEvent[] = [],
  ) => createIntake(partsFor(store))({ feed: feed(name, NOW, over), items, first: false, health }, NOW);

  async function viewOf(index: number): Promise<View> {
    const row = (await rows(store)).at(index);
    if (!row) throw new Error('no such row');
    const built = await buildOrder(row, { store, names }, row.dueAt);
    if (built.kind !== 'send') throw new Error(`nothing to send: ${built.code}`);
    return built.act.view;
  }

  test('a card tells the story, how far it is established, by whom, and why it is here', async () => {
    await store.subscriptions.put(subscription('C1', { providers: ['bleu'] }));
    await poll('lmi', [item('a', 'bleu,s3ns launch #1')]);
    await poll('lemonde', [item('b', 'bleu launch #1 says lmi', { published: '2026-11-19T08:00:00.000Z' })]);
    await poll('bleu-press', [item('c', 'bleu launch #1 for all', { link: null, published: null })], {
      kind: 'vendor',
    });
    const view = await viewOf(0);
    expect(view).toMatchObject({ title: 'bleu,s3ns launch #1', url: 'https://news.example/a', tone: 'good' });
    expect(words(view)).toEqual([
      '●●● confirmed · 2 independent origins',
      'Bleu and S3NS · commercial launch',
      '# According to the articles',
      '- Bleu · on sale',
      '- S3NS · on sale',
      '# Sources (3)',
      '- Feed bleu-press · no date · official · “bleu launch #1 for all”',
      '- Le Monde Informatique<https://news.example/a> · 20 November 2026',
      '- Le Monde<https://news.example/b> · 19 November 2026 · quoting Le Monde Informatique · “bleu launch #1 says lmi”',
      expect.stringMatching(
        /^Sent for: Bleu \(“chez bleu”\) · story s[0-9a-f]{11} · updated 20 November 2026, 10:00 UTC$/,
      ),
      expect.stringMatching(
        /^\[Why this\?\|why story:s[0-9a-f]{11}\] \[Where Bleu stands\|offer bleu\] \[Mute Bleu for 7 days\|mute provider:bleu for:7d\]$/,
      ),
    ]);
  });

  test('the same in French', async () => {
    await store.subscriptions.put(subscription('C1', { lang: 'fr' }));
    await poll('lmi', [item('a', 'bleu rumour #1')]);
    const view = await viewOf(0);
    expect(view.tone).toBe('rumour');
    expect(words(view).slice(0, 5)).toEqual([
      '●○○ rumeur · une seule origine',
      'Bleu · lancement commercial',
      '# Selon les articles',
      '- Bleu · en vente',
      '# Source',
    ]);
    expect(words(view).at(-2)).toMatch(
      /^Envoyé pour : Bleu \(« chez bleu »\) · histoire s[0-9a-f]{11} · mise à jour le 20 novembre 2026 à 10:00 UTC$/,
    );
  });

  test('what one official source settles says so, and does not count its origins', async () => {
    await store.subscriptions.put(subscription('C1', { lang: 'fr' }));
    await poll('press', [item('a', 'bleu launch #1')], feed('press', NOW, { kind: 'vendor' }));
    expect(words(await viewOf(0))[0]).toBe('●●● confirmé · source officielle');
  });

  test('a plan says that it is one, a long title is cut at a word', async () => {
    await store.subscriptions.put(subscription('C1', { lang: 'fr' }));
    const long = `bleu launch #1 ${'nuage '.repeat(30)}`.trim();
    await poll('lmi', [item('a', 'bleu launch #1')]);
    await poll('zdnet', [item('b', long)]);
    expect(words(await viewOf(0)).find((line) => line.includes('«') && line.includes('zdnet'))).toMatch(/nuage… »$/);
  });

  test('many sources and claims are counted, not listed', async () => {
    await store.subscriptions.put(subscription('C1'));
    for (let i = 0; i < 9; i++) await poll(`feed${i}`, [item(`a${i}`, `p${i} launch #1`)]);
    const lines = words(await viewOf(0));
    expect(lines).toContain('# Sources (9)');
    expect(lines).toContain('- and 5 earlier articles');
    expect(lines).toContain('- and 5 more claims');
  });

  test('a step says from where to where, and who made the difference', async () => {
    await store.subscriptions.put(subscription('C1'));
    await poll('lmi', [item('a', 'bleu rumour #1')]);
    await poll('bleu-press', [item('b', 'bleu denied #1')], { kind: 'vendor' });
    // The card is posted first; a step needs it.
    const [card] = await rows(store);
    if (card?.order.kind !== 'card') throw new Error('no card');
    await store.alerts.shown(card.order.alert, { channel: 'C1', message: 'm1' }, 1);
    const view = await viewOf(-1);
    expect(view).toMatchObject({ title: 'Now denied', tone: 'bad' });
    expect(words(view).slice(0, 2)).toEqual(['From rumour to denied.', '✕ denied · 2 independent origins']);
    expect(words(view).at(-1)).toContain('bleu-press');
  });

  test('of two steps that wait together only the last is told', async () => {
    await store.subscriptions.put(subscription('C1'));
    await poll('lmi', [item('a', 'bleu rumour #1')]);
    const [card] = await rows(store);
    if (card?.order.kind !== 'card') throw new Error('no card');
    await store.alerts.shown(card.order.alert, { channel: 'C1', message: 'm1' }, 1);
    await poll('zdnet', [item('b', 'bleu launch #1')]);
    await poll('bleu-press', [item('c', 'bleu denied #1')], { kind: 'vendor' });
    const steps = (await rows(store)).filter((row) => row.order.kind === 'step');
    expect(steps).toHaveLength(2);
    const built = await Promise.all(steps.map((row) => buildOrder(row, { store, names }, row.dueAt)));
    expect(built.map((one) => one.kind)).toEqual(['skip', 'send']);
  });

  test.each([
    ['failing', { code: 'http_forbidden' }, 'A feed cannot be read: Feed lmi', 'its server blocks the bot (403)'],
    [
      'failing',
      { code: 'dns_failed', lastOkAt: null },
      'A feed cannot be read: Feed lmi',
      'It could never be read: its host name is not found',
    ],
    ['gone', { code: 'http_gone', stopped: true }, 'A feed is gone: Feed lmi', 'no longer asked'],
    ['moved', { movedTo: 'https://new.example/rss' }, 'A feed has moved: Feed lmi', 'https://new.example/rss'],
    ['mute', {}, 'A feed has gone quiet: Feed lmi', 'nothing new since 20 November 2026'],
    ['mute', { lastItemAt: null }, 'A feed has gone quiet: Feed lmi', 'never brought anything'],
    ['recovered', {}, 'A feed is back: Feed lmi', 'can be read again'],
  ] as const)('a feed that is %s says what happened', async (event, state, title, says) => {
    await store.subscriptions.put(subscription('C1'));
    await poll('lmi', [], state, [event]);
    const view = await viewOf(0);
    expect(view.title).toBe(title);
    expect(words(view)[0]).toContain(says);
    expect(words(view).at(-1)).toBe('[State of the feeds|status]');
  });
});

/** A View as lines of plain text. */
function words(view: View): string[] {
  return view.blocks.flatMap((block) => linesOf(block));
}

function linesOf(block: Block): string[] {
  switch (block.kind) {
    case 'text':
    case 'note':
      return [flat(block.line)];
    case 'heading':
      return [`# ${block.text}`];
    case 'facts':
      return block.facts.map((fact) => `${fact.label}: ${flat(fact.value)}`);
    case 'list':
      return block.items.map((line) => `- ${flat(line)}`);
    case 'buttons':
      return [block.buttons.map((button) => `[${button.label}|${button.line}]`).join(' ')];
    case 'table':
    case 'time':
    case 'divider':
    case 'picture':
    case 'files':
      return [block.kind];
  }
}

function flat(line: readonly (string | { readonly text: string; readonly url?: string | null })[]): string {
  return line
    .map((span) => (typeof span === 'string' ? span : span.url ? `${span.text}<${span.url}>` : span.text))
    .join('');
}
