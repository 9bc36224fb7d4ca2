import { Keyv } from 'keyv';
import { expect, test } from 'vitest';
import { askerOn } from '../../src/bot/asking.ts';
import { canonical, dayInWords, loadReleased, recordOn } from '../../src/bot/released.ts';
import type { Caller } from '../../src/command.ts';
import { STORE_TROUBLES, type StoreTrouble } from '../../src/domain/trouble.ts';
import { silentLog } from '../../src/log.ts';
import { messagesOf } from '../../src/messages/index.ts';
import { StoreError } from '../../src/store/error.ts';
import { textOf } from './scene.ts';

const record = await recordOn(await loadReleased(), []);

const asking = (code: StoreTrouble) =>
  askerOn({
    record,
    store: async () => {
      throw new StoreError(code, 'what the machine said');
    },
    keyv: new Keyv(),
    clock: { now: () => '2026-11-22T09:00:00.000Z' },
    log: silentLog,
    readDay: dayInWords,
    canonical,
  });

const caller = (lang: 'fr' | 'en'): Caller => ({
  platform: 'slack',
  lang,
  user: { id: 'u', mayManage: true },
  channel: { platform: 'slack', space: 'T1', channel: 'C1' },
});

test.each(STORE_TROUBLES.filter((code) => code !== 'store_locked'))(
  'a change that meets %s is told what is wrong and what to do, in the asker’s language',
  async (code) => {
    for (const lang of ['fr', 'en'] as const) {
      const shown = await asking(code).line('watch all', caller(lang));
      const { what, todo } = messagesOf(lang).store[code]('', 'what the machine said');
      expect(shown.ok).toBe(false);
      expect(textOf(shown)).toContain(what);
      expect(textOf(shown)).toContain(todo);
    }
  },
);

test('a full disk is called a full disk', async () => {
  expect(textOf(await asking('store_full').line('watch all', caller('en')))).toContain('The disk is full');
  expect(textOf(await asking('store_full').line('watch all', caller('fr')))).toContain('Le disque est plein');
});
