import { beforeAll, describe, expect, it } from "vitest";
import { LATER, S, useDocumentedWorld } from "./documentWorld.js";
import { add, makeCollection } from "./world.js";

const { context, freeze, version } = useDocumentedWorld();
const C = "/orgs/Demo/collections/C/";
const V = `${C}v1.0/`;

/** At v1.0: A as it was first, B, C and the mappings 1, 2 and 4; at HEAD D too, and no mapping 2. */
beforeAll(async () => {
  await makeCollection(context(), "C");
  const concepts = [`${S}concepts/A/1/`, `${S}concepts/B/`, `${S}concepts/C/`];
  const mappings = ["1", "2", "4"].map((id) => `${S}mappings/${id}/`);
  await add(context(), C, { expressions: [...concepts, ...mappings], mode: "DYNAMIC" });
  await freeze(C, "v1.0");
  await add(context(), C, { expressions: [`${S}HEAD/concepts/D/`, `${S}concepts/?q=pill`] });
  await add(context(), C, { expressions: [`${S}mappings/2/`], exclude: true });
});

describe("a concept as a member", () => {
  it("is the concept as its reference has it, with what leads back to the collection", async () => {
    const fields = `concept(id: "Demo:S:A") {
      conceptReferenceUrl references { expression }
      collectionVersion { label collectionUrl collection { shortCode owner { name url } } }
      concept { code version versionUrl display displayLocale conceptClass datatype retired externalId
        extras dose: extra(name: "dose") names { name locale localePreferred nameType }
        french: names(locale: "fr") { name } descriptions { description locale }
        codeSystem { shortCode url owner { name } } } }`;
    const owner = { name: "Demo", url: "/orgs/Demo/" };
    const concept = {
      code: "A",
      version: "1",
      versionUrl: `${S}concepts/A/1/`,
      display: "Malaria pill",
      displayLocale: "en",
      conceptClass: "Drug",
      datatype: "Text",
      retired: false,
      externalId: null,
      extras: { dose: 2 },
      dose: 2,
      names: [
        { name: "Malaria pill", locale: "en", localePreferred: true, nameType: null },
        { name: "Pilule", locale: "fr", localePreferred: false, nameType: null },
      ],
      french: [{ name: "Pilule" }],
      descriptions: [{ description: "Against malaria", locale: "en" }],
      codeSystem: { shortCode: "S", url: S, owner: { name: "Demo" } },
    };
    const collection = { shortCode: "C", owner };
    expect(await version(V, fields)).toEqual({
      concept: {
        conceptReferenceUrl: `${V}concepts/Demo:S:A/`,
        references: [{ expression: `${S}concepts/A/1/` }],
        collectionVersion: { label: "v1.0", collectionUrl: C, collection },
        concept,
      },
    });
  });

  it("has single names and descriptions by their uuids", async () => {
    const all = `concept(id: "A") { concept { names { uuid name } descriptions { uuid description } } }`;
    type Named = { concept: { concept: Record<"names" | "descriptions", { uuid: string }[]> } };
    const { names, descriptions } = ((await version(V, all)) as Named).concept.concept;
    const single = `concept(id: "A") { concept {
      name(uuid: "${names[1]?.uuid}") { uuid name }
      description(uuid: "${descriptions[0]?.uuid}") { uuid description } } }`;
    expect(await version(V, single)).toEqual({
      concept: { concept: { name: names[1], description: descriptions[0] } },
    });
  });

  const mappingsOf = async (url: string, id: string, given = "") => {
    const fields = `concept(id: "${id}") { mappings${given} { totalCount nodes { mapping { url } } } }`;
    const { concept } = (await version(url, fields)) as {
      concept: { mappings: { totalCount: number; nodes: { mapping: { url: string } }[] } };
    };
    expect(concept.mappings.totalCount).toBe(concept.mappings.nodes.length);
    return concept.mappings.nodes.map(({ mapping }) => mapping.url.split("/").at(-2)).join(" ");
  };

  it("has those of its mappings that are in the collection, and no others", async () => {
    // Mapping 3 is from it too, and is no member.
    expect(await mappingsOf(V, "A")).toBe("1");
    expect(await mappingsOf(V, "A", "(includeRetired: true)")).toBe("1 4");
    expect(await mappingsOf(V, "A", "(includeInverseMappings: true)")).toBe("1 2");
    expect(await mappingsOf(V, "B")).toBe("2");
    expect(await mappingsOf(C, "A", "(includeInverseMappings: true)")).toBe("1");
    expect(await mappingsOf(C, "B")).toBe("");
  });
});

describe("a mapping as a member", () => {
  it("is found by its uuid, with what leads back to the collection", async () => {
    const one = "mappings(pageSize: 1) { nodes { mapping { uuid } } }";
    type Listed = { mappings: { nodes: { mapping: { uuid: string } }[] } };
    const [first] = ((await version(V, one)) as Listed).mappings.nodes;
    const uuid = first?.mapping.uuid ?? "";
    const fields = `mapping(id: "${uuid}") { mappingReferenceUrl references { expression }
      collectionVersion { label collection { shortCode } }
      mapping { uuid mapType retired url version fromCode fromConceptUrl toCode toConceptUrl
        fromConcept { code } toConcept { code } codeSystem { shortCode } } }`;
    expect(await version(V, fields)).toEqual({
      mapping: {
        mappingReferenceUrl: `${V}mappings/${uuid}/`,
        references: [{ expression: `${S}mappings/1/` }],
        collectionVersion: { label: "v1.0", collection: { shortCode: "C" } },
        mapping: {
          uuid,
          mapType: "SAME-AS",
          retired: false,
          url: `${S}mappings/1/`,
          version: "1",
          fromCode: "A",
          fromConceptUrl: `${S}concepts/A/`,
          toCode: "B",
          toConceptUrl: `${S}concepts/B/`,
          fromConcept: { code: "A" },
          toConcept: { code: "B" },
          codeSystem: { shortCode: "S" },
        },
      },
    });
    const none = "00000000-0000-4000-8000-000000000000";
    expect(await version(V, `mapping(id: "${none}") { mappingReferenceUrl }`)).toEqual({
      mapping: null,
    });
  });

  it.each([
    [V, "", "1 2"],
    [C, "", "1"],
    [V, "(filter: { includeRetired: true })", "1 4 2"],
    [V, "(filter: { includeRetired: true }, pageSize: 1, offset: 1)", "4"],
    [V, '(filter: { fromConcept: "B" })', "2"],
    [V, `(filter: { toConcept: "${S}concepts/B/" })`, "1"],
    [V, '(filter: { mapType: ["BROADER"] })', ""],
    [V, '(filter: { updatedSince: "2999-01-01T00:00:00Z" })', ""],
  ])("is listed with %s%s: %s", async (url, given, expected) => {
    const fields = `mappings${given} { nodes { mapping { url } } }`;
    const { mappings } = (await version(url, fields)) as {
      mappings: { nodes: { mapping: { url: string } }[] };
    };
    expect(mappings.nodes.map(({ mapping }) => mapping.url.split("/").at(-2)).join(" ")).toBe(
      expected,
    );
  });
});

describe("the concepts of a version", () => {
  it.each([
    [C, "", "A B D"],
    [V, "", "A B"],
    [V, "(filter: { includeRetired: true })", "A B C"],
    [C, `(filter: { updatedSince: "${LATER.toISOString()}" })`, "D"],
    [C, `(filter: { updatedSince: "2999-01-01T00:00:00Z" })`, ""],
    [V, '(filter: { datatype: ["Text"] })', "A"],
    [V, '(filter: { mapcode: "Demo:S:B" })', "A"],
    [C, '(filter: { mapcode: "Demo:S:A" })', ""],
    [C, "(orderBy: { field: ID })", "A B D"],
    [C, "(orderBy: { field: ID, direction: DESC })", "D B A"],
    [C, "(orderBy: { field: DATATYPE, direction: DESC })", "A B D"],
    [C, "(orderBy: { field: LAST_UPDATE })", "D A B"],
    [C, "(orderBy: { field: NAME })", "A B D"],
    [C, '(filter: { q: "name" }, orderBy: { field: BEST_MATCH })', "B D"],
  ])("%s%s: %s", async (url, given, expected) => {
    const fields = `concepts${given} { nodes { conceptReferenceUrl concept { code } } }`;
    const { concepts } = (await version(url, fields)) as {
      concepts: { nodes: { conceptReferenceUrl: string; concept: { code: string } }[] };
    };
    const codes = concepts.nodes.map(({ concept }) => concept.code);
    expect(codes.join(" ")).toBe(expected);
    expect(concepts.nodes.map((one) => one.conceptReferenceUrl)).toEqual(
      codes.map((code) => `${url}concepts/Demo:S:${code}/`),
    );
  });
});

it("the references of a version stay, those of HEAD change", async () => {
  const fields = "references { totalCount nodes { expression include } }";
  type Listed = { references: { totalCount: number; nodes: { expression: string }[] } };
  const [then, now] = [(await version(V, fields)) as Listed, (await version(C, fields)) as Listed];
  expect(then.references.totalCount).toBe(6);
  expect(now.references.nodes.slice(0, 6)).toEqual(then.references.nodes);
  expect(now.references.nodes.slice(6)).toEqual([
    { expression: `${S}concepts/D/1/`, include: true },
    { expression: `${S}concepts/?q=pill`, include: true },
    { expression: `${S}mappings/2/`, include: false },
  ]);
  const some = "references(pageSize: 2, offset: 1) { nodes { expression } }";
  expect(await version(V, some)).toEqual({
    references: { nodes: ["B", "C"].map((code) => ({ expression: `${S}concepts/${code}/` })) },
  });
});

it("concepts, mappings and references come along with a collection where they are asked for", async () => {
  const fields = `label collection { name }
    concepts { totalCount } mappings { totalCount } references { totalCount }`;
  expect(await version(V, fields)).toEqual({
    label: "v1.0",
    collection: { name: "C Set" },
    concepts: { totalCount: 2 },
    mappings: { totalCount: 2 },
    references: { totalCount: 6 },
  });
});
