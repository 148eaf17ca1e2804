import type { CrosswalkListing, CrosswalkRow } from "../../store/crosswalks/queries.js";
import type { Context } from "../context.js";
import { authorizeReading } from "../shared/authorize.js";
import { Connection } from "../shared/connections.js";
import { type PageArguments, usualSizes, windowOf } from "../shared/PageArguments.js";

/** A list of crosswalks, newest created first. */
export async function crosswalksOf(
  { viewer, store }: Context,
  of: CrosswalkListing,
  page: PageArguments,
): Promise<Connection<CrosswalkRow>> {
  authorizeReading(viewer);
  const window = windowOf(page, { ...usualSizes, key: ["number"] });
  return new Connection(await store.crosswalks.list(viewer, of, window), window, {
    keyOf: ({ containerId }) => [containerId],
    count: () => store.crosswalks.count(viewer, of),
  });
}
