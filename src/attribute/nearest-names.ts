/** Longer names are compared by their beginnings: the cost grows with the square of the length. */
const MAX_COMPARED = 64;

/**
 * The names most like `wanted`: those that contain it or are contained in it first, then by the letters that must
 * change (Levenshtein). At most `count`, and none of which more than half must change.
 */
export function nearestNames(wanted: string, names: Iterable<string>, count: number): string[] {
  const limit = Math.ceil(Math.min(wanted.length, MAX_COMPARED) / 2);
  return [...new Set(names)]
    .map((name) => {
      const related = name.includes(wanted) || wanted.includes(name);
      const distance = editDistance(wanted.slice(0, MAX_COMPARED), name.slice(0, MAX_COMPARED));
      return { name, related, distance };
    })
    .filter(({ related, distance }) => related || distance <= limit)
    .sort(
      (a, b) =>
        Number(b.related) - Number(a.related) || a.distance - b.distance || (a.name < b.name ? -1 : 1),
    )
    .slice(0, count)
    .map(({ name }) => name);
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substituted = (row[j - 1] ?? 0) + Number(a[i - 1] !== b[j - 1]);
      next.push(Math.min(substituted, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
