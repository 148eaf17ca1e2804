import { randomUUID } from "node:crypto";
import { beforeAll, expect, it } from "vitest";
import type { Viewer } from "../../../src/rules/access/viewer.js";
import { commandsOf, makeCrosswalk } from "../../support/commands.js";
import { dataOf, graphOver } from "../../support/graph.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { makeOrganization, memberOf } from "../../support/viewers.js";

const { database, takeStatements } = useTestDatabase();
const ask = graphOver(database);
const codes = Array.from({ length: 20 }, (_, at) => `X${at + 10}`);
const text = `query ($identifier: UUID!, $code: String!) { crosswalk(identifier: $identifier) {
  latestVersion { mapping(sourceCodeSystem: "vis", sourceCode: $code) { targets { targetCode } } } } }`;
let demo: Viewer;
let others: Viewer;
let identifier: string;

beforeAll(async () => {
  demo = await memberOf(database, "Demo");
  await makeOrganization(database, "Others");
  others = await memberOf(database, "Others");
  const mappings = codes.map((code) => ({
    ...{ sourceCodeSystem: "vis", sourceCode: code, targetCodeSystem: "mvx" },
    targets: [{ targetCode: `to ${code}` }],
  }));
  identifier = await makeCrosswalk(commandsOf(database, demo), { name: "Shared", mappings });
});

const lookUp = (as: Viewer, code: string, of = identifier) =>
  dataOf(ask(text, { as, variables: { identifier: of, code } }));
const found = (...targets: string[]) => ({
  crosswalk: {
    latestVersion: {
      mapping: targets.map((targetCode) => ({ targets: [{ targetCode }] })),
    },
  },
});
const nothing = { crosswalk: null };

it("what one caller asks at the same time costs one statement, and each gets their own answer", async () => {
  takeStatements();
  const answers = [
    ...codes.map((code) => lookUp(demo, code)),
    ...[lookUp(demo, "unknown"), lookUp(demo, "X10", randomUUID())],
  ];
  expect(await Promise.all(answers)).toEqual([
    ...codes.map((code) => found(`to ${code}`)),
    ...[found(), nothing],
  ]);
  expect(takeStatements()).toHaveLength(1);
});

it("callers who may not see the same share nothing", async () => {
  takeStatements();
  const answers = codes.flatMap((code) => [lookUp(others, code), lookUp(demo, code)]);
  expect(await Promise.all(answers)).toEqual(
    codes.flatMap((code) => [nothing, found(`to ${code}`)]),
  );
  expect(takeStatements()).toHaveLength(2);
});
