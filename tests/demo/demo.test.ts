import { expect, test } from 'vitest';
import { type Child, type Ended, plainEnv, ROOT, start } from '../cli/child.ts';
import { PATIENCE_MS } from '../patience.ts';

/** A demonstration takes some 6 s by itself, as it says in its own closing line. Milliseconds, on a busy machine. */
const WITHIN = PATIENCE_MS;

/** `npm run -s demo` as a person types it, with nobody at the keyboard. */
function demo(...args: readonly string[]): Child {
  return start('npm', ['run', '-s', 'demo', '--', ...args], {
    cwd: ROOT,
    env: plainEnv({ VIGIE_LANG: 'fr' }),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
}

const FRENCH = {
  lang: 'fr',
  rumour: '●○○ rumeur',
  confirmed: '●●● confirmé',
  step: 'Désormais confirmé',
  edited: 'la carte plus haut, complétée',
  silent: /Les \d+ articles déjà là sont gardés en silence/,
  fates: ['gardé en silence', 'écarté', 'annoncé', 'joint à une histoire'],
  why: '› /pourquoi',
  offers: ['› /offre bleu\n', '› /offre bleu au:2022-06-30'],
  answer: 'Disponibilité',
  closing:
    /Fini en ([\d.]+) s : (\d+) articles lus, (\d+) cartes?, (\d+) complétées? ensuite, (\d+) réponses « non modifié », (\d+) perdu, (\d+) répété/,
};
const ENGLISH: typeof FRENCH = {
  lang: 'en',
  rumour: '●○○ rumour',
  confirmed: '●●● confirmed',
  step: 'Now confirmed',
  edited: 'the card above, grown',
  silent: /The \d+ items already there are kept in silence/,
  fates: ['kept in silence', 'filtered out', 'told', 'joined to a story'],
  why: '› /why',
  offers: ['› /offer bleu\n', '› /offer bleu as-of:2022-06-30'],
  answer: 'Availability',
  closing:
    /Done in ([\d.]+) s: (\d+) items read, (\d+) cards?, (\d+) edits of a card, (\d+) answers “not modified”, (\d+) lost, (\d+) repeated/,
};

/** The story of S3NS as the channel saw it: told as a rumour first, confirmed in the end, under one card. */
function shows({ code, out, err }: Ended, words: typeof FRENCH): void {
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toMatch(words.silent);
  const rumour = out.indexOf(words.rumour);
  const edited = out.indexOf(words.edited);
  expect(rumour).toBeGreaterThan(0);
  expect(edited).toBeGreaterThan(rumour);
  expect(out.slice(rumour)).toContain(words.step);
  // The card that was a rumour is one of those edited: the same story by its id, confirmed in the end.
  const story = /why story:(\w+)/.exec(out.slice(rumour))?.[1];
  const edits = out
    .split(words.edited)
    .slice(1)
    .map((rest) => /^([\s\S]*?)why story:(\w+)/.exec(rest));
  const mine = edits.filter((edit) => edit?.[2] === story).map((edit) => edit?.[1]);
  expect(mine.at(-1)).toContain(words.confirmed);

  for (const fate of words.fates) expect(out).toContain(fate);
  expect(out).toContain(words.why);
  const asked = words.offers.map((line) => out.indexOf(line));
  expect(Math.min(...asked)).toBeGreaterThan(0);
  for (const at of asked) expect(out.slice(at)).toContain(words.answer);
  expect(out.slice(asked[1])).not.toBe(out.slice(asked[0]));
  expect(out).not.toContain('<!channel>');

  const [, seconds, items, cardCount, editCount, unchanged, lost, twice] = words.closing.exec(out)?.map(Number) ?? [];
  expect({ lost, twice }).toEqual({ lost: 0, twice: 0 });
  expect((seconds ?? Number.NaN) * 1000).toBeLessThan(WITHIN);
  for (const count of [items, cardCount, editCount, unchanged]) expect(count).toBeGreaterThan(0);
}

test.concurrent('in French, twice in a row: a rumour becomes confirmed, every item has a fate, two questions are answered', async () => {
  const first = await demo().ended;
  shows(first, FRENCH);
  const second = await demo().ended;
  shows(second, FRENCH);
  // The same fortnight, but for the port of its server, the time it took and today's date.
  const lasting = ({ out }: Ended) =>
    out
      .replaceAll(/undo [0-9a-f]{16}/g, 'undo it')
      .replaceAll(/127\.0\.0\.1:\d+/g, 'here')
      .replace(FRENCH.closing, '');
  const head = (ended: Ended) => lasting(ended).split('› /offre')[0]?.replaceAll(/\s+/g, ' ');
  expect(head(second)).toBe(head(first));
});

test.concurrent('in English, after a run that was killed midway', async () => {
  const killed = demo('--lang', 'en');
  await killed.says(ENGLISH.rumour);
  if (killed.process.pid === undefined) throw new Error('npm did not start');
  process.kill(-killed.process.pid, 'SIGKILL');
  expect((await killed.ended).signal).toBe('SIGKILL');
  shows(await demo('--lang', 'en').ended, ENGLISH);
});
