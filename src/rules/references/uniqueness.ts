/** A reference that is to be added. */
export interface Candidate {
  readonly include: boolean;
  readonly identity: string;
  /** It was not asked for, but came along with another. */
  readonly cascaded: boolean;
}

export type Admission = "ADDED" | "NOT_UNIQUE" | "LEFT_OUT";

/** What {@link admitted} compares. */
export function candidateKey({ include, identity }: Pick<Candidate, "include" | "identity">) {
  return `${include ? "+" : "-"}${identity}`;
}

/**
 * Which references are added, each in its place: those that are neither in the collection nor before it in
 * the request. What only came along is left out without a word.
 * @param present keys of the references that are in the collection
 */
export function admitted(
  candidates: readonly Candidate[],
  present: ReadonlySet<string>,
): readonly Admission[] {
  const taken = new Set(present);
  return candidates.map((candidate) => {
    const key = candidateKey(candidate);
    if (taken.has(key)) return candidate.cascaded ? "LEFT_OUT" : "NOT_UNIQUE";
    taken.add(key);
    return "ADDED";
  });
}
