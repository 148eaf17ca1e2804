/** How many changes of letters are forgiven in a word: none in the shortest, two in long ones. */
function forgiven(length: number): number {
  if (length < 4) return 0;
  return length < 8 ? 1 : 2;
}

/**
 * Whether a word of the content may be meant by one that was typed: letters left out, added, exchanged or
 * swapped with their neighbours, one in words from four letters and two from eight.
 * @param unfinished the typed word may be no more than a beginning
 */
export function isLike(typed: string, word: string, unfinished: boolean): boolean {
  const from = [...typed];
  const limit = forgiven(from.length);
  if (limit === 0) return unfinished ? word.startsWith(typed) : word === typed;
  const distances = lastDistances(from, [...word]);
  const least = unfinished ? Math.min(...distances) : (distances.at(-1) ?? 0);
  return least <= limit;
}

/** How far a text is from each beginning of another, the empty one first. */
function lastDistances(from: readonly string[], to: readonly string[]): readonly number[] {
  let before: number[] = [];
  let above = Array.from({ length: to.length + 1 }, (_, at) => at);
  from.forEach((letter, row) => {
    const current = [row + 1];
    to.forEach((other, column) => {
      const replaced = at(above, column) + (letter === other ? 0 : 1);
      const added = Math.min(at(above, column + 1), at(current, column)) + 1;
      const swaps = row > 0 && column > 0 && letter === to[column - 1] && other === from[row - 1];
      const swapped = swaps ? at(before, column - 1) + 1 : replaced;
      current.push(Math.min(replaced, added, swapped));
    });
    before = above;
    above = current;
  });
  return above;
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}

/** A word of a search, and words of the content that look like it. */
export interface TypedWord {
  readonly typed: string;
  readonly similar: readonly string[];
}

/**
 * What each word of a search may stand for: itself as a beginning, and the words that may be meant by it.
 * Null where that finds nothing that the search as it was typed does not.
 */
export function loosenedWords(words: readonly TypedWord[]): readonly TypedWord[] | null {
  const loosened = words.map(({ typed, similar }, place) => ({
    typed,
    similar: similar.filter(
      (word) => word !== typed && isLike(typed, word, place === words.length - 1),
    ),
  }));
  const differs = words.length > 1 || loosened.some(({ similar }) => similar.length > 0);
  return differs ? loosened : null;
}
