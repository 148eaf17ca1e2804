import { beforeAll, expect, it } from "vitest";
import { commandsOf, makeMapping } from "../../support/commands.js";
import { dataOf, errorsOf, graphOver } from "../../support/graph.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { callerOf } from "../../support/viewers.js";
import { makeIcd10cm } from "../graph/world.js";

const { database } = useTestDatabase();
const ask = graphOver(database);

beforeAll(async () => {
  await makeIcd10cm(database);
  const context = commandsOf(database, await callerOf(database, { organizations: ["CDC"] }));
  const map = (fromConcept: string, toSourceUrl: string, toConceptCode: string) =>
    makeMapping(context, { codeSystem: "icd10cm", fromConcept, toSourceUrl, toConceptCode });
  await map("A00", "/orgs/NLM/sources/RxNorm/", "7");
  await map("Z99", "http://www.nlm.nih.gov/research/umls/rxnorm", "7");
  await map("Z99", "/orgs/NLM/sources/RxNorm/", "8");
});

function text(mapcode: string, version: string): string {
  return `{ codeSystem(slug: "icd10cm") { atVersion(version: "${version}") {
    concepts(filter: { mapcode: "${mapcode}" }) { totalCount nodes { code } } } } }`;
}

it.each([
  ["NLM:RxNorm:7", "HEAD", ["A00", "Z99"]],
  ["NLM:RxNorm:8", "HEAD", ["Z99"]],
  ["NLM:RxNorm:9", "HEAD", []],
  ["CDC:RxNorm:7", "HEAD", []],
  ["NLM:RxNorm:7", "2026", []],
])("concepts that are mapped to %s in version %s are %j", async (mapcode, version, codes) => {
  const nodes = codes.map((code) => ({ code }));
  expect(await dataOf(ask(text(mapcode, version)))).toEqual({
    codeSystem: { atVersion: { concepts: { totalCount: codes.length, nodes } } },
  });
});

it("of another form is refused", async () => {
  expect(await errorsOf(ask(text("RxNorm:7", "HEAD")))).toEqual([
    "BAD_USER_INPUT: mapcode is OWNER:SOURCE:CODE, three names with colons between.",
  ]);
});
