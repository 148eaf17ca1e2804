import { sql } from "drizzle-orm";
import type { ConceptName, ReleasedConcept } from "../../rules/codeSystems/content.js";
import { OPEN_END } from "../columns.js";
import { arrayLiteral, copyLine, copyRows } from "../copy.js";
import type { Queries, Transaction } from "../database.js";
import { sortInMemory } from "../maintenance.js";
import { settleTerms } from "./terms.js";

/** A concept of a release on its way into the database. */
export interface StagedConcept {
  readonly line: number;
  readonly content: ReleasedConcept;
}

/**
 * Copies a release into a table of the transaction's own, where it can be compared as a whole.
 * @param displayOf chooses the name that is shown
 */
export async function stageRelease(
  transaction: Transaction,
  concepts: AsyncIterable<StagedConcept>,
  displayOf: (concept: StagedConcept) => ConceptName,
): Promise<void> {
  const { queries } = transaction;
  await beginStaging(queries);
  await copyRows(transaction, "copy staged_concept from stdin", concepts, (concept) =>
    stagedLine(concept, displayOf(concept)),
  );
  await queries.execute(sql`analyze staged_concept (code)`);
}

/** An empty table of the transaction's own for a release; what was staged before is gone. */
export async function beginStaging(queries: Queries): Promise<void> {
  await sortInMemory(queries);
  await queries.execute(sql`drop table if exists staged_concept`);
  await queries.execute(sql`
    create temporary table staged_concept (
      line int, code text collate "C", concept_class text, datatype text, display text,
      display_locale text, names jsonb, descriptions jsonb, parents text[] collate "C",
      retired boolean, external_id text, extras jsonb, mappings jsonb
    ) on commit drop`);
}

function stagedLine({ line, content }: StagedConcept, display: ConceptName): string {
  return copyLine([
    line,
    content.code,
    content.conceptClass,
    content.datatype,
    display.name,
    display.locale,
    JSON.stringify(content.names),
    JSON.stringify(content.descriptions),
    arrayLiteral(content.parents),
    content.retired,
    content.externalId,
    JSON.stringify(content.extras),
    content.mappings?.length ? JSON.stringify(content.mappings) : null,
  ]);
}

/** Lines that give a code which an earlier line gave already. */
export async function repeatedCodes(queries: Queries) {
  return await queries.execute<{ line: number; code: string }>(sql`
    select line, code from (
      select line, code, row_number() over (partition by code order by line) as nth
      from staged_concept
      where code in (select code from staged_concept group by code having count(*) > 1)
    ) numbered where nth > 1 order by line limit 100`);
}

/** Lines whose parent is not in the release. */
export async function missingParents(queries: Queries) {
  return await queries.execute<{ line: number; code: string; parent: string }>(sql`
    select child.line, child.code, parent.code as parent
    from staged_concept child cross join unnest(child.parents) as parent(code)
    where not exists (select from staged_concept found where found.code = parent.code)
    order by child.line limit 100`);
}

/** How a staged release differs from a code system at a revision. */
export interface ReleaseDifference {
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  readonly retired: number;
  readonly concepts: number;
}

/**
 * Compares the staged release with the content at a revision and keeps what differs in tables of the
 * transaction's own, for {@link applyRelease}. Nothing is written yet.
 */
export async function compareRelease(
  queries: Queries,
  containerId: number,
  revision: number,
): Promise<ReleaseDifference> {
  const alive = sql`container_id = ${containerId} and from_revision <= ${revision}
    and to_revision > ${revision}`;
  await queries.execute(sql`drop table if exists staged_edge, staged_change`);
  await queries.execute(sql`
    create temporary table staged_edge on commit drop as
    select child_code, parent_code, staged is not null as added
    from (select code as child_code, unnest(parents) as parent_code, true as staged
      from staged_concept) staged
    full join (select child_code, parent_code, true as present
      from concept_parent where ${alive}) present using (child_code, parent_code)
    where staged is null or present is null`);
  await queries.execute(sql`
    create temporary table staged_change on commit drop as
    select coalesce(staged.code, present.code) as code,
      case when present.code is null then 'ADDED' when staged.code is null then 'REMOVED'
        else 'CHANGED' end as kind,
      staged.retired and not coalesce(present.retired, false) as retires,
      earlier.version, earlier.first_revision
    from staged_concept staged
    full join (select * from concept where ${alive}) present on present.code = staged.code
    left join (select code, max(version) as version, min(first_revision) as first_revision
      from concept where container_id = ${containerId} group by code) earlier
      on earlier.code = staged.code
    where staged.code is null or present.code is null
      or (staged.concept_class, staged.datatype, staged.retired, staged.names, staged.descriptions,
          staged.extras) is distinct from (present.concept_class, present.datatype, present.retired,
          present.names, present.descriptions, present.extras)
      or staged.external_id is distinct from present.external_id
      or staged.code in (select child_code from staged_edge)`);
  await queries.execute(sql`analyze staged_change (code, kind)`);
  const [counts] = await queries.execute<ReleaseDifference & Record<string, unknown>>(sql`
    select count(*) filter (where kind = 'ADDED')::int as added,
      count(*) filter (where kind = 'CHANGED')::int as changed,
      count(*) filter (where kind = 'REMOVED')::int as removed,
      count(*) filter (where retires)::int as retired,
      (select count(*)::int from staged_concept) as concepts
    from staged_change`);
  if (!counts) throw new Error("A release was not compared");
  return counts;
}

/** Writes the difference that {@link compareRelease} found as a new revision. */
export async function applyRelease(
  queries: Queries,
  containerId: number,
  revision: number,
): Promise<void> {
  await queries.execute(sql`
    update concept set to_revision = ${revision} from staged_change change
    where concept.container_id = ${containerId} and concept.to_revision = ${OPEN_END}
      and concept.code = change.code and change.kind <> 'ADDED'`);
  await queries.execute(sql`
    insert into concept (container_id, code, from_revision, version, first_revision, concept_class,
      datatype, display, display_locale, names, descriptions, retired, external_id, extras)
    select ${containerId}, staged.code, ${revision}, coalesce(change.version, 0) + 1,
      coalesce(change.first_revision, ${revision}), concept_class, datatype, display,
      display_locale, names, descriptions, staged.retired, external_id, extras
    from staged_concept staged join staged_change change on change.code = staged.code`);
  await queries.execute(sql`
    update concept_parent edge set to_revision = ${revision} from staged_edge staged
    where edge.container_id = ${containerId} and edge.to_revision = ${OPEN_END}
      and edge.child_code = staged.child_code and edge.parent_code = staged.parent_code
      and not staged.added`);
  await queries.execute(sql`
    insert into concept_parent (container_id, child_code, parent_code, from_revision)
    select ${containerId}, child_code, parent_code, ${revision} from staged_edge where added`);
  await settleTerms(queries, containerId, revision);
}

/** Makes a revision whose content is what the content was before another one, the last so far. */
export async function undoRevision(
  queries: Queries,
  containerId: number,
  undone: number,
  revision: number,
): Promise<void> {
  await queries.execute(sql`
    update concept set to_revision = ${revision}
    where container_id = ${containerId} and from_revision = ${undone}`);
  await queries.execute(sql`
    insert into concept (container_id, code, from_revision, version, first_revision, concept_class,
      datatype, display, display_locale, names, descriptions, retired, external_id, extras)
    select container_id, code, ${revision}, version, first_revision, concept_class,
      datatype, display, display_locale, names, descriptions, retired, external_id, extras
    from concept where container_id = ${containerId} and to_revision = ${undone}`);
  await queries.execute(sql`
    update concept_parent set to_revision = ${revision}
    where container_id = ${containerId} and from_revision = ${undone}`);
  await queries.execute(sql`
    insert into concept_parent (container_id, child_code, parent_code, from_revision)
    select container_id, child_code, parent_code, ${revision}
    from concept_parent where container_id = ${containerId} and to_revision = ${undone}`);
  await settleTerms(queries, containerId, revision);
}
