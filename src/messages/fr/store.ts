import type { Messages } from '../en/index.ts';

/** The place in brackets, where it may be named. */
const at = (where: string): string => (where === '' ? '' : ` (${where})`);

/** La version du schéma, dont la machine dit plus. */
const versionIn = (detail: string): string => /\d+/.exec(detail)?.[0] ?? '?';

export const store: Messages['store'] = {
  store_locked: (where) => ({
    what: `Une autre Vigie tourne sur ce dossier de données${at(where)}.`,
    todo: 'Arrêtez-la d’abord, ou nommez un autre dossier dans VIGIE_DATA.',
  }),
  store_full: (where) => ({
    what: `Le disque est plein : plus rien ne peut être écrit${at(where)}. Ce qui était gardé le reste.`,
    todo: 'Faites de la place sur ce disque ; Vigie reprend d’elle-même.',
  }),
  store_read_only: (where) => ({
    what: `La base est inutilisable${at(where)} : le disque ou le dossier est en lecture seule pour cet utilisateur.`,
    todo: 'Donnez à l’utilisateur qui lance Vigie le droit d’y écrire, ou nommez un autre lieu dans VIGIE_DATA ou DATABASE_URL.',
  }),
  store_corrupt: (where, detail) => ({
    what: `La base est inutilisable${at(where)} : elle est endommagée, ou n’est pas de Vigie (${detail}).`,
    todo: 'Restaurez la dernière sauvegarde : npm run -s vigie -- restore FICHIER.',
  }),
  store_newer: (where, detail) => ({
    what: `La base est inutilisable${at(where)} : son schéma est en version ${versionIn(detail)}, en avance sur ce programme.`,
    todo: 'Une Vigie plus récente l’a écrite : installez cette version ou une plus récente. Rien n’a été modifié.',
  }),
  store_not_folder: (where) => ({
    what: `La base est inutilisable${at(where)} : VIGIE_DATA doit nommer un dossier, et un fichier s’y trouve ou en barre le chemin.`,
    todo: 'Nommez un dossier dans VIGIE_DATA, ou déplacez ce fichier.',
  }),
  store_bad_folder: (where, detail) => ({
    what: `La base est inutilisable${at(where)} : ${detail}.`,
    todo: 'Vérifiez que vigie.db et vigie.lock y sont des fichiers, ou nommez un autre dossier dans VIGIE_DATA.',
  }),
  store_unreachable: (where, detail) => ({
    what: `La base est inutilisable${at(where)} : PostgreSQL ne répond pas (${detail}).`,
    todo: 'Vérifiez que le serveur tourne et que DATABASE_URL nomme les bons hôte et port.',
  }),
  store_refused: (where, detail) => ({
    what: `La base est inutilisable${at(where)} : PostgreSQL ne laisse pas entrer Vigie (${detail}).`,
    todo: 'Vérifiez que DATABASE_URL nomme les bons utilisateur, mot de passe et base.',
  }),
  store_contended: (where) => ({
    what: `La base est tenue par un autre programme pour l’instant${at(where)}.`,
    todo: 'Réessayez dans un instant ; mettez fin à une sauvegarde ou à un lecteur qui la tient ouverte.',
  }),
};
