import { command } from '../src/command.ts';
import { refusal } from './parts/refusal.ts';

/**
 * A person decides on a message of their channel, an operator on any: one whose answer was lost is sent again or taken as
 * sent, one that was given up is sent again. Reached by buttons.
 */
export const delivery = command({
  name: 'delivery',
  manages: true,
  operates: true,
  hidden: true,
  options: {
    id: { type: 'text', bare: true, required: true },
    decision: { type: 'choice', choices: ['again', 'there'], required: true },
  },
  answer: async (values, ask) => {
    const { messages: m } = ask;
    const decided = await ask.changes.decide(values.id, values.decision);
    if (!decided)
      return refusal(m, [m.answers.status.noDelivery(values.id.slice(0, 40))], {
        error: 'unknown_delivery',
        option: 'id',
      });
    return {
      pages: [
        {
          title: m.answers.status.decided,
          tone: 'neutral',
          blocks: [
            {
              kind: 'text',
              line: [values.decision === 'again' ? m.answers.status.decidedAgain : m.answers.status.decidedThere],
            },
          ],
        },
      ],
      data: { id: values.id, decision: values.decision },
      private: true,
    };
  },
});
