import { describe, expect, it } from "vitest";
import { buildGraph } from "../../src/graph/schema.js";
import { partsOf, type SchemaPart } from "./schemaParts.js";

const parts = partsOf(buildGraph());
const FILLERS = new Set(["a", "an", "the", "of", "its", "this", "is", "for", "to", "and", "in"]);

/** The words of a name or a sentence: `pageSize` and "The page size." have the same. */
function wordsOf(text: string): readonly string[] {
  const words = text.replace(/([a-z0-9])([A-Z])/g, "$1 $2").match(/\p{L}+/gu) ?? [];
  return words.map((word) => word.toLowerCase()).filter((word) => !FILLERS.has(word));
}

/** Whether a description says nothing that the name and the type's name do not say. */
function isTrivial({ at, description }: SchemaPart): boolean {
  const known = new Set(wordsOf(at));
  return wordsOf(description).every((word) => known.has(word) || known.has(word.replace(/s$/, "")));
}

describe("every part of the graph", () => {
  it("was seen", () => {
    const seen = parts.map(({ at }) => at);
    expect(seen).toEqual(
      expect.arrayContaining([
        "Crosswalk",
        "Query.node(id:)",
        "CreateCrosswalkInput.name",
        "SkipReason.NOT_MAPPED",
      ]),
    );
    expect(seen.length).toBeGreaterThan(400);
    expect(new Set(seen).size).toBe(seen.length);
  });

  it("has a description", () => {
    expect(parts.filter(({ description }) => description.trim() === "")).toEqual([]);
  });

  it("says more than its name", () => {
    expect(parts.filter(isTrivial)).toEqual([]);
  });

  it("says it in whole words, from a capital to a full stop", () => {
    const ragged = parts.filter(({ description }) => !/^[A-Z`"].*[.…`)]$/s.test(description));
    expect(ragged).toEqual([]);
  });
});
