import type { Ask } from '../../src/command.ts';
import { LANGS } from '../../src/domain/language.ts';
import type { Subject } from '../../src/domain/subject.ts';
import type { MinCorroboration } from '../../src/domain/subscription.ts';
import { foldName } from '../../src/domain/text.ts';
import type { Button } from '../../src/domain/view.ts';
import { messagesOf } from '../../src/messages/index.ts';
import { ALL_WORDS } from './settings.ts';

/** What a preset names of the settings; what it leaves out stays as it is. */
export type Preset = {
  readonly providers?: readonly string[];
  readonly events?: readonly string[];
  readonly min?: MinCorroboration;
};

const EVERYTHING: Preset = { providers: ['all'], events: ['all'] };
const QUALIFICATIONS: Preset = { events: ['qualification_granted', 'qualification_milestone'], min: 'reported' };
const RUMOURS: Preset = { events: ['rumour'], min: 'rumour' };
const WORDS: readonly { readonly words: readonly string[]; readonly preset: Preset }[] = [
  { words: ['qualification', 'qualifications', 'qualified', 'qualifie'], preset: QUALIFICATIONS },
  { words: ['rumour', 'rumours', 'rumor', 'rumors', 'rumeur', 'rumeurs'], preset: RUMOURS },
];

/** The preset that words name: everything, qualifications, rumours; else they are taken for names of providers. */
export function readPreset(text: string): Preset {
  const wanted = foldName(text);
  const titles = LANGS.map((lang) => messagesOf(lang).news.presets);
  if (ALL_WORDS.includes(wanted) || titles.some((t) => foldName(t.all) === wanted)) return EVERYTHING;
  const named = WORDS.find(({ words }) => words.includes(wanted));
  if (named) return named.preset;
  const providers = text
    .split(/[,;]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  return providers.length === 0 ? {} : { providers };
}

/** How many of the newest stories tell which provider is most spoken of. */
const LOOKED_AT = 30;

/** The provider that most of the newest stories are chiefly about; null while there are none. */
async function mostTold(ask: Ask): Promise<Subject | null> {
  const { record, search } = ask.queries;
  const stories = await search({ own: [], limit: LOOKED_AT });
  const mains = stories.flatMap((story) => {
    const subject = story.main === null ? null : record.subject(story.main);
    return subject?.kind === 'offer' || subject?.kind === 'provider' ? [subject.provider ?? subject.id] : [];
  });
  const counted = [...Map.groupBy(mains, (id) => id)].sort((a, b) => b[1].length - a[1].length);
  return counted[0] === undefined ? null : record.subject(counted[0][0]);
}

/** Buttons that begin with a preset, for a channel that watches nothing; the provider offered is the one most in the news. */
export async function presetButtons(ask: Ask): Promise<Button[]> {
  const w = ask.messages.news.presets;
  const provider = await mostTold(ask);
  return [
    { label: w.all, line: 'watch preset:all', style: 'primary' },
    { label: w.qualifications, line: 'watch preset:qualifications' },
    { label: w.rumours, line: 'watch preset:rumours' },
    ...(provider === null
      ? []
      : [{ label: w.provider(provider.name).slice(0, 75), line: `watch preset:${provider.id}` }]),
    { label: ask.messages.answers.watch.adjust, line: 'watch', form: true },
  ];
}
