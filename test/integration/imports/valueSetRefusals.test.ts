import { describe, expect, test } from "vitest";
import { fingerprint } from "../../support/fingerprint.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { TEA, useCollectionFiles } from "./collectionFiles.js";
import type { Resource } from "./resources.js";

const { database, program, set, refuses } = useCollectionFiles(useTestDatabase());

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
