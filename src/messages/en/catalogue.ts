import type { CatalogueTrouble } from '../../doctor/finding.ts';

/** What is wrong with the catalogue of feeds. */
export const catalogue = {
  codes: {
    no_file: 'there is no such file',
    folder: 'a folder stands there, and a file is wanted',
    forbidden: 'the user who runs Vigie may not read it',
    empty: 'nothing stands in it',
    too_large: 'it is larger than any catalogue may be',
    too_deep: 'it is nested too deep',
    too_many: 'it lists more feeds than may be read',
    unreadable: 'this is neither YAML nor OPML',
    no_feeds: 'it holds no list of feeds',
    bad_entry: 'this entry is not a list of fields',
    missing: 'this field is missing; add it',
    unknown_field: 'this field is not known; correct or remove it',
    bad_value: 'this value cannot be; correct it',
    duplicate: 'an entry above has this already; remove one of them',
  } as Readonly<Record<string, string>>,
  cannot: (where: string): string => `The feed catalogue cannot be used (${where}):`,
  fault: ({ line, place, code, value, allowed }: CatalogueTrouble): string =>
    [
      ...(line === null ? [] : [`line ${line}`]),
      ...(place === '' ? [] : [place]),
      `${catalogue.codes[code] ?? code}${value === null ? '' : ` (“${value}”)`}${allowed.length === 0 ? '' : `; expected: ${allowed.join(', ')}`}`,
    ].join(': '),
  more: (n: number): string => `and ${n} more.`,
  todo: 'Correct the file, name another in FEEDS_CATALOGUE, or empty FEEDS_CATALOGUE to read the project’s own feeds.',
};
