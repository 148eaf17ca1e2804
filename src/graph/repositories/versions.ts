import type { RepositoryVersionRow, VersionListing } from "../../store/repositories/versions.js";
import type { Context } from "../context.js";
import { Connection } from "../shared/connections.js";
import { type PageArguments, usualSizes, windowOf } from "../shared/PageArguments.js";

/**
 * The named versions of a code system or collection, newest first.
 * @param shown a version as its resolvers take it
 */
export async function versionsOf<Shown extends { readonly ordinal: number | null }>(
  { id, listing, shown }: VersionsAsked<Shown>,
  page: PageArguments,
  { load }: Context,
) {
  const window = windowOf(page, { ...usualSizes, key: ["number"] });
  const of = { id, ...listing };
  const slice = await load.repositories.versions.load({ ...of, window });
  return new Connection({ ...slice, items: slice.items.map(shown) }, window, {
    keyOf: ({ ordinal }) => [ordinal ?? 0],
    count: () => load.repositories.versionCount.load(of),
  });
}

interface VersionsAsked<Shown> {
  readonly id: number;
  readonly listing: VersionListing;
  readonly shown: (row: RepositoryVersionRow) => Shown;
}
