import type { Answer, Ask } from '../../../src/command.ts';
import { differences, type Setting } from '../../../src/domain/settings.ts';
import type { Subscription } from '../../../src/domain/subscription.ts';
import type { Block, Button } from '../../../src/domain/view.ts';
import { ownNames } from '../names.ts';
import { settingsBlock, settingsData, settingWords } from '../settings.ts';

/** The ids that a list had and has no longer. */
function gone(before: Subscription, after: Subscription): readonly string[] {
  if (before.providers === 'all') return (after.except ?? []).filter((id) => !before.except?.includes(id));
  const kept = after.providers === 'all' ? null : after.providers;
  return kept === null ? [] : before.providers.filter((id) => !kept.includes(id));
}

/** Each setting that differs, as it was and as it is; providers that left are named. */
export function changeBlocks(before: Subscription, after: Subscription, ask: Ask): readonly Block[] {
  const w = ask.messages.answers.watch;
  const changed = differences(before, after);
  const facts = changed.map((setting) => ({
    label: w[setting],
    value: [w.way(settingWords(setting, before, ask), settingWords(setting, after, ask))],
  }));
  const left = changed.includes('providers') ? gone(before, after) : [];
  const names = left.map((id) => ask.queries.record.subject(id)?.name ?? id);
  return [
    { kind: 'heading', text: w.changed },
    { kind: 'facts', facts },
    ...(names.length > 0 ? ([{ kind: 'text', line: [w.left(ask.messages.common.and(names))] }] as const) : []),
  ];
}

/** The button that takes a change back. */
export function undoButton(id: string, ask: Ask): Button {
  return { label: ask.messages.answers.mute.undo, line: `undo ${id}` };
}

/** The settings of a channel that watched before and watches now: what changed, how they stand, and the way back. */
export async function changedAnswer(
  settled: { readonly before: Subscription; readonly after: Subscription; readonly undo: string | null },
  ask: Ask,
  note: string | null = null,
): Promise<Answer> {
  const { before, after, undo } = settled;
  const w = ask.messages.answers.watch;
  const changed: readonly Setting[] = differences(before, after);
  const told = note ?? (changed.length === 0 ? w.same : null);
  const buttons: Button[] = [
    ...(undo === null ? [] : [undoButton(undo, ask)]),
    { label: w.adjust, line: 'watch', form: true },
    { label: w.stop, line: 'unwatch', style: 'danger' },
  ];
  return {
    pages: [
      {
        title: w.done,
        tone: 'good',
        blocks: [
          ...(changed.length > 0 ? changeBlocks(before, after, ask) : []),
          ...(told === null ? [] : ([{ kind: 'text', line: [told] }] as const)),
          { kind: 'heading', text: w.standing },
          settingsBlock(after, ask, await ownNames(ask)),
          { kind: 'buttons', buttons },
        ],
      },
    ],
    data: { watching: settingsData(after), before: settingsData(before), changed, undo },
  };
}
