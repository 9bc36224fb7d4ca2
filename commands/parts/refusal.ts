import type { Answer } from '../../src/command.ts';
import type { Block, Button } from '../../src/domain/view.ts';
import type { Messages } from '../../src/messages/index.ts';

/** An answer that refuses: what was wrong, what to do, perhaps buttons that do it. `option` is the option at fault. */
export function refusal(
  messages: Messages,
  sentences: readonly string[],
  detail: {
    readonly error: string;
    readonly option?: string;
    readonly nearest?: readonly string[];
    readonly buttons?: readonly Button[];
  },
): Answer {
  const blocks: Block[] = sentences.map((text) => ({ kind: 'text', line: [text] }));
  if (detail.buttons && detail.buttons.length > 0) blocks.push({ kind: 'buttons', buttons: detail.buttons });
  return {
    pages: [{ title: messages.common.faults.title, tone: 'warn', blocks }],
    data: {
      error: detail.error,
      message: sentences.join(' '),
      ...(detail.option === undefined ? {} : { option: detail.option }),
      ...(detail.nearest === undefined ? {} : { nearest: detail.nearest }),
    },
    private: true,
    ok: false,
  };
}
