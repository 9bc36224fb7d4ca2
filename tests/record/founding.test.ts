import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Citation, OfferAnswer, OffersAnswer } from '../../src/domain/answer.ts';
import { messagesOf } from '../../src/messages/index.ts';
import { loadDataset } from '../../src/record/load.ts';
import { createRecord } from '../../src/record/record.ts';
import { openScene, textOf } from '../asking/scene.ts';
import { RELEASED } from './dataset.ts';

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const assertion = z.strictObject({
  says: z.string(),
  find: z.string(),
  'as-of': day.optional(),
  'known-on': day.optional(),
  offer: z.string().optional(),
  by: z.array(z.string()).optional(),
  commercial: z.strictObject({ status: z.string(), from: day.optional(), flag: z.string().optional() }).optional(),
  company: z.null().optional(),
  qualification: z.strictObject({ state: z.string(), version: z.string().optional() }).optional(),
  promise: z
    .strictObject({
      target: z.string(),
      due: z.tuple([day, day]),
      bound: z.string().optional(),
      outcome: z.string().optional(),
    })
    .optional(),
  'no-promise': z.string().optional(),
  owner: z.strictObject({ name: z.string(), min: z.number().optional() }).optional(),
  fact: z.strictObject({ field: z.string(), text: z.string() }).optional(),
  footnote: z.string().optional(),
  dispute: z.strictObject({ id: z.string(), text: z.string(), preferred: z.boolean().optional() }).optional(),
});
type Assertion = z.output<typeof assertion>;
const checklist = z.strictObject({
  today: day,
  texts: z.record(
    z.string(),
    z.strictObject({ title: z.string(), as: z.array(z.string()).min(1), assertions: z.array(assertion).min(15) }),
  ),
});

const { texts, today } = checklist.parse(parse(await readFile(new URL('./founding.yaml', import.meta.url), 'utf8')));
const record = createRecord(await loadDataset(RELEASED));

/** What the record answers to whoever asks by that name in that world. */
function answered(name: string, asOf: string, knownOn: string | null): OffersAnswer {
  const found = record.find(name);
  if (found.kind !== 'one') throw new Error(`${name} is ${found.kind} of the record's subjects`);
  return record.offers(found.subject.id, { asOf, knownOn, recordedOn: null });
}

type Witness = (offer: OfferAnswer) => readonly Citation[] | null;
type Wanted<K extends keyof Assertion> = NonNullable<Assertion[K]>;

const status =
  ({ status, from, flag }: Wanted<'commercial'>): Witness =>
  ({ commercial: c }) => {
    const fits = c.status === status && (from === undefined || c.since?.from === from);
    return fits && (flag === undefined || c.flags.some((one) => one === flag)) ? c.sources : null;
  };

const qualified =
  ({ state, version }: Wanted<'qualification'>): Witness =>
  (offer) => {
    const of = offer.qualification.find((one) => one.scheme === 'SecNumCloud');
    if ((of?.state ?? 'none') !== state || (version !== undefined && of?.version !== version)) return null;
    return of?.sources ?? [];
  };

const promised =
  ({ target, due, bound, outcome }: Wanted<'promise'>): Witness =>
  (offer) =>
    offer.promises.find(
      (one) =>
        (one.target.ladder === 'free' ? one.target.name : one.target.rung) === target &&
        one.due.from === due[0] &&
        one.due.to === due[1] &&
        [undefined, one.bound].includes(bound as typeof one.bound) &&
        [undefined, one.outcome].includes(outcome as typeof one.outcome),
    )?.sources ?? null;

const owned =
  ({ name, min }: Wanted<'owner'>): Witness =>
  (offer) =>
    offer.owners.find((one) => one.name === name && (one.share?.min ?? 0) >= (min ?? 0))?.sources ?? null;

const told =
  ({ field, text }: Wanted<'fact'>): Witness =>
  (offer) =>
    offer.facts.find((one) => one.field === field && one.text.en.includes(text))?.sources ?? null;

const disputed =
  ({ id, text, preferred }: Wanted<'dispute'>): Witness =>
  (offer) => {
    const one = offer.disputes.find((dispute) => dispute.id === id);
    const at = one?.positions.findIndex((position) => position.value.en.includes(text)) ?? -1;
    if (!one || (preferred !== undefined && preferred !== (one.preferred === at))) return null;
    return one.positions[at]?.sources ?? null;
  };

/** How to find in an answer what the assertion asks for: its sources, or null where the answer holds no such thing. */
function witnessOf(asked: Assertion): Witness {
  const { commercial, qualification, promise, owner, fact, footnote, dispute } = asked;
  const ladder = asked['no-promise'];
  if (commercial) return status(commercial);
  if (qualification) return qualified(qualification);
  if (promise) return promised(promise);
  if (owner) return owned(owner);
  if (fact) return told(fact);
  if (dispute) return disputed(dispute);
  if (footnote !== undefined) return (o) => o.footnotes.find((one) => one.text.en.includes(footnote))?.sources ?? null;
  if (asked.company === null) return (o) => (o.company === null ? [] : null);
  if (ladder === undefined) throw new Error(`nothing is asked: ${asked.says}`);
  return (o) => (o.promises.some((one) => one.target.ladder === ladder) ? null : o.commercial.sources);
}

for (const { title, as, assertions } of Object.values(texts)) {
  test(`the record tells, with its source, all that is stated by: ${title}`, () => {
    const missing = assertions.flatMap((asked) => {
      const answer = answered(asked.find, asked['as-of'] ?? today, asked['known-on'] ?? null);
      const offers = answer.offers.filter((offer) => asked.offer === undefined || offer.id === asked.offer);
      const sources = offers.map(witnessOf(asked)).filter((found) => found !== null);
      if (sources.length === 0) return [`not found: ${asked.find}: ${asked.says}`];
      const wanted = asked.by ?? as;
      const cited = sources.flat().map((source) => source.publisher);
      if (wanted.length === 0 || wanted.some((publisher) => cited.includes(publisher))) return [];
      return [`without its source: ${asked.find}: ${asked.says} (${[...new Set(cited)].join(', ')})`];
    });
    expect(missing).toEqual([]);
  });
}

test('the checklist is long, says each thing once, and tries every kind of answer', () => {
  const all = Object.values(texts).flatMap((text) => text.assertions);
  expect(all.length).toBeGreaterThanOrEqual(120);
  const kinds = ['commercial', 'company', 'qualification', 'promise', 'owner', 'fact', 'footnote', 'dispute'] as const;
  for (const kind of kinds) expect(all.filter((one) => one[kind] !== undefined).length, kind).toBeGreaterThan(0);
  const asked = all.map(({ says, by, ...what }) => JSON.stringify(what));
  expect(asked.filter((one, i) => asked.indexOf(one) !== i)).toEqual([]);
});

/** The names under which the texts speak of each subject. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  bleu: ['Bleu', 'BLEU', 'Bleu Cloud'],
  s3ns: ['S3NS', 's3ns'],
  outscale: ['3DS Outscale', 'Outscale'],
  ovhcloud: ['OVHcloud', 'OVH'],
  'atos-aws': ['Atos', 'Evidian', 'Groupe Atos'],
  'aws-esc': ['AWS', 'Amazon'],
  'microsoft-sovereign': ['Microsoft'],
  'google-sovereign': ['Google', 'Google Cloud'],
  'orange-business': ['Orange', 'OBS'],
  thales: ['Thales', 'Thalès'],
  capgemini: ['Capgemini'],
  sfr: ['SFR'],
  'dassault-systemes': ['Dassault Systèmes', 'dassault systemes'],
  'cloud-temple': ['Cloud Temple'],
  'free-pro': ['Free Pro'],
  numspot: ['NumSpot', 'Numspot'],
  cloudwatt: ['Cloudwatt'],
  numergy: ['Numergy'],
  ikoula: ['Ikoula'],
  idc: ['IDC', 'IDC France'],
  cigref: ['Cigref'],
  'health-data-hub': ['Health Data Hub'],
  'cloud-national-strategique': ['cloud national stratégique', 'cloud souverain 2.0'],
  'cloud-de-confiance': ['cloud de confiance', 'Cloud de confiance', 'label cloud de confiance'],
  'cloud-au-centre': ['Cloud au centre', 'Cloud au Centre'],
  'cloud-act': ['Cloud Act'],
  secnumcloud: ['SecNumCloud', 'SecNumCloud 3.2'],
  'taxe-gafam': ['GAFAM'],
};

test('every subject is found by the names that the texts give it', () => {
  for (const [id, names] of Object.entries(NAMES)) {
    for (const name of names) {
      const found = record.find(name);
      expect(found.kind === 'one' ? found.subject.id : found.kind, name).toBe(id);
    }
  }
});

test('every subject of the record answers in both languages with something that has a source', () => {
  for (const subject of record.subjects.filter((one) => one.provider === null)) {
    const { offers } = record.offers(subject.id, { asOf: today, knownOn: null, recordedOn: null });
    expect(offers.length, subject.id).toBeGreaterThan(0);
    for (const offer of offers) {
      const told = [...offer.facts, ...offer.footnotes, ...offer.promises];
      const cited = [...told, offer.commercial, ...offer.qualification, ...offer.owners].flatMap((one) => one.sources);
      expect(cited.length, offer.id).toBeGreaterThan(0);
      for (const { fr, en } of [offer.summary, ...told.map((one) => one.text)]) {
        expect(fr.trim().length, offer.id).toBeGreaterThan(2);
        expect(en.trim().length, offer.id).toBeGreaterThan(2);
      }
    }
  }
});

test('whoever asks by one of these names is answered in either language with more than a heading', async () => {
  const scene = await openScene();
  try {
    for (const name of Object.values(NAMES).flat()) {
      for (const lang of ['fr', 'en'] as const) {
        const shown = await scene.ask(`/offer ${name}`, lang);
        const words = textOf(shown);
        expect(words, name).toContain(messagesOf(lang).common.sources);
        expect(words, name).not.toContain(messagesOf(lang).offer.nothingKnown);
        expect(words.length, name).toBeGreaterThan(200);
      }
    }
  } finally {
    await scene.close();
  }
});
