import type { Messages } from '../en/index.ts';

export const slack: Messages['slack'] = {
  about: 'La vigie du cloud souverain : actualités, qualifications et promesses, chacune avec sa source',
  aboutLong:
    'Vigie lit l’actualité du cloud souverain, raconte chaque histoire une seule fois dans les canaux qui l’ont demandée et la tient à jour quand elle est confirmée ou démentie. Elle tient un registre sourcé de ce que chaque offre a promis et livré, et répond à la date que l’on veut.',
  all: 'Tout demander à la vigie : offre, actus, suivre, aide…',
  allHint: 'aide · offre bleu · suivre',
  cut: 'abrégé : Slack n’affiche pas davantage dans un message',
  pressExpired: 'Ce bouton est trop ancien',
  pressExpiredHint: 'Reposez la question par la commande, puis utilisez le nouveau bouton.',
  formLate: 'Slack a fermé le formulaire avant son ouverture',
  formLateHint: 'Appuyez encore une fois sur le bouton.',
  filesOf: (title) => `Fichiers : ${title}`,
  filesHere: 'Les fichiers sont dans cette conversation.',
  filesOwn: 'Les fichiers sont dans vos messages avec Vigie.',
  filesNoScope:
    'Les fichiers n’ont pas pu être remis : l’application Slack n’a pas le droit files:write. La personne qui administre Vigie l’ajoute avec le nouveau manifeste ; d’ici là, le terminal les donne : npm run -s vigie -- ask "…" --save DOSSIER.',
  filesNoPlace:
    'Les fichiers n’ont pu être déposés ni ici ni dans vos messages. Invitez Vigie avec /invite, puis reposez la question.',
  filesFailed: 'Slack n’a pas pris les fichiers. Reposez la question dans un instant.',
};
