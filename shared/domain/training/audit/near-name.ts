/** Letters that may differ between a name and one that was meant. */
const maximumEdits = 2;

/** Names shorter than this are too easily like another one. */
const leastLength = 6;

function plain(name: string): string {
  return name.toLowerCase().replace(/[^\p{Letter}\p{Number}]/gu, '');
}

/** How many letters must be put in, taken out or replaced (Levenshtein 1965), at most `limit` + 1. */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return Math.min(limit + 1, row[b.length] ?? 0);
}

/** The known name that was probably meant: the same but for case, blanks and signs, or for a slip; null if there is none. */
export function nearName(name: string, known: readonly string[]): string | null {
  const own = plain(name);
  const same = known.find((one) => plain(one) === own);
  if (same !== undefined) return same;
  if (own.length < leastLength) return null;
  return known.find((one) => editDistance(own, plain(one), maximumEdits) <= maximumEdits) ?? null;
}
