import type { Pin, pinQueries } from "./pins.js";
import { Remembered } from "./remembered.js";

/** How many pins of named versions are remembered: a hundred bytes each, and a URL. */
const REMEMBERED = 100_000;

/**
 * The same reads, those of named versions done once: their pins are written together with the version, and never
 * change.
 */
export function rememberedPins({ ofHeads, ofVersions }: ReturnType<typeof pinQueries>) {
  const known = new Remembered<readonly Pin[]>(REMEMBERED, (pins) => pins.length + 1);
  return {
    /** Those of HEADs, in their order: as they are now, or as they were at a moment. */
    ofHeads,
    /** Those of named versions, in their order. */
    ofVersions: (of: Parameters<typeof ofVersions>[0]): Promise<readonly (readonly Pin[])[]> =>
      known.of(of, ({ containerId, ordinal }) => `${containerId} ${ordinal}`, ofVersions),
  };
}
