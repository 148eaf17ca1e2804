import type { HierarchyEdge } from "../../rules/codeSystems/hierarchy.js";
import { missingParents, repeatedCodes } from "../../store/codeSystems/releases.js";
import {
  addStagedParents,
  missingChildren,
  stagedCycle,
} from "../../store/codeSystems/stagedHierarchy.js";
import type { Queries } from "../../store/database.js";
import { refused } from "./refusals.js";

/** So many codes of a circle are named. */
const NAMED = 20;

/**
 * Brings the hierarchy of the staged release together and refuses what is none: codes that come twice,
 * parents that are missing, concepts that are below themselves.
 * @param laterParents parents of concepts that others name
 */
export async function settleHierarchy(
  queries: Queries,
  laterParents: readonly HierarchyEdge[],
): Promise<void> {
  await refuseRepeated(queries);
  const without = await missingChildren(queries, laterParents);
  if (without.length > 0) {
    const named = without.map(({ child, parent }) => `${child} below ${parent}`).join(", ");
    throw refused(`The file names concepts below others that it does not hold: ${named}`);
  }
  await addStagedParents(queries, laterParents);
  await refuseOrphans(queries);
  await refuseCircles(queries);
}

/** Refuses a staged release in which concepts are below themselves. */
export async function refuseCircles(queries: Queries): Promise<void> {
  const cycle = await stagedCycle(queries);
  if (cycle) throw refused(`The hierarchy goes round in a circle: ${describeCycle(cycle)}`);
}

async function refuseRepeated(queries: Queries): Promise<void> {
  const repeated = await repeatedCodes(queries);
  if (repeated.length === 0) return;
  throw refused(
    "The file gives some codes twice",
    repeated.map(({ line, code }) => ({ line, rejected: `${code} was given before` })),
  );
}

async function refuseOrphans(queries: Queries): Promise<void> {
  const orphans = await missingParents(queries);
  if (orphans.length === 0) return;
  throw refused(
    "The file names parents that it does not hold",
    orphans.map(({ line, code, parent }) => ({ line, rejected: `${code} is below ${parent}` })),
  );
}

function describeCycle(codes: readonly string[]): string {
  const [first = ""] = codes;
  const more = codes.length - NAMED;
  const named = codes.slice(0, NAMED);
  const steps = more > 0 ? [...named, `${more} more`, first] : [...named, first];
  return steps.join(" is below ");
}
