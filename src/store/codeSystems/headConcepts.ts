import { sql } from "drizzle-orm";
import type { ConceptName } from "../../rules/codeSystems/content.js";
import type { LookedUp } from "../../rules/codeSystems/lookups.js";
import { OPEN_END } from "../columns.js";
import type { Queries } from "../database.js";
import { concept } from "./tables.js";
import { settleTerms } from "./terms.js";

const BATCH = 2000;

type ConceptTableRow = typeof concept.$inferSelect;

/** All concepts of a code system at HEAD, in order of code, so many at a time. */
export async function* headConcepts(
  queries: Queries,
  containerId: number,
): AsyncGenerator<readonly ConceptTableRow[]> {
  let after = "";
  for (;;) {
    const rows = await queries
      .select()
      .from(concept)
      .where(
        sql`${concept.containerId} = ${containerId} and ${concept.code} > ${after}
          and ${concept.toRevision} = ${OPEN_END}`,
      )
      .orderBy(concept.code)
      .limit(BATCH);
    const last = rows.at(-1);
    if (!last) return;
    yield rows;
    after = last.code;
  }
}

/** The words of all concepts in use at HEAD that a schema looks up, each once. */
export async function headWords(
  queries: Queries,
  containerId: number,
): Promise<readonly LookedUp[]> {
  return await queries.execute<LookedUp & Record<string, unknown>>(sql`
    with head as (select * from concept where container_id = ${containerId}
      and to_revision = ${OPEN_END} and not retired),
    texts as (
      select 'NAME_TYPE' as list, text->>'nameType' as type, text->>'locale' as locale
      from head cross join jsonb_array_elements(names) text
      union
      select 'DESCRIPTION_TYPE', text->>'descriptionType', text->>'locale'
      from head cross join jsonb_array_elements(descriptions) text)
    select 'CLASS' as list, concept_class as word from head
    union select 'DATATYPE', datatype from head
    union select list, type from texts where type is not null
    union select 'LOCALE', locale from texts`);
}

/** What a concept is to show from now on. */
export interface NewDisplay {
  readonly code: string;
  readonly display: Pick<ConceptName, "name" | "locale">;
}

/** Lets concepts show other names at a revision. Their versions stay: nothing was said of them anew. */
export async function showAnew(
  queries: Queries,
  containerId: number,
  revision: number,
  displays: readonly NewDisplay[],
): Promise<void> {
  const codes = sql`${sql.param(displays.map(({ code }) => code))}::text[]`;
  await queries.execute(sql`
    update concept set to_revision = ${revision}
    where container_id = ${containerId} and to_revision = ${OPEN_END} and code = any(${codes})`);
  await queries.execute(sql`
    insert into concept (container_id, code, from_revision, version, first_revision, concept_class,
      datatype, display, display_locale, names, descriptions, retired, external_id, extras)
    select container_id, concept.code, ${revision}, version, first_revision, concept_class,
      datatype, shown.display, shown.locale, names, descriptions, retired, external_id, extras
    from unnest(${codes}, ${sql.param(displays.map(({ display }) => display.name))}::text[],
      ${sql.param(displays.map(({ display }) => display.locale))}::text[])
      as shown(code, display, locale)
    join concept on container_id = ${containerId} and concept.code = shown.code
      and to_revision = ${revision}`);
  await settleTerms(queries, containerId, revision);
}
