import { beforeAll } from "vitest";
import { createConcept } from "../../../src/commands/codeSystems/createConcept.js";
import { editCodeSystem } from "../../../src/commands/codeSystems/editCodeSystem.js";
import { retireConcept } from "../../../src/commands/codeSystems/retireConcept.js";
import { retireConceptMapping } from "../../../src/commands/conceptMappings/editConceptMapping.js";
import type { CommandContext } from "../../../src/commands/context.js";
import { anonymous, type Viewer } from "../../../src/rules/access/viewer.js";
import { commandsOf, makeMapping } from "../../support/commands.js";
import { dataOf, errorsOf, graphOver } from "../../support/graph.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { makeOrganization, memberOf } from "../../support/viewers.js";
import { makeCollection, makeSystem, release, sure } from "../references/world.js";

export const S = "/orgs/Demo/sources/S/";
export const T = "/orgs/Demo/sources/T/";
export const P = "/orgs/Demo/sources/P/";

export interface TreeEntry {
  readonly id: string;
  readonly type: "Concept" | "Mapping";
  readonly terminal: boolean | null;
  readonly entries: readonly TreeEntry[];
}

interface Shown {
  readonly root: { readonly code: string };
  readonly concepts: readonly { readonly code: string }[];
  readonly mappings: readonly { readonly url: string }[];
  readonly tree: TreeEntry;
  readonly truncated: boolean;
}

/** `Q!(1 A1.(2 …))`: a concept, `.` where nothing follows and `?` where nothing was looked for, with its entries. */
function outline({ id, type, terminal, entries }: TreeEntry): string {
  if (type === "Mapping") return id;
  const mark = terminal === null ? "?" : terminal ? "." : "";
  return `${id}${mark}${entries.length > 0 ? `(${entries.map(outline).join(" ")})` : ""}`;
}

/**
 * Code system S, released as v1: question Q with answers A1 (mapping 2, first) and A2 (1), which leads back to Q
 * (4); A2 is SAME-AS X of T (5), A1 NARROWER-THAN B (3). Below Q: C1, which is above C2; retired R. Mapping 6
 * from Q to A2 is retired, 7 goes from Q to R. In T mapping 1 goes from X to Y; in P, which only members of Demo
 * see, mapping 1 goes from Q of S to Z of P. At HEAD of S there is D as well, below C2.
 */
export function useCascadedWorld() {
  const tested = useTestDatabase();
  const { database } = tested;
  const ask = graphOver(database);
  let author: Viewer;
  const context = (): CommandContext => commandsOf(database, author);
  beforeAll(async () => {
    await makeOrganization(database, "Demo", "demo");
    author = await memberOf(database, "Demo");
    await makeSystem(context(), "S", ["Q", "A1", "A2", "B", "R"]);
    await makeSystem(context(), "T", ["X", "Y"]);
    await makeSystem(context(), "P", ["Z"]);
    sure(await editCodeSystem(context(), { codeSystem: "p", publicAccess: "NONE" }));
    const below = async (code: string, parent: string) =>
      sure(
        await createConcept(context(), {
          ...{ codeSystem: "s", code, conceptClass: "Diagnosis", parents: [parent] },
          names: [{ name: `Name of ${code}`, locale: "en" }],
        }),
      );
    await below("C1", "Q");
    await below("C2", "C1");
    const answers = { codeSystem: "s", mapType: "Q-AND-A" };
    const to = (code: string) => `${S}concepts/${code}/`;
    const made = [
      { ...answers, fromConcept: "Q", toConcept: to("A2"), sortWeight: 2 },
      { ...answers, fromConcept: "Q", toConcept: to("A1"), sortWeight: 1 },
      { codeSystem: "s", mapType: "NARROWER-THAN", fromConcept: "A1", toConcept: to("B") },
      { ...answers, fromConcept: "A2", toConcept: to("Q") },
      { codeSystem: "s", fromConcept: "A2", toConcept: `${T}concepts/X/` },
      { codeSystem: "s", mapType: "BROADER-THAN", fromConcept: "Q", toConcept: to("A2") },
      { codeSystem: "s", fromConcept: "Q", toConcept: to("R") },
      { codeSystem: "t", fromConcept: "X", toConcept: `${T}concepts/Y/` },
      { codeSystem: "p", fromConcept: to("Q"), toConcept: `${P}concepts/Z/` },
    ];
    for (const mapping of made) await makeMapping(context(), mapping);
    sure(await retireConceptMapping(context(), { conceptMapping: `${S}mappings/6/` }));
    sure(await retireConcept(context(), { codeSystem: "s", code: "R" }));
    await release(context(), "s", "v1");
    await below("D", "C2");
  });

  /** What a cascade answers; arguments as GraphQL has them. */
  async function cascade(given: string, as: Viewer = author) {
    const text = `{ cascade(${given}) { root { code } concepts { code } mappings { url } tree truncated } }`;
    const { cascade: shown } = await dataOf<{ cascade: Shown }>(ask(text, { as }));
    const short = shown.mappings.map(({ url }) =>
      url.replace(/^.*sources\/(.*)\/mappings\/(.*)\/$/, "$1$2"),
    );
    return {
      root: shown.root.code,
      concepts: shown.concepts.map(({ code }) => code).join(" "),
      mappings: short.join(" "),
      tree: outline(shown.tree),
      truncated: shown.truncated,
      entry: shown.tree,
    };
  }

  async function refused(given: string, as: Viewer = anonymous) {
    return await errorsOf(ask(`{ cascade(${given}) { truncated } }`, { as }));
  }

  let count = 0;
  async function fresh(): Promise<string> {
    count += 1;
    return await makeCollection(context(), `N${count}`);
  }

  return { ...tested, ask, context, cascade, refused, fresh };
}
