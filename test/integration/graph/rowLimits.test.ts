import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { crosswalkCsv } from "../../../src/importers/crosswalkTable.js";
import type { Viewer } from "../../../src/rules/access/viewer.js";
import { dataOf, errorsOf, graphOver } from "../../support/graph.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { memberOf } from "../../support/viewers.js";
import { sourceFile } from "../../unit/importers/sourceFiles.js";
import { crosswalkFiles } from "../imports/crosswalkFiles.js";

const { database } = useTestDatabase();
const ask = graphOver(database);
const files = crosswalkFiles(database);
const LIMIT = 10_000;
let as: Viewer;

function table(rows: number): string {
  const lines = Array.from({ length: rows }, (_, at) => `ours,${at},theirs,T${at}\n`);
  return ["sourceCodeSystem,sourceCode,targetCodeSystem,targetCode\n", ...lines].join("");
}

beforeAll(async () => {
  as = await memberOf(database, "Demo");
});

describe("a version of a crosswalk", () => {
  const text = `query ($of: UUID!, $format: MapFormat!) {
    crosswalk(identifier: $of) { latestVersion { export(format: $format) exportLosses(format: $format) { element } } } }`;

  async function made(rows: number): Promise<string> {
    const file = sourceFile("table.csv", table(rows));
    const put = await files.putNamed(`Of ${rows} ${randomUUID()}`, crosswalkCsv, file);
    expect(put.pairs).toBe(rows);
    return put.identifier;
  }

  it.each(["CSV", "FHIR_R4", "FHIR_R5", "SSSOM"])(
    "of 10,000 rows is exported as %s, and one more is too many",
    async (format) => {
      const [most, more] = [await made(LIMIT), await made(LIMIT + 1)];
      const { crosswalk } = await dataOf<{ crosswalk: { latestVersion: { export: string } } }>(
        ask(text, { as, variables: { of: most, format } }),
      );
      expect(crosswalk.latestVersion.export).toContain(`T${LIMIT - 1}`);
      const errors = await errorsOf(ask(text, { as, variables: { of: more, format } }));
      expect(errors).toEqual([
        "BAD_USER_INPUT: The version has 10001 rows; at most 10000 are exported so, and any number by command line.",
      ]);
    },
  );
});

describe("importCrosswalk", () => {
  const text = `mutation ($input: ImportCrosswalkInput!) { importCrosswalk(input: $input) {
    crosswalk { latestVersion { mappings { totalCount } } } userErrors { __typename message path } } }`;

  it("takes 10,000 rows, and of one more nothing", async () => {
    const input = { format: "CSV", name: "Sent" };
    const sent = (rows: number) =>
      ask(text, { as, variables: { input: { ...input, content: table(rows) } } });
    expect(await dataOf(sent(LIMIT))).toMatchObject({
      importCrosswalk: {
        crosswalk: { latestVersion: { mappings: { totalCount: LIMIT } } },
        userErrors: [],
      },
    });
    expect(await dataOf(sent(LIMIT + 1))).toEqual({
      importCrosswalk: {
        crosswalk: null,
        userErrors: [
          {
            __typename: "FieldInvalid",
            path: ["content"],
            message: "The file has more than 10000 rows; import it by command line",
          },
        ],
      },
    });
  });
});
