import "reflect-metadata";
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { lexicographicSortSchema, printSchema } from "graphql";
import { buildGraph } from "../graph/schema.js";

/** The schema as it is committed: sorted, so that a change shows as itself. */
export function emittedSchema(): string {
  return `${printSchema(lexicographicSortSchema(buildGraph()))}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(new URL("../../schema/schema.graphql", import.meta.url), emittedSchema());
}
