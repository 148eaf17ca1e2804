import { namelessFaults } from "../../rules/codeSystems/conceptInputs.js";
import { openMrsFaults } from "../../rules/codeSystems/openMrs.js";
import { type Failure, fieldInvalid } from "../../rules/failure.js";
import { repeatedClaims } from "../../store/codeSystems/claimedNames.js";
import { contentOf } from "../../store/codeSystems/conceptWrites.js";
import { headConcepts, headWords } from "../../store/codeSystems/headConcepts.js";
import { lookUp } from "../../store/codeSystems/lookups.js";
import type { Queries } from "../../store/database.js";

const OFFENCES_SHOWN = 100;

/** Why the concepts of a code system at HEAD don't satisfy the schema: the first 100 by code, one fault each. */
export async function schemaOffences(
  queries: Queries,
  containerId: number,
): Promise<readonly Failure[]> {
  const isKnown = await lookUp(queries, await headWords(queries, containerId));
  const reasons = new Map<string, string>();
  for await (const rows of headConcepts(queries, containerId)) {
    for (const row of rows) {
      const content = contentOf(row, []);
      const [fault] = [
        ...namelessFaults(content.names, content.retired),
        ...openMrsFaults(content, isKnown),
      ];
      if (fault && reasons.size < OFFENCES_SHOWN) reasons.set(row.code, fault.message);
    }
    if (reasons.size >= OFFENCES_SHOWN) break;
  }
  for (const { code, name } of await repeatedClaims(queries, containerId, OFFENCES_SHOWN)) {
    const message = `the name "${name}" must be unique for same source and locale`;
    if (!reasons.has(code)) reasons.set(code, message);
  }
  const codes = [...reasons.keys()].toSorted().slice(0, OFFENCES_SHOWN);
  return codes.map((code) =>
    fieldInvalid(["customValidationSchema"], `${code}: ${reasons.get(code)}`),
  );
}
