import { sql } from "drizzle-orm";
import { identityOf, type Viewer } from "../../rules/access/viewer.js";
import type { RepositoryVersionName } from "../../rules/repositories/urls.js";
import { organization, userAccount } from "../access/tables.js";
import type { Queries } from "../database.js";
import { container } from "../ledger/tables.js";
import { urlParameters } from "../repositories/naming.js";
import { repository } from "../repositories/tables.js";
import { notDeactivated, type RepositoryVersionRow, versionsOf } from "../repositories/versions.js";
import { viewerParameters } from "../repositories/visibility.js";
import { askingTogether } from "../together.js";
import { type CollectionRow, collectionColumns } from "./queries.js";
import { collection } from "./tables.js";
import { collectionVisible } from "./visibility.js";

const p = sql.placeholder;

/** A collection and a named version of it, as a URL names them: by its label, or the `latest`. */
export interface CollectionAheadKey extends RepositoryVersionName {
  readonly version: string;
}

/** A collection that the viewer may see, and its version; null where there is none of that name. */
export interface CollectionAhead {
  readonly collection: CollectionRow;
  readonly version: RepositoryVersionRow | null;
}

/** Collections that a statement reads for several requests. */
const SHARED_COLLECTIONS = 64;

const asked = sql`unnest(${p("kinds")}::text[], ${p("owners")}::text[], ${p("shortCodes")}::text[],
  ${p("labels")}::text[]) with ordinality as asked(kind, owner, code, label, at)`;

/** Reads of collections by URL together with the versions that the URLs name. */
export function collectionAheadQueries(reads: Queries) {
  const named = reads
    .select()
    .from(repository)
    .where(
      sql`${repository.shortCode} = asked.code and (${repository.ownerOrganizationId} = ${organization.id}
        or ${repository.ownerUserId} = ${userAccount.id}) offset 0`,
    )
    .as("repository");
  const version = versionsOf(reads)
    .where(
      sql`version.container_id = ${container.id} and ${notDeactivated}
        and case when asked.label = 'latest' then version.ordinal = ${container.releasedVersion}
          else version.label = asked.label end offset 0`,
    )
    .as("version");
  const statement = reads
    .select({
      ...collectionColumns,
      at: sql<number>`asked.at::int`,
      shown: version._.selectedFields,
    })
    .from(asked)
    .leftJoin(organization, sql`asked.kind = 'ORGANIZATION' and ${organization.name} = asked.owner`)
    .leftJoin(userAccount, sql`asked.kind = 'USER' and ${userAccount.name} = asked.owner`)
    .innerJoinLateral(named, collectionVisible)
    .innerJoin(collection, sql`${collection.containerId} = ${repository.containerId}`)
    .innerJoin(container, sql`${container.id} = ${repository.containerId}`)
    .leftJoinLateral(version, sql`true`)
    .prepare("collections_ahead");
  const ask = askingTogether<CollectionAheadKey, CollectionAhead | null>();
  return {
    /**
     * One answer per key; null where there is no such collection for the viewer. Requests of the same viewer that
     * come at the same time share a statement.
     */
    fetch: async (
      viewer: Viewer,
      keys: readonly CollectionAheadKey[],
    ): Promise<readonly (CollectionAhead | null)[]> => {
      const read = async (wanted: readonly CollectionAheadKey[]) => {
        const found: (CollectionAhead | null)[] = wanted.map(() => null);
        const rows = await statement.execute({
          ...urlParameters(wanted.map((key) => key.repository)),
          labels: wanted.map((key) => key.version),
          ...viewerParameters(viewer),
        });
        for (const { at, shown, ...row } of rows) {
          found[at - 1] = { collection: row, version: shown as RepositoryVersionRow | null };
        }
        return found;
      };
      return await ask({ kind: identityOf(viewer), keys, most: SHARED_COLLECTIONS, read });
    },
  };
}
