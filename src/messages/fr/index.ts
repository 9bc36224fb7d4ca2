import type { Messages } from '../en/index.ts';
import { answers } from './answers.ts';
import { board } from './board.ts';
import { cards } from './cards.ts';
import { catalogue } from './catalogue.ts';
import { cli } from './cli.ts';
import { commands } from './commands.ts';
import { common } from './common.ts';
import { compare } from './compare.ts';
import { digest } from './digest.ts';
import { discord } from './discord.ts';
import { evidence } from './evidence.ts';
import { feeds } from './feeds.ts';
import { news } from './news.ts';
import { offer } from './offer.ts';
import { operator } from './operator.ts';
import { picture } from './picture.ts';
import { search } from './search.ts';
import { slack } from './slack.ts';
import { store } from './store.ts';
import { terminal } from './terminal.ts';
import { timeline } from './timeline.ts';
import { web } from './web.ts';

export const fr: Messages = {
  answers,
  board,
  cards,
  catalogue,
  cli,
  commands,
  common,
  compare,
  digest,
  discord,
  evidence,
  feeds,
  news,
  offer,
  operator,
  picture,
  search,
  slack,
  store,
  terminal,
  timeline,
  web,
};
