import { expect, it } from "vitest";
import type { MappingInput } from "../../../src/rules/crosswalks/mappingInputs.js";
import { commandsOf, makeCrosswalk } from "../../support/commands.js";
import { importConcepts } from "../../support/content.js";
import { dataOf, graphOver } from "../../support/graph.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { makeOrganization, memberOf } from "../../support/viewers.js";
import { add, makeCollection } from "./world.js";

const { database, takeStatements } = useTestDatabase();
const ask = graphOver(database);
const codes = Array.from({ length: 100 }, (_, at) => `X${at + 100}`);

const QUERY = `query ($url: String!) { collection(url: $url) { concepts {
  nodes { references { expression } concept { code display
    crosswalkTargets(targetCodeSystem: "mvx") {
      nodes { targetCode targetDisplay targetConcept { code names { name } } } } } } } } }`;

interface Answer {
  readonly collection: {
    readonly concepts: {
      readonly nodes: readonly {
        readonly concept: {
          readonly crosswalkTargets: { readonly nodes: readonly { readonly targetCode: string }[] };
        };
      }[];
    };
  };
}

it("members with their crosswalk targets cost as many statements as one of them", async () => {
  await makeOrganization(database, "Demo", "demo");
  const as = await memberOf(database, "Demo");
  const context = commandsOf(database, as);
  for (const codeSystem of ["vis", "mvx"]) {
    const concepts = codes.map((code) => ({ code }));
    await importConcepts(database, { codeSystem, version: "1" }, concepts);
  }
  const mapped = (sourceCode: string, at: number): MappingInput => ({
    sourceCodeSystem: "vis",
    sourceCode,
    targetCodeSystem: "mvx",
    targets: [at, at + 1].map((to) => ({ targetCode: codes[to % codes.length] })),
  });
  await makeCrosswalk(context, { mappings: codes.map(mapped) });
  const found = await dataOf(ask('{ codeSystem(slug: "vis") { url } }', { as }));
  const uri = (found.codeSystem as { url: string }).url;
  const counts: number[] = [];
  for (const count of [1, 10, 100]) {
    const url = await makeCollection(context, `Of-${count}`);
    await add(context, url, { uri, concepts: codes.slice(0, count) });
    takeStatements();
    const { collection } = await dataOf<Answer>(ask(QUERY, { as, variables: { url } }));
    counts.push(takeStatements().length);
    const { nodes } = collection.concepts;
    expect(nodes).toHaveLength(count);
    const targets = nodes.map(({ concept }) => concept.crosswalkTargets.nodes.length);
    expect(targets).toEqual(nodes.map(() => 2));
  }
  expect(new Set(counts).size).toBe(1);
  expect(counts[0]).toBeLessThan(15);
});
