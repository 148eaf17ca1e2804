import { beforeAll } from "vitest";
import { createConcept } from "../../../src/commands/codeSystems/createConcept.js";
import { editConcept } from "../../../src/commands/codeSystems/editConcept.js";
import { retireConcept } from "../../../src/commands/codeSystems/retireConcept.js";
import { createCollectionVersion } from "../../../src/commands/collections/createCollectionVersion.js";
import { retireConceptMapping } from "../../../src/commands/conceptMappings/editConceptMapping.js";
import type { CommandContext } from "../../../src/commands/context.js";
import type { Viewer } from "../../../src/rules/access/viewer.js";
import { commandsOf, makeMapping } from "../../support/commands.js";
import { dataOf, graphOver } from "../../support/graph.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { makeOrganization, memberOf } from "../../support/viewers.js";
import { makeCollection, makeSystem, release, sure } from "./world.js";

export const S = "/orgs/Demo/sources/S/";
export const K = "/orgs/Demo/collections/K/";
/** When concept D was written; everything else is older. */
export const LATER = new Date("2026-08-01T00:00:00Z");

/**
 * Code system S: concept A (version 2 in v1, version 3 at HEAD) with B below it, C retired, D at HEAD alone;
 * mappings 1 (A to B), 2 (B to A), 3 (A to X of code system T) and 4 (A to C, retired). Collection K is empty.
 */
export function useDocumentedWorld() {
  const { database } = useTestDatabase();
  const ask = graphOver(database);
  let author: Viewer;
  const context = (now?: Date): CommandContext => commandsOf(database, author, now);
  beforeAll(async () => {
    await makeOrganization(database, "Demo", "demo");
    author = await memberOf(database, "Demo");
    await makeSystem(context(), "S", []);
    await makeSystem(context(), "T", ["X"]);
    const codeSystem = "s";
    const concept = async (code: string, more: object = {}, now?: Date) =>
      sure(
        await createConcept(context(now), {
          codeSystem,
          code,
          conceptClass: "Diagnosis",
          names: [{ name: `Name of ${code}`, locale: "en" }],
          ...more,
        }),
      );
    await concept("A", {
      conceptClass: "Drug",
      datatype: "Text",
      names: [
        { name: "Malaria pill", locale: "en", localePreferred: true },
        { name: "Pilule", locale: "fr" },
      ],
      descriptions: [{ description: "Against malaria", locale: "en" }],
      extras: { dose: 2 },
    });
    await concept("B", { parents: ["A"] });
    await concept("C");
    sure(await editConcept(context(), { codeSystem, code: "A", externalId: "two" }));
    const ends = [
      ["A", `${S}concepts/B/`],
      ["B", `${S}concepts/A/`],
      ["A", "/orgs/Demo/sources/T/concepts/X/"],
      ["A", `${S}concepts/C/`],
    ] as const;
    for (const [fromConcept, toConcept] of ends) {
      await makeMapping(context(), { codeSystem, fromConcept, toConcept });
    }
    sure(await retireConceptMapping(context(), { conceptMapping: `${S}mappings/4/` }));
    sure(await retireConcept(context(), { codeSystem, code: "C" }));
    await release(context(), codeSystem, "v1");
    sure(await editConcept(context(), { codeSystem, code: "A", externalId: "three" }));
    await concept("D", {}, LATER);
    await makeCollection(context(), "K");
  });

  let count = 0;
  async function fresh(): Promise<string> {
    count += 1;
    return await makeCollection(context(), `N${count}`);
  }

  async function freeze(collection: string, version = "1"): Promise<string> {
    sure(await createCollectionVersion(context(), { collection, version, released: true }));
    return `${collection}${version}/`;
  }

  /** Fields of a version of a collection by its URL, or of its HEAD. */
  async function version(url: string, fields: string, as = author): Promise<unknown> {
    const text = `query ($url: String!) { collectionVersion(url: $url) { ${fields} } }`;
    return (await dataOf(ask(text, { as, variables: { url } }))).collectionVersion;
  }

  /** `A.2 m1.1`: codes of concepts and ids of mappings, retired ones too, with their versions. */
  async function members(url: string): Promise<string> {
    const fields = `concepts(filter: { includeRetired: true }) { nodes { concept { code version } } }
      mappings(filter: { includeRetired: true }) { nodes { mapping { url version } } }`;
    const { concepts, mappings } = (await version(url, fields)) as {
      concepts: { nodes: { concept: { code: string; version: string } }[] };
      mappings: { nodes: { mapping: { url: string; version: string } }[] };
    };
    const ids = mappings.nodes.map(({ mapping }) => {
      return `m${mapping.url.split("/").at(-2)}.${mapping.version}`;
    });
    const codes = concepts.nodes.map(({ concept }) => `${concept.code}.${concept.version}`);
    return [...codes.toSorted(), ...ids.toSorted()].join(" ");
  }

  return { database, ask, context, fresh, freeze, version, members };
}
