import { fold } from './fold.ts';

/** Names that stand behind words of quoting and say nothing by themselves: rules, norms, schemes, places, products. */

/** Schemes, norms and laws by what they are called; as whole words of a folded name. */
const RULES =
  /\b(?:sec ?num ?cloud|hds|c5|seal ?\d?|eucs|eucc|tisax|soc ?[123]|isae|pci dss|hipaa|fedramp|csa star|gaia x|iso|iec|itil|cobit|nis ?2?|nist sp|dora|dsa|dma|rgpd|gdpr|dsgvo|ds gvo|bdsg|bsig|tkg|tdddg|sgb|evb it|rgs|pssie?|pgssi|eidas|sren|lpm|fisa|cra|cada|csrd|cloud act|patriot act|schrems|privacy shield|data privacy framework|cloud au centre|cloud de confiance|tier (?:i{1,3}v?|[1-4])|rfc|en \d{3,}|nf en|din|iso\d*|tls|owasp|mitre)\b/;

/** A title of a rule opens so ("Directive NIS 2", "Article 28") … */
const OPENS =
  /^(?:loi|lois|article|articles|directive|reglement|decret|arrete|circulaire|ordonnance|norme|referentiel|annexe|traite|constitution|doctrine|section|version|regulation|law|gesetz|verordnung|richtlinie|artikel|paragraf|grundgesetz|code (?:de|du|des|civil|penal|general|monetaire)|(?:cloud|data|digital|cyber\w*|ai|chips) (?:act|markets?|services?|governance|resilience|sovereignty framework))\b/;
/** … or ends so ("Data Governance Act", "Cloud Sovereignty Framework", "IT-Sicherheitsgesetz"). */
const ENDS =
  /(?:\b(?:act|acts|law|bill|directive|regulation|framework|charter|charte|standard scheme|scheme|gdpr)$|(?:gesetz|verordnung|richtlinie)\b)/;

const PLACES: ReadonlySet<string> = new Set(
  (
    'france|paris|lyon|marseille|lille|roubaix|strasbourg|toulouse|nantes|bordeaux|rennes|grenoble|gravelines|matignon|bercy|' +
    'europe|union europeenne|european union|europaische union|ue|eu|bruxelles|brussels|brussel|belgique|belgium|belgien|' +
    'allemagne|germany|deutschland|berlin|munich|munchen|francfort|frankfurt|hambourg|hamburg|cologne|koln|bonn|' +
    'royaume uni|united kingdom|uk|grande bretagne|great britain|londres|london|ecosse|scotland|irlande|ireland|irland|dublin|' +
    'etats unis|united states|usa|us|etats unis d amerique|vereinigte staaten|amerique|america|amerika|washington|new york|' +
    'californie|california|silicon valley|virginie|virginia|seattle|redmond|texas|canada|quebec|montreal|' +
    'suisse|switzerland|schweiz|geneve|geneva|genf|zurich|berne|bern|autriche|austria|osterreich|vienne|vienna|wien|' +
    'luxembourg|luxemburg|pays bas|netherlands|niederlande|amsterdam|la haye|the hague|espagne|spain|spanien|madrid|barcelone|' +
    'italie|italy|italien|rome|roma|milan|milano|portugal|lisbonne|lisbon|pologne|poland|polen|varsovie|warsaw|suede|sweden|' +
    'schweden|stockholm|finlande|finland|helsinki|danemark|denmark|danemark|copenhague|norvege|norway|oslo|estonie|estonia|' +
    'chine|china|pekin|beijing|inde|india|japon|japan|tokyo|russie|russia|moscou|moscow|israel|ukraine|kiev|kyiv|asie|asia|afrique|africa'
  ).split('|'),
);

/** Products, services and file formats of the trade, as whole names. */
const PRODUCTS =
  /^(?:azure|windows(?: server)?|microsoft 365|office(?: 365)?|teams|outlook|sharepoint|exchange|copilot|chatgpt|gpt ?\w*|claude|gemini|mistral large|llama ?\d*|kubernetes|openstack|docker|vmware|vsphere|linux|ubuntu|android|ios|google workspace|gmail|bigquery|s3|ec2|lambda|bedrock|amazon (?:s3|ec2|rds)|oracle database|sap hana|s 4hana|salesforce|servicenow|nextcloud|postgresql|mysql|github copilot|power bi|dynamics 365)(?: \d[\d.]*)?$/;

/** True for the name of a rule, norm, scheme, place or product: what it "says" is no report of anybody's. */
export function isNoSpeaker(name: string): boolean {
  const folded = fold(name);
  // "ISO 27001", "EN 303645": what is numbered so highly is no paper.
  return (
    RULES.test(folded) ||
    OPENS.test(folded) ||
    ENDS.test(folded) ||
    PRODUCTS.test(folded) ||
    PLACES.has(folded) ||
    /\b\d{3,}\b/.test(folded) ||
    /\bv?\d+ \d+(?: \d+)?$/.test(folded)
  );
}
