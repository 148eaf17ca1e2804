import type { Window } from "../../kernel/window.js";
import type { Viewer } from "../../rules/access/viewer.js";
import { listLoaderOf, loaderOf, separated } from "../batch.js";
import type { Store } from "../store.js";

/** Loaders of one request over organizations and users, whose names are public, and what is within them. */
export function accessLoaders({ access, licences, members }: Store, viewer: Viewer) {
  return {
    members: listLoaderOf(
      ({ id, window }: { readonly id: number; readonly window: Window }) =>
        JSON.stringify([id, window]),
      ({ window }) => JSON.stringify(window),
      (keys) => {
        const [ids, { window }] = separated(keys, ({ id }) => id);
        return members.lists(viewer, ids, window);
      },
    ),
    memberCount: loaderOf(
      (id: number) => String(id),
      (ids) => members.counts(viewer, ids),
      ({ id }) => String(id),
    ),
    licences: listLoaderOf(
      (id: number) => String(id),
      () => "",
      async (ids) => {
        const rows = await licences.ofOrganizations(viewer, ids);
        return ids.map((id) => rows.filter(({ organizationId }) => organizationId === id));
      },
    ),
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
