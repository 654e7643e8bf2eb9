/** Ids of the schemes that are chosen; `null`: nothing reaches the target. */
export type Answer = readonly string[] | null;

/** Between two numbers the answer changes. */
export interface Change {
  /** The last number known to have the answer `below`, and the first known to have the one `above`. */
  readonly last: number;
  readonly first: number;
  readonly below: Answer;
  readonly above: Answer;
}

/**
 * The changes of an answer between two numbers, by halving: all of them, where no answer comes back after another.
 * @param finest part of the number to which a change is located; 0: to the next whole number.
 */
export function changesBetween(
  low: number,
  high: number,
  answerAt: (at: number) => Answer,
  finest = 0,
): Change[] {
  const changes: Change[] = [];
  const end = answerAt(high);
  let from = low;
  for (let below = answerAt(low); !isSame(below, end); ) {
    let [left, right] = [from, high];
    while (right - left > Math.max(1, finest * right)) {
      const middle = Math.floor((left + right) / 2);
      if (isSame(below, answerAt(middle))) left = middle;
      else right = middle;
    }
    const above = answerAt(right);
    changes.push({ last: left, first: right, below, above });
    [from, below] = [right, above];
  }
  return changes;
}

function isSame(a: Answer, b: Answer): boolean {
  return String(a) === String(b);
}
