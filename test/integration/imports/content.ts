import { sql } from "drizzle-orm";
import type { Database } from "../../../src/store/database.js";

/**
 * The concepts of a code system's version, or of HEAD, as `A00.0 v2 "Cholera" < A00`, with `(retired)` where
 * they are. Read from the tables by the ledger's rule alone.
 */
export async function conceptsOf(
  database: Database,
  codeSystem: string,
  label: string | null = null,
): Promise<readonly string[]> {
  const rows = await database.reads.execute<{ text: string }>(sql`
    with shown as (
      select container.id, coalesce(version.revision, container.head_revision) as revision
      from code_system join container on container.id = code_system.container_id
      left join version on version.container_id = container.id and version.label = ${label}
      where slug = ${codeSystem}
    )
    select code || ' v' || concept.version || ' "' || display || '"'
      || case when retired then ' (retired)' else '' end
      || coalesce((
        select ' < ' || string_agg(parent_code, ' ' order by parent_code) from concept_parent edge
        where edge.container_id = shown.id and child_code = code
          and edge.from_revision <= shown.revision and edge.to_revision > shown.revision
      ), '') as text
    from shown join concept on container_id = shown.id
      and from_revision <= revision and to_revision > revision
    order by code`);
  return rows.map(({ text }) => text);
}

/** The versions of a code system, oldest first: label, revision, whether it is released and leads. */
export async function versionsOf(
  database: Database,
  codeSystem: string,
): Promise<readonly string[]> {
  const rows = await database.reads.execute<{ text: string }>(sql`
    select label || ' r' || revision || case when released_at is null then '' else ' released' end
      || case when ordinal = released_version then ' leads' else '' end as text
    from version join container on container.id = version.container_id
    join code_system on code_system.container_id = container.id
    where slug = ${codeSystem} order by ordinal`);
  return rows.map(({ text }) => text);
}

/** The revisions of a code system: kind, author, message. */
export async function revisionsOf(
  database: Database,
  codeSystem: string,
): Promise<readonly string[]> {
  const rows = await database.reads.execute<{ text: string }>(sql`
    select concat_ws(' ', number, kind, by, message) as text
    from revision join code_system using (container_id) where slug = ${codeSystem}
    order by number`);
  return rows.map(({ text }) => text);
}
