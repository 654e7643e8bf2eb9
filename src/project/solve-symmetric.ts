/** x of A x = b, A symmetric and positive definite: elimination without pivots. */
export function solveSymmetric(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i] ?? 0]);
  for (const [i, pivot] of rows.entries()) {
    for (const [below, row] of rows.entries()) {
      if (below === i) continue;
      const factor = (row[i] ?? 0) / (pivot[i] || Number.MIN_VALUE);
      for (let j = i; j < row.length; j++) row[j] = (row[j] ?? 0) - factor * (pivot[j] ?? 0);
    }
  }
  return rows.map((row, i) => (row.at(-1) ?? 0) / (row[i] || Number.MIN_VALUE));
}
