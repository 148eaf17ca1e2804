import { beforeAll, describe, expect, it } from "vitest";
import { importConcepts } from "../../support/content.js";
import { dataOf } from "../../support/graph.js";
import { callerOf, grantLicence } from "../../support/viewers.js";
import { named, useAuthor } from "./world.js";

const { database, ask, takeStatements, carriedOut, newSystem, newConcept, concept, codeSystem } =
  useAuthor();
const first = new Date("2026-02-01T10:00:00.000Z");
const second = new Date("2026-02-02T10:00:00.000Z");
let slug: string;

beforeAll(async () => {
  slug = await newSystem({ shortCode: "Read", slug: "read" });
  const names = [named("Un", { locale: "fr" }), named("One"), named("Wan", { locale: "en-GB" })];
  const descriptions = [{ description: "Of one" }, { description: "D'un", locale: "fr" }];
  const extras = { billable: true, empty: null, nested: { a: [1] } };
  await newConcept(slug, "a", { names, descriptions, extras, externalId: "x" });
  const edit = { codeSystem: slug, code: "a" };
  await carriedOut("editConcept", { ...edit, names: [named("Uno")] }, { now: first });
  await carriedOut("editConcept", { ...edit, names, updateComment: "c" }, { now: second });
});

interface Texts {
  readonly names: readonly { readonly uuid: string; readonly name: string }[];
  readonly descriptions: readonly { readonly uuid: string; readonly description: string }[];
}

describe("the versions of a concept", () => {
  const each = "version url versionUrl display createdAt updatedAt updatedBy";

  it("are listed newest first, each as it was made, with a URL of its own", async () => {
    const url = "/orgs/Demo/sources/Read/concepts/a/";
    const made = (version: number, display: string, updatedAt: string) => ({
      version: `${version}`,
      url,
      versionUrl: `${url}${version}/`,
      display,
      createdAt: "2026-01-15T12:00:00.000Z",
      updatedAt,
      updatedBy: "demo",
    });
    expect(await concept(slug, "a", `versions { totalCount nodes { ${each} } }`)).toEqual({
      versions: {
        totalCount: 3,
        nodes: [
          made(3, "One", "2026-02-02T10:00:00.000Z"),
          made(2, "Uno", "2026-02-01T10:00:00.000Z"),
          made(1, "One", "2026-01-15T12:00:00.000Z"),
        ],
      },
    });
  });

  it("are read in pages, by number and by cursor", async () => {
    const page = (args: string) =>
      concept(
        slug,
        "a",
        `versions(${args}) { currentPage pageInfo { hasNextPage hasPreviousPage endCursor } nodes { version } }`,
      ) as Promise<{ versions: { pageInfo: { endCursor: string }; nodes: unknown } }>;
    expect(await page("pageSize: 2, pageNumber: 2")).toMatchObject({
      versions: {
        currentPage: 2,
        pageInfo: { hasNextPage: false, hasPreviousPage: true },
        nodes: [{ version: "1" }],
      },
    });
    const { versions } = await page("first: 1");
    expect(versions.nodes).toEqual([{ version: "3" }]);
    expect(await page(`first: 1, after: "${versions.pageInfo.endCursor}"`)).toMatchObject({
      versions: { pageInfo: { hasNextPage: true }, nodes: [{ version: "2" }] },
    });
    expect(await page("last: 1")).toMatchObject({ versions: { nodes: [{ version: "1" }] } });
  });

  it.each([
    ["2", { display: "Uno" }],
    ["3", { display: "One" }],
    ["4", null],
    ["0", null],
    ["HEAD", null],
    ["99999999999", null],
  ])("one is had by its number: %s", async (version, expected) => {
    const read = await concept(slug, "a", `atVersion(version: "${version}") { display }`);
    expect(read).toEqual({ atVersion: expected });
  });

  it("one is had by its id", async () => {
    const { versions } = (await concept(slug, "a", "versions { nodes { id display } }")) as {
      versions: { nodes: readonly { id: string; display: string }[] };
    };
    const ids = versions.nodes.map(({ id }) => id);
    const text = "query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Concept { id display } } }";
    expect((await dataOf(ask(text, { variables: { ids } }))).nodes).toEqual(versions.nodes);
  });

  it("an older release makes one that HEAD does not have, and HEAD's stay", async () => {
    const release = (version: string, name: string) =>
      importConcepts(database, { codeSystem: "vis", version, older: true }, [
        { code: "a", externalId: name },
      ]);
    await release("2025", "new");
    await release("2024", "old");
    const read = await concept(
      "vis",
      "a",
      "version versions { totalCount nodes { version externalId } }",
    );
    expect(read).toEqual({
      version: "1",
      versions: {
        totalCount: 2,
        nodes: [
          { version: "2", externalId: "old" },
          { version: "1", externalId: "new" },
        ],
      },
    });
  });

  it("cost as many statements for many concepts as for one", async () => {
    for (const code of ["b", "c", "d"]) await newConcept(slug, code);
    const sent = async (count: number) => {
      takeStatements();
      await codeSystem(
        slug,
        `concepts(first: ${count}) { nodes { versions { totalCount nodes { display } } } }`,
      );
      return takeStatements();
    };
    expect(await sent(4)).toEqual(await sent(1));
  });

  it("of licensed content are for licensees", async () => {
    await importConcepts(database, { codeSystem: "cpt2025", version: "1" }, ["1"]);
    await grantLicence(database, { to: "Other", licensor: "AMA" });
    const as = await callerOf(database, { organizations: ["Other"] });
    const text = `{ concept(codeSystem: "cpt2025", code: "1") { versions { nodes { id display } } } }`;
    const { concept: read } = await dataOf<{
      concept: { versions: { nodes: { id: string }[] } };
    }>(ask(text, { as }));
    const [node] = read.versions.nodes;
    expect(node).toMatchObject({ display: "Name of 1" });
    expect((await dataOf(ask(text))).concept).toBeNull();
    const byId = `{ node(id: "${node?.id}") { id } }`;
    expect((await dataOf(ask(byId))).node).toBeNull();
    expect((await dataOf(ask(byId, { as }))).node).toEqual({ id: node?.id });
  });
});

describe("the parts of a concept", () => {
  it("names and descriptions are had by language", async () => {
    const read = await concept(
      slug,
      "a",
      `en: names(locale: "en") { name } fr: names(locale: "FR") { name } all: names { name }
       descriptions(locale: "fr") { description }`,
    );
    expect(read).toEqual({
      en: [{ name: "One" }, { name: "Wan" }],
      fr: [{ name: "Un" }],
      all: [{ name: "Un" }, { name: "One" }, { name: "Wan" }],
      descriptions: [{ description: "D'un" }],
    });
  });

  it("one name or description is had by its identity, of this concept alone", async () => {
    const fields = "names { uuid name } descriptions { uuid description }";
    const { names, descriptions } = (await concept(slug, "a", fields)) as Texts;
    const [, name] = names;
    const [description] = descriptions;
    const one = `name(uuid: "${name?.uuid.toUpperCase()}") { uuid name }
      description(uuid: "${description?.uuid}") { uuid description }
      none: name(uuid: "${description?.uuid}") { name }`;
    expect(await concept(slug, "a", one)).toEqual({ name, description, none: null });
    expect(await concept(slug, "b", one)).toEqual({ name: null, description: null, none: null });
  });

  it("one of its further fields is had by name", async () => {
    const read = await concept(
      slug,
      "a",
      `billable: extra(name: "billable") nested: extra(name: "nested") empty: extra(name: "empty")
       none: extra(name: "none") own: extra(name: "constructor") externalId`,
    );
    expect(read).toEqual({
      billable: true,
      nested: { a: [1] },
      empty: null,
      none: null,
      own: null,
      externalId: "x",
    });
  });
});

describe("the history of a code system", () => {
  it("tells who did what and when, newest first, in pages", async () => {
    const own = await newSystem();
    await newConcept(own, "a");
    const edit = { codeSystem: own, code: "a", conceptClass: "x", updateComment: "why" };
    await carriedOut("editConcept", edit, { now: first });
    const read = (args: string) =>
      codeSystem(own, `history${args} { totalCount nodes { number at by message kind } }`);
    const last = {
      number: 3,
      at: "2026-02-01T10:00:00.000Z",
      by: "demo",
      message: "why",
      kind: "CONCEPT_EDITED",
    };
    const at = "2026-01-15T12:00:00.000Z";
    const earlier = (number: number, kind: string) => ({
      ...last,
      number,
      at,
      message: null,
      kind,
    });
    expect(await read("")).toEqual({
      history: {
        totalCount: 3,
        nodes: [last, earlier(2, "CONCEPT_CREATED"), earlier(1, "CREATED")],
      },
    });
    expect(await read("(pageSize: 1, pageNumber: 3)")).toEqual({
      history: { totalCount: 3, nodes: [earlier(1, "CREATED")] },
    });
  });

  it("of a private code system is nobody else's", async () => {
    const own = await newSystem({ publicAccess: "NONE" });
    const other = await callerOf(database, { organizations: ["Other"] });
    expect(await codeSystem(own, "history { totalCount }", other)).toBeNull();
  });
});

it("a concept is read by its code system's URL", async () => {
  const text = `query ($url: String!) { concept(codeSystem: $url, code: "a") { code } }`;
  const read = async (url: string) => (await dataOf(ask(text, { variables: { url } }))).concept;
  expect(await read("/orgs/Demo/sources/Read/")).toEqual({ code: "a" });
  expect(await read("orgs/Demo/sources/Read")).toEqual({ code: "a" });
  for (const url of [
    "/orgs/Demo/sources/read/",
    "/orgs/Demo/collections/Read/",
    "/%/",
    "/\u0000",
  ]) {
    expect(await read(url)).toBeNull();
  }
});
