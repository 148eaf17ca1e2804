import type { Viewer } from "../../rules/access/viewer.js";
import { loaderOf } from "../batch.js";
import type { Store } from "../store.js";

/** Loaders of one request over jobs. */
export function jobLoaders({ jobs }: Store, viewer: Viewer) {
  return {
    byId: loaderOf(
      (id: string) => id,
      (ids) => jobs.byIds(viewer, ids),
      ({ id }) => id,
    ),
  };
}
