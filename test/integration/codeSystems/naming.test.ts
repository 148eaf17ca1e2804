import { isInputObjectType } from "graphql";
import { beforeAll, describe, expect, it } from "vitest";
import { buildGraph } from "../../../src/graph/schema.js";
import type { Input } from "../../support/authoringGraph.js";
import { dataOf } from "../../support/graph.js";
import { expectNothingDone } from "../../support/refusals.js";
import { named, useAuthor } from "./world.js";

const { database, ask, author, carriedOut, newSystem, newConcept, codeSystem } = useAuthor();

const CANONICAL = "http://example.org/named";
const TWINS = "urn:oid:2.16.840.1.113883.6.999";
const SLUG = "named";

/** What names the code system. */
const forms = [
  SLUG,
  ` ${SLUG} `,
  "/orgs/Demo/sources/Named/",
  "orgs/Demo/sources/Named",
  CANONICAL,
  ` ${CANONICAL}`,
];

const release = (version: string) => ({
  version,
  content: JSON.stringify({ resourceType: "CodeSystem", url: CANONICAL, content: "complete" }),
});

/** What every mutation that names a code system is asked besides, for the nth time. */
const mutations: Readonly<Record<string, (nth: number) => Input>> = {
  editCodeSystem: (nth) => ({ name: `Name ${nth}` }),
  createCodeSystemVersion: (nth) => ({ version: `v${nth}` }),
  editCodeSystemVersion: (nth) => ({ version: "first", description: `Number ${nth}` }),
  createConcept: (nth) => ({ code: `N${nth}`, conceptClass: "Misc", names: [named("Name")] }),
  editConcept: (nth) => ({ code: "A", externalId: `${nth}` }),
  retireConcept: (nth) => ({ code: `R${nth}` }),
  reviveConcept: (nth) => ({ code: `R${nth}` }),
  createConceptMapping: (nth) => ({ mapType: `T${nth}`, fromConcept: "A", toConcept: "B" }),
  importCodeSystem: (nth) => release(`import-${nth}`),
};

async function errorsOf(mutation: string, input: Input): Promise<unknown> {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
  const text = `mutation ($input: ${type}!) {
    ${mutation}(input: $input) { userErrors { __typename path message } } }`;
  const data = await dataOf<Record<string, { userErrors: unknown }>>(
    ask(text, { as: author(), variables: { input } }),
  );
  return data[mutation]?.userErrors;
}

beforeAll(async () => {
  await newSystem({ shortCode: "Named", canonicalUrl: CANONICAL });
  await newSystem({ shortCode: "Twin", canonicalUrl: TWINS });
  await newSystem({ shortCode: "Twin-2", canonicalUrl: TWINS });
  for (const code of ["A", "B", ...forms.map((_, nth) => `R${nth}`)]) await newConcept(SLUG, code);
  await carriedOut("createCodeSystemVersion", { codeSystem: SLUG, version: "first" });
});

describe("a code system", () => {
  it("is named by every mutation of which the table knows, and by no other", () => {
    const fields = Object.values(buildGraph().getMutationType()?.getFields() ?? {});
    const naming = fields.filter(({ args: [input] }) => {
      const type = input && "ofType" in input.type ? input.type.ofType : null;
      return isInputObjectType(type) && "codeSystem" in type.getFields();
    });
    expect(naming.map(({ name }) => name).toSorted()).toEqual(Object.keys(mutations).toSorted());
  });

  // Reads take slugs exactly as they are.
  it.each(forms.filter((form) => form === form.trim()))("is read by %j", async (form) => {
    expect(await codeSystem(form, "slug")).toEqual({ slug: SLUG });
  });

  it("is the first by slug to readers where several have one canonical URL", async () => {
    expect(await codeSystem(TWINS, "slug")).toEqual({ slug: "twin" });
  });
});

describe.each(Object.keys(mutations))("%s", (mutation) => {
  const input = (name: string, nth = 0) => ({ codeSystem: name, ...mutations[mutation]?.(nth) });

  it.each(forms.map((form, nth) => [form, nth] as const))("takes %j", async (form, nth) => {
    expect(await errorsOf(mutation, input(form, nth))).toEqual([]);
  });

  it.each([
    "nowhere",
    "Named",
    "/orgs/Demo/sources/Nothing/",
    "/orgs/Demo/collections/Named/",
    "http://example.org/nothing",
    `${CANONICAL}/`,
  ])("knows no %j", async (form) => {
    const message = `There is no code system ${form}.`;
    await expectNothingDone(database, () => errorsOf(mutation, input(form)), [
      { __typename: "ResourceNotFound", path: ["codeSystem"], message },
    ]);
  });

  it.each([
    `${CANONICAL}|first`,
    `${SLUG}|first`,
    "/orgs/Demo/sources/Named/first/",
    "/orgs/Demo/sources/Named/HEAD",
  ])("takes no version: %j", async (form) => {
    const message = `${form} names a version; name the code system alone, changes go into its HEAD`;
    await expectNothingDone(database, () => errorsOf(mutation, input(form)), [
      { __typename: "FieldInvalid", path: ["codeSystem"], message },
    ]);
  });

  it("asks which of several is meant", async () => {
    const message = `Several code systems are ${TWINS}: twin, twin-2; name one by its slug`;
    await expectNothingDone(database, () => errorsOf(mutation, input(TWINS)), [
      { __typename: "FieldInvalid", path: ["codeSystem"], message },
    ]);
  });
});
