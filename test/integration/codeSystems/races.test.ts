import { expect, it } from "vitest";
import { editConcept } from "../../../src/commands/codeSystems/editConcept.js";
import { openDatabase } from "../../../src/store/database.js";
import { commandsOf } from "../../support/commands.js";
import { named, useAuthor } from "./world.js";

const WRITERS = 8;
const { location, author, mutate, newSystem, newConcept, concept, codeSystem } = useAuthor();

/** What many writers, each with a connection of its own, are answered who edit one concept at once. */
async function edited(slug: string, expectedVersion: number | null) {
  const crowd = openDatabase(location, { writeConnections: WRITERS });
  try {
    const context = commandsOf(crowd, author());
    return await Promise.all(
      Array.from({ length: WRITERS }, (_, at) =>
        editConcept(context, {
          codeSystem: slug,
          code: "a",
          names: [{ name: `Writer ${at}` }],
          expectedVersion,
        }),
      ),
    );
  } finally {
    await crowd.close(1);
  }
}

it("of many edits that name one version exactly one wins", async () => {
  for (let round = 0; round < 5; round += 1) {
    const slug = await newSystem();
    await newConcept(slug, "a");
    const results = await edited(slug, 1);
    const winners = results.flatMap(({ ok }, at) => (ok ? [`Writer ${at}`] : []));
    expect(winners).toHaveLength(1);
    expect(results.filter(({ ok }) => !ok)).toEqual(
      Array.from({ length: WRITERS - 1 }, () => ({
        ok: false,
        failure: [
          {
            kind: "NotLatestVersion",
            path: ["expectedVersion"],
            latestVersion: 2,
            message: "Version 1 is not the newest; the newest is 2.",
          },
        ],
      })),
    );
    expect(await concept(slug, "a", "display version")).toEqual({
      display: winners[0],
      version: "2",
    });
  }
});

it("edits that name no version are done one after the other, none is lost", async () => {
  const slug = await newSystem();
  await newConcept(slug, "a");
  const results = await edited(slug, null);
  expect(results.every(({ ok }) => ok)).toBe(true);
  const { versions } = (await concept(slug, "a", "versions { nodes { version display } }")) as {
    versions: { nodes: readonly { version: string; display: string }[] };
  };
  expect(versions.nodes.map(({ version }) => Number(version))).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1]);
  const displays = versions.nodes.map(({ display }) => display).toSorted();
  const writers = Array.from({ length: WRITERS }, (_, at) => `Writer ${at}`);
  expect(displays).toEqual(["Name of a", ...writers]);
  expect(await codeSystem(slug, "history { totalCount }")).toEqual({ history: { totalCount: 10 } });
});

it("of many concepts with one code, or one name that must be unique, exactly one is made", async () => {
  const slug = await newSystem({ customValidationSchema: "OpenMRS" });
  const names = [named("Only", { nameType: "FULLY_SPECIFIED" })];
  const make = (code: string) =>
    mutate("createConcept", { codeSystem: slug, code, conceptClass: "Misc", names });
  const answers = await Promise.all([..."aabbccdd"].map(make));
  expect(answers.filter(({ made }) => made)).toHaveLength(1);
  expect(await codeSystem(slug, "concepts { totalCount }")).toEqual({
    concepts: { totalCount: 1 },
  });
});

it("two concepts can't become each other's parents", async () => {
  const slug = await newSystem();
  for (const code of ["a", "b"]) await newConcept(slug, code);
  const below = (code: string, parent: string) =>
    mutate("editConcept", { codeSystem: slug, code, parents: [parent] });
  const answers = await Promise.all([below("a", "b"), below("b", "a")]);
  expect(answers.filter(({ made }) => made)).toHaveLength(1);
});
