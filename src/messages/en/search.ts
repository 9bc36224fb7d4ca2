const statements = (n: number): string => (n === 1 ? '1 statement' : `${n} statements`);

/** Words of the search among statements. */
export const search = {
  title: (text: string): string => `Search: ${text}`,
  count: (n: number, shown: number): string =>
    n > shown ? `${statements(n)}; the ${shown} that fit best` : statements(n),
  about: (name: string): string => `about ${name}`,
  any: 'No statement has all of this; those that have most of it come first.',
  none: 'No statement holds any of these words.',
  noneAbout: (name: string): string => `No statement about ${name} holds any of these words.`,
  noneThen: 'Nothing of the kind was known by then.',
  missing: (word: string): string => `“${word}” stands in no statement.`,
  meant: (words: readonly string[]): string =>
    `Did you mean ${new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(words.map((word) => `“${word}”`))}?`,
  noWords: (given: string): string => `“${given}” holds no word that can be searched for.`,
  marks: { unconfirmed: 'not confirmed', false: 'known to be wrong', contested: 'contested' },
  others: (n: number): string => (n === 1 ? 'and 1 other source' : `and ${n} other sources`),
  only: (name: string, n: number): string => `Only ${name} (${n})`,
  everybody: 'About everybody',
  today: 'By all that is known today',
  news: 'Search the news',
  offer: (name: string): string => `Where ${name} stands`,
};
