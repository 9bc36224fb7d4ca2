import { answers } from './answers.ts';
import { cards } from './cards.ts';
import { cli } from './cli.ts';
import { commands } from './commands.ts';
import { common } from './common.ts';
import { digest } from './digest.ts';
import { discord } from './discord.ts';
import { feeds } from './feeds.ts';
import { news } from './news.ts';
import { offer } from './offer.ts';
import { operator } from './operator.ts';
import { slack } from './slack.ts';

export const en = { answers, cards, cli, commands, common, digest, discord, feeds, news, offer, operator, slack };

/** The shape of all words, which the other languages fill. */
export type Messages = typeof en;
