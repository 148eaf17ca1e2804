import type { Viewer } from "../../src/rules/access/viewer.js";
import { mappingQueries } from "../../src/store/crosswalks/mappings.js";
import { crosswalkQueries } from "../../src/store/crosswalks/queries.js";
import type { Database } from "../../src/store/database.js";

/** The pairs of one version, as `icd9cm 001.0 -> icd10cm A00.0`; `-` where nothing corresponds. */
export async function pairsOf(
  database: Database,
  viewer: Viewer,
  { identifier, version }: { readonly identifier: string; readonly version: number },
): Promise<readonly string[]> {
  const row = await versionOf(database, viewer, { identifier, version });
  const [list] = await mappingQueries(database.reads).lists(viewer, [row], {
    by: "cursor",
    size: 100_000,
    after: null,
    before: null,
    backward: false,
  });
  return (list?.items ?? []).flatMap(({ targets, noMap, ...from }) => {
    const codes = [...(noMap ? ["-"] : []), ...targets.map(({ targetCode }) => targetCode)];
    return codes.map(
      (code) => `${from.sourceSystem} ${from.sourceCode} -> ${from.targetSystem} ${code}`,
    );
  });
}

/** A crosswalk with its newest version. */
export async function crosswalkOf(database: Database, viewer: Viewer, identifier: string) {
  const [row] = await crosswalkQueries(database.reads).byIdentifiers(viewer, [identifier]);
  if (!row) throw new Error(`no crosswalk ${identifier}`);
  return row;
}

/** A version of a crosswalk. */
export async function versionOf(
  database: Database,
  viewer: Viewer,
  { identifier, version }: { readonly identifier: string; readonly version: number },
) {
  const { containerId } = await crosswalkOf(database, viewer, identifier);
  const key = { containerId, ordinal: version };
  const [row] = await crosswalkQueries(database.reads).versions(viewer, [key]);
  if (!row) throw new Error(`no version ${version}`);
  return row;
}
