import type { CommandWords } from '../en/commands.ts';

const asOf = { name: 'au', description: 'Ce qui était vrai ce jour-là (2022-06-30, 2022-06, 2022)' };
const knownOn = { name: 'connu-le', description: 'Avec ce qui était public à cette date' };
const recordedOn = { name: 'enregistre-le', description: 'Ce que Vigie aurait répondu ce jour-là' };

export const commands: Readonly<Record<string, CommandWords>> = {
  offer: {
    name: 'offre',
    description: 'Où en est une offre : disponibilité, qualification, promesses, actionnaires, sources',
    options: {
      subject: { name: 'offre', description: 'Offre ou fournisseur : bleu, s3ns, outscale…' },
      asOf,
      knownOn,
      recordedOn,
    },
  },
  offers: {
    name: 'offres',
    description: 'Toutes les offres en un tableau : disponibilité, SecNumCloud, jusqu’à quand',
    options: {
      qualified: { name: 'qualifie', description: 'oui, non, ou un référentiel : SecNumCloud' },
      status: {
        name: 'statut',
        description: 'Où en est une offre',
        choices: {
          rumoured: 'rumeur',
          announced: 'annoncé',
          pre_commercial: 'pré-commercialisation',
          launched: 'commercialisé',
          generally_available: 'disponible pour tous',
          abandoned: 'abandonné',
          discontinued: 'arrêté',
        },
      },
      service: { name: 'service', description: 'Un service ou une couche : IaaS, Kubernetes, BigQuery…' },
      country: { name: 'pays', description: 'Pays du fournisseur : FR, DE…' },
      asOf,
      knownOn,
      recordedOn,
    },
  },
  compare: {
    name: 'comparer',
    description: 'Deux à quatre offres côte à côte',
    options: {
      a: { name: 'a', description: 'Première offre, ou toutes : bleu, s3ns' },
      b: { name: 'b', description: 'Deuxième offre' },
      c: { name: 'c', description: 'Troisième offre' },
      d: { name: 'd', description: 'Quatrième offre' },
      asOf,
      knownOn,
      recordedOn,
    },
  },
  timeline: {
    name: 'chronologie',
    description: 'Ce qui est arrivé à une offre et quand, avec une image',
    options: {
      subject: { name: 'offre', description: 'Offre ou fournisseur : bleu, s3ns, outscale…' },
      since: { name: 'depuis', description: 'À partir de ce jour : 2024, 2024-06' },
      asOf,
      knownOn,
      recordedOn,
    },
  },
  promises: {
    name: 'promesses',
    description: 'Ce qui a été promis pour quand, et ce qui en est advenu',
    options: {
      provider: { name: 'fournisseur', description: 'Seulement ce fournisseur' },
      asOf,
      knownOn,
      recordedOn,
    },
  },
  expiring: {
    name: 'echeances',
    description: 'Qualifications qui s’achèvent, achevées ou renouvelées',
    options: {
      days: { name: 'jours', description: 'Combien de jours à venir ; 180 sans indication' },
      asOf,
      knownOn,
      recordedOn,
    },
  },
  evidence: {
    name: 'preuve',
    description: 'Tout ce sur quoi une réponse repose, en fichiers datés à conserver',
    options: {
      subject: { name: 'offre', description: 'Offre ou fournisseur : bleu, s3ns, outscale…' },
      asOf,
      knownOn,
      recordedOn,
    },
  },
  search: {
    name: 'chercher',
    description: 'Chercher des mots dans tout ce que la base affirme',
    options: {
      text: { name: 'texte', description: 'Mots à chercher, sans souci d’accents ni de terminaisons' },
      subject: { name: 'offre', description: 'Seulement ce qui est dit de cette offre ou de ce fournisseur' },
      asOf,
      knownOn,
      recordedOn,
    },
  },
  news: {
    name: 'actus',
    description: 'L’archive : les histoires du marché, les plus récentes d’abord',
    options: {
      text: { name: 'texte', description: 'Mots à chercher, sans souci d’accents ni de terminaisons' },
      provider: { name: 'fournisseur', description: 'Seulement ce qui nomme ce fournisseur' },
      event: { name: 'evenement', description: 'Seulement ce type d’événement' },
      since: { name: 'depuis', description: 'À partir de ce jour : 2026-11, lundi, 7j' },
    },
  },
  story: {
    name: 'histoire',
    description: 'Une histoire : qui la raconte, sur la foi de qui, comment elle s’est établie',
    options: { id: { name: 'id', description: 'L’identifiant de la carte, un lien, ou des mots de son titre' } },
  },
  track: {
    name: 'pister',
    description: 'Suivre un nom à vous dans ce seul salon : société, produit ou projet',
    options: {
      name: { name: 'nom', description: 'Le nom ; sans nom, ceux qui sont suivis' },
      context: { name: 'contexte', description: 'Mots qui montrent que c’est bien lui, séparés par des virgules' },
      risk: {
        name: 'risque',
        description: 'Combien on le prend aisément pour autre chose',
        choices: { low: 'faible', mid: 'moyen', high: 'fort' },
      },
      remove: { name: 'retirer', description: 'Un nom à ne plus suivre' },
    },
  },
  feeds: {
    name: 'flux',
    description: 'Les flux lus : liste, ajouter, retirer, vérifier, importer, exporter',
    options: {
      address: { name: 'adresse', description: 'Une adresse, un titre, ou des mots pour filtrer la liste' },
      action: {
        name: 'action',
        description: 'Que faire ; sans elle, la liste',
        choices: {
          list: 'liste',
          add: 'ajouter',
          remove: 'retirer',
          check: 'vérifier',
          import: 'importer',
          export: 'exporter',
        },
      },
      state: {
        name: 'etat',
        description: 'Seulement les flux dans cet état',
        choices: {
          failing: 'en panne',
          unread: 'pas encore lus',
          silent: 'silencieux',
          moved: 'déménagés',
          stopped: 'arrêtés',
          added: 'ajoutés ici',
        },
      },
      confirm: { name: 'confirmer', description: 'Le faire sans redemander', choices: { yes: 'oui' } },
      for: {
        name: 'pour',
        description: 'Pour qui il est retiré : ici, ou pour tous (opérateurs)',
        choices: { here: 'ici', everyone: 'tous' },
      },
    },
  },
  watch: {
    name: 'suivre',
    description: 'Envoyer les nouvelles du marché dans ce salon',
    options: {
      preset: { name: 'choix', description: 'tout, qualifications, rumeurs, ou un fournisseur' },
      providers: { name: 'fournisseurs', description: 'bleu,s3ns remplace, +bleu ajoute, -bleu écarte ; tous' },
      events: {
        name: 'evenements',
        description: 'Types d’événement : retard remplace, +retard ajoute, -opinion écarte ; tous',
      },
      min: {
        name: 'min',
        description: 'Degré de confirmation minimal d’une histoire',
        choices: { rumour: 'rumeur', reported: 'rapporté', confirmed: 'confirmé' },
      },
      lang: { name: 'langue', description: 'Langue des cartes', choices: { fr: 'français', en: 'anglais' } },
      mode: {
        name: 'mode',
        description: 'Tout de suite, ou seulement dans le bilan hebdomadaire',
        choices: { instant: 'tout de suite', digest: 'bilan' },
      },
      quiet: { name: 'silence', description: 'Heures de silence, 22:00-07:00, ou aucune' },
      zone: { name: 'fuseau', description: 'Fuseau horaire, Europe/Paris' },
      perHour: {
        name: 'par-heure',
        description: 'Cartes en une heure avant que les suivantes arrivent ensemble : 1 à 60',
      },
    },
  },
  watching: { name: 'suivi', description: 'Ce que ce salon reçoit', options: {} },
  unwatch: { name: 'ne-plus-suivre', description: 'Ne plus rien envoyer dans ce salon', options: {} },
  mute: {
    name: 'sourdine',
    description: 'Ne plus entendre parler d’un fournisseur, d’une histoire ou d’un type d’événement quelque temps',
    options: {
      what: { name: 'quoi', description: 'fournisseur, histoire, type d’événement, ou tout' },
      for: { name: 'duree', description: 'Combien de temps : 8h, 7j, 2s' },
    },
  },
  unmute: {
    name: 'fin-sourdine',
    description: 'En entendre parler de nouveau',
    options: { what: { name: 'quoi', description: 'fournisseur, histoire, type d’événement, ou tout' } },
  },
  why: {
    name: 'pourquoi',
    description: 'Pourquoi un article a été envoyé ici, ou pourquoi non',
    options: { what: { name: 'quoi', description: 'Un lien, ou l’identifiant de la carte' } },
  },
  status: { name: 'etat', description: 'Comment se porte la vigie elle-même', options: {} },
  help: {
    name: 'aide',
    description: 'Ce que l’on peut demander',
    options: { topic: { name: 'commande', description: 'Une commande' } },
  },
  digest: {
    name: 'bilan',
    description: 'Le bilan hebdomadaire de ce salon : le voir, régler son jour et son heure, l’arrêter',
    options: {
      action: {
        name: 'action',
        description: 'Voir où il en est, régler quand il arrive, ou l’arrêter',
        choices: { now: 'maintenant', schedule: 'régler', off: 'arrêter' },
      },
      day: {
        name: 'jour',
        description: 'Jour de la semaine',
        choices: {
          monday: 'lundi',
          tuesday: 'mardi',
          wednesday: 'mercredi',
          thursday: 'jeudi',
          friday: 'vendredi',
          saturday: 'samedi',
          sunday: 'dimanche',
        },
      },
      hour: { name: 'heure', description: 'Heure du jour, 09:00' },
      zone: { name: 'fuseau', description: 'Fuseau horaire, Europe/Paris' },
      week: { name: 'semaine', description: 'Un bilan passé en détail, 2026-W47' },
    },
  },
  delivery: {
    name: 'envoi',
    description: 'Décider d’un message peut-être envoyé',
    options: {
      id: { name: 'id', description: 'Quel message' },
      decision: {
        name: 'decision',
        description: 'Le renvoyer, ou le tenir pour envoyé',
        choices: { again: 'renvoyer', there: 'il y est' },
      },
    },
  },
  undo: {
    name: 'annuler',
    description: 'Revenir sur un changement des réglages',
    options: { id: { name: 'id', description: 'Quel changement' } },
  },
  go: { name: 'go', description: 'Un bouton gardé', options: { token: { name: 'jeton', description: 'Quel bouton' } } },
  page: {
    name: 'page',
    description: 'Une autre page d’une longue réponse',
    options: {
      token: { name: 'jeton', description: 'Quelle réponse' },
      number: { name: 'numero', description: 'Quelle page' },
    },
  },
};
