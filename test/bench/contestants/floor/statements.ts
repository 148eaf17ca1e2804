import { EDIT, floorEdit } from "../../workloads/edits.js";
import { readWorkloads } from "../../workloads/workloads.js";

/** The statement of every question, under its name. */
export const floorStatements: ReadonlyMap<string, string> = new Map([
  ...readWorkloads.map(({ name, floor }) => [name, floor.sql] as const),
  [EDIT, floorEdit],
]);
