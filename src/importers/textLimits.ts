import { preferredFaults } from "../rules/codeSystems/conceptTexts.js";
import type { ConceptContent, ReleasedConcept } from "../rules/codeSystems/content.js";
import { DESCRIPTION_LIMIT, NAME_LIMIT, NAMES_LIMIT } from "../rules/codeSystems/limits.js";
import { textFaults } from "../rules/text.js";
import type { ImportRow } from "./format.js";

/** Why names and descriptions can't be a concept's, as an edit would say; null where they can. */
export function textsFault({
  names,
  descriptions,
}: Pick<ConceptContent, "names" | "descriptions">): string | null {
  for (const [field, { length }] of Object.entries({ names, descriptions })) {
    if (length <= NAMES_LIMIT) continue;
    return `A concept has ${length} ${field}; at most ${NAMES_LIMIT} are allowed`;
  }
  const [fault] = [
    ...names.flatMap(({ name }) =>
      textFaults(name, { name: "A name", path: [], limit: NAME_LIMIT }),
    ),
    ...descriptions.flatMap(({ description }) =>
      textFaults(description, { name: "A description", path: [], limit: DESCRIPTION_LIMIT }),
    ),
    ...preferredFaults(names),
  ];
  return fault?.message ?? null;
}

/** Rejects concepts whose names and descriptions are longer, or more, than any edit may make them. */
export async function* withinLimits(
  rows: AsyncIterable<ImportRow<ReleasedConcept>>,
): AsyncGenerator<ImportRow<ReleasedConcept>> {
  for await (const row of rows) {
    const fault = "content" in row ? textsFault(row.content) : null;
    if (fault === null || !("content" in row)) yield row;
    else yield { line: row.line, rejected: `${row.content.code}: ${fault}` };
  }
}
