import { beforeAll, describe, expect, it } from "vitest";
import { createConcept } from "../../../src/commands/codeSystems/createConcept.js";
import { editConcept } from "../../../src/commands/codeSystems/editConcept.js";
import { retireConcept } from "../../../src/commands/codeSystems/retireConcept.js";
import { createCollection } from "../../../src/commands/collections/createCollection.js";
import type { CommandContext } from "../../../src/commands/context.js";
import { commandsOf } from "../../support/commands.js";
import { expectNothingDone } from "../../support/refusals.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { makeOrganization, memberOf } from "../../support/viewers.js";
import { add, makeSystem, remove, sure } from "./world.js";

const { database, takeSent } = useTestDatabase();
const S = "/orgs/Demo/sources/S/";
const T = "/orgs/Demo/sources/T/";
const FULL = "Concept fully specified name must be unique for same collection and locale.";
const PREFERRED = "Concept preferred name must be unique for same collection and locale.";

let context: CommandContext;
let count = 0;

/** A concept with a fully specified name and a preferred common name, both in English. */
async function concept(codeSystem: string, code: string, full: string, preferred: string) {
  const names = [
    { name: full, locale: "en", nameType: "FULLY_SPECIFIED" },
    { name: preferred, locale: "en", nameType: "Common", localePreferred: true },
    { name: "the same short", locale: "en", nameType: "SHORT" },
  ];
  const made = { codeSystem, code, conceptClass: code.slice(0, 1), names };
  sure(await createConcept(context, made));
}

async function fresh(customValidationSchema: string | null = "OpenMRS"): Promise<string> {
  count += 1;
  const made = { owner: "/orgs/Demo/", shortCode: `C${count}`, name: "Set" };
  sure(await createCollection(context, { ...made, customValidationSchema }));
  return `/orgs/Demo/collections/C${count}/`;
}

/** What is said of each reference, `+` where it was added. */
async function said(collection: string, ...expressions: readonly string[]) {
  const results = await add(context, collection, { expressions });
  return results.map((text) => (text.startsWith("+") ? "+" : text.replace(/^- [^ ]*: /, "")));
}

beforeAll(async () => {
  await makeOrganization(database, "Demo", "demo");
  context = commandsOf(database, await memberOf(database, "Demo"));
  await makeSystem(context, "S", []);
  await makeSystem(context, "T", []);
  await concept("s", "A1", "Fever", "Hot");
  await concept("s", "A2", "Cough", "Dry");
  await concept("s", "A3", "Rash", "Hot");
  await concept("t", "B1", "Fever", "Warm");
  await concept("t", "B2", "Fever", "Hot");
  await concept("t", "B3", "Ache", "Sore");
  await concept("t", "B4", "Hot", "Fever");
});

describe("a collection with the OpenMRS schema", () => {
  it("refuses names that another member has, per reference", async () => {
    const C = await fresh();
    expect(
      await said(
        C,
        `${S}concepts/A1/`,
        `${T}concepts/B1/`,
        `${T}concepts/B2/`,
        `${S}concepts/A3/`,
        `${T}concepts/B4/`,
        `${S}concepts/A2/`,
      ),
    ).toEqual(["+", FULL, `${FULL} ${PREFERRED}`, PREFERRED, "+", "+"]);
    const again = () => said(C, `${T}concepts/B1/`, `${S}concepts/A3/`);
    await expectNothingDone(database, again, [FULL, PREFERRED]);
    await remove(context, C, { references: [`${S}concepts/A1/1/`] });
    expect(await again()).toEqual(["+", "+"]);
  });

  it("looks into lists, their members and what is kept out", async () => {
    const C = await fresh();
    expect(await said(C, S, `${S}concepts/?class=A`)).toEqual([PREFERRED, PREFERRED]);
    expect(await said(C, `${S}concepts/?q=cough`, `${S}concepts/?q=fever`)).toEqual(["+", "+"]);
    expect(await said(C, `${T}concepts/B1/`, T)).toEqual([FULL, `${FULL} ${PREFERRED}`]);
    await add(context, C, { expressions: [`${S}concepts/A1/`], exclude: true });
    expect(await said(C, `${T}concepts/B1/`)).toEqual(["+"]);
    expect(await said(C, `${S}concepts/A1/`)).toEqual(["+"]);
  });

  it("takes the same of a concept again, and what is no longer in use", async () => {
    const C = await fresh();
    expect(await said(C, `${S}concepts/A1/`, `${S}concepts/?q=fever`)).toEqual(["+", "+"]);
    await concept("t", "B5", "Fever", "Hot");
    sure(await retireConcept(context, { codeSystem: "t", code: "B5" }));
    expect(await said(C, `${T}concepts/B5/`)).toEqual(["+"]);
    expect(await said(C, `${T}concepts/B5/1/`)).not.toEqual(["+"]);
  });

  it("goes by the version that is brought in", async () => {
    const C = await fresh();
    await concept("t", "B6", "Fever", "Six");
    const names = [{ name: "Other", locale: "en", nameType: "FULLY_SPECIFIED" }];
    sure(await editConcept(context, { codeSystem: "t", code: "B6", names }));
    expect(
      await said(C, `${S}concepts/A1/`, `${T}concepts/B6/1/`, `${T}HEAD/concepts/?q=other`),
    ).toEqual(["+", FULL, "+"]);
  });

  it("takes a thousand in as many statements as one", async () => {
    const C = await fresh();
    takeSent();
    expect(await said(C, `${T}concepts/B3/`)).toEqual(["+"]);
    const statements = takeSent().length;
    const expressions = Array.from({ length: 1000 }, (_, at) => `${S}concepts/X${at}/`);
    await add(context, C, { mode: "DYNAMIC", expressions: [...expressions, `${S}concepts/A2/`] });
    expect(takeSent()).toHaveLength(statements);
  });
});

it("without a schema names may be the same", async () => {
  const C = await fresh(null);
  expect(await said(C, `${S}concepts/A1/`, T)).toEqual(["+", "+"]);
});
