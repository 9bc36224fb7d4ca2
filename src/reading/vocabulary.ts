/**
 * The language of the trade, as written forms to look for. These words are the subject matter itself and no name of a
 * customer, town or person: they say what an item is about, never whom it concerns.
 */

/**
 * - `sovereign`: only said of sovereign or trusted cloud, or of a rule that shapes it
 * - `rule`: a scheme, law or doctrine of that market (counts as sovereign too)
 * - `cloud`: cloud, hosting and data centres in general
 * - `digital`: information technology in general
 */
export type TermKind = 'sovereign' | 'rule' | 'cloud' | 'digital';

/** What a term adds to the interlingua of stories; the same in every language. */
export type Term = { readonly text: string; readonly kind: TermKind; readonly concept: string };

const TABLE: Readonly<Record<TermKind, Readonly<Record<string, string>>>> = {
  sovereign: {
    sovereign:
      'cloud souverain|clouds souverains|cloud de confiance|clouds de confiance|cloud souverain de confiance|sovereign cloud|' +
      'sovereign clouds|trusted cloud|trusted clouds|souverane cloud|souveräne cloud|souveranen cloud|souveränen cloud|' +
      'cloud souverane|offre souveraine|offres souveraines|offre de confiance|hebergement souverain|hebergeur souverain|' +
      'hebergeurs souverains|sovereign hosting|sovereign infrastructure|infrastructure souveraine|solution souveraine|' +
      'solutions souveraines|alternative souveraine|alternatives souveraines|sovereign solutions|cloud sovereignty|' +
      'souverainete du cloud|souverainete cloud|cloud-souveranitat|sovereign region|region souveraine|' +
      'european sovereign cloud|cloud europeen|european cloud provider|european cloud providers|eu data boundary|data boundary|' +
      'cloud for sovereignty|sovereign ai|ia souveraine',
    sovereignty:
      'souverainete numerique|souverainete des donnees|souverainete technologique|souverainete europeenne|' +
      'digital sovereignty|data sovereignty|technological sovereignty|tech sovereignty|digitale souveranitat|digitaler souveranitat|' +
      'digitalen souveranitat|datensouveranitat|immunite au droit|extraterritorialite|extraterritoriale|extraterritoriales|' +
      'extraterritorial|lois extraterritoriales|droit extraterritorial',
  },
  rule: {
    secnumcloud: 'secnumcloud|sec num cloud|qualification anssi|visa de securite|jalon j0|jalon j1',
    eucs: 'eucs|european cybersecurity certification scheme|schema europeen de certification|euro cloud scheme|certification cloud europeenne',
    sren: 'sren|loi sren|securiser et reguler l espace numerique',
    doctrine: 'cloud au centre|doctrine cloud|cloud at the centre|cloud at the center|doctrine de l etat',
    cloudact: 'cloud act|fisa|fisa 702|patriot act|cloudact',
    dataact: 'data act|data privacy framework|privacy shield|schrems|cada|cloud and ai development act',
    seal: 'cloud sovereignty framework|seal 3|seal 4',
  },
  cloud: {
    cloud:
      'cloud|clouds|multicloud|multi cloud|cloud computing|cloud prive|cloud public|informatique en nuage|cloudspeicher',
    hosting:
      'hebergeur|hebergeurs|hebergement|heberge|hebergee|hebergees|heberges|hosting|hoster|hosted|webhosting|infogerance|colocation|' +
      'donnees de sante|hds|health data',
    datacenter:
      'datacenter|datacenters|data center|data centers|data centre|data centres|centre de donnees|centres de donnees|rechenzentrum|' +
      'rechenzentren|supercalculateur',
    xaas: 'iaas|paas|saas|caas|kubernetes|serverless|stockage objet|object storage|bare metal|machines virtuelles|virtual machines',
    hyperscaler:
      'hyperscaler|hyperscalers|hyperscaleur|hyperscaleurs|aws|azure|amazon web services|google cloud|microsoft azure|microsoft 365',
    gpu: 'gpu|gpus',
  },
  digital: {
    data: 'donnees|data|daten|numerique|digital|informatique|logiciel|logiciels|software|dsi|cio|cybersecurite|cybersecurity|anssi|cnil|dinum|bsi|ugap|systeme d information|systemes d information|serveur|serveurs|server|servers|applications|applicatif|messagerie|bureautique|workloads|migration informatique|it',
    ai: 'ia|ai|intelligence artificielle|artificial intelligence|ki',
  },
};

/** Every written form with its kind and concept. */
export const TERMS: readonly Term[] = Object.entries(TABLE).flatMap(([kind, concepts]) =>
  Object.entries(concepts).flatMap(([concept, forms]) =>
    forms.split('|').map((text) => ({ text, kind: kind as TermKind, concept })),
  ),
);
