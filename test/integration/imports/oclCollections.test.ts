import { describe, expect, test } from "vitest";
import { useTestDatabase } from "../../support/testDatabase.js";
import { useCollectionFiles } from "./collectionFiles.js";

const { program, file, members, refuses } = useCollectionFiles(useTestDatabase());

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
    const written = (...objects: readonly object[]) =>
      file("jsonl", objects.map((one) => JSON.stringify(one)).join("\n"));
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
