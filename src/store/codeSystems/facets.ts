import { type SQL, sql } from "drizzle-orm";
import type { ConceptListing } from "./searchConditions.js";
import { matchedConcepts } from "./searchMatches.js";
import { type Matching, scopeTables } from "./searchScope.js";
import { conceptsOfSnapshot } from "./searchSource.js";

const p = sql.placeholder;

/** The fields that the concepts of a list are counted by. */
export const CONCEPT_FACETS = [
  "conceptClass",
  "datatype",
  "codeSystem",
  "locale",
  "retired",
] as const;

export type ConceptFacet = (typeof CONCEPT_FACETS)[number];

/** A listing without the condition that a facet's own values are chosen by. */
export function withoutOwn(field: ConceptFacet, listing: ConceptListing): ConceptListing {
  switch (field) {
    case "codeSystem":
      return listing;
    case "retired":
      return { ...listing, includeRetired: true };
    case "conceptClass":
    case "datatype":
    case "locale":
      return { ...listing, [field]: null };
  }
}

const own = sql`concept.concept_class, concept.datatype, concept.retired`;
const rowOf = (found: "matched" | "faceted") =>
  sql.raw(`concept.container_id = ${found}.id and concept.code = ${found}.code
  and concept.from_revision <= ${found}.revision and concept.to_revision > ${found}.revision`);
const matchedRows = sql`select matched.at, matched.id, matched.revision, matched.slug, matched.code, ${own}
  from matched cross join lateral (select * from concept where ${rowOf("matched")} offset 0) concept`;

/** Each field's values with how many concepts of a list have them, for the fields that are asked for. */
export function facetsOf(matching: Matching, listing: ConceptListing): SQL {
  const snapshots = scopeTables(matching, listing);
  const ctes = matching === "ALL" ? snapshots : [...snapshots, matchedConcepts(matching, listing)];
  const rows =
    matching === "ALL"
      ? sql`select snapshot.at, snapshot.id, snapshot.revision, snapshot.slug, faceted.*
          from snapshot cross join lateral (
            select concept.code, ${own} from ${conceptsOfSnapshot(listing)}) faceted`
      : matchedRows;
  const counted = [
    counts("conceptClass", sql`faceted.concept_class`),
    counts("datatype", sql`faceted.datatype`),
    counts("codeSystem", sql`faceted.slug`),
    counts("retired", sql`faceted.retired::text`),
    locales,
  ];
  return sql`(with recursive ${sql.join(ctes, sql`, `)}, faceted as materialized (${rows})
    ${sql.join(counted, sql` union all `)})`;
}

function counts(field: ConceptFacet, value: SQL): SQL {
  return sql`select faceted.at, ${sql.raw(`'${field}'`)} as field, ${value} as value,
      count(*)::int as count
    from faceted where ${sql.raw(`'${field}'`)} = any(${p("fields")}::text[])
    group by faceted.at, ${value}`;
}

// A concept counts once for each language that it has names in, however many these are.
const locales = sql`select faceted.at, 'locale', named.locale, count(*)::int
  from faceted cross join lateral (
    select concept.display_locale as locale from concept where ${rowOf("faceted")}
    union
    select name ->> 'locale' from concept cross join jsonb_array_elements(names) name
    where ${rowOf("faceted")}) named
  where 'locale' = any(${p("fields")}::text[])
  group by faceted.at, named.locale`;
