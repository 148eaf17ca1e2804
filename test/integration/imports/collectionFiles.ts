import { expect } from "vitest";
import { fingerprint } from "../../support/fingerprint.js";
import { dataOf, graphOver } from "../../support/graph.js";
import type { TestDatabase } from "../../support/testDatabase.js";
import { useImportProgram } from "./program.js";
import type { Resource } from "./resources.js";

/** The code system of the tests' value sets. */
export const TEA = "http://tea.example.org/CodeSystem/tea-kinds";

/** What tests of files that become collections have in common. */
export function useCollectionFiles(testDatabase: TestDatabase) {
  const { database } = testDatabase;
  const program = useImportProgram(testDatabase);
  const ask = graphOver(database);
  let made = 0;
  const file = (ending: string, content: string | Buffer): string => {
    made += 1;
    return program.file(`file-${made}.${ending}`, content);
  };
  return {
    database,
    program,
    ask,
    file,
    /** A ValueSet of one entry, and what of it differs, as a file. */
    set: (id: string, more: Resource = {}): string => {
      const content = {
        resourceType: "ValueSet",
        id,
        url: `http://tea.example.org/ValueSet/${id}`,
        version: "1",
        status: "active",
        compose: { include: [{ system: TEA, concept: [{ code: "black" }] }] },
        ...more,
      };
      return file("json", JSON.stringify(content));
    },
    /** The codes of a collection's members. */
    members: async (url: string): Promise<readonly string[]> => {
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
    },
    /** Expects that a file is refused, and that nothing comes of it. */
    refuses: async (path: string, message: RegExp, ...args: readonly string[]): Promise<void> => {
      const before = await fingerprint(database);
      const run = await program.run(path, ...args);
      expect(run).toMatchObject({ code: 1, stdout: "" });
      expect(run.stderr).toMatch(message);
      expect(await fingerprint(database)).toEqual(before);
    },
  };
}
