import { describe, expect, it } from "vitest";
import { done, fault } from "../../support/authoringGraph.js";
import { importConcepts } from "../../support/content.js";
import { callerOf } from "../../support/viewers.js";
import { named, useAuthor } from "./world.js";

const { database, mutate, carriedOut, refused, newSystem, newConcept, concept, codeSystem } =
  useAuthor();
const LATER = new Date("2026-02-01T10:00:00.000Z");
const ALL = `label description externalId extras released releasedAt url previousVersion { label }
  createdAt createdBy updatedAt updatedBy concepts { totalCount }`;

function version(codeSystem: string, label: string, more: object = {}) {
  return carriedOut("createCodeSystemVersion", { codeSystem, version: label, ...more });
}

async function latestOf(slug: string): Promise<unknown> {
  return await codeSystem(slug, "latestVersion { label } concepts { totalCount }");
}

describe("a new version", () => {
  it("is a name for HEAD as it is, and stays so", async () => {
    const slug = await newSystem({ shortCode: "Named", description: "Of the system" });
    await newConcept(slug, "a");
    const input = { codeSystem: slug, version: "v1.0-b@c_d" };
    expect(await mutate("createCodeSystemVersion", input, { now: LATER })).toEqual(
      done({ label: "v1.0-b@c_d", released: false }),
    );
    const more = { description: "Second", externalId: " e ", extras: { a: 1 } };
    await version("/orgs/Demo/sources/Named/", "2", { released: true, ...more });
    await newConcept(slug, "b");
    await carriedOut("editConcept", { codeSystem: slug, code: "a", names: [named("New")] });
    expect(await codeSystem(slug, `versions { nodes { ${ALL} } } history { totalCount }`)).toEqual({
      history: { totalCount: 4 },
      versions: {
        nodes: [
          {
            label: "2",
            ...more,
            externalId: "e",
            released: true,
            releasedAt: "2026-01-15T12:00:00.000Z",
            url: "/orgs/Demo/sources/Named/2/",
            previousVersion: { label: "v1.0-b@c_d" },
            createdAt: "2026-01-15T12:00:00.000Z",
            createdBy: "demo",
            updatedAt: "2026-01-15T12:00:00.000Z",
            updatedBy: "demo",
            concepts: { totalCount: 1 },
          },
          {
            label: "v1.0-b@c_d",
            description: "Of the system",
            externalId: null,
            extras: {},
            released: false,
            releasedAt: null,
            url: "/orgs/Demo/sources/Named/v1.0-b@c_d/",
            previousVersion: null,
            createdAt: "2026-02-01T10:00:00.000Z",
            createdBy: "demo",
            updatedAt: "2026-02-01T10:00:00.000Z",
            updatedBy: "demo",
            concepts: { totalCount: 1 },
          },
        ],
      },
    });
    expect(await concept(slug, "a", "display version", "2")).toEqual({
      display: "Name of a",
      version: "1",
    });
    expect(await concept(slug, "a", "display version", "HEAD")).toEqual({
      display: "New",
      version: "2",
    });
    expect(await codeSystem(slug, "atVersion { label description }")).toEqual({
      atVersion: { label: "HEAD", description: "Of the system" },
    });
  });

  it.each(["HEAD", "latest", "concepts", "export", "processing", ".."])(
    "can't be labelled %s, which is reserved",
    async (label) => {
      const message = `"${label}" can't be a version's label: it is reserved`;
      const input = { codeSystem: await newSystem(), version: label };
      await refused("createCodeSystemVersion", input, [fault("version", message)]);
    },
  );

  it("is refused for all faults at once, and for a label that is taken", async () => {
    const slug = await newSystem();
    const wrong = `"a b" can't be a version's label: letters, digits and -._@ are allowed, 1 to 255 of them`;
    const texts = { description: "x".repeat(5001), externalId: "\u0000", extras: { a: "\u0000" } };
    await refused("createCodeSystemVersion", { codeSystem: slug, version: "a b", ...texts }, [
      fault("version", wrong),
      fault("description", "description is 5001 characters long; at most 5000 are allowed"),
      fault("externalId", "externalId holds a character that is not text"),
      fault("extras", "extras holds a character that is not text"),
    ]);
    await version(slug, "1");
    const message = `There is a version 1 of ${slug} already.`;
    await refused("createCodeSystemVersion", { codeSystem: slug, version: " 1 " }, [
      fault("version", message, "AlreadyExists"),
    ]);
  });
});

describe("releasing", () => {
  it("moves readers to the newest released version, and taking back moves them away", async () => {
    const slug = await newSystem();
    await version(slug, "1");
    await newConcept(slug, "a");
    await version(slug, "2");
    await newConcept(slug, "b");
    const steps: readonly (readonly [string, boolean, unknown])[] = [
      ["1", true, { latestVersion: { label: "1" }, concepts: { totalCount: 0 } }],
      ["2", true, { latestVersion: { label: "2" }, concepts: { totalCount: 1 } }],
      ["2", false, { latestVersion: { label: "1" }, concepts: { totalCount: 0 } }],
      ["1", false, { latestVersion: null, concepts: { totalCount: 2 } }],
      ["2", true, { latestVersion: { label: "2" }, concepts: { totalCount: 1 } }],
      ["1", true, { latestVersion: { label: "2" }, concepts: { totalCount: 1 } }],
    ];
    expect(await latestOf(slug)).toEqual({ latestVersion: null, concepts: { totalCount: 2 } });
    for (const [label, released, expected] of steps) {
      const input = { codeSystem: slug, version: label, released };
      expect(await mutate("editCodeSystemVersion", input)).toEqual(done({ label, released }));
      expect(await latestOf(slug)).toEqual(expected);
    }
  });

  it("a release that was put in as an older one does not lead, unless it is alone", async () => {
    const release = (label: string, codes: readonly string[]) =>
      importConcepts(database, { codeSystem: "vis", version: label, older: true }, codes);
    await release("2025", ["a", "b"]);
    await release("2024", ["a"]);
    const as = await callerOf(database, { user: "demo", organizations: ["CDC-NCIRD"] });
    const edit = (label: string, released: boolean) => {
      const input = { codeSystem: "vis", version: label, released };
      return carriedOut("editCodeSystemVersion", input, { as });
    };
    const latest = (label: string, totalCount: number) => ({
      latestVersion: { label },
      concepts: { totalCount },
    });
    await edit("2024", false);
    await edit("2024", true);
    expect(await latestOf("vis")).toEqual(latest("2025", 2));
    await edit("2025", false);
    expect(await latestOf("vis")).toEqual(latest("2024", 1));
    await edit("2025", true);
    expect(await latestOf("vis")).toEqual(latest("2025", 2));
  });
});

describe("an edit of a version", () => {
  it("changes what is said of it, and nothing else", async () => {
    const slug = await newSystem();
    await version(slug, "1", {
      released: true,
      description: "d",
      externalId: "e",
      extras: { a: 1 },
    });
    const edit = { codeSystem: slug, version: "1" };
    const read = () => codeSystem(slug, `atVersion(version: "1") { ${ALL} }`);
    const before = await read();
    for (const same of [{}, { released: true }, { description: " d ", extras: { a: 1 } }]) {
      const answer = await mutate("editCodeSystemVersion", { ...edit, ...same }, { now: LATER });
      expect(answer).toEqual(done({ label: "1", released: true }, "Nothing to change."));
    }
    expect(await read()).toEqual(before);
    const changes = { description: null, externalId: "f", extras: null };
    await carriedOut("editCodeSystemVersion", { ...edit, ...changes }, { now: LATER });
    expect(await read()).toMatchObject({
      atVersion: {
        description: null,
        externalId: "f",
        extras: {},
        releasedAt: "2026-01-15T12:00:00.000Z",
        updatedAt: "2026-02-01T10:00:00.000Z",
      },
    });
  });

  it("is refused for a version that is not there, before its faults", async () => {
    const slug = await newSystem();
    await version(slug, "1");
    for (const label of ["2", "HEAD", "latest", "\u0000"]) {
      const message = `There is no version ${label} of ${slug}.`;
      const input = { codeSystem: slug, version: label, released: null };
      await refused("editCodeSystemVersion", input, [
        fault("version", message, "ResourceNotFound"),
      ]);
    }
    const faults = [
      fault("released", "released is true or false"),
      fault("description", "description holds a character that is not text"),
    ];
    const input = { codeSystem: slug, version: "1", released: null, description: "\u0000" };
    await refused("editCodeSystemVersion", input, faults);
  });
});
