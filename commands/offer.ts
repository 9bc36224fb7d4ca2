import { command } from '../src/command.ts';
import type { SubjectKind } from '../src/domain/subject.ts';
import type { Button, View } from '../src/domain/view.ts';
import { offersData } from '../src/exports/offer.ts';
import { overviewPage } from './parts/offer/overview.ts';
import { offerPages } from './parts/offer/view.ts';
import { dayOptions, readSubject, WORLD } from './parts/subject.ts';

/** True for what can be set beside another: a provider's offers, or one offer. */
const isSold = (kind: SubjectKind): boolean => kind === 'offer' || kind === 'provider';

/** Where an offer stands, in the world of the days asked for. */
export const offer = command({
  name: 'offer',
  options: {
    subject: { type: 'text', bare: true, required: true, suggest: 'subject' },
    ...WORLD,
  },
  answer: async (values, ask) => {
    const { messages: m, lang } = ask;
    const { record } = ask.queries;
    const days = dayOptions(values);
    const read = readSubject(values.subject, 'subject', ask, (id) => `offer ${id}${days}`);
    if ('refused' in read) return read.refused;
    const { subject } = read;
    const answer = record.offers(subject.id, ask.world(values));
    const data = offersData(answer, lang);
    const provider = subject.provider ?? subject.id;
    // Only what the reader looks for can ever be told of.
    const watchable = record.tracked.some((name) => name.subject === provider);
    const buttons: Button[] = [
      { label: m.offer.timeline, line: `timeline ${subject.id}${days}` },
      { label: m.offer.evidence, line: `evidence ${subject.id}${days}` },
      ...(isSold(subject.kind) ? [{ label: m.offer.compare, line: `compare ${subject.id}${days}` }] : []),
      ...(watchable ? [{ label: m.offer.watch, line: `watch providers:+${provider}` }] : []),
      // Who asks of the past wants the way back to today more than the news.
      days === ''
        ? { label: m.news.welcome.news, line: `news provider:${provider}` }
        : { label: m.offer.today, line: `offer ${subject.id}` },
    ];
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
        title: subject.name,
        tone: 'neutral',
        blocks: [
          { kind: 'text', line: [subject.summary[lang]] },
          { kind: 'note', line: [m.offer.noOffers] },
        ],
      };
      return { pages: [about], data };
    }
    // Whoever asks of a provider sees all it offers before the first of them.
    if (answer.offers.length > 1)
      return { pages: [overviewPage(subject, answer, days, buttons, ask), first, ...rest], data };
    return { pages: [first, ...rest], data };
  },
});
