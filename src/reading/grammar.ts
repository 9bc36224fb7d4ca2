/** Closed classes of French, English and German words that tell how a name stands in its sentence. Folded forms. */

const set = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/).filter((w) => w !== ''));

/** Articles and possessives: a company name seldom takes one, a common noun always does. */
export const DETERMINERS =
  set(`le la les l un une des du ce cet cette ces son sa ses leur leurs notre nos votre vos mon ma mes ton ta tes
  aux au quel quelle chaque tout toute tous toutes plusieurs quelques
  the a an this that these those my your his its our their every each some any
  der die das den dem ein eine einen einem einer kein keine sein seine ihr ihre unser unsere im zum zur`);

/** Prepositions that take actors: chez X, par X, with X. With how much they weigh. */
export const ACTOR_PREPOSITIONS: ReadonlyMap<string, number> = new Map([
  ['chez', 3], ['par', 2], ['avec', 2], ['contre', 1], ['selon', 2], ['entre', 1], ['vers', 1], ['via', 1], ['sur', 1], ['a', 1], ['pour', 1],
  ['by', 2], ['with', 2], ['at', 2], ['from', 1], ['against', 1], ['to', 1], ['for', 1], ['on', 1], ['between', 1],
  ['bei', 3], ['mit', 2], ['von', 1], ['durch', 2],
]); // biome-ignore format: a table

/** Other function words: they neither speak for nor against a name. */
export const FUNCTION_WORDS =
  set(`de d et ou mais donc or ni car que qu qui dont quand comme si ne n pas plus en dans sous sans apres avant
  depuis pendant des lors face malgre hors y se s c j m t a ainsi aussi avec deja encore enfin puis pourquoi comment ce vers selon
  of and or but in into over under after before since while as if than then when why how what not no nor also against about
  und oder aber auch in aus nach vor zu fur auf an uber unter ohne gegen wie wann warum nicht als`);

/** Offices and parts of a company that are followed by "de X", "of X", "von X". */
export const OFFICES =
  set(`president presidente pdg dg directeur directrice patron patronne fondateur fondatrice cofondateur cofondatrice
  dirigeant dirigeante responsable actionnaire actionnaires client clients cliente clientes filiale filiales salaries equipes partenaire
  partenaires concurrent concurrents rival coentreprise porte offre offres cloud plateforme plateformes capital datacenter datacenters
  lancement rachat naissance creation arrivee qualification
  ceo cto cfo chief chairman chairwoman founder cofounder boss head customers customer client clients subsidiary owner owners shareholder
  shareholders rivals competitors launch
  chef chefin geschaftsfuhrer vorstand kunden kunde tochter`);

/** Nouns that stand in apposition before a company's name: "la coentreprise Bleu", "the provider X". */
export const APPOSITIONS =
  set(`societe coentreprise entreprise entite groupe filiale fournisseur fournisseurs operateur hebergeur hebergeurs
  prestataire editeur acteur acteurs startup offre projet plateforme cloud clouds consortium candidat concurrent champion venture jv
  company provider providers vendor firm operator hoster platform player project offering
  unternehmen anbieter betreiber firma`);

/** Verbs in the third person, as headlines use them of companies. */
export const VERBS =
  set(`cree creent fonde fondent montent creera detaille rejoignent choisissent quittent rachetent selectionne selectionnent retient retiennent privilegie testent utilise utilisent soutient finance critique annonce annoncent lance lancent obtient obtiennent decroche decrochent devoile devoilent officialise presente presentent
  signe signent choisit ouvre ouvrent ferme veut veulent va vont peut peuvent doit doivent prevoit prevoient compte comptent vise visent
  prepare preparent reporte repousse retarde renonce abandonne acquiert rachete leve recrute nomme cherche mise parie promet promettent
  propose proposent deploie deploient demarre demarrent franchit passe poursuit porte remporte gagne perd recoit accueille rejoint quitte
  integre construit investit etend renforce accelere complete enrichit revendique affirme assure explique confirme dement nie refuse accuse
  attaque defend repond reagit s associe allie noue conclut conteste saisit livre fournit vend commercialise heberge protege certifie depose
  fait met prend tient entend espere attend compte figure reste devient subit souffre tombe revient avance recule convainc seduit mue change
  dit espace augmente baisse publie affiche realise enregistre engrange table migre bascule teste choisissent adopte
  presents shows prepares pushes tests uses hires cuts lists warns asks invests struggles passes announces launches unveils signs opens closes wins loses gets gains obtains receives secures achieves earns passes plans wants aims seeks
  expects delays postpones drops cancels buys acquires raises hires names picks selects chooses joins leaves builds invests expands adds
  offers sells delivers hosts protects says said confirms denies rejects sues faces suffers hits becomes begins starts ends moves shuts
  goes makes takes partners teams reports posts introduces reveals promises will may could should must can launched announced
  obtained opened signed won received raised
  pruft testet baut startet kundigt erhalt plant will eroffnet schliesst bekommt baut gewinnt bietet liefert verschiebt kooperiert grundet ubernimmt investiert
  meldet stellt setzt wird soll kann muss darf macht nimmt`);

/** Forms of to be and to have: a colour or a fruit takes them as well as a company does. */
export const WEAK_VERBS = set(
  'est sont etait sera serait a ont avait aura aurait is are was were has have had be ist war hat haben',
);

/** Pronouns that stand between a French subject and its verb. */
export const CLITICS = set('se s ne n y');

/** Prepositions that name a colour, a place or a manner rather than an actor: "en bleu". */
export const MANNER_PREPOSITIONS = set('en in');
