import { type SQL, sql } from "drizzle-orm";

/** Rows that are alive at a revision. */
export function alive(row: string, revision: string): SQL {
  return sql.raw(`${row}.from_revision <= ${revision} and ${row}.to_revision > ${revision}`);
}

/**
 * Rows of one concept or mapping that `single` or `item` asks for: as it is where its code system is read, or
 * in a version of its own, which a labelled version of the code system must hold, and its HEAD must have had.
 */
export function versionAsked(row: string, asker: "single" | "item"): SQL {
  return sql`(${sql.raw(`${asker}.version is null or ${asker}.version = ${row}.version`)})
    and case when ${sql.raw(`${asker}.version is null or ${asker}.labelled`)}
      then ${alive(row, `${asker}.revision`)} else ${sql.raw(`${row}.from_revision <= ${asker}.head`)} end`;
}

/** That what a reference delivers, a row `brought` of what all of them do, is brought in and not kept out. */
export function staysIn(what: "concept" | "mapping"): SQL {
  const code = what === "concept" ? "code" : "mapping_id";
  return sql.raw(`brought.include
    and (brought.at, brought.id, brought.${code}) not in (
      select at, id, ${code} from delivered_${what} where not include and not exact)
    and (brought.at, brought.id, brought.${code}, brought.version) not in (
      select at, id, ${code}, version from delivered_${what} where not include and exact)`);
}

/**
 * The references of a row `state` with id, revision and reference: of that one alone where it is given, which
 * is looked up and not searched for among the others.
 * @param kind which of them, as rows of `reference`
 */
export function referencesOf(kind: SQL): SQL {
  return sql`(
    select * from collection_reference reference
    where state.reference is null and reference.container_id = state.id and ${kind}
      and ${alive("reference", "state.revision")}
    union all
    select * from collection_reference reference
    where reference.id = state.reference and reference.container_id = state.id and ${kind}
      and ${alive("reference", "state.revision")})`;
}
