import { describe, expect, it } from "vitest";
import { done, fault, type Input } from "../../support/authoringGraph.js";
import { FIXED_NOW } from "../../support/clock.js";
import { useCollections } from "./world.js";

const { mutate, carriedOut, refused, newCollection, newVersion, collection, version } =
  useCollections();
const NOW = FIXED_NOW.toISOString();
const LATER = new Date("2026-02-01T10:00:00Z");
const ALL = `
  label isHead released releasedAt retired processing externalId extras description name fullName
  url collectionUrl previousVersionUrl rootVersionUrl collection { url }
  previousVersion { label } rootVersion { label }
  createdAt createdBy updatedAt updatedBy`;

async function latestOf(url: string): Promise<string | null> {
  const read = (await collection(url, 'atVersion(version: "latest") { label }')) as {
    atVersion: { label: string } | null;
  };
  return read.atVersion?.label ?? null;
}

describe("a new version", () => {
  it("is a name for HEAD as it is, and says for ever what was said then", async () => {
    const url = await newCollection({ name: "First", description: "Of HEAD" });
    const made = await mutate("createCollectionVersion", {
      collection: url,
      version: " 1.0 ",
      externalId: "v1",
      extras: { myattr: "myvalue" },
    });
    expect(made).toEqual(done({ label: "1.0", released: false }));
    const edit = { collection: url, name: "Second", fullName: "The second", description: "New" };
    await carriedOut("editCollection", edit, { now: LATER });
    await newVersion(url, "2.0", { description: null });
    const audited = { createdAt: NOW, createdBy: "demo", updatedAt: NOW, updatedBy: "demo" };
    const first = {
      label: "1.0",
      isHead: false,
      released: false,
      releasedAt: null,
      retired: false,
      processing: false,
      externalId: "v1",
      extras: { myattr: "myvalue" },
      description: "Of HEAD",
      name: "First",
      fullName: "First",
      url: `${url}1.0/`,
      collectionUrl: url,
      previousVersionUrl: "",
      rootVersionUrl: `${url}1.0/`,
      collection: { url },
      previousVersion: null,
      rootVersion: { label: "1.0" },
      ...audited,
    };
    const second = {
      ...first,
      label: "2.0",
      externalId: null,
      extras: {},
      description: null,
      name: "Second",
      fullName: "The second",
      url: `${url}2.0/`,
      previousVersionUrl: `${url}1.0/`,
      previousVersion: { label: "1.0" },
    };
    const head = {
      ...second,
      label: "HEAD",
      isHead: true,
      description: "New",
      url,
      previousVersionUrl: `${url}2.0/`,
      previousVersion: { label: "2.0" },
      updatedAt: LATER.toISOString(),
    };
    expect(await version(`${url}1.0/`, ALL)).toEqual(first);
    expect(await version(`${url}2.0/`, ALL)).toEqual(second);
    expect(await version(`${url}HEAD/`, ALL)).toEqual(head);
    const lists = "versionCount versions { totalCount nodes { label } } history { totalCount }";
    expect(await collection(url, lists)).toEqual({
      versionCount: 3,
      versions: { totalCount: 2, nodes: [{ label: "2.0" }, { label: "1.0" }] },
      history: { totalCount: 2 },
    });
  });

  it("is refused for all faults at once, and for a label that is taken", async () => {
    const url = await newCollection();
    await newVersion(url, "v1");
    const taken = fault("version", "Collection version 'v1' already exist.", "AlreadyExists");
    const create = (version: string, more: Input = {}) => ({ collection: url, version, ...more });
    await refused("createCollectionVersion", create("v1", { description: "d".repeat(5001) }), [
      taken,
      fault("description", "description is 5001 characters long; at most 5000 are allowed"),
    ]);
    for (const reserved of ["HEAD", "latest", "versions", "summary"]) {
      const message = `"${reserved}" can't be a version's label: it is reserved`;
      await refused("createCollectionVersion", create(reserved), [fault("version", message)]);
    }
    await carriedOut("deactivateCollectionVersion", create("v1"));
    await refused("createCollectionVersion", create("v1"), [taken]);
  });

  it("is made once of several of one label at once, and numbered without a gap", async () => {
    const url = await newCollection();
    const labels = ["a", "a", "b", "c", "c"];
    const answers = await Promise.all(
      labels.map((label) => mutate("createCollectionVersion", { collection: url, version: label })),
    );
    expect(answers.filter(({ made }) => made !== null)).toHaveLength(3);
    const { versions } = (await collection(
      url,
      "versions { nodes { label previousVersion { label } } }",
    )) as {
      versions: { nodes: readonly { label: string; previousVersion: { label: string } | null }[] };
    };
    expect(versions.nodes.map(({ label }) => label).toSorted()).toEqual(["a", "b", "c"]);
    expect(versions.nodes.map(({ previousVersion }) => previousVersion?.label ?? null)).toEqual([
      versions.nodes[1]?.label,
      versions.nodes[2]?.label,
      null,
    ]);
  });
});

it("versions are found by their URLs, however they are written", async () => {
  const url = await newCollection({ shortCode: "Urls" });
  await newVersion(url, "v1", { released: true });
  const bare = "orgs/Demo/collections/Urls";
  const found: readonly (readonly [string, string | null])[] = [
    [url, "HEAD"],
    [bare, "HEAD"],
    [`${bare}/HEAD`, "HEAD"],
    [`/${bare}/versions/HEAD/`, "HEAD"],
    [`/${bare}/v1/`, "v1"],
    [`${bare}/versions/v1`, "v1"],
    [`/${bare}/latest/`, "v1"],
    [`${bare}/versions/latest`, "v1"],
    [`/${bare}/v2/`, null],
    [`/${bare}/versions/`, null],
    [`/${bare}/v1/concepts/`, null],
    [`/${bare}/%00/`, null],
    ["/orgs/Demo/sources/Urls/v1/", null],
    ["", null],
  ];
  for (const [given, label] of found) {
    expect([given, await version(given, "label")]).toEqual([given, label && { label }]);
  }
  expect(await collection(`${url}v1/`, "name")).toBeNull();
  expect(await collection(bare, "url")).toEqual({ url });
  const { made } = await mutate("createCollection", { shortCode: "Urls", name: "Of a user" });
  expect(made).toEqual({ shortCode: "Urls", url: "/users/demo/collections/Urls/" });
  for (const own of ["/user/collections/Urls/", "users/demo/collections/Urls"]) {
    expect(await version(own, "label name")).toEqual({ label: "HEAD", name: "Of a user" });
  }
});

describe("latest", () => {
  it("is the newest version that is released, not retired and not deactivated", async () => {
    const url = await newCollection();
    for (const label of ["1", "2", "3"]) await newVersion(url, label);
    const steps: readonly (readonly [string, Input, string | null])[] = [
      ["1", { released: true }, "1"],
      ["3", { released: true }, "3"],
      ["2", { released: true }, "3"],
      ["3", { retired: true }, "2"],
      ["2", { released: false }, "1"],
      ["1", { retired: true }, null],
      ["3", { retired: false }, "3"],
    ];
    expect(await latestOf(url)).toBeNull();
    for (const [label, change, latest] of steps) {
      await carriedOut("editCollectionVersion", { collection: url, version: label, ...change });
      expect([label, change, await latestOf(url)]).toEqual([label, change, latest]);
    }
    await carriedOut("editCollectionVersion", { collection: url, version: "2", released: true });
    await carriedOut("deactivateCollectionVersion", { collection: url, version: "3" });
    expect(await latestOf(url)).toBe("2");
    await newVersion(url, "4", { released: true });
    expect(await latestOf(url)).toBe("4");
  });
});

describe("an edit of a version", () => {
  it("changes what is said of it, and nothing else", async () => {
    const url = await newCollection();
    await newVersion(url, "1", { released: true, description: "d", extras: { a: 1 } });
    const edit = { collection: url, version: "1" };
    const before = await version(`${url}1/`, ALL);
    for (const same of [{}, { released: true, retired: false }, { description: " d " }]) {
      const answer = await mutate("editCollectionVersion", { ...edit, ...same }, { now: LATER });
      const made = { label: "1", released: true, retired: false };
      expect(answer).toEqual(done(made, "Nothing to change."));
    }
    expect(await version(`${url}1/`, ALL)).toEqual(before);
    const changes = { retired: true, description: null, externalId: "f", extras: null };
    await carriedOut("editCollectionVersion", { ...edit, ...changes }, { now: LATER });
    expect(await version(`${url}1/`, ALL)).toEqual({
      ...(before as object),
      retired: true,
      description: null,
      externalId: "f",
      extras: {},
      updatedAt: LATER.toISOString(),
    });
  });

  it("is refused for a version that is not there, before its faults", async () => {
    const url = await newCollection();
    await newVersion(url, "1");
    await newVersion(url, "off");
    await carriedOut("deactivateCollectionVersion", { collection: url, version: "off" });
    for (const label of ["2", "off", "HEAD", "latest", "\u0000"]) {
      const message = `There is no version ${label} of ${url}.`;
      const missing = [fault("version", message, "ResourceNotFound")];
      const input = { collection: url, version: label };
      await refused("editCollectionVersion", { ...input, released: null }, missing);
      await refused("deactivateCollectionVersion", input, missing);
      if (label !== "HEAD") await refused("clearCollectionVersionProcessing", input, missing);
    }
    const input = { collection: url, version: "1", released: null, retired: null };
    await refused("editCollectionVersion", input, [
      fault("released", "released is true or false"),
      fault("retired", "retired is true or false"),
    ]);
  });
});

describe("a deactivated version", () => {
  it("can't be reached any more, and its neighbours pass it over", async () => {
    const url = await newCollection();
    for (const label of ["1", "2", "3"]) await newVersion(url, label, { released: true });
    const { made } = await mutate(
      "deactivateCollectionVersion",
      { collection: url, version: "2" },
      { selected: "collectionVersion { label }" },
    );
    expect(made).toBeNull();
    expect(await version(`${url}2/`, "label")).toBeNull();
    const fields = `versionCount atVersion(version: "2") { label }
      versions { totalCount nodes { label previousVersion { label } } }`;
    expect(await collection(url, fields)).toEqual({
      versionCount: 3,
      atVersion: null,
      versions: {
        totalCount: 2,
        nodes: [
          { label: "3", previousVersion: { label: "1" } },
          { label: "1", previousVersion: null },
        ],
      },
    });
    await carriedOut("deactivateCollectionVersion", { collection: url, version: "1" });
    const root = { rootVersion: { label: "3" }, previousVersion: null, rootVersionUrl: `${url}3/` };
    expect(
      await version(`${url}3/`, "rootVersion { label } previousVersion { label } rootVersionUrl"),
    ).toEqual(root);
    await carriedOut("deactivateCollectionVersion", { collection: url, version: "3" });
    expect(await version(url, "rootVersion { label } rootVersionUrl previousVersionUrl")).toEqual({
      rootVersion: null,
      rootVersionUrl: "",
      previousVersionUrl: "",
    });
  });
});
