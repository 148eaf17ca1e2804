import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { usualQueries } from "../../../src/main/usualQueries.js";
import { commandsOf, makeCollection, makeCrosswalk, mapped } from "../../support/commands.js";
import { dataOf, graphOver } from "../../support/graph.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { memberOf } from "../../support/viewers.js";

const { database } = useTestDatabase();
const ask = graphOver(database);

it("nothing is asked where nothing is", async () => {
  expect(await usualQueries(database.reads)).toEqual([]);
});

it("what is asked before a server is ready is answered, of what is there", async () => {
  const context = commandsOf(database, await memberOf(database, "Demo"));
  const mappings = [mapped("0001", "1"), mapped("0002", "2", "3")];
  const identifier = await makeCrosswalk(context, { mappings });
  const url = await makeCollection(context, "Small");
  await database.reads.execute(sql`update collection_version set concepts = 1`);
  const queries = await usualQueries(database.reads);
  const asked = [];
  for (const { viewer: as, query, variables } of queries) {
    asked.push([Object.keys(variables), await dataOf(ask(query, { as, variables }))]);
  }
  const mapping = (sourceCode: string) => expect.objectContaining({ sourceCode });
  const page = (...codes: readonly string[]) => ({
    mappings: expect.objectContaining({ nodes: codes.map(mapping) }),
  });
  const pages = (by: string, ...codes: readonly string[]) => [
    [["identifier", "version", by], { crosswalk: { atVersion: page(...codes) } }],
    [["identifier", "version", by], { crosswalk: { name: "Test", atVersion: page(...codes) } }],
    [["identifier", by], { crosswalk: { latestVersion: page(...codes) } }],
  ];
  expect(queries[0]?.variables).toMatchObject({ identifier, version: 1 });
  expect(queries.at(-1)?.variables).toEqual({ url: `${url}1/` });
  expect(asked).toEqual([
    ...pages("after", "0002"),
    ...pages("pageNumber", "0001", "0002"),
    [
      ["identifier", "version", "codeSystem", "code"],
      {
        crosswalk: {
          atVersion: { mapping: [expect.objectContaining({ targetCodeSystem: "rxnorm" })] },
        },
      },
    ],
    [["codeSystem", "code"], { concept: null }],
    [["codings"], { translate: [expect.objectContaining({ matches: [expect.anything()] })] }],
    [["url"], { collectionVersion: expect.objectContaining({ label: "1" }) }],
  ]);
});
