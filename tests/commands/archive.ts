import type { Corroboration, Member, Story } from '../../src/domain/story.ts';
import type { Store } from '../../src/ports.ts';
import { item, member, story, traits } from '../store/samples.ts';

/** One telling of a story: by whom, when, how, and in which words. */
type Telling = {
  readonly title: string;
  readonly summary?: string;
  readonly publisher: string;
  readonly day: string;
  readonly origin?: string;
  readonly stance?: string;
  readonly kind?: Member['kind'];
};

/** Stores a story with its items, as an intake would. */
export async function tell(
  store: Store,
  id: string,
  over: Partial<Story> & { readonly corroboration?: Corroboration },
  tellings: readonly Telling[],
): Promise<void> {
  const last = tellings.at(-1)?.day ?? '2026-11-20';
  const at = (day: string) => `${day}T08:00:00.000Z`;
  const parts = tellings.map((t, i) => ({
    key: `k-${id}-${i}`,
    telling: t,
    member: member(`k-${id}-${i}`, {
      feed: t.publisher,
      title: t.title,
      link: `https://${t.publisher}.example/${id}/${i}`,
      publisher: t.publisher,
      origin: t.origin ?? t.publisher,
      stance: t.stance ?? 'confirmed',
      kind: t.kind ?? 'press',
      published: at(t.day),
      joinedAt: at(t.day),
    }),
  }));
  const [first, ...more] = parts;
  if (!first) return;
  const told = story(id, {
    title: first.telling.title,
    openedAt: at(first.telling.day),
    grownAt: at(last),
    origins: [...new Set(parts.map((p) => p.member.origin))],
    ...over,
  });
  await store.stories.add(told, first.member, traits(told));
  for (const [i, part] of more.entries()) {
    const grown = { ...told, version: i + 2 };
    await store.stories.grow(grown, part.member, traits(grown));
  }
  for (const { key, telling, member: of } of parts) {
    await store.items.add(
      item(key, {
        feed: of.feed,
        title: telling.title,
        summary: telling.summary ?? '',
        categories: [],
        link: of.link,
        published: of.published,
        story: id,
      }),
    );
  }
}
