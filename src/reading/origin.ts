import type { Publisher, TrackedName } from '../domain/subject.ts';
import { fold } from './fold.ts';
import { FUNCTION_WORDS, OFFICES } from './grammar.ts';
import { isNoSpeaker } from './no-source.ts';
import { nameKey, publishersOf } from './publishers.ts';
import type { Text } from './text.ts';
import { monthNumber, weekday } from './when-words.ts';

const KINDS = `journal|quotidien|site|magazine|agence|hebdomadaire|mensuel|media|newspaper|daily|weekly|website|agency|outlet|zeitung|zeitschrift|magazin|portal`;
const NAME = `(?:le |la |les |l'|the |der |die |das |du |de |${KINDS.replaceAll('|', ' |')} |d'information |specialise |nos confreres (?:de |du |d'|des )?)*`;
const BEFORE = new RegExp(
  String.raw`(?:\bselon|\bd'apres|\bindique(?:nt)?|\brevele(?:nt)?|\brapporte(?:nt)?|\bcite(?:nt)? par|\bexplique|\bconfie a|\baffirme|\breperee? par|\bvu par|\bsource ?:|\bvia|\bconfirme a|\binformations? (?:de|du|d'|des)|\brepere par|\bannonce|\baccording to|\breported by|\bfirst reported by|\breports?|\btold|\bciting|\bcited by|\bas seen by|\blaut|\bberichtet|\bmeldet|\bzufolge|\bgegenuber)\s+(?:a |au |aux |par |dans |de |du |d')*${NAME}$`,
);
// "said to be close" is hearsay about a name, not its word.
const AFTER =
  /^\s*["»]?\s*(?:,?\s*(?:qui )?(?:revele|rapporte|affirme|indique|croit savoir|avance|reports?|reported|says|said(?! to (?:be|have))|berichtet|meldet|zufolge)\b|\)\s*$)/;

/** Words that nothing but a source follows, whoever it is; a name nobody listed is taken as written behind them. */
const STRICT = new RegExp(
  String.raw`(?<!\w)(?:selon|d'apres|according to|laut|(?:first )?reported by|as reported by|citing|(?:revelee?s?|rapportee?s?|repris|citee?s?) par|(?<=, )(?:revele|rapporte|croit savoir|reports|reported|berichtet|meldet)|informations? d[ue]s?|informations? d'une enquete d[ue]s?)\s+(?:(?:une |un |an? |the |une enquete de |a report (?:by|in) )?(?:le |la |les |l'|the |der |die |das |du |de )*(?:(?:${KINDS})(?: specialisee?| francais| economique)? (?:de |du |d'|des )?)?)`,
  'g',
);
const PROPER =
  /^\p{Lu}[\p{L}\p{N}.&'’-]*(?:[ \u00a0](?:(?:de|du|des|of|the|für|fur|et|&|and) )?[\p{Lu}\d][\p{L}\p{N}.&'’-]*)*/u;

/** The capitalised words that begin at a place of a text: "BSI C5" where BSI stands. */
const namesAt = (text: Text, at: number): string => PROPER.exec(text.raw.slice(at, at + 60))?.[0] ?? '';

export type OriginReader = (text: Text, own: string | null) => string | null;

/** The name that stands behind words of quoting; the article between them may be its own: "Le Fil Cloud". */
function nameBehind(text: Text, words: RegExpExecArray): { readonly text: string; readonly at: number } | null {
  const end = words.index + words[0].length;
  const article = /(?:^|[\s'])(?:le|la|les|the|der|die|das) $/.exec(words[0]);
  const back = article ? end - article[0].trimStart().length : end;
  const at = /^\p{Lu}/u.test(text.raw.slice(back, back + 1)) ? back : end;
  const name = PROPER.exec(text.raw.slice(at, at + 60))?.[0].replace(/[.'’&-]+$/u, '');
  return name !== undefined && name.length > 1 ? { text: name, at } : null;
}

/** True for capitalised words that name no source: offices, days, months, a word cut from a longer common phrase. */
function isNoSource(text: Text, name: string, end: number): boolean {
  const [first = ''] = fold(name).split(' ');
  // "Cloud" opens many a title of the trade press, the other offices only titles of persons.
  if (FUNCTION_WORDS.has(first) || (OFFICES.has(first) && first !== 'cloud') || /^premi(?:er|ere)$/.test(first))
    return true;
  if (weekday(first) !== null || monthNumber(first) !== null) return true;
  const alone = !/[ \u00a0]/u.test(name) && !/^[\p{Lu}\d.&]+$/u.test(name);
  // "la Commission européenne", and German nouns, all of which take a capital.
  return (
    alone &&
    (text.german ||
      /^\s(?!(?:and|et|that|que|qui|on|in|le|la|les|the|dans|ce|cette|und|vor)\b)[a-z]/.test(
        text.flat.slice(end, end + 12),
      ))
  );
}

/**
 * Tells whom an item quotes as its source ("selon le JDN"), never its own publisher:
 *
 * - a known publisher by its id;
 * - a tracked company that is itself the speaker ("selon Thales") by its publisher id where it has one, else by its
 *   subject id. That is the company's own word, relayed: any number of papers that relay it are one voice, the
 *   company's, and none of them is an independent origin. It is not official either, since it was not read at its
 *   source;
 * - anybody else whose name follows such words, as the text writes it. "La filiale de Thales" is no name.
 *
 * The first one in the text counts, since an item names its source before it goes on.
 */
export function createOriginReader(
  publishers: readonly Publisher[],
  tracked: readonly TrackedName[] = [],
): OriginReader {
  const known = publishersOf(publishers);
  const ids = new Map<string, string>();
  for (const p of publishers)
    for (const name of [p.name, ...p.aliases]) if (fold(name).length >= 2) ids.set(fold(name), p.id);
  const companies = new Map<string, string>();
  // An offer is a product of its provider's, and says nothing.
  for (const t of tracked)
    if (!t.subject.includes('/')) for (const n of t.names) companies.set(fold(n.text), t.subject);
  const own = (name: string | null): string | null =>
    name === null ? null : ((known.byId(name) ?? known.byName(name))?.id ?? null);
  const forms = [...ids.keys()]
    .sort((a, b) => b.length - a.length)
    .map((f) => f.replaceAll(' ', String.raw`[\s'.&-]+`));
  const pattern = forms.length === 0 ? null : new RegExp(String.raw`(?<![\w])(?:${forms.join('|')})(?![\w])`, 'g');
  const cue =
    /selon|d'apres|revele|rapporte|source|according|report|citing|told|laut|berichtet|meldet|zufolge|cite|confie|informations|indique|croit savoir|avance|affirme/;

  type Named = { readonly at: number; readonly origin: string };

  /** A publisher of the list beside any word of quoting. */
  const listed = (text: Text, self: string | null): Named | null => {
    if (!pattern) return null;
    pattern.lastIndex = 0;
    for (let m = pattern.exec(text.flat); m; m = pattern.exec(text.flat)) {
      const id = ids.get(fold(m[0]));
      if (id === undefined || id === self || isNoSpeaker(namesAt(text, m.index))) continue;
      const left = text.flat.slice(Math.max(0, m.index - 60), m.index);
      const right = text.flat.slice(m.index + m[0].length, m.index + m[0].length + 30);
      if (BEFORE.test(left) || AFTER.test(right)) return { at: m.index, origin: id };
    }
    return null;
  };

  /** Any name behind words that only a source follows. */
  const quoted = (text: Text, publisher: string | null, self: string | null): Named | null => {
    for (const m of text.flat.matchAll(STRICT)) {
      const name = nameBehind(text, m);
      if (name === null || (publisher !== null && nameKey(name.text) === nameKey(publisher))) continue;
      const id = known.byName(name.text)?.id ?? companies.get(fold(name.text)) ?? null;
      if (
        id === null ? !isNoSpeaker(name.text) && !isNoSource(text, name.text, name.at + name.text.length) : id !== self
      )
        return { at: name.at, origin: id ?? name.text };
    }
    return null;
  };

  return (text, publisher) => {
    if (!cue.test(text.flat)) return null;
    const self = own(publisher);
    const found = [quoted(text, publisher, self), listed(text, self)].filter((n): n is Named => n !== null);
    found.sort((a, b) => a.at - b.at);
    return found[0]?.origin ?? null;
  };
}
