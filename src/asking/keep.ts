import { createHash } from 'node:crypto';
import type { Keyv } from 'keyv';
import type { Answer } from '../command.ts';
import type { Block, Button, View } from '../domain/view.ts';
import type { Messages } from '../messages/index.ts';
import type { HeldForm } from './form.ts';

/** Longest button line that every platform carries itself (Discord's custom ids hold 100 characters). */
const MAX_BUTTON = 90;

/** How long what is kept lives, in milliseconds: a button or page older than this asks to be asked again. */
const KEEP_MS = 7 * 24 * 3_600_000;

/**
 * What may be lost and expires by itself: pages behind "next", long button lines, half-filled forms. Each is kept for an
 * owner (a channel, or a person in it), and nobody else's token leads to it.
 */
export type Keep = {
  /** Keeps the other pages of an answer and gives the page to show, with its buttons. */
  readonly page: (pages: Answer['pages'], n: number, token: string | null, messages: Messages) => Promise<View>;
  readonly pagesOf: (token: string) => Promise<Answer['pages'] | null>;
  /** The same view with every button line short enough for all platforms. */
  readonly shorten: (view: View) => Promise<View>;
  readonly lineOf: (token: string) => Promise<string | null>;
  readonly holdForm: (form: HeldForm) => Promise<string>;
  readonly formOf: (token: string) => Promise<HeldForm | null>;
};

const tokenOf = (...parts: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 16);

/** Keeps on Keyv, for one owner. Tokens are hashes of content and owner, so that keeping the same thing twice costs nothing. */
export function createKeep(keyv: Keyv, owner: string): Keep {
  const keyOf = (kind: string, token: string): string => `${kind}:${tokenOf(owner)}:${token}`;
  const hold = async (kind: string, value: unknown): Promise<string> => {
    const token = tokenOf(owner, value);
    await keyv.set(keyOf(kind, token), value, KEEP_MS);
    return token;
  };
  const shortenButton = async (button: Button): Promise<Button> =>
    button.line.length <= MAX_BUTTON ? button : { ...button, line: `go ${await hold('line', button.line)}` };

  return {
    page: async (pages, n, known, messages) => {
      const view = pages[n] ?? pages[0];
      if (pages.length === 1) return view;
      const token = known ?? (await hold('pages', pages));
      const buttons: Button[] = [];
      if (n > 0) buttons.push({ label: messages.common.previous, line: `page ${token} number:${n}` });
      if (n < pages.length - 1)
        buttons.push({ label: messages.common.next, line: `page ${token} number:${n + 2}`, style: 'primary' });
      // One row of buttons, "next" first: a row of its own gets lost under a long answer.
      const last = view.blocks.at(-1);
      const own = last?.kind === 'buttons' ? last.buttons : [];
      const blocks: Block[] = [
        ...(last?.kind === 'buttons' ? view.blocks.slice(0, -1) : view.blocks),
        { kind: 'note', line: [messages.common.pageOf(n + 1, pages.length)] },
        { kind: 'buttons', buttons: [...buttons, ...own] },
      ];
      return { ...view, blocks };
    },
    pagesOf: async (token) => (await keyv.get<Answer['pages']>(keyOf('pages', token))) ?? null,
    shorten: async (view) => ({
      ...view,
      blocks: await Promise.all(
        view.blocks.map(async (block) =>
          block.kind === 'buttons' ? { ...block, buttons: await Promise.all(block.buttons.map(shortenButton)) } : block,
        ),
      ),
    }),
    lineOf: async (token) => (await keyv.get<string>(keyOf('line', token))) ?? null,
    holdForm: (form) => hold('form', form),
    formOf: async (token) => (await keyv.get<HeldForm>(keyOf('form', token))) ?? null,
  };
}
