import { describe, expect, test } from "vitest";
import { fingerprint } from "../../support/fingerprint.js";
import { dataOf } from "../../support/graph.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { grantLicence } from "../../support/viewers.js";
import { TEA, useCollectionFiles } from "./collectionFiles.js";
import type { Resource } from "./resources.js";

const { database, program, ask, set, members, refuses } = useCollectionFiles(useTestDatabase());
const COUNTER = "/orgs/tea.example.org/collections/tea-counter/";
const FIXTURE = "fhir-value-set/ValueSet-tea-counter.json";

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
