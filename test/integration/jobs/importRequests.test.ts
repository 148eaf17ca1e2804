import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { anonymous, type Viewer } from "../../../src/rules/access/viewer.js";
import { FIXED_NOW } from "../../support/clock.js";
import { errorsOf, graphOver } from "../../support/graph.js";
import { askImport, CVX_FILE, keeperOfCvx } from "../../support/jobs.js";
import { expectNothingDone } from "../../support/refusals.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { callerOf, grantLicence, memberOf } from "../../support/viewers.js";

const { database } = useTestDatabase();
const ask = graphOver(database);
let keeper: Viewer;

beforeAll(async () => {
  keeper = await keeperOfCvx(database);
});

function refused(...faults: readonly (readonly [type: string, path: string, message: string])[]) {
  const userErrors = faults.map(([__typename, path, message]) => ({
    __typename,
    path: [path],
    message,
  }));
  return { job: null, report: null, userErrors };
}

const invalid = (path: string, message: string) => ["FieldInvalid", path, message] as const;
const KNOWN =
  "icd10cm-order, icd10cm-tabular, icd10cm-release, icd10pcs-order, icd9cm-dx-titles, " +
  "icd9cm-sg-titles, cvx-xml, cvx-flat, mvx-xml, mvx-flat, cvx-group-xml, vis-xml, hcpcs-contractor, loinc-csv, snomed-rf2, " +
  "rxnorm-rrf, ndc-directory, fhir-code-system, fhir-r4-code-system, fhir-r5-code-system";

describe("a request for an import", () => {
  it.each([
    ["no label", { version: " " }, [invalid("version", "A label for the version is required")]],
    [
      "no label at all",
      { version: null },
      [invalid("version", "A label for the version is required")],
    ],
    [
      "a label that is reserved",
      { version: "HEAD" },
      [invalid("version", "\"HEAD\" can't be a version's label: it is reserved")],
    ],
    ["nothing", { content: "" }, [invalid("content", "The content is empty")]],
    [
      "nothing in base64",
      { content: " ", encoding: "BASE64" },
      [invalid("content", "The content is empty")],
    ],
    [
      "what is no base64",
      { encoding: "BASE64" },
      [invalid("content", "The content is not valid base64")],
    ],
    [
      "an unknown format",
      { format: "word" },
      [invalid("format", `There is no format word; there are ${KNOWN}`)],
    ],
    [
      "the format of a crosswalk",
      { format: "crosswalk-csv" },
      [invalid("format", `There is no format crosswalk-csv; there are ${KNOWN}`)],
    ],
    [
      "a format that the content is not of",
      { format: "icd10cm-order" },
      [invalid("format", "The content is not icd10cm-order: it seems to be cvx-flat")],
    ],
    [
      "content of another code system",
      { codeSystem: "mvx" },
      [invalid("content", "cvx-flat files hold cvx, not mvx")],
    ],
    [
      "a path",
      { content: "/etc/passwd" },
      [invalid("content", "The content is of no known format: it seems to be a text file")],
    ],
    [
      "everything wrong at once",
      { version: "a b", format: "word", content: "" },
      [
        invalid(
          "version",
          "\"a b\" can't be a version's label: letters, digits and -._@ are allowed, 1 to 255 of them",
        ),
        invalid("content", "The content is empty"),
        invalid("format", `There is no format word; there are ${KNOWN}`),
      ],
    ],
  ])("with %s is refused, and nothing is queued", async (_, input, faults) => {
    await expectNothingDone(database, () => askImport(ask, keeper, input), refused(...faults));
  });

  it("with 10 MB is taken, with one byte more it is not, whatever it is written in", async () => {
    const limit = 10 * 1024 * 1024;
    const filled = (bytes: number) => CVX_FILE + "\n".repeat(bytes - Buffer.byteLength(CVX_FILE));
    const base64 = (bytes: number) => ({
      content: Buffer.from(filled(bytes)).toString("base64"),
      encoding: "BASE64",
    });
    const TOO_LARGE = "The content is larger than 10 MB; import it by command line";
    for (const input of [{ content: filled(limit) }, base64(limit)]) {
      expect(await askImport(ask, keeper, input)).toMatchObject({ job: { status: "QUEUED" } });
    }
    for (const input of [{ content: filled(limit + 1) }, base64(limit + 1)]) {
      expect(await askImport(ask, keeper, input)).toEqual(refused(invalid("content", TOO_LARGE)));
    }
    await database.reads.execute("delete from job");
  });

  it.each(["cvx", "/orgs/CDC-NCIRD/sources/CVX/", "orgs/CDC-NCIRD/sources/CVX"])(
    "names its code system as %s",
    async (codeSystem) => {
      expect(await askImport(ask, keeper, { codeSystem })).toEqual({
        job: {
          id: expect.any(String),
          status: "QUEUED",
          progress: 0,
          total: null,
          done: null,
          message: null,
          userErrors: [],
          result: null,
        },
        report: null,
        userErrors: [],
      });
      await database.reads.execute("delete from job");
    },
  );
});

describe("who may ask for an import", () => {
  const noSystem = (name: string) =>
    refused(["ResourceNotFound", "codeSystem", `There is no code system ${name}.`]);

  it.each(["nowhere", "CVX", "", "\u0000", "/orgs/CDC/sources/CVX/"])(
    "nobody where there is none: %j",
    async (codeSystem) => {
      await expectNothingDone(
        database,
        () => askImport(ask, keeper, { codeSystem }),
        noSystem(codeSystem),
      );
    },
  );

  it.each([
    ["a stranger", () => memberOf(database, "Demo")],
    ["the operator", () => callerOf(database, { scopes: ["admin", "write", "publish"] })],
  ])("not %s, whatever else is wrong", async (_, viewer) => {
    const message = "Only the owner of cvx imports into it, or a member of the owner.";
    const as = await viewer();
    await expectNothingDone(
      database,
      () => askImport(ask, as, { version: "", content: "" }),
      refused(["NotPermitted", "codeSystem", message]),
    );
  });

  it("nobody into what they may not see, or what is deactivated", async () => {
    const set = (columns: string) =>
      database.reads.execute(
        sql.raw(`update repository set ${columns} where container_id =
        (select container_id from code_system where slug = 'cvx')`),
      );
    const stranger = await memberOf(database, "Demo");
    await set("public_access = 'NONE'");
    expect(await askImport(ask, stranger)).toEqual(noSystem("cvx"));
    expect(await askImport(ask, keeper)).toMatchObject({ userErrors: [] });
    await set("public_access = 'VIEW', deactivated_at = now()");
    expect(await askImport(ask, keeper)).toEqual(
      refused(["ResourceArchived", "codeSystem", "The code system cvx is deactivated."]),
    );
    await set("deactivated_at = null");
  });

  it("nobody into licensed content without the licence", async () => {
    const ama = await callerOf(database, { organizations: ["AMA"] });
    const input = { codeSystem: "cpt2025", version: "" };
    const message = "cpt2025 needs a licence of AMA, which none of your organizations holds.";
    await expectNothingDone(database, () => askImport(ask, ama, input), {
      job: null,
      report: null,
      userErrors: [
        {
          __typename: "LicenseRequired",
          path: ["codeSystem"],
          message,
          codeSystem: "cpt2025",
          licensor: "AMA",
        },
      ],
    });
    await grantLicence(database, { to: "AMA", licensor: "AMA" });
    const licensed = await callerOf(database, { organizations: ["AMA"] }, FIXED_NOW);
    expect(await askImport(ask, licensed, { codeSystem: "cpt2025" })).toEqual(
      refused(invalid("content", "cvx-flat files hold cvx, not cpt2025")),
    );
  });

  it.each([
    [
      "nobody",
      {},
      async () => anonymous,
      "UNAUTHENTICATED: Send a bearer token; POST /oauth/token issues one.",
    ],
    [
      "a reader",
      {},
      () => callerOf(database, { user: "keeper", scopes: ["read"] }),
      "FORBIDDEN: The token lacks the scope write publish.",
    ],
    [
      "a writer who would release",
      {},
      () => callerOf(database, { user: "keeper", scopes: ["write"] }),
      "FORBIDDEN: The token lacks the scope publish.",
    ],
    [
      "a publisher alone",
      { released: false },
      () => callerOf(database, { user: "keeper", scopes: ["publish"] }),
      "FORBIDDEN: The token lacks the scope write.",
    ],
  ])("%s is told what the token lacks", async (_, more, viewer, error) => {
    const as = await viewer();
    const text = `mutation ($input: ImportCodeSystemInput!) {
      importCodeSystem(input: $input) { job { id } } }`;
    const input = { codeSystem: "cvx", version: "1", content: CVX_FILE, ...more };
    await expectNothingDone(database, () => errorsOf(ask(text, { as, variables: { input } })), [
      error,
    ]);
  });

  it("a writer may where it is not released", async () => {
    const as = await callerOf(database, { user: "keeper", scopes: ["write"] });
    expect(await askImport(ask, as, { released: false })).toMatchObject({ userErrors: [] });
  });
});
