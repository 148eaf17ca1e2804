import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type OperationDefinitionNode, parse } from "graphql";
import { beforeAll, describe, expect, test } from "vitest";
import { runningCascadeOperations } from "./cascadeOperations.js";
import { runningCodeSystemOperations } from "./codeSystemOperations.js";
import { runningCollectionOperations } from "./collectionOperations.js";
import { runningConceptMappingOperations } from "./conceptMappingOperations.js";
import { runningConceptOperations } from "./conceptOperations.js";
import { runningCrosswalkOperations } from "./crosswalkOperations.js";
import { runningJobOperations } from "./jobOperations.js";
import { runningOperations } from "./operations.js";
import { runningReferenceOperations } from "./referenceOperations.js";
import { startTermgate, type Termgate } from "./termgate.js";
import { compileFirst, project, START_LIMIT, useWorkplace } from "./workplace.js";

const FOLDER = join(project, "schema", "operations");
const runs = {
  ...runningOperations,
  ...runningCascadeOperations,
  ...runningCodeSystemOperations,
  ...runningCollectionOperations,
  ...runningConceptOperations,
  ...runningCrosswalkOperations,
  ...runningConceptMappingOperations,
  ...runningReferenceOperations,
  ...runningJobOperations,
};
/** Those that give the caller further organizations, or change the demo content, come last. */
const isLate = (file: string) => file.replace(/\.graphql$/, "") in runningJobOperations;
const files = readdirSync(FOLDER).toSorted(
  (one, other) => Number(isLate(one)) - Number(isLate(other)),
);

const workplace = useWorkplace();
let server: Termgate;

beforeAll(async () => {
  await compileFirst(workplace);
  server = await startTermgate(workplace, { data: workplace.data("data") });
}, START_LIMIT);

test("every document has a run of its own, and every run a document", () => {
  expect(files.length).toBeGreaterThan(7);
  const names = Object.keys(runs).map((name) => `${name}.graphql`);
  expect(files.toSorted()).toEqual(names.toSorted());
});

describe("every document runs against the demo content", () => {
  test.each(files)("%s", async (file) => {
    const name = file.replace(/\.graphql$/, "");
    const text = readFileSync(join(FOLDER, file), "utf8");
    const operations = parse(text).definitions.filter(
      (definition): definition is OperationDefinitionNode =>
        definition.kind === "OperationDefinition",
    );
    expect(operations.map((operation) => operation.name?.value)).toEqual([name]);
    const run = runs[name];
    if (!run) throw new Error(`${file} has no run in operations.ts`);
    await run((variables) => server.ask(text, variables), server);
  });
});
