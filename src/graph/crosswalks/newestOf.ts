import type { CrosswalkRow, CrosswalkVersionRow } from "../../store/crosswalks/queries.js";
import type { Context } from "../context.js";

/** A version of a crosswalk by its number; null where it has none of that number. */
export async function versionOf(
  { containerId, newest }: CrosswalkRow,
  ordinal: number,
  { load }: Context,
): Promise<CrosswalkVersionRow | null> {
  if (newest?.ordinal === ordinal) return newest;
  return await load.crosswalks.version.load({ containerId, ordinal });
}

/** The newest version of a crosswalk, which it has mostly brought along. */
export async function newestOf(
  crosswalk: CrosswalkRow,
  context: Context,
): Promise<CrosswalkVersionRow> {
  const newest = await versionOf(crosswalk, crosswalk.newestVersion, context);
  if (!newest) throw new Error("A crosswalk has no newest version");
  return newest;
}
