import { beforeAll, describe, expect, it } from "vitest";
import type { CommandContext } from "../../../src/commands/context.js";
import { createCrosswalk } from "../../../src/commands/crosswalks/createCrosswalk.js";
import type { MappingInput } from "../../../src/rules/crosswalks/mappingInputs.js";
import { commandsOf } from "../../support/commands.js";
import { importConcepts } from "../../support/content.js";
import { pairsOf } from "../../support/readings.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { callerOf, grantLicence, makeOrganization, memberOf } from "../../support/viewers.js";

const { database, takeStatements } = useTestDatabase();
let context: CommandContext;

beforeAll(async () => {
  const icd10cm = { codeSystem: "icd10cm", version: "2026" };
  await importConcepts(database, icd10cm, [
    { code: "A00", extras: { billable: false } },
    { code: "A00.0", parents: ["A00"] },
    { code: "B01.9", retired: true },
  ]);
  // Two releases, the newer one not released yet: what counts is the older one.
  await importConcepts(database, { codeSystem: "hcpcs", version: "2025" }, ["G0001", "G0002"]);
  const unreleased = { codeSystem: "hcpcs", version: "2026", released: false };
  await importConcepts(database, unreleased, ["G0001", "G0003"]);
  // Nothing released at all: what counts is HEAD.
  await importConcepts(database, { codeSystem: "mvx", version: "1", released: false }, ["MSD"]);
  await importConcepts(database, { codeSystem: "cpt2025", version: "2025" }, ["93303"]);
  context = commandsOf(database, await memberOf(database, "Demo"));
});

/** A mapping from `system code` to codes of a system. */
function from(source: string, target: string, ...codes: readonly string[]): MappingInput {
  const [sourceCodeSystem, sourceCode] = source.split(" ");
  const targets = codes.map((targetCode) => ({ targetCode }));
  return { sourceCodeSystem, sourceCode, targetCodeSystem: target, targets };
}

/** What became of mappings: the pairs that went in, and what was said of the others. */
async function outcomeOf(mappings: readonly MappingInput[], as = context) {
  const made = await createCrosswalk(as, { name: "n", draft: false, mappings });
  if (!made.ok) throw new Error(made.failure[0].message);
  const { identifier, skipped, invalidCodes } = made.value;
  return {
    pairs: await pairsOf(database, as.viewer, { identifier, version: 1 }),
    skipped: skipped.map(({ path, reason, codeSystem, code }) =>
      [path.slice(1).join("."), reason, codeSystem ?? "-", code ?? "-"].join(" "),
    ),
    invalidCodes,
  };
}

describe("a code is valid", () => {
  it.each<readonly [string, MappingInput, string]>([
    ["as it is written", from("icd10cm A00.0", "ndc", "1"), "icd10cm A00.0 -> ndc 1"],
    ["without its dot", from("icd10cm A000", "ndc", "1"), "icd10cm A00.0 -> ndc 1"],
    ["as a target without its dot", from("ndc 1", "icd10cm", "A000"), "ndc 1 -> icd10cm A00.0"],
    ["though not billable", from("icd10cm A00", "ndc", "1"), "icd10cm A00 -> ndc 1"],
    ["though retired", from("ndc 1", "icd10cm", "B019"), "ndc 1 -> icd10cm B01.9"],
    ["in the newest release", from("hcpcs G0002", "ndc", "1"), "hcpcs G0002 -> ndc 1"],
    ["at HEAD where nothing is released", from("mvx MSD", "ndc", "1"), "mvx MSD -> ndc 1"],
    ["where no content is present", from("loinc ?", "rxnorm", "??"), "loinc ? -> rxnorm ??"],
  ])("%s", async (_, mapping, pair) => {
    expect(await outcomeOf([mapping])).toEqual({ pairs: [pair], skipped: [], invalidCodes: [] });
  });
});

describe("a mapping is skipped", () => {
  it.each<readonly [string, MappingInput, string, readonly string[]]>([
    [
      "for its unknown source code",
      from("icd10cm Z999", "ndc", "1"),
      "0 SOURCE_CODE_INVALID icd10cm Z99.9",
      [],
    ],
    [
      "for a source code in another case",
      from("icd10cm a00.0", "ndc", "1"),
      "0 SOURCE_CODE_INVALID icd10cm a00.0",
      [],
    ],
    [
      "for its unknown target code",
      from("ndc 1", "icd10cm", "Z999"),
      "0.targets.0 TARGET_CODE_INVALID icd10cm Z999",
      ["Z999"],
    ],
    [
      "for a code of a release that is not released",
      from("ndc 1", "hcpcs", "G0003"),
      "0.targets.0 TARGET_CODE_INVALID hcpcs G0003",
      ["G0003"],
    ],
    [
      "for an over-long code of a system without content",
      from("ndc 1", "rxnorm", "9".repeat(256)),
      `0.targets.0 TARGET_CODE_INVALID rxnorm ${"9".repeat(256)}`,
      ["9".repeat(256)],
    ],
    [
      "for a code that is no text",
      from("ndc 1", "rxnorm", "\u0000"),
      "0.targets.0 TARGET_CODE_INVALID rxnorm \u0000",
      ["\u0000"],
    ],
    [
      "for its unknown source system",
      from("ICD10CM A00", "ndc", "1"),
      "0 CODE_SYSTEM_UNKNOWN ICD10CM -",
      [],
    ],
    [
      "for its unknown target system",
      from("ndc 1", "\u0000", "1"),
      "0 CODE_SYSTEM_UNKNOWN \u0000 -",
      [],
    ],
    [
      "for its missing source system",
      { ...from("ndc 1", "rxnorm", "1"), sourceCodeSystem: null },
      "0 SOURCE_CODE_SYSTEM_MISSING - 1",
      [],
    ],
    [
      "for its missing source code",
      { ...from("ndc 1", "rxnorm", "1"), sourceCode: " " },
      "0 SOURCE_CODE_MISSING ndc -",
      [],
    ],
    [
      "for its missing target system",
      { ...from("ndc 1", "rxnorm", "1"), targetCodeSystem: "" },
      "0 TARGET_CODE_SYSTEM_MISSING - -",
      [],
    ],
    [
      "for its missing targets",
      { ...from("ndc 1", "rxnorm", "1"), targets: null },
      "0 TARGET_CODE_MISSING rxnorm -",
      [],
    ],
    [
      "for its target's missing code",
      { ...from("ndc 1", "rxnorm"), targets: [{ relationship: "EQUIVALENT" }] },
      "0.targets.0 TARGET_CODE_MISSING rxnorm -",
      [],
    ],
  ])("%s", async (_, mapping, skipped, invalidCodes) => {
    expect(await outcomeOf([mapping])).toEqual({ pairs: [], skipped: [skipped], invalidCodes });
  });

  it("while the others go in", async () => {
    const mappings = [
      from("ndc 2", "icd10cm", "Z9", "A000", "B01.9"),
      {},
      from("ndc 1", "icd10cm", "Z9", "Y8", "A00"),
      from("ndc 2", "icd10cm", "A00.0"),
      from("icd10cm X00", "icd10cm", "W00"),
    ];
    expect(await outcomeOf(mappings)).toEqual({
      pairs: ["ndc 1 -> icd10cm A00", "ndc 2 -> icd10cm A00.0", "ndc 2 -> icd10cm B01.9"],
      skipped: [
        "0.targets.0 TARGET_CODE_INVALID icd10cm Z9",
        "1 SOURCE_CODE_SYSTEM_MISSING - -",
        "2.targets.0 TARGET_CODE_INVALID icd10cm Z9",
        "2.targets.1 TARGET_CODE_INVALID icd10cm Y8",
        "3.targets.0 DUPLICATE icd10cm A00.0",
        "4 SOURCE_CODE_INVALID icd10cm X00",
      ],
      invalidCodes: ["Z9", "Y8"],
    });
  });
});

describe("a licensed code system", () => {
  const licensed = [
    from("cpt2025 93303", "ndc", "1"),
    from("ndc 1", "cpt2025", "93303", "99999"),
    from("cdt D0120", "ndc", "1"),
  ];

  it("takes nothing from those without a licence, and does not say which codes it has", async () => {
    const unknown = licensed.map((mapping) => ({
      ...mapping,
      sourceCode: "99999",
      targets: [{ targetCode: "99999" }],
    }));
    const skipped = [
      "0 LICENSE_REQUIRED cpt2025 -",
      "1 LICENSE_REQUIRED cpt2025 -",
      "2 LICENSE_REQUIRED cdt -",
    ];
    const nothing = { pairs: [], skipped, invalidCodes: [] };
    expect(await outcomeOf(licensed)).toEqual(nothing);
    expect(await outcomeOf(unknown)).toEqual(nothing);
  });

  it("takes the codes it has from those with its licensor's licence", async () => {
    await makeOrganization(database, "Licensed");
    await grantLicence(database, { to: "Licensed", licensor: "AMA" });
    const viewer = await callerOf(database, { organizations: ["Licensed"] });
    expect(viewer.licensors).toEqual(["AMA"]);
    expect(await outcomeOf(licensed, commandsOf(database, viewer))).toEqual({
      pairs: ["cpt2025 93303 -> ndc 1", "ndc 1 -> cpt2025 93303"],
      skipped: ["1.targets.1 TARGET_CODE_INVALID cpt2025 99999", "2 LICENSE_REQUIRED cdt -"],
      invalidCodes: ["99999"],
    });
  });

  it("takes nothing once the licence has expired", async () => {
    await makeOrganization(database, "Lapsed");
    const expiresAt = new Date("2026-01-01T00:00:00Z");
    await grantLicence(database, { to: "Lapsed", licensor: "AMA", expiresAt });
    const organizations = ["Lapsed"];
    const before = await callerOf(database, { organizations }, new Date("2025-12-31T23:59:59Z"));
    const after = await callerOf(database, { organizations }, expiresAt);
    const [mapping = {}] = licensed;
    expect((await outcomeOf([mapping], commandsOf(database, before))).pairs).toHaveLength(1);
    expect(await outcomeOf([mapping], commandsOf(database, after))).toMatchObject({
      pairs: [],
      skipped: ["0 LICENSE_REQUIRED cpt2025 -"],
    });
  });
});

describe("validity", () => {
  it("is asked of the database in as many statements for a thousand codes as for one", async () => {
    const count = async (codes: number) => {
      const targets = Array.from({ length: codes }, (_, at) => `A${at}`);
      takeStatements();
      await createCrosswalk(context, {
        name: "n",
        draft: false,
        mappings: [from("ndc 1", "icd10cm", "A00", ...targets), from("icd10cm A00", "hcpcs", "X")],
      });
      return takeStatements().length;
    };
    expect([await count(1), await count(1000)]).toEqual([13, 13]);
  });

  it("of a private code system is no one's business but its owner's", async () => {
    await database.reads.execute(
      `update repository set public_access = 'NONE' where container_id =
        (select container_id from code_system where slug = 'vis')`,
    );
    expect(await outcomeOf([from("ndc 1", "vis", "1")])).toMatchObject({
      pairs: [],
      skipped: ["0 CODE_SYSTEM_UNKNOWN vis -"],
    });
    const owner = await callerOf(database, { organizations: ["CDC-NCIRD"] });
    expect(await outcomeOf([from("ndc 1", "vis", "1")], commandsOf(database, owner))).toEqual({
      pairs: ["ndc 1 -> vis 1"],
      skipped: [],
      invalidCodes: [],
    });
  });
});
