import type { Viewer } from "../../rules/access/viewer.js";
import { listLoaderOf, loaderOf } from "../batch.js";
import type { Store } from "../store.js";
import type { WorkedOn } from "./processing.js";

/** Loaders of one request over jobs. */
export function jobLoaders({ jobs, processing }: Store, viewer: Viewer) {
  return {
    byId: loaderOf(
      (id: string) => id,
      (ids) => jobs.byIds(viewer, ids),
      ({ id }) => id,
    ),
    /** Whether a job works on a version of a collection that the viewer may see, or on its HEAD. */
    worksOn: listLoaderOf(
      ({ containerId, ordinal }: WorkedOn) => `${containerId} ${ordinal}`,
      () => "",
      (keys) => processing.areWorkedOn(keys),
    ),
  };
}
