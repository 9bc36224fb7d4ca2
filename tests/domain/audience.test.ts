import { expect, test } from 'vitest';
import { isMuted, mayKnow, shownIds, verdictOf } from '../../src/domain/audience.ts';
import { type OwnName, ownId, riskOfName, trackedOf } from '../../src/domain/own.ts';
import { channel, NOON, story, subscription } from '../store/samples.ts';

const ACME = 'own:acme-cloud';
const mute = (what: string) => [{ channel: channel(), what, until: '2027-01-01T00:00:00.000Z' }];

test('a name of one channel’s own is told in that channel only, even where everything is watched', () => {
  const told = story('s1', { providers: [ACME], main: ACME });
  const all = subscription({ providers: 'all' });
  expect(verdictOf(all, [], told)).toBe('other_providers');
  expect(verdictOf(all, [], told, ['own:other'])).toBe('other_providers');
  expect(verdictOf(all, [], told, [ACME])).toBe('told');
});

test('an own name is wanted whatever providers and events were chosen, but not what is less established than asked', () => {
  const told = story('s1', { providers: [ACME], main: ACME, events: ['pricing'], corroboration: 'rumour' });
  const narrow = subscription({ providers: ['s3ns'], events: ['qualification_granted'] });
  expect(verdictOf(narrow, [], told, [ACME])).toBe('told');
  expect(verdictOf({ ...narrow, min: 'confirmed' }, [], told, [ACME])).toBe('below_min');
  expect(verdictOf(subscription({ providers: [] }), [], told, [ACME])).toBe('told');
});

test('a channel that follows nothing but its own names hears of nothing else', () => {
  expect(verdictOf(subscription({ providers: [] }), [], story('s1'), [ACME])).toBe('other_providers');
});

test('a story that also names a public provider stays everybody’s, without the name that is not theirs', () => {
  const both = story('s1', { providers: ['bleu', ACME] });
  expect(verdictOf(subscription(), [], both)).toBe('told');
  expect(shownIds(both.providers, [])).toEqual(['bleu']);
  expect(shownIds(both.providers, [ACME])).toEqual(['bleu', ACME]);
});

test('a rule of the market that names nobody is everybody’s', () => {
  const rule = story('s1', { providers: [], main: null });
  expect(mayKnow(rule, [])).toBe(true);
  expect(verdictOf(subscription({ providers: 'all' }), [], rule)).toBe('told');
});

test('an own name can be muted, and is heard of beside a muted provider', () => {
  const both = story('s1', { providers: ['bleu', ACME], main: 'bleu' });
  const all = subscription({ providers: 'all' });
  expect(isMuted(all, mute('provider:bleu'), both, [ACME])).toBe(false);
  expect(isMuted(all, mute(`provider:${ACME}`), both, [ACME])).toBe(true);
  expect(isMuted(all, mute('provider:bleu'), both)).toBe(true);
  expect(isMuted(all, mute('all'), both, [ACME])).toBe(true);
});

test('two spellings of one name have one id; a name of nothing has none', () => {
  expect(ownId('Acme  Cloud')).toBe(ACME);
  expect(ownId('ACME-cloud')).toBe(ACME);
  expect(ownId('—')).toBeNull();
});

test('a short plain word is risky, several words or a figure are not', () => {
  expect(['Acme Cloud', 'N1X', 'CloudNova', 'Horizon', 'Iris'].map(riskOfName)).toEqual([
    'low',
    'low',
    'low',
    'mid',
    'high',
  ]);
});

test('the reader looks for a name once, as carefully as the most careful channel wants', () => {
  const own = (name: string, risk: OwnName['risk'], context: string[], in_ = 'C1'): OwnName => ({
    channel: channel(in_),
    id: ownId(name) ?? '',
    name,
    context,
    risk,
    since: NOON,
  });
  expect(trackedOf([own('Iris', 'low', ['cloud']), own('IRIS', 'high', ['santé'], 'C2')])).toEqual([
    {
      subject: 'own:iris',
      scope: 'company',
      names: [
        { text: 'IRIS', risk: 'high' },
        { text: 'Iris', risk: 'high' },
      ],
      decoys: [],
      context: ['cloud', 'santé'],
    },
  ]);
  expect(trackedOf([])).toEqual([]);
});

test('a provider that is left out is not told alone; beside another, and rules of the market, are', () => {
  const but = subscription({ providers: 'all', except: ['bleu'] });
  expect(verdictOf(but, [], story('s1', { providers: ['bleu'] }))).toBe('other_providers');
  expect(verdictOf(but, [], story('s1', { providers: ['bleu', ACME] }))).toBe('other_providers');
  expect(verdictOf(but, [], story('s1', { providers: ['bleu', 's3ns'] }))).toBe('told');
  expect(verdictOf(but, [], story('s1', { providers: [], main: null }))).toBe('told');
  expect(verdictOf(but, [], story('s1', { providers: ['bleu', ACME] }), [ACME])).toBe('told');
});
