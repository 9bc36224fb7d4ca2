import type { Messages } from '../en/index.ts';

/** The place in brackets, where it may be named. */
const at = (where: string): string => (where === '' ? '' : ` (${where})`);

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
    what: `La base ne peut pas être écrite : le disque ou le dossier est en lecture seule pour cet utilisateur${at(where)}.`,
    todo: 'Donnez à l’utilisateur qui lance Vigie le droit d’y écrire, ou nommez un autre lieu dans VIGIE_DATA ou DATABASE_URL.',
  }),
  store_corrupt: (where, detail) => ({
    what: `La base est endommagée, ou n’est pas une base de Vigie${at(where)} : ${detail}.`,
    todo: 'Restaurez la dernière sauvegarde : npm run -s vigie -- restore FICHIER.',
  }),
  store_newer: (where) => ({
    what: `La base a été écrite par une Vigie plus récente${at(where)}. Rien n’a été modifié.`,
    todo: 'Installez cette version ou une plus récente.',
  }),
  store_not_folder: (where) => ({
    what: `VIGIE_DATA doit nommer un dossier, et un fichier s’y trouve ou en barre le chemin${at(where)}.`,
    todo: 'Nommez un dossier dans VIGIE_DATA, ou déplacez ce fichier.',
  }),
  store_bad_folder: (where, detail) => ({
    what: `La base ne peut pas être ouverte dans ce dossier${at(where)} : ${detail}.`,
    todo: 'Vérifiez que vigie.db et vigie.lock y sont des fichiers, ou nommez un autre dossier dans VIGIE_DATA.',
  }),
  store_unreachable: (where, detail) => ({
    what: `PostgreSQL ne répond pas${at(where)} : ${detail}.`,
    todo: 'Vérifiez que le serveur tourne et que DATABASE_URL nomme les bons hôte et port.',
  }),
  store_refused: (where, detail) => ({
    what: `PostgreSQL ne laisse pas entrer Vigie${at(where)} : ${detail}.`,
    todo: 'Vérifiez que DATABASE_URL nomme les bons utilisateur, mot de passe et base.',
  }),
  store_contended: (where) => ({
    what: `La base est tenue par un autre programme pour l’instant${at(where)}.`,
    todo: 'Réessayez dans un instant ; mettez fin à une sauvegarde ou à un lecteur qui la tient ouverte.',
  }),
};
