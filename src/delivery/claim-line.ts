import type { Claim } from '../domain/event.ts';
import type { Line } from '../domain/view.ts';
import { claimWords } from '../messages/claim-words.ts';
import type { Messages } from '../messages/index.ts';
import { type Names, nameOf } from './names.ts';

/** One claim in the reader's words: `S3NS · SecNumCloud qualification granted (17 December 2025)`. */
export function claimLine(claim: Claim, names: Names, m: Messages): Line {
  return [{ text: nameOf(claim.provider, names), strong: true }, ` · ${claimWords(claim, m)}`];
}
