import { eq, sql } from "drizzle-orm";
import type { Slice, Window } from "../../kernel/window.js";
import { identityOf, type Viewer } from "../../rules/access/viewer.js";
import type { RepositoryName } from "../../rules/repositories/urls.js";
import { organization, userAccount } from "../access/tables.js";
import { containing } from "../conditions.js";
import type { Queries } from "../database.js";
import { HIGHEST_TEXT, type Ordering, windowed } from "../keyset.js";
import { container } from "../ledger/tables.js";
import { repositoryColumns } from "../repositories/columns.js";
import { namedByUrl, urlParameters } from "../repositories/naming.js";
import { repository } from "../repositories/tables.js";
import {
  contentLicensed,
  repositoryVisible,
  viewerParameters,
} from "../repositories/visibility.js";
import { askingTogether } from "../together.js";
import { codeSystem } from "./tables.js";

const p = sql.placeholder;

const codeSystemColumns = {
  ...repositoryColumns,
  slug: codeSystem.slug,
  sourceType: codeSystem.sourceType,
  content: codeSystem.content,
  codeNormalization: codeSystem.codeNormalization,
  licensor: codeSystem.licensor,
  licensed: sql<boolean>`${contentLicensed}`.as("licensed"),
};

/** Code systems that a statement reads for several requests. */
const SHARED_SYSTEMS = 256;

/** Code systems with their owners, to go on with a condition. */
export function selectCodeSystems(reads: Queries) {
  return reads
    .select(codeSystemColumns)
    .from(codeSystem)
    .innerJoin(container, eq(container.id, codeSystem.containerId))
    .innerJoin(repository, eq(repository.containerId, codeSystem.containerId))
    .leftJoin(organization, eq(organization.id, repository.ownerOrganizationId))
    .leftJoin(userAccount, eq(userAccount.id, repository.ownerUserId));
}

/** A code system that the viewer may see, with where its readers start from. */
export type CodeSystemRow = Awaited<ReturnType<typeof selectCodeSystems>>[number];

const bySlug: Ordering = {
  columns: [codeSystem.slug],
  direction: "ASC",
  lowest: [""],
  highest: [HIGHEST_TEXT],
};

const listed = sql`${repositoryVisible} and ${repository.deactivatedAt} is null
  and (${p("q")}::text is null or ${codeSystem.slug} ilike ${p("q")} or ${repository.shortCode} ilike ${p("q")}
    or ${repository.name} ilike ${p("q")} or ${repository.fullName} ilike ${p("q")})
  and (${p("ownerOrganization")}::int is null
    or ${repository.ownerOrganizationId} = ${p("ownerOrganization")})
  and (${p("ownerUser")}::int is null or ${repository.ownerUserId} = ${p("ownerUser")})`;

/** Which code systems a list holds: those with a text in slug, short code or names; those of an owner. */
export interface CodeSystemListing {
  readonly q: string | null;
  readonly ownerOrganization: number | null;
  readonly ownerUser: number | null;
}

/** Reads of code systems and their versions. All of them see only what the viewer may see. */
export function codeSystemQueries(reads: Queries) {
  const bySlugs = selectCodeSystems(reads)
    .where(sql`${codeSystem.slug} = any(${p("slugs")}::text[]) and ${repositoryVisible}`)
    .prepare("code_systems_by_slug");
  const byIds = selectCodeSystems(reads)
    .where(sql`${codeSystem.containerId} = any(${p("ids")}::int[]) and ${repositoryVisible}`)
    .prepare("code_systems_by_id");
  const readable = reads
    .select({ containerId: codeSystem.containerId })
    .from(codeSystem)
    .innerJoin(repository, eq(repository.containerId, codeSystem.containerId))
    .where(
      sql`${codeSystem.containerId} = any(${p("ids")}::int[]) and ${repositoryVisible}
        and ${contentLicensed}`,
    )
    .prepare("readable_code_systems");
  const byUrls = selectCodeSystems(reads)
    .where(sql`${namedByUrl} and ${repositoryVisible}`)
    .prepare("code_systems_by_url");
  const byNames = selectCodeSystems(reads)
    .where(
      // One condition or the other would be asked of every code system there is.
      sql`${codeSystem.containerId} = any(array(
          select container_id from code_system where slug = any(${p("names")}::text[])
          union all select container_id from repository
          where canonical_url = any(${p("names")}::text[])))
        and ${repositoryVisible}`,
    )
    .orderBy(codeSystem.slug)
    .prepare("code_systems_by_name");
  const normalizations = reads
    .select({ slug: codeSystem.slug, codeNormalization: codeSystem.codeNormalization })
    .from(codeSystem)
    .innerJoin(repository, eq(repository.containerId, codeSystem.containerId))
    .where(sql`${codeSystem.slug} = any(${p("slugs")}::text[]) and ${repositoryVisible}`)
    .prepare("code_normalizations");
  const page = windowed(bySlug, ({ between, order, take, skip, suffix }) =>
    selectCodeSystems(reads)
      .where(sql`${listed} and ${between}`)
      .orderBy(...order)
      .limit(take)
      .offset(skip)
      .prepare(`code_systems_${suffix}`),
  );
  const count = reads
    .select({ count: sql<number>`count(*)::int` })
    .from(codeSystem)
    .innerJoin(repository, eq(repository.containerId, codeSystem.containerId))
    .leftJoin(organization, eq(organization.id, repository.ownerOrganizationId))
    .leftJoin(userAccount, eq(userAccount.id, repository.ownerUserId))
    .where(listed)
    .prepare("code_systems_count");

  const listing = (viewer: Viewer, of: CodeSystemListing) => ({
    ...viewerParameters(viewer),
    ...of,
    q: of.q ? containing(of.q) : null,
  });
  return {
    bySlugs: (viewer: Viewer, slugs: readonly string[]) =>
      bySlugs.execute({ slugs, ...viewerParameters(viewer) }),
    /** How those of the code systems that the viewer may see write their codes. */
    normalizations: (viewer: Viewer, slugs: readonly string[]) =>
      normalizations.execute({ slugs, ...viewerParameters(viewer) }),
    /** Those with the ids, in no order. Requests of the same viewer that come at the same time share a statement. */
    byIds: byIdTogether(byIds),
    /** Those of them that the viewer may read the content of; shared as well. */
    readable: byIdTogether(readable),
    /** Those that URLs name, in no order. */
    byUrls: (viewer: Viewer, names: readonly RepositoryName[]) =>
      byUrls.execute({ ...urlParameters(names), ...viewerParameters(viewer) }),
    /** Those whose slug or canonical URL is among the names, in order of slug. */
    byNames: (viewer: Viewer, names: readonly string[]) =>
      byNames.execute({ names, ...viewerParameters(viewer) }),
    list: (viewer: Viewer, of: CodeSystemListing, window: Window): Promise<Slice<CodeSystemRow>> =>
      page(window, listing(viewer, of)),
    count: async (viewer: Viewer, of: CodeSystemListing): Promise<number> =>
      (await count.execute(listing(viewer, of)))[0]?.count ?? 0,
  };
}

interface ById<Row> {
  execute(parameters: Record<string, unknown>): Promise<readonly Row[]>;
}

/** Has a statement read code systems for all requests of one viewer that come at the same time. */
function byIdTogether<Row extends { readonly containerId: number }>(statement: ById<Row>) {
  const ask = askingTogether<number, Row | null>();
  return async (viewer: Viewer, ids: readonly number[]): Promise<readonly Row[]> => {
    const read = async (asked: readonly number[]) => {
      const distinct = [...new Set(asked)];
      const rows = await statement.execute({ ids: distinct, ...viewerParameters(viewer) });
      const known = new Map(rows.map((row) => [row.containerId, row]));
      return asked.map((id) => known.get(id) ?? null);
    };
    const found = await ask({ kind: identityOf(viewer), keys: ids, most: SHARED_SYSTEMS, read });
    return found.filter((row) => row !== null);
  };
}
