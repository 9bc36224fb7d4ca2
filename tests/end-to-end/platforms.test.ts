import { describe, expect, test } from 'vitest';
import { MEMBER } from '../peers/discord/peer.ts';
import { discordChat, slackChat } from './chat.ts';
import { conversation } from './conversation.ts';

/** Platforms talk at the same time; the turns of one conversation do not. */
function talk(name: string, turns: () => void): void {
  describe.concurrent(name, () => {
    describe('a conversation', { concurrent: false }, turns);
  });
}

talk('Slack by signed requests', () => {
  conversation(
    () => slackChat('http'),
    (chat) => {
      test('a request that Slack did not sign is not answered', async () => {
        const { peer } = chat();
        const asked = await peer.slash('offer bleu', { secret: 'another-secret' });
        expect(asked.ack.status).toBe(401);
        expect(JSON.stringify(asked.ack.body)).not.toContain('Bleu');
      });
    },
  );
});

talk('Slack in Socket Mode', () => {
  conversation(() => slackChat('socket'));
});

talk('Discord', () => {
  conversation(
    () => discordChat(),
    (chat) => {
      test('completion offers what the record knows, and only what fits', async () => {
        const { peer } = chat();
        const choices = await peer.autocomplete('offer', 'offer', 'out');
        expect(choices.map(({ value }) => value)).toContain('outscale');
        expect(choices.length).toBeLessThanOrEqual(25);
        const listed = await peer.autocomplete('watch', 'providers', 'bleu, s3');
        expect(listed.map(({ value }) => String(value)).some((value) => /bleu.*s3ns/.test(value))).toBe(true);
      });

      test('who may not manage the server changes nothing', async () => {
        const { peer, world, channel } = chat();
        const answer = await peer.slash('unwatch', {}, { permissions: MEMBER });
        expect(answer.ephemeral).toBe(true);
        expect(await world.bot.store.subscriptions.get(channel)).not.toBeNull();
      });
    },
  );
});
