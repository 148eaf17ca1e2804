import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { sourceSystem, syntheticRelease } from "../../bench/content/concepts.js";
import { CrosswalkModel, editSizes } from "../../bench/content/history.js";
import { syntheticPairs } from "../../bench/content/pairs.js";
import { Random } from "../../bench/content/random.js";
import { crosswalkSizes, fullScale, quickScale } from "../../bench/content/scale.js";
import { mapLines, orderLines } from "../../bench/imports/generated.js";

async function digestOf(values: Iterable<unknown> | AsyncIterable<unknown>): Promise<string> {
  const hash = createHash("sha256");
  for await (const value of values) hash.update(`${JSON.stringify(value)}\n`);
  return hash.digest("hex").slice(0, 16);
}

const pairs = () => syntheticPairs(5000, quickScale, new Random("pairs"));

function* edits() {
  const random = new Random("edits");
  const model = new CrosswalkModel(pairs(), quickScale, random);
  const identifier = random.uuid();
  for (const rows of editSizes(200, 5000, random)) yield model.edit(identifier, rows);
}

describe("the content of the benchmark", () => {
  it("is the same on every machine, so that figures can be compared", async () => {
    const release = syntheticRelease(sourceSystem, 2000);
    expect({
      concepts: await digestOf(release.read([], { asOf: new Date(0) })),
      pairs: await digestOf(pairs()),
      edits: await digestOf(edits()),
      order: await digestOf(orderLines(3)),
      map: await digestOf(mapLines(3)),
    }).toEqual({
      concepts: "4aac2012131630ee",
      pairs: "ffaa92aa50e8a16c",
      edits: "fc1cf1a6810cf8f3",
      order: "75ec07bad32ec165",
      map: "b2a70e6e7926c41d",
    });
  });

  it.each([fullScale, quickScale])("has as many pairs as it says: $name", (scale) => {
    const sizes = crosswalkSizes(scale);
    expect(sizes).toHaveLength(scale.crosswalks);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(scale.pairs);
    expect(Math.max(...sizes)).toBe(scale.largestPairs);
  });

  it("maps no code twice to the same target", () => {
    const keys = [...pairs()].map(({ sourceCode, targetCode }) => `${sourceCode} ${targetCode}`);
    expect(keys).toHaveLength(5000);
    expect(new Set(keys).size).toBe(keys.length);
  });
});
