import { command } from '../src/command.ts';
import type { Subject } from '../src/domain/subject.ts';
import type { Button, View } from '../src/domain/view.ts';
import { offersData } from '../src/exports/offer.ts';
import { offerPages } from './parts/offer-view.ts';
import { refusal } from './parts/refusal.ts';

/** A button per subject that asks the same of it. */
function subjectButtons(subjects: readonly Subject[], days: string): Button[] {
  return subjects.slice(0, 5).map((s) => ({ label: s.name.slice(0, 75), line: `offer ${s.id}${days}` }));
}

/** Where an offer stands, in the world of the days asked for. */
export const offer = command({
  name: 'offer',
  options: {
    subject: { type: 'text', bare: true, required: true, suggest: 'subject' },
    asOf: { type: 'day' },
    knownOn: { type: 'day' },
    recordedOn: { type: 'day' },
  },
  answer: async (values, ask) => {
    const { messages: m, lang } = ask;
    const { record } = ask.queries;
    const days = [
      ...(values.asOf === undefined ? [] : [` as-of:${values.asOf}`]),
      ...(values.knownOn === undefined ? [] : [` known-on:${values.knownOn}`]),
      ...(values.recordedOn === undefined ? [] : [` recorded-on:${values.recordedOn}`]),
    ].join('');
    const found = record.find(values.subject);
    if (found.kind === 'none') {
      const sentences = [
        m.offer.notFound(values.subject.slice(0, 80)),
        ...(found.nearest.length > 0 ? [m.offer.nearest] : []),
      ];
      return refusal(m, sentences, {
        error: 'unknown_subject',
        option: 'subject',
        nearest: found.nearest.map((s) => s.id),
        buttons: subjectButtons(found.nearest, days),
      });
    }
    if (found.kind === 'several') {
      return refusal(m, [m.offer.several(values.subject.slice(0, 80))], {
        error: 'several_subjects',
        option: 'subject',
        nearest: found.subjects.map((s) => s.id),
        buttons: subjectButtons(found.subjects, days),
      });
    }
    const answer = record.offers(found.subject.id, ask.world(values));
    const data = offersData(answer, lang);
    const provider = found.subject.provider ?? found.subject.id;
    // Only what the reader looks for can ever be told of.
    const watchable = record.tracked.some((name) => name.subject === provider);
    const buttons: Button[] = [
      ...(watchable ? [{ label: m.offer.watch, line: `watch providers:${provider}`, form: true }] : []),
      { label: m.news.welcome.news, line: `news provider:${provider}` },
    ];
    if (days !== '') buttons.push({ label: m.offer.today, line: `offer ${found.subject.id}` });
    const nameOf = (id: string): string => record.subject(id)?.name ?? id;
    const asking = { today: ask.today, latest: record.latest, nameOf };
    const views = answer.offers.flatMap((o): View[] => {
      const kind = record.subject(o.id)?.kind ?? 'offer';
      const [card, ...more] = offerPages(o, kind, answer, lang, m, asking);
      return [{ ...card, blocks: [...card.blocks, { kind: 'buttons', buttons }] }, ...more];
    });
    const [first, ...rest] = views;
    if (first === undefined) {
      const about: View = {
        title: found.subject.name,
        tone: 'neutral',
        blocks: [
          { kind: 'text', line: [found.subject.summary[lang]] },
          { kind: 'note', line: [m.offer.noOffers] },
        ],
      };
      return { pages: [about], data };
    }
    return { pages: [first, ...rest], data };
  },
});
