/** Lower case without accents, ligatures apart: `Échéance` is `echeance`, `œuvre` is `oeuvre`. */
export function plainLetters(text: string): string {
  return text
    .toLowerCase()
    .replaceAll('œ', 'oe')
    .replaceAll('æ', 'ae')
    .replaceAll('ß', 'ss')
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '');
}

/**
 * A text as people mean it when they type a name: no case, no accents, ligatures apart, every run of separators one
 * hyphen. `"OVH Cloud "` and `ovh-cloud` fold alike.
 */
export function foldName(text: string): string {
  return plainLetters(text)
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
}

/**
 * Edit distance with transpositions of neighbours counted once (optimal string alignment). Texts that are further apart
 * than `most` are only known to be: the answer is then some number above it.
 */
export function editDistance(a: string, b: string, most = Number.POSITIVE_INFINITY): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  let leastBefore = 0;
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, (before[j - 2] ?? 0) + 1);
      next[j] = best;
      least = Math.min(least, best);
    }
    // A transposition reaches back two rows: when neither holds anything near enough, nothing later does.
    if (least > most && leastBefore > most) return least;
    leastBefore = least;
    before = row;
    row = next;
  }
  return row[b.length] ?? 0;
}

/** The candidates nearest to what was typed, best first; none that differs in more than a third of its letters (at least two). */
export function nearestNames(typed: string, candidates: readonly string[], limit: number): string[] {
  const wanted = foldName(typed);
  if (wanted === '') return [];
  return candidates
    .flatMap((name) => {
      const folded = foldName(name);
      const starts = folded.startsWith(wanted) && wanted.length >= 3;
      const reach = Math.min(Math.max(2, Math.floor(folded.length / 3)), Math.max(1, wanted.length - 1));
      // Each letter that one has more is a slip: what differs in more needs no comparing, however long it is.
      if (!starts && Math.abs(wanted.length - folded.length) > reach) return [];
      const distance = starts ? 0.5 : editDistance(wanted, folded, reach);
      return distance <= reach ? [{ name, distance }] : [];
    })
    .sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))
    .slice(0, limit)
    .map((c) => c.name);
}

/** `Le Monde Informatique` as `le-monde-informatique`: how ids of feeds and publishers are made from names. */
export function slugOf(name: string): string {
  return foldName(name)
    .replace(/[^a-z0-9-]+/g, '')
    .slice(0, 60);
}
