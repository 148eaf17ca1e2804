import { loaderOf } from "../batch.js";
import type { Store } from "../store.js";

/** Loaders of one request over organizations and users, whose names are public. */
export function accessLoaders({ access }: Store) {
  return {
    organizationById: loaderOf(
      (id: number) => String(id),
      (ids) => access.organizationsByIds(ids),
      ({ id }) => String(id),
    ),
    organizationByName: loaderOf(
      (name: string) => name,
      (names) => access.organizationsByNames(names),
      ({ name }) => name,
    ),
    userByName: loaderOf(
      (name: string) => name,
      (names) => access.usersByNames(names),
      ({ name }) => name,
    ),
  };
}
