import { Keyv } from 'keyv';
import { askerOn } from '../../src/bot/asking.ts';
import { canonical, dayInWords, loadReleased, recordOn } from '../../src/bot/released.ts';
import { storyCard } from '../../src/delivery/story-view.ts';
import type { View } from '../../src/domain/view.ts';
import { silentLog } from '../../src/log.ts';
import { messagesOf } from '../../src/messages/index.ts';
import { renderView as renderDiscord } from '../../src/platforms/discord/render.ts';
import { renderView as renderSlack } from '../../src/platforms/slack/render.ts';
import { member, story, subscription } from '../store/samples.ts';
import { keep, type Row, race, type Side } from './measure.ts';

function times(name: string, draw: () => number): Side {
  return {
    name,
    run: async () => {
      for (let n = 0; n < 20; n++) keep(draw());
      return 20;
    },
  };
}

/** Drawing a card and an answer for each platform, against writing the same View out as JSON. */
export async function benchRendering(): Promise<Row[]> {
  const record = await recordOn(await loadReleased(), []);
  const views: readonly (readonly [string, View])[] = [
    ['a card', storyCard(sampleFacts(), subscription({ providers: 'all' }), record, messagesOf('fr'))],
    ['an /offer answer', await offerView(record)],
  ];
  const rows: Row[] = [];
  for (const [name, view] of views) {
    const json = times('JSON.stringify of the View', () => JSON.stringify(view).length);
    const slack = times('ours', () => renderSlack(view, 'fr').blocks.length);
    const discord = times('ours', () => renderDiscord(view, 'fr').embeds.length);
    rows.push(...(await race({ name: `draw ${name} for Slack`, per: 'view' }, [slack, json])));
    rows.push(...(await race({ name: `draw ${name} for Discord`, per: 'view' }, [discord, json])));
  }
  return rows;
}

function sampleFacts() {
  const members = ['a', 'b', 'c', 'd'].map((key) =>
    member(key, {
      title: `Bleu ouvre son offre de cloud de confiance aux premiers clients (${key})`,
      link: `https://news.example/${key}?id=1&lang=fr`,
      published: '2026-11-20T09:00:00.000Z',
    }),
  );
  const told = story('s1', {
    title: 'Bleu ouvre son offre de cloud de confiance « pour de bon »',
    claims: [{ provider: 'bleu', field: 'status', value: 'commercial', date: '2026-11', reason: 'ouvre' }],
  });
  const evidence = [{ sign: 'actor preposition', text: 'chez Bleu', points: 2 }];
  return { story: told, members, mentions: [{ id: 'bleu', score: 4, decision: 'accept' as const, evidence }] };
}

async function offerView(record: Awaited<ReturnType<typeof recordOn>>): Promise<View> {
  const asker = askerOn({
    record,
    store: () => Promise.reject(new Error('a question on an offer needs no store')),
    keyv: new Keyv(),
    clock: { now: () => '2026-11-22T09:00:00.000Z' },
    log: silentLog,
    readDay: dayInWords,
    canonical,
  });
  const caller = { platform: 'terminal', lang: 'fr', user: { id: 'u', mayManage: true }, channel: null } as const;
  const shown = await asker.line('offer bleu', caller);
  if (!shown.ok) throw new Error(`no answer: ${JSON.stringify(shown.data)}`);
  return shown.view;
}
