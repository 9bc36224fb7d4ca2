import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Item } from '../../src/domain/item.ts';
import { createIntake } from '../../src/pipeline.ts';
import type { Intake, Store } from '../../src/ports.ts';
import { openTestStore } from '../store/harness.ts';
import { feed, HOUR, later, NOW, partsFor, read, rowWords, subscription } from './world.ts';

/**
 * What is one article. Each case is what a feed showed at its silent first reading, what it shows an hour later, and
 * how many articles that are new to its readers: so many cards are owed, no more at any further poll.
 */

const TEXT =
  'Le cloud de confiance de la coentreprise a passé les audits prévus et figure désormais sur la liste publiée par l’agence, après deux ans de travaux.';
const OTHER =
  'Une coupure de courant a mis hors service une partie des serveurs pendant trois heures dans la nuit, selon un message aux clients qui parle de batteries.';
const RETOLD =
  'Le cloud de confiance de la coentreprise a passé tous les audits prévus et figure désormais sur la liste publiée par l’agence, après deux ans de travaux.';

const SHORT =
  'Le fournisseur français obtient la qualification SecNumCloud 3.2 de l’ANSSI, comme OVHcloud le même jour.';
const NOTICE = 'Cet article est réservé aux abonnés. Lire la suite.';

const DAY = '2026-11-20T08:00:00.000Z';
const NEXT = '2026-11-20T09:30:00.000Z';

type Shown = Partial<Item>;
const article = (over: Shown = {}): Item => {
  const link = over.link === undefined ? 'https://lmi.example/actu-1.html' : over.link;
  return {
    id: link ?? 'none',
    title: 'Bleu obtient la qualification SecNumCloud',
    link,
    published: DAY,
    updated: null,
    summary: TEXT,
    content: '',
    author: null,
    lang: null,
    categories: [],
    ...over,
  };
};
/** Another article, of the same day unless told otherwise. */
const outage = (over: Shown = {}): Item =>
  article({ link: 'https://lmi.example/actu-2.html', title: 'OVHcloud : panne à Roubaix', summary: OTHER, ...over });
const guid = (id: string, over: Shown = {}): Item => article({ id, ...over });
const SECTION = 'https://lmi.example/cloud/';

type Case = readonly [what: string, was: readonly Item[], is: readonly Item[], fresh: number];

const CASES: readonly Case[] = [
  // What publishers do to guids.
  ['nothing changes', [guid('1')], [guid('1')], 0],
  ['the guid goes from http to https', [guid('http://lmi.example/?p=1')], [guid('https://lmi.example/?p=1')], 0],
  ['the guid goes to another host', [guid('https://lmi.example/?p=1')], [guid('https://www.lmi-presse.example/?p=1')], 0],
  ['a random guid at every fetch', [guid('a81f')], [guid('c09d')], 0],
  ['a random guid, no text', [guid('a81f', { summary: '' })], [guid('c09d', { summary: '' })], 0],
  ['a guid appears where there was none', [article()], [guid('tag:lmi.example,2026:1')], 0],
  ['a guid disappears', [guid('tag:lmi.example,2026:1')], [article()], 0],
  ['a random guid, and the text is corrected', [guid('a81f')], [guid('c09d', { summary: RETOLD })], 0],
  ['a random guid, and the title is corrected', [guid('a81f')], [guid('c09d', { title: 'Bleu obtient la qualification SecNumCloud 3.2' })], 0],
  ['new guids for all, in another order', [guid('1'), outage({ id: '2' })], [outage({ id: 'b' }), guid('a')], 0],
  ['a new guid and a new article above it', [guid('1')], [outage({ id: '9' }), guid('a')], 1],
  ['a guid used again for another article', [guid('1')], [outage({ id: '1' })], 1],
  ['a guid used again, at the same link', [guid('1', { link: SECTION })], [outage({ id: '1', link: SECTION })], 1],
  ['one guid for all articles', [guid('feed')], [outage({ id: 'feed' }), guid('feed')], 1],
  // Links.
  ['the link gets a slash', [guid('1')], [guid('2', { link: 'https://lmi.example/actu-1.html/' })], 0],
  ['the link loses www', [article({ link: 'https://www.lmi.example/a' })], [article({ link: 'https://lmi.example/a' })], 0],
  ['the link goes to another host', [article()], [article({ link: 'https://lmi-presse.example/actu-1.html' })], 0],
  ['the link goes from http to https', [article({ link: 'http://lmi.example/a' })], [article({ link: 'https://lmi.example/a' })], 0],
  ['the mobile twin', [article({ link: 'https://lmi.example/a' })], [article({ link: 'https://m.lmi.example/a', summary: '' })], 0],
  ['the AMP twin', [article({ link: 'https://lmi.example/a' })], [article({ link: 'https://lmi.example/a/amp/', published: NEXT })], 0],
  ['a fragment', [article()], [article({ link: 'https://lmi.example/actu-1.html#comments', summary: '' })], 0],
  ['a query that varies, no guid', [article({ link: 'https://lmi.example/a?r=81' })], [article({ link: 'https://lmi.example/a?r=97' })], 0],
  ['a query that varies, and a guid at random', [guid('x', { link: 'https://lmi.example/a?r=81' })], [guid('y', { link: 'https://lmi.example/a?r=97' })], 0],
  ['a query that names the article', [article({ link: 'https://lmi.example/?id=1' })], [outage({ link: 'https://lmi.example/?id=2' })], 1],
  ['no link any more', [guid('1')], [guid('1', { link: null })], 0],
  ['twice in one answer, through two sections', [], [article({ link: 'https://lmi.example/cloud/a' }), article({ link: 'https://lmi.example/secu/a' })], 1],
  ['twice in one answer, http and https', [], [article({ link: 'http://lmi.example/a' }), article({ link: 'https://lmi.example/a' })], 1],
  // Section pages.
  ['two articles of a section page at once', [], [article({ link: SECTION, id: `${SECTION}#1` }), outage({ link: SECTION, id: `${SECTION}#2` })], 2],
  ['a second article of a section page, on top', [article({ link: SECTION })], [outage({ link: SECTION }), article({ link: SECTION })], 1],
  ['a second article of a section page, alone', [article({ link: SECTION })], [outage({ link: SECTION, published: NEXT })], 1],
  ['the front page as link of everything', [article({ link: 'https://lmi.example/' })], [outage({ link: 'https://lmi.example/' })], 1],
  ['incidents of two days on one page', [article({ link: SECTION, title: 'OVHcloud : incident du 12 novembre', summary: '' })], [article({ link: SECTION, title: 'OVHcloud : incident du 13 novembre', summary: '' })], 1],
  ['a daily review under one title and link', [article({ link: SECTION, title: 'Revue de presse', id: 'd1' })], [article({ link: SECTION, title: 'Revue de presse', id: 'd2', summary: OTHER, published: '2026-11-19T08:00:00.000Z' })], 1],
  // Dates.
  ['a later date', [guid('1')], [guid('1', { published: NEXT })], 0],
  ['another day', [guid('1')], [guid('1', { published: '2026-11-19T08:00:00.000Z' })], 0],
  ['no date any more', [guid('1')], [guid('1', { published: null })], 0],
  ['guid, link and date, all at once', [guid('1')], [guid('2', { link: 'https://lmi-presse.example/z', published: NEXT })], 0],
  ['guid, link and day, all at once', [guid('1')], [guid('2', { link: 'https://lmi-presse.example/z', published: '2026-11-19T08:00:00.000Z' })], 0],
  ['title and day, the text new, all else changed', [guid('1')], [guid('2', { link: 'https://lmi-presse.example/z', summary: OTHER })], 0],
  // Corrections.
  ['a letter in the title', [guid('1', { title: 'Bleu obtient la qualifcation SecNumCloud' })], [guid('1')], 0],
  ['an update mark before the title', [guid('1')], [guid('1', { title: '[MAJ] Bleu obtient la qualification SecNumCloud' })], 0],
  ['an update mark, under a new guid', [guid('1')], [guid('2', { title: 'MAJ 15h30 : Bleu obtient la qualification SecNumCloud' })], 0],
  ['a title rewritten over the same text', [guid('1')], [guid('1', { title: 'Le visa de sécurité pour le nuage d’Orange' })], 0],
  ['a title rewritten over a short text that stays', [guid('1', { summary: SHORT })], [guid('1', { summary: SHORT, title: 'Nuage d’Orange et Capgemini : ce que change le visa' })], 0],
  ['a guid used again, where all texts are one notice', [guid('1', { summary: NOTICE })], [outage({ id: '1', summary: NOTICE })], 1],
  ['a text rewritten under the same title', [guid('1')], [guid('1', { summary: OTHER })], 0],
  ['a title extended, without any text', [guid('1', { summary: '' })], [guid('1', { title: 'Bleu obtient la qualification SecNumCloud de l’Anssi', summary: '' })], 0],
  ['the same with the link alone', [article({ summary: '' })], [article({ title: 'Bleu obtient la qualification SecNumCloud de l’Anssi', summary: '' })], 0],
  // Live pages.
  ['a live page', [guid('1', { title: 'DIRECT. Panne chez OVHcloud' })], [guid('1', { title: 'DIRECT. Les clients attendent', summary: OTHER })], 0],
  ['a live page, at its end', [guid('1', { title: 'En direct : panne chez OVHcloud' })], [guid('1', { title: 'OVHcloud rétablit ses services', summary: OTHER })], 0],
  ['a live page without a guid', [article({ title: 'Live: outage at OVHcloud' })], [article({ title: 'Live: customers wait', summary: OTHER })], 0],
  ['a live page of another guid and link', [guid('1', { title: 'DIRECT. Panne chez OVHcloud' })], [outage({ id: '2', title: 'DIRECT. Bleu devant le Sénat' })], 1],
  // What only looks alike.
  ['the same title on another day with another text', [guid('1')], [guid('2', { link: 'https://lmi.example/z', published: '2026-11-19T08:00:00.000Z', summary: OTHER })], 1],
  ['the same title and day, both shown, with other texts', [guid('1')], [guid('1'), guid('2', { link: 'https://lmi.example/z', summary: OTHER })], 1],
  ['another article like it in all but a name', [guid('1')], [guid('1'), guid('2', { link: 'https://lmi.example/z', title: 'S3NS obtient la qualification SecNumCloud' })], 1],
  ['one sentence of a paywall under every title', [article({ link: SECTION, summary: 'Article réservé aux abonnés.' })], [outage({ link: SECTION, summary: 'Article réservé aux abonnés.' })], 1],
  ['titles alone, of one page, both new', [], [article({ link: SECTION, id: `${SECTION}#1`, summary: '' }), outage({ link: SECTION, id: `${SECTION}#2`, summary: '' })], 2],
  ['two links that differ in their case', [article({ link: 'https://lmi.example/A' })], [outage({ link: 'https://lmi.example/a' })], 1],
]; // biome-ignore format: a table

let store: Store;
let close: () => Promise<void>;
let intake: Intake;
beforeEach(async () => {
  ({ store, close } = await openTestStore('sqlite'));
  // A reader to whom every article is news of Bleu, and a story of its own.
  intake = createIntake({ ...partsFor(store), read: (item) => read({ ...item, title: 'bleu launch' }) });
  await store.subscriptions.put(subscription('C1'));
});
afterEach(() => close());

const poll = (items: readonly Item[], first: boolean, at: string) =>
  intake({ feed: feed('lmi', at), items, first, health: [] }, at);

test.each(CASES)('%s', async (_, was, is, fresh) => {
  const before = await poll(was, true, NOW);
  expect(before.fresh).toBe(was.length);
  const counts = await poll(is, false, later(NOW, HOUR));
  expect(counts.fresh).toBe(fresh);
  expect((await rowWords(store)).filter((row) => row.endsWith('card'))).toHaveLength(fresh);
  expect(await store.items.list({ limit: 99 })).toHaveLength(was.length + fresh);

  const told = await rowWords(store);
  for (const [n, items] of [is, [...is].reverse(), is].entries())
    expect(await poll(items, false, later(NOW, (n + 2) * HOUR))).toMatchObject({ fresh: 0 });
  expect(await rowWords(store)).toEqual(told);
});

test('there are forty cases and more', () => {
  expect(CASES.length).toBeGreaterThanOrEqual(40);
});
