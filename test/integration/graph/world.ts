import { addCrosswalkMappings } from "../../../src/commands/crosswalks/addCrosswalkMappings.js";
import type { ConceptName } from "../../../src/rules/codeSystems/content.js";
import type { Database } from "../../../src/store/database.js";
import { commandsOf, makeCrosswalk, mapped } from "../../support/commands.js";
import { importConcepts } from "../../support/content.js";
import { type Ask, dataOf } from "../../support/graph.js";
import { memberOf } from "../../support/viewers.js";

/** Stands in every text of licensed content, and nowhere else. */
export const MARKER = "MARKED-AS-LICENSED";

export const FIRST = new Date("2026-01-16T08:00:00.000Z");
export const SECOND = new Date("2026-01-17T09:30:00.000Z");
export const THIRD = new Date("2026-01-18T10:45:00.000Z");

function name(text: string, more: Partial<ConceptName> = {}): ConceptName {
  const usual = { locale: "en", localePreferred: true, nameType: null, externalId: null };
  return { name: text, ...usual, ...more };
}

/** A small ICD-10-CM in two releases and a HEAD beyond them. */
export async function makeIcd10cm(database: Database): Promise<void> {
  const codeSystem = "icd10cm";
  const cholera = {
    code: "A00",
    extras: { billable: false },
    names: [
      name("Cholera", { nameType: "FULLY_SPECIFIED" }),
      name("Choléra", { locale: "fr", localePreferred: false, externalId: "f1" }),
      name("Asiatic cholera", { locale: "en-GB", localePreferred: false }),
    ],
  };
  const below = ["A00"];
  const old = { codeSystem, version: "2025", by: "importer", now: FIRST };
  await importConcepts(database, old, [
    cholera,
    { code: "A00.0", parents: below, names: [name("Cholera due to 01")] },
    { code: "A00.1", parents: below },
    { code: "B01", retired: true, conceptClass: "Header" },
  ]);
  const newer = { codeSystem, version: "2026", by: "second importer", now: SECOND };
  await importConcepts(database, newer, [
    cholera,
    {
      code: "A00.0",
      parents: below,
      externalId: "x0",
      names: [name("Cholera due to Vibrio cholerae 01")],
      descriptions: [
        {
          description: "Classical cholera",
          locale: "en",
          localePreferred: true,
          descriptionType: "Definition",
          externalId: "d1",
        },
        {
          description: "Choléra classique",
          locale: "fr",
          localePreferred: false,
          descriptionType: null,
          externalId: null,
        },
      ],
    },
    { code: "A00.9", parents: below, datatype: "Text" },
    { code: "B01", retired: true, conceptClass: "Header" },
  ]);
  const ahead = { codeSystem, version: "2027", released: false, by: "third", now: THIRD };
  await importConcepts(database, ahead, [cholera, { code: "Z99", parents: below }]);
}

/** Reads the small ICD-10-CM, or one of its versions, as anybody sees it. */
export function icd10cmOver(ask: Ask) {
  async function icd10cm(fields: string): Promise<Record<string, unknown>> {
    const data = await dataOf(ask(`{ codeSystem(slug: "icd10cm") { ${fields} } }`));
    return data.codeSystem as Record<string, unknown>;
  }
  async function atVersion(version: string, fields: string): Promise<unknown> {
    const read = await icd10cm(`atVersion(version: ${JSON.stringify(version)}) { ${fields} }`);
    return read.atVersion;
  }
  return { icd10cm, atVersion };
}

/** A CPT of two codes that nobody without a licence may read. */
export async function makeCpt(database: Database): Promise<void> {
  const marked = (code: string, parents: readonly string[]) => ({
    code,
    parents,
    conceptClass: MARKER,
    datatype: MARKER,
    externalId: MARKER,
    extras: { note: MARKER },
    names: [name(`${MARKER} ${code}`)],
    descriptions: [
      {
        description: MARKER,
        locale: "en",
        localePreferred: true,
        descriptionType: MARKER,
        externalId: MARKER,
      },
    ],
  });
  const release = { codeSystem: "cpt2025", version: "2025", now: FIRST };
  await importConcepts(database, release, [marked("93303", []), marked("93304", ["93303"])]);
}

/** A crosswalk of Demo with two published versions and a draft. Answers its identifier. */
export async function makeHeart(database: Database): Promise<string> {
  const viewer = await memberOf(database, "Demo");
  const identifier = await makeCrosswalk(commandsOf(database, viewer, FIRST), {
    name: "Heart",
    description: "Of the heart",
    customAttributes: [{ key: "b", value: "1" }, { key: "a" }],
    mappings: [
      {
        sourceCodeSystem: "icd10cm",
        sourceCode: "A000",
        targetCodeSystem: "ndc",
        targets: [
          {
            targetCode: "2",
            relationship: "EQUIVALENT",
            customAttributes: [{ key: "k", value: "v" }],
          },
          { targetCode: "10" },
        ],
      },
      { ...mapped("1"), noMap: true },
    ],
  });
  const add = (now: Date, version: number, draft: boolean, code: string) =>
    addCrosswalkMappings(commandsOf(database, viewer, now), {
      identifier,
      version,
      draft,
      mappings: [
        {
          sourceCodeSystem: "ndc",
          sourceCode: code,
          targetCodeSystem: "icd10cm",
          targets: [{ targetCode: "A00.9" }],
        },
      ],
    });
  await add(SECOND, 1, false, "1");
  await add(THIRD, 2, true, "7");
  return identifier;
}
