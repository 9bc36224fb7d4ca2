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
  conversation(
    () => slackChat('socket'),
    (chat) => {
      test('without the right files:write, words stand for the picture, and how to get the files is said', async () => {
        const { peer, world } = chat();
        peer.withoutScope('files:write');
        // A picture that Slack has from before is shown again: a provider not asked for yet.
        const timeline = await chat().ask('timeline outscale');
        expect(timeline.picture).toBeNull();
        expect(timeline.words).toContain('L’image va de 2019');
        const evidence = await chat().ask('evidence outscale');
        expect(evidence.files).toEqual([]);
        expect(evidence.words).toContain('n’a pas le droit files:write');
        expect(world.logged.filter(({ message }) => message.includes('files:write'))).toHaveLength(1);
      });
    },
  );
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
        // Everybody is offered this command, since it reads as well; Discord itself withholds those that only change.
        const answer = await peer.slash('track', { name: 'Nuage Vert' }, { permissions: MEMBER });
        expect(answer.ephemeral).toBe(true);
        expect(await world.bot.store.ownNames.of(channel)).toEqual([]);
      });
    },
  );
});
