import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commands } from '../../commands/index.ts';
import { KEPT_COMMANDS } from '../../src/asking/kept.ts';
import type { Caller } from '../../src/command.ts';
import { CIRCLES, type Circle, callerAt, PLACES, type Place, TENANTS, tenantOf } from './circles.ts';
import { channelMark, everything, faultOf, linesOf, mark, openTenants, type Tenants, type Things } from './scene.ts';
import { expected, type Nature, natureOf, type Outcome, REFUSALS, SHAPES } from './table.ts';

/** Lines that are typed, of every command; `t` is whose things they ask about. */
const TYPED: Readonly<Record<string, (t: Things) => readonly string[]>> = {
  offer: () => ['offer bleu'],
  offers: () => ['offers'],
  compare: () => ['compare bleu s3ns'],
  timeline: () => ['timeline bleu'],
  promises: () => ['promises'],
  expiring: () => ['expiring'],
  evidence: () => ['evidence bleu'],
  search: () => ['search cloud'],
  news: (t) => [
    'news',
    'news article',
    `news ${mark('x').slice(0, 6)}`,
    `news provider:bleu since:2026-01-01 ${t.story}`,
  ],
  story: (t) => [`story ${t.story}`, `story alert:${t.alert}`, `story ${t.link}`],
  why: (t) => [`why ${t.item}`, `why story:${t.story}`, `why alert:${t.alert}`, `why ${t.link}`],
  watching: () => ['watching'],
  status: () => ['status'],
  help: () => ['help', 'help feeds'],
  watch: () => ['watch', 'watch providers:bleu', 'watch preset:all'],
  undo: () => ['undo 0123456789abcdef'],
  unwatch: () => ['unwatch'],
  mute: (t) => ['mute bleu', `mute story:${t.story} for:7d`],
  unmute: () => ['unmute bleu'],
  track: () => ['track', 'track Acme', 'track remove:Acme'],
  digest: () => ['digest', 'digest now', 'digest week:2026-W40', 'digest schedule', 'digest day:monday', 'digest off'],
  feeds: (t) => [
    'feeds',
    'feeds state:failing',
    'feeds export',
    `feeds check ${t.feed}`,
    `feeds add https://new.example/feed confirm:yes`,
    `feeds import https://new.example/list.opml confirm:yes`,
    `feeds remove ${t.feed}`,
    'feeds remove common-1',
    'feeds remove common-1 confirm:yes',
    'feeds add https://common-1.example/feed',
    'feeds remove common-2 for:everyone',
    'feeds remove common-2 for:everyone confirm:yes',
  ],
  delivery: (t) =>
    [t.stuck, t.dead].flatMap((id) => [`delivery ${id} decision:there`, `delivery ${id} decision:again`]),
  page: () => [],
  go: () => [],
};

const DONE_LAST = ['shared', 'change', 'message'];

let tenants: Tenants;
const things = {} as Record<keyof typeof TENANTS, Things>;
/** The lines to walk: those typed, and those of every button that their answers show to those who may most. */
const walked = {} as Record<keyof typeof TENANTS, string[]>;
/** Those that stood in an answer for one person alone. */
const forOne = new Set<string>();

/** Who of a tenant may do most. */
const best = (tenant: keyof typeof TENANTS): Promise<Caller> =>
  callerAt(tenant === 'slack' ? 'manager in Slack' : 'manager', 'own channel');

beforeAll(async () => {
  tenants = await openTenants();
  for (const tenant of ['slack', 'discord'] as const) {
    things[tenant] = await tenants.seed(tenant, TENANTS[tenant]);
  }
  for (const tenant of ['slack', 'discord'] as const) {
    const typed = Object.values(TYPED).flatMap((lines) => lines(things[tenant]));
    // Answers that only tell, and the first step of what changes something: what is confirmed is not done yet.
    const asked = typed.filter((line) => natureOf(line) === 'read' || /^feeds remove \S+$/.test(line));
    const buttons = new Set<string>();
    const caller = await best(tenant);
    const press = async (line: string): Promise<void> => {
      const shown = await tenants.asker.line(line, caller);
      for (const found of linesOf(shown)) {
        buttons.add(found);
        if (shown.private) forOne.add(found);
      }
    };
    for (const line of asked) await press(line);
    for (const line of [...buttons].filter((one) => natureOf(one) === 'read')) await press(line);
    walked[tenant] = [...new Set([...typed, ...buttons])];
  }
}, 600_000);
afterAll(() => tenants.close());

function outcomeOf(fault: string | null, nature: Nature): Outcome {
  if (fault === null) return 'done';
  // What is told of a channel is told in one.
  if (fault === 'no_channel' && nature === 'read') return 'done';
  if (REFUSALS.includes(fault)) return 'refused';
  return ['unknown_delivery', 'page_gone', 'button_gone'].includes(fault) ? 'absent' : 'done';
}

test('every command there is has its lines and its place in the table', () => {
  const names = [...commands, ...KEPT_COMMANDS].map(({ name }) => name).sort();
  expect(Object.keys(SHAPES).sort()).toEqual(names);
  expect(Object.keys(TYPED).sort()).toEqual(names);
  for (const { name } of commands) expect(TYPED[name]?.(things.discord).length, name).toBeGreaterThan(0);
});

test('every line and every button is known for what it is', () => {
  const unknown = [...walked.slack, ...walked.discord].filter((line) => natureOf(line) === null);
  expect(unknown).toEqual([]);
  for (const kind of ['kept', 'shared', 'message', 'change', 'read'])
    expect(walked.discord.map(natureOf), kind).toContain(kind);
});

describe.each(CIRCLES)('%s', (circle) => {
  test.each(PLACES)('in the %s', { timeout: 600_000 }, async (place) => {
    const { asker, store } = tenants;
    const tenant = tenantOf(circle);
    const caller = await callerAt(circle, place);
    const wrong: string[] = [];
    const before = await everything(store);
    for (const line of walked[tenant]) {
      const nature = natureOf(line) ?? 'read';
      const another = nature === 'kept' && forOne.has(line) && caller.user.id !== (await best(tenant)).user.id;
      const wanted = another ? 'absent' : expected(nature, line.split(' ')[0] ?? '', circle, place);
      // What is to be done is done in a test of its own: here nothing may change.
      if (wanted === 'done' && DONE_LAST.includes(nature)) continue;
      const shown = await asker.line(line, caller);
      const got = outcomeOf(faultOf(shown), nature);
      if (got !== wanted) wrong.push(`${line}: ${got} (${faultOf(shown)}) instead of ${wanted}`);
      wrong.push(...leaks(JSON.stringify([shown.view, shown.data]), circle, place).map((leak) => `${line}: ${leak}`));
    }
    expect(wrong).toEqual([]);
    expect(await everything(store)).toBe(before);
  });
});

/** What somebody was shown of what is not theirs. */
function leaks(text: string, circle: Circle, place: Place): string[] {
  const home = tenantOf(circle);
  const sees = circle !== 'manager of another space' && circle !== 'user install' && circle !== 'stranger';
  const spaceKnown = sees && (home === 'slack' || place !== 'direct message');
  const found: string[] = [];
  for (const tenant of ['slack', 'discord'] as const) {
    const own = tenant === home;
    // An operator looks after the feeds and messages of all, in /status.
    const looksAfter = circle === 'operator';
    if (text.includes(mark(tenant)) && !(own && spaceKnown) && !looksAfter) found.push(`shows ${mark(tenant)}`);
    // The channel's own is seen in it by whoever is there.
    const there = own && place === 'own channel' && circle !== 'manager of another space' && circle !== 'user install';
    if (text.includes(channelMark(tenant)) && !there) found.push(`shows ${channelMark(tenant)}`);
    const ids = [`u-${tenant}`, `d-${tenant}`, `a-${tenant}`];
    const shown = ids.filter((id) => text.includes(`"${id}"`) || text.includes(` ${id} ·`));
    if (shown.length > 0 && !there && !looksAfter) found.push(`shows ${shown.join(', ')}`);
  }
  return found;
}

/** What is wrong with the form of a command, shown to and sent in by somebody. */
async function wrongForms(command: string, circle: Circle, place: Place): Promise<string[]> {
  const { asker } = tenants;
  const caller = await callerAt(circle, place);
  const wrong: string[] = [];
  const may = expected('change', command, circle, place) === 'done';
  const form = await asker.form(command, caller);
  if ((form !== null) !== may) wrong.push(`the form of ${command} ${may ? 'is not' : 'is'} shown`);
  const sent = await asker.submit(command, { quiet: 'never', min: 'nonsense' }, caller);
  const refused = REFUSALS.includes(faultOf(sent.shown) ?? '');
  if (refused === may) wrong.push(`${command} sent in is ${refused ? '' : 'not '}refused`);
  if (!may || sent.ok) return wrong;
  // Half-filled forms are their writer's: nobody else can open them by their token, nor the writer elsewhere.
  const sameAs = (other: Caller): boolean =>
    other.user.id === caller.user.id && JSON.stringify(other.channel) === JSON.stringify(caller.channel);
  for (const other of CIRCLES) {
    const stranger = await callerAt(other, 'own channel');
    if (sameAs(stranger)) continue;
    const opened = await asker.form(sent.resume, stranger);
    if (JSON.stringify(opened).includes('never')) wrong.push(`${other} opens the form of ${command}`);
  }
  return wrong;
}

async function wrongCompletions(circle: Circle, place: Place): Promise<string[]> {
  const caller = await callerAt(circle, place);
  const wrong: string[] = [];
  for (const command of tenants.asker.commands) {
    for (const option of Object.keys(command.options)) {
      const found = JSON.stringify(await tenants.asker.suggest(command.name, option, 'ZQ', caller));
      wrong.push(...leaks(found, circle, place).map((leak) => `completing ${command.name} ${option} ${leak}`));
    }
  }
  return wrong;
}

test('completion, forms and forms sent in are bound like lines', { timeout: 600_000 }, async () => {
  const before = await everything(tenants.store);
  const forms = tenants.asker.commands.filter(({ form }) => form !== undefined).map(({ name }) => name);
  expect(forms).toContain('watch');
  const wrong: string[] = [];
  for (const circle of CIRCLES) {
    for (const place of PLACES) {
      const found = await wrongCompletions(circle, place);
      for (const command of forms) found.push(...(await wrongForms(command, circle, place)));
      wrong.push(...found.map((one) => `${circle} in the ${place}: ${one}`));
    }
  }
  expect(wrong).toEqual([]);
  expect(await everything(tenants.store)).toBe(before);
});

/** Does all that somebody may do at a place, and tells what was refused. */
async function refusedAt(circle: Circle, place: Place): Promise<string[]> {
  const caller = await callerAt(circle, place);
  const refused: string[] = [];
  for (const line of walked[tenantOf(circle)]) {
    const nature = natureOf(line) ?? 'read';
    const granted = expected(nature, line.split(' ')[0] ?? '', circle, place) === 'done';
    if (!granted || !DONE_LAST.includes(nature)) continue;
    const fault = faultOf(await tenants.asker.line(line, caller));
    if (outcomeOf(fault, nature) === 'refused') refused.push(`${circle} in the ${place}, ${line}: ${fault}`);
  }
  return refused;
}

test('what is granted is done, to what is one’s own and nothing else', { timeout: 600_000 }, async () => {
  const { store } = tenants;
  for (const circle of ['manager of another space', 'manager in Slack', 'manager', 'operator'] as const) {
    const elsewhere = circle === 'manager of another space' || tenantOf(circle) === 'slack' ? 'discord' : 'slack';
    const before = await everything(store, things[elsewhere]);
    for (const place of PLACES) expect(await refusedAt(circle, place)).toEqual([]);
    if (circle !== 'operator') expect(await everything(store, things[elsewhere]), circle).toBe(before);
  }
  expect(await store.outbox.list({ states: ['unsure', 'dead'], limit: 10 })).toEqual([]);
  const feeds = new Map((await store.feeds.list()).map((feed) => [feed.id, feed]));
  expect(feeds.get('common-1')?.stopped).toBe(false);
  expect(feeds.get('common-2')?.stopped).toBe(true);
});
