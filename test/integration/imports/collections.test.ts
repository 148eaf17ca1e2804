import { describe, expect, test } from "vitest";
import { fingerprint } from "../../support/fingerprint.js";
import { dataOf, graphOver } from "../../support/graph.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { grantLicence } from "../../support/viewers.js";
import { useImportProgram } from "./program.js";
import type { Resource } from "./resources.js";

const testDatabase = useTestDatabase();
const { database } = testDatabase;
const program = useImportProgram(testDatabase);
const ask = graphOver(database);
const TEA = "http://tea.example.org/CodeSystem/tea-kinds";
const COUNTER = "/orgs/tea.example.org/collections/tea-counter/";
const FIXTURE = "fhir-value-set/ValueSet-tea-counter.json";

let made = 0;

/** A ValueSet of one entry, and what of it differs, as a file. */
function set(id: string, more: Resource = {}): string {
  made += 1;
  const content = {
    resourceType: "ValueSet",
    id,
    url: `http://tea.example.org/ValueSet/${id}`,
    version: "1",
    status: "active",
    compose: { include: [{ system: TEA, concept: [{ code: "black" }] }] },
    ...more,
  };
  return program.file(`set-${made}.json`, JSON.stringify(content));
}

async function members(url: string): Promise<readonly string[]> {
  const data = await dataOf<{
    collectionVersion: { concepts: { nodes: readonly { concept: { code: string } }[] } };
  }>(
    ask(
      `query ($url: String!) { collectionVersion(url: $url) {
      concepts(filter: { includeRetired: true }) { nodes { concept { code } } } } }`,
      { variables: { url } },
    ),
  );
  return data.collectionVersion.concepts.nodes.map(({ concept }) => concept.code);
}

async function refuses(path: string, message: RegExp, ...args: readonly string[]): Promise<void> {
  const before = await fingerprint(database);
  const run = await program.run(path, ...args);
  expect(run).toMatchObject({ code: 1, stdout: "" });
  expect(run.stderr).toMatch(message);
  expect(await fingerprint(database)).toEqual(before);
}

describe("a ValueSet of FHIR", () => {
  test("becomes a collection with a released version", async () => {
    await program.run(program.fixture("fhir-code-system/CodeSystem-tea-kinds.json"));
    expect(await program.run(program.fixture(FIXTURE))).toEqual({
      code: 0,
      stdout:
        `${COUNTER} 1.2.0 (new): imported\n` +
        "  5 read, 5 references, 0 repeats, 5 added, 0 changed, 0 removed, 0 skipped\n",
      stderr: "",
    });
    expect(await members(`${COUNTER}1.2.0/`)).toEqual([
      "black",
      "brick",
      "genmaicha",
      "green",
      "matcha",
    ]);
    const data = await dataOf(
      ask(
        `query ($url: String!) { collection(url: $url) { name fullName description canonicalUrl extras
          atVersion(version: "latest") { label released references { nodes { expression include } } } } }`,
        { variables: { url: COUNTER } },
      ),
    );
    expect(data.collection).toMatchObject({
      name: "TeaCounter",
      fullName: "Sold at the counter",
      canonicalUrl: "http://tea.example.org/ValueSet/tea-counter",
      extras: { fhir: { status: "draft", publisher: "The Tea Society", purpose: "Orders." } },
      atVersion: {
        label: "1.2.0",
        released: true,
        references: {
          nodes: [
            { expression: `${TEA}|1.2.0/concepts/black/`, include: true },
            { expression: `${TEA}|1.2.0/concepts/brick/`, include: true },
            { expression: `${TEA}/concepts/?code:is-a=green`, include: true },
            { expression: `${TEA}/concepts/?extras.minutes=2`, include: true },
            { expression: `${TEA}/concepts/gyokuro/`, include: false },
          ],
        },
      },
    });
  });

  test("that is here changes nothing, and is refused under the same version with other content", async () => {
    const before = await fingerprint(database);
    const run = await program.run(program.fixture(FIXTURE));
    expect(run.stdout).toContain(`${COUNTER} 1.2.0: nothing to do, it is here already`);
    expect(await fingerprint(database)).toEqual(before);
    const other = program.fixture(FIXTURE, (text) => text.replace('"brick"', '"green"'));
    await refuses(other, /Version 1\.2\.0 of .* is here with other content/);
    const renamed = await program.run(program.fixture(FIXTURE), "--version", "1.2.1");
    expect(renamed.stdout).toContain("the same content as HEAD, under a new label");
  });

  test("takes the next version with what is gone, and an older one beside HEAD", async () => {
    const next = (version: string, codes: readonly string[]) =>
      set("shelf", {
        version,
        compose: { include: [{ system: TEA, concept: codes.map((code) => ({ code })) }] },
      });
    const url = "/orgs/tea.example.org/collections/shelf/";
    await program.run(next("2", ["black", "green"]));
    const third = await program.run(next("3", ["green", "blend"]));
    expect(third.stdout).toMatch(/1 added, 0 changed, 1 removed/);
    await refuses(next("1", ["tea"]), /1 is older than 3/);
    expect(await program.run(next("1", ["tea"]), "--older")).toMatchObject({ code: 0 });
    expect(await members(`${url}1/`)).toEqual(["tea"]);
    expect(await members(url)).toEqual(["blend", "green"]);
    expect(await members(`${url}latest/`)).toEqual(["blend", "green"]);
    expect(await members(`${url}2/`)).toEqual(["black", "green"]);
  });

  test("imports others that stand behind it, and takes R5's operators", async () => {
    const entry = (more: Resource) => ({ include: [more] });
    const outer = set("outer", {
      compose: {
        include: [{ valueSet: ["http://tea.example.org/ValueSet/inner"] }],
        exclude: [
          { system: TEA, filter: [{ property: "concept", op: "descendent-leaf", value: "green" }] },
        ],
      },
    });
    const filter = [{ property: "concept", op: "child-of", value: "green" }];
    const inner = set("inner", { compose: entry({ system: TEA, filter }) });
    const run = await program.run(outer, inner);
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect(await members("/orgs/tea.example.org/collections/inner/")).toEqual(
      ["genmaicha", "matcha", "gyokuro"].toSorted(),
    );
    expect(await members("/orgs/tea.example.org/collections/outer/")).toEqual([]);
  });

  test("waits for what is not here, which HEAD then reads", async () => {
    const system = "http://late.example.org/cs";
    const path = set("late", { compose: { include: [{ system, concept: [{ code: "a" }] }] } });
    const run = await program.run(path);
    expect(run.stdout).toContain(`  not here: ${system}, in 1 references\n`);
    const codes = {
      ...{ resourceType: "CodeSystem", id: "cs", url: system, version: "1", status: "active" },
      ...{ content: "complete", concept: [{ code: "a", display: "A" }] },
    };
    await program.run(program.file("late-cs.json", JSON.stringify(codes)));
    expect((await program.run(path)).stdout).toContain("nothing to do");
    expect(await members("/orgs/tea.example.org/collections/late/")).toEqual(["a"]);
    expect(await members("/orgs/tea.example.org/collections/late/1/")).toEqual([]);
  });

  test("has its expansion taken where nothing defines it", async () => {
    const contains = [
      { abstract: true, contains: [{ system: TEA, code: "black", display: "Black" }] },
      { system: TEA, code: "blend" },
    ];
    const path = set("expanded", {
      compose: undefined,
      expansion: { timestamp: "2025", contains },
    });
    expect((await program.run(path)).stdout).toContain("replaced: expansion");
    expect(await members("/orgs/tea.example.org/collections/expanded/")).toEqual([
      "black",
      "blend",
    ]);
  });

  test("goes out by command line and graph, and comes back unchanged", async () => {
    for (const format of ["fhir-r4", "fhir-r5"]) {
      const output = program.file(`out-${format}.json`, "");
      const run = await program.runExport(
        COUNTER,
        "--version",
        "1.2.0",
        "--format",
        format,
        "--output",
        output,
      );
      expect(run).toEqual({
        code: 0,
        stdout: "",
        stderr: '"TeaCounter", version 1.2.0: 5 concepts\n',
      });
      expect((await program.run(output)).stdout).toContain("nothing to do");
    }
    const data = await dataOf<{
      collectionVersion: { export: string; exportLosses: readonly object[] };
    }>(
      ask(
        `query ($url: String!) { collectionVersion(url: $url) {
          export(format: FHIR_R4) exportLosses(format: FHIR_R4) { kind element } } }`,
        { variables: { url: `${COUNTER}1.2.0/` } },
      ),
    );
    const written = JSON.parse(data.collectionVersion.export);
    expect(data.collectionVersion.exportLosses).toEqual([]);
    expect(written.expansion).toMatchObject({
      total: 5,
      contains: [
        { system: TEA, version: "1.2.0", code: "black", display: "Black tea" },
        { code: "brick", inactive: true },
        { code: "genmaicha" },
        { code: "green" },
        { code: "matcha" },
      ],
    });
    expect(written.compose.include[0].concept[0]).toEqual({
      code: "black",
      display: "Black",
      designation: [{ language: "de", value: "Schwarz" }],
    });
  });

  test("keeps words of licensed code systems to itself", async () => {
    const cpt = {
      system: "http://www.ama-assn.org/go/cpt",
      concept: [{ code: "99213", display: "SECRET" }],
    };
    const path = set("visits", { compose: { include: [cpt] } });
    expect((await program.run(path, "--owner", "Demo")).stdout).toContain("left out: display");
    await grantLicence(database, { to: "Demo", licensor: "AMA" });
    const out = await program.runExport("/orgs/Demo/collections/visits/");
    expect(out.stdout).not.toContain("SECRET");
  });
});

describe("a ValueSet that is refused", () => {
  const include = (...entries: readonly Resource[]) => ({ compose: { include: entries } });

  test.each<readonly [string, Resource, RegExp]>([
    ["another resource", { resourceType: "Patient" }, /of no known format: .*Patient/],
    ["a status that is none", { status: "done" }, /ValueSet\.status: "done" is none of draft/],
    ["no URI", { url: "no uri" }, /ValueSet\.url: "no uri" is no URI/],
    ["a label that can't be", { version: "HEAD" }, /ValueSet\.version: "HEAD" can't be/],
    [
      "what changes its meaning",
      { modifierExtension: [{ url: "x" }] },
      /ValueSet\.modifierExtension: it changes the meaning/,
    ],
    ["nothing to include", include({}), /line 1: ValueSet\.compose\.include\[0\]: it has neither/],
    ["an empty list", include({ system: TEA, concept: [] }), /include\[0\]\.concept: it lists no/],
    [
      "both codes and filters",
      include({
        system: TEA,
        concept: [{ code: "a" }],
        filter: [{ property: "concept", op: "is-a", value: "x" }],
      }),
      /include\[0\]\.filter: an entry lists concepts or filters them/,
    ],
    [
      "an operator that is none",
      include({ system: TEA, filter: [{ property: "concept", op: "like", value: "x" }] }),
      /include\[0\]\.filter\[0\]: "like" is no operator/,
    ],
    [
      "a code that is none",
      include({ system: TEA, concept: [{ code: 7 }] }),
      /concept\[0\]\.code: it is missing/,
    ],
    [
      "a contained set",
      include({ valueSet: ["#inside"] }),
      /valueSet\[0\]: value sets that are contained/,
    ],
    [
      "itself",
      {
        id: "self",
        ...include({ valueSet: ["http://tea.example.org/ValueSet/self"] }),
        url: "http://tea.example.org/ValueSet/self",
      },
      /in a circle/,
    ],
  ])("for %s", async (_, more, message) => {
    await refuses(set("bad", more), message);
  });

  test("for R5 content under R4's label", async () => {
    await refuses(
      set("r5", { copyrightLabel: "x" }),
      /copyrightLabel: R4 does not have it/,
      "--format",
      "fhir-r4-value-set",
    );
    const filter = [{ property: "concept", op: "child-of", value: "tea" }];
    await refuses(
      set("r5", include({ system: TEA, filter })),
      /include\[0\]\.filter\[0\]\.op: R4 does not have it/,
      "--format",
      "fhir-r4-value-set",
    );
  });

  test("for circles among several", async () => {
    const importing = (id: string, other: string) =>
      set(id, include({ valueSet: [`http://tea.example.org/ValueSet/${other}`] }));
    const before = await fingerprint(database);
    const run = await program.run(importing("x1", "x2"), importing("x2", "x1"));
    expect(run.stderr).toMatch(
      /value sets import each other in a circle: .*x1 imports .*x2 imports .*x1/,
    );
    expect(await fingerprint(database)).toEqual(before);
  });

  test("for bytes that are cut or no UTF-8, and for keys that come twice", async () => {
    const text = JSON.stringify({
      resourceType: "ValueSet",
      id: "é",
      url: "urn:x:1",
      status: "active",
    });
    await refuses(
      program.file("cut.json", text.slice(0, -9)),
      /cut\.json, line 1.*: the file ends in the middle/,
    );
    await refuses(
      program.file("latin1.json", Buffer.from(text, "latin1")),
      /line 1: this is not UTF-8/,
    );
    const twice = text.replace('"status"', '"url":"urn:x:2","status"');
    await refuses(program.file("twice.json", twice), /line 1, url: it stands here a second time/);
    const marked = `\ufeff${text.replace("é", "marked").replaceAll(",", ",\r\n")}`;
    const owner = ["--owner", "Demo"] as const;
    expect(await program.run(program.file("marked.json", marked), ...owner)).toMatchObject({
      code: 0,
    });
  });
});

describe("a collection of OCL's", () => {
  test("comes in by an export, its lines following what is here", async () => {
    await program.run(program.fixture("ocl-json/fruits.jsonl"));
    const url = "/orgs/Orchard/collections/Basket/";
    const run = await program.run(program.fixture("ocl-collection/export.json"));
    expect(run.stdout).toMatch(/\/Basket\/ v1\.0: imported\n {2}3 read, 3 references, .*2 added/);
    expect(run.stdout).toContain("left out: concepts");
    expect(run.stdout).toContain("replaced: resource_version");
    expect(await members(`${url}v1.0/`)).toContain("apple");
    const output = program.file("basket.json", "");
    await program.runExport(url, "--version", "v1.0", "--format", "ocl", "--output", output);
    expect((await program.run(output)).stdout).toContain("v1.0: nothing to do");
    const lines = program.file("basket.jsonl", "");
    await program.runExport(url, "--format", "ocl-json", "--output", lines);
    expect((await program.run(lines, "--format", "ocl-json")).stdout).toContain("nothing to do");
  });

  test("comes in by lines, which add and take out", async () => {
    const common = { owner: "Orchard", owner_type: "Organization" };
    const apple = "/orgs/Orchard/sources/Fruits/concepts/apple/";
    const fruit = "/orgs/Orchard/sources/Fruits/concepts/fruit/";
    const written = (...objects: readonly object[]) => {
      made += 1;
      return program.file(
        `lines-${made}.jsonl`,
        objects.map((one) => JSON.stringify(one)).join("\n"),
      );
    };
    const collection = { ...common, type: "Collection", id: "Bowl", name: "Bowl" };
    const reference = { ...common, type: "Reference", collection: "Bowl" };
    const version = {
      ...common,
      type: "Collection Version",
      collection: "Bowl",
      id: "1",
      released: "True",
    };
    const url = "/orgs/Orchard/collections/Bowl/";
    const first = written(collection, { ...reference, data: { expressions: [apple] } }, version, {
      ...reference,
      data: [{ system: "/orgs/Orchard/sources/Fruits/", concept: ["fruit"] }],
    });
    expect((await program.run(first)).stdout).toContain("versions made: 1");
    expect([await members(`${url}1/`), await members(url)]).toEqual([
      ["apple"],
      ["apple", "fruit"],
    ]);
    expect((await program.run(first)).stdout).toContain(`${url}: nothing to do`);
    const gone = written({ ...reference, __action: "DELETE", data: { expressions: [fruit] } });
    expect((await program.run(gone)).stdout).toContain("0 added, 0 changed, 1 removed");
    expect(await members(url)).toEqual(["apple"]);
    await refuses(
      written({ ...reference, data: { expressions: ["/orgs/Orchard/nowhere/"] } }),
      /line 1: \/orgs\/Orchard\/nowhere\/: "nowhere" should be sources or collections/,
    );
    const unknown = { ...reference, collection: "Nobody", data: { expressions: [apple] } };
    await refuses(
      written(unknown),
      /line 1: there is no collection \/orgs\/Orchard\/collections\/Nobody\//,
    );
  });
});
