import type { Messages } from '../en/index.ts';

export const catalogue: Messages['catalogue'] = {
  codes: {
    no_file: 'ce fichier n’existe pas',
    folder: 'un dossier s’y trouve, et il faut un fichier',
    forbidden: 'l’utilisateur qui lance Vigie n’a pas le droit de le lire',
    empty: 'il est vide',
    too_large: 'il dépasse la taille de tout catalogue',
    too_deep: 'l’imbrication est trop profonde',
    too_many: 'il contient plus de flux qu’il n’en peut être lu',
    unreadable: 'ce n’est ni du YAML ni de l’OPML',
    no_feeds: 'il ne contient aucune liste de flux',
    bad_entry: 'cette entrée n’est pas une liste de champs',
    missing: 'ce champ manque ; ajoutez-le',
    unknown_field: 'ce champ est inconnu ; corrigez-le ou enlevez-le',
    bad_value: 'cette valeur est impossible ; corrigez-la',
    duplicate: 'une entrée plus haut l’a déjà ; enlevez l’une des deux',
  },
  cannot: (where) => `Le catalogue des flux est inutilisable (${where}) :`,
  fault: ({ line, place, code, value, allowed }) =>
    [
      ...(line === null ? [] : [`ligne ${line}`]),
      ...(place === '' ? [] : [place]),
      `${catalogue.codes[code] ?? code}${value === null ? '' : ` (« ${value} »)`}${allowed.length === 0 ? '' : ` ; attendu : ${allowed.join(', ')}`}`,
    ].join(' : '),
  more: (n) => `et ${n} de plus.`,
  todo: 'Corrigez le fichier, nommez-en un autre dans FEEDS_CATALOGUE, ou videz FEEDS_CATALOGUE pour lire les flux du projet.',
};
