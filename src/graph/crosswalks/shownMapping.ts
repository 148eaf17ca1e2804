import type { MappingRow, TargetRow } from "../../store/crosswalks/mappingRows.js";
import type { CrosswalkVersionRow, ReferredVersion } from "../../store/crosswalks/queries.js";

/** A pair together with the version that it was read in. */
export interface ShownTarget extends TargetRow {
  readonly version: CrosswalkVersionRow | ReferredVersion;
}

/** A mapping whose targets know the version that they were read in. */
export interface ShownMapping extends MappingRow {
  readonly targets: readonly ShownTarget[];
}

export function shownMapping(row: MappingRow, version: CrosswalkVersionRow): ShownMapping {
  return { ...row, targets: row.targets.map((target) => ({ ...target, version })) };
}
