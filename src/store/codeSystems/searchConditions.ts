import { type SQL, sql } from "drizzle-orm";
import { urlsOfSystem } from "../repositories/naming.js";
import { repository } from "../repositories/tables.js";
import { contentLicensed, repositoryVisible } from "../repositories/visibility.js";
import { codeSystem } from "./tables.js";

const p = sql.placeholder;

/** Which concepts a list holds. Null: no such condition. */
export interface ConceptListing {
  /** What to search for in codes and names; not blank. */
  readonly q: string | null;
  /** However they are written. */
  readonly codes: readonly string[] | null;
  readonly conceptClass: readonly string[] | null;
  readonly datatype: readonly string[] | null;
  /** A language that they have a name in; a search looks at the names in it alone. */
  readonly locale: string | null;
  readonly includeRetired: boolean;
  /** Only concepts whose version is not older. */
  readonly updatedSince: Date | null;
  /** Only concepts that a mapping in use, of the collection where it is one, maps to `OWNER:SOURCE:CODE`. */
  readonly mapcode: string | null;
  /** Only what is below the root of the scope: one step, or any number of steps. */
  readonly below: "CHILDREN" | "DESCENDANTS" | null;
  /** Only the members of the scope's collection. */
  readonly members: true | null;
}

const part = (at: number) => sql`split_part(${p("mapcode")}::text, ':', ${sql.raw(String(at))})`;

/** The names that mappings know a code system by: its URL and its canonical URL. */
const ownNames = sql`select unnest(${urlsOfSystem})
  from repository left join organization on organization.id = repository.owner_organization_id
  left join user_account on user_account.id = repository.owner_user_id`;

/** Whether the row `mapped` maps the row `concept` to the code, and is in use. */
const mapsToCode = sql`not mapped.retired and mapped.from_code = concept.code
    and mapped.from_system in (${ownNames} where repository.container_id = snapshot.id)
    and mapped.to_code = ${part(3)}
    and (mapped.to_system in ('/orgs/' || ${part(1)} || '/sources/' || ${part(2)} || '/',
        '/users/' || ${part(1)} || '/sources/' || ${part(2)} || '/')
      or mapped.to_system in (${ownNames} where repository.short_code = ${part(2)}
        and coalesce(organization.name, user_account.name) = ${part(1)}))`;

/** Among members it is the collection's mappings that count, of whichever code systems the viewer may read. */
const mapcodeAmongMembers = sql`exists (select from member_mapping held
    join concept_mapping mapped on mapped.container_id = held.id
      and mapped.mapping_id = held.mapping_id and mapped.version = held.version
    join ${codeSystem} on ${codeSystem.containerId} = held.id
    join ${repository} on ${repository.containerId} = held.id
      and ${repositoryVisible} and ${contentLicensed}
    where held.at = snapshot.at and ${mapsToCode})`;

/** Conditions on the concept's own row. A further filter of concepts is a line here. */
const ofConcept = {
  conceptClass: sql`concept.concept_class = any(${p("conceptClass")}::text[])`,
  datatype: sql`concept.datatype = any(${p("datatype")}::text[])`,
  updatedSince: sql`exists (select from revision where revision.container_id = concept.container_id
    and revision.number = concept.from_revision
    and revision.at >= ${p("updatedSince")}::timestamptz)`,
  mapcode: sql`exists (select from concept_mapping mapped where ${alive("mapped")} and ${mapsToCode})`,
} as const satisfies Partial<Record<keyof ConceptListing, SQL>>;

const concepts = Object.keys(ofConcept) as (keyof typeof ofConcept)[];

/** Whether a listing holds all that its scope has, or all but what is retired. */
export function isUnconditional({
  includeRetired,
  members,
  ...conditions
}: ConceptListing): boolean {
  return Object.values(conditions).every((condition) => condition === null);
}

/** Which conditions a listing has, as a text: listings of one shape share their statements. */
export function shapeOf(listing: ConceptListing): string {
  const { includeRetired, ...others } = listing;
  const asked = Object.entries(others).filter(([, value]) => value !== null);
  return [...asked.map(([name]) => name), ...(includeRetired ? [] : ["current"])].join("_");
}

/** Whether a row of an interval table is part of the snapshot. */
export function alive(row: string): SQL {
  const name = sql.raw(row);
  return sql`${name}.container_id = snapshot.id and ${living(row)}`;
}

/** The same without the container, for rows that were found by an index which knows it. */
export function living(row: string): SQL {
  const name = sql.raw(row);
  return sql`${name}.from_revision <= snapshot.revision and ${name}.to_revision > snapshot.revision`;
}

/** Whether a text is a language that is asked for: `en` is `en-GB` too. */
function inLocale(locale: SQL): SQL {
  const [own, wanted] = [sql`lower(${locale})`, sql`${p("locale")}::text`];
  return sql`(${own} = ${wanted} or ${own} ^@ (${wanted} || '-'))`;
}

/** Whether a row with a locale is of the language that a listing asks for, if it does. */
export function ofAskedLocale(listing: ConceptListing, row: SQL): SQL {
  return listing.locale === null ? sql`true` : inLocale(sql`${row}.locale`);
}

/** Whether the row `concept` has a name in the language. */
const namedInLocale = sql`(${inLocale(sql`concept.display_locale`)}
  or exists (select from jsonb_array_elements(concept.names) name
    where ${inLocale(sql`(name ->> 'locale')`)}))`;

function retiredAndBelow(listing: ConceptListing, row: SQL): readonly SQL[] {
  return [
    ...(listing.includeRetired ? [] : [sql`not ${row}.retired`]),
    ...(listing.codes ? [sql`${row}.code = any(snapshot.codes)`] : []),
    ...(listing.below
      ? [sql`(snapshot.at, snapshot.id, ${row}.code) in (select at, id, code from below)`]
      : []),
    ...(listing.members
      ? [
          // `is true` keeps it from becoming a join, which would go through all members for each hit.
          sql`((snapshot.at, snapshot.id, snapshot.revision, ${row}.code) in (
            select at, id, revision, code from member)) is true`,
        ]
      : []),
  ];
}

function ofRow(listing: ConceptListing): readonly SQL[] {
  const asked = concepts.filter((name) => listing[name] !== null);
  return asked.map((name) =>
    name === "mapcode" && listing.members ? mapcodeAmongMembers : ofConcept[name],
  );
}

/** Whether what a listing asks stands in the rows of `concept` alone. */
export function asksOfRows(listing: ConceptListing): boolean {
  return ofRow(listing).length > 0;
}

/**
 * Conditions on a row of `concept`.
 * @param left what of the listing is left to be asked of where the concepts come from
 */
export function conceptConditions(
  listing: ConceptListing,
  left: Pick<ConceptListing, "below" | "members"> = listing,
): SQL {
  const row = sql`concept`;
  const named = listing.locale === null ? [] : [namedInLocale];
  return joined([...retiredAndBelow({ ...listing, ...left }, row), ...named, ...ofRow(listing)]);
}

/** Conditions on a row of `concept_term`, called `term`: a name, or the code of a concept. */
export function termConditions(listing: ConceptListing, kind: "CODE" | "NAME"): SQL {
  const row = sql`term`;
  const asksLocale = listing.locale !== null;
  const named = asksLocale && kind === "NAME" ? [inLocale(sql`term.locale`)] : [];
  const rows = [...(asksLocale && kind === "CODE" ? [namedInLocale] : []), ...ofRow(listing)];
  const concept = sql`exists (select from concept where ${alive("concept")}
    and concept.code = ${row}.code and ${joined(rows)})`;
  return joined([
    ...retiredAndBelow(listing, row),
    ...named,
    ...(rows.length > 0 ? [concept] : []),
  ]);
}

function joined(conditions: readonly SQL[]): SQL {
  return conditions.length === 0 ? sql`true` : sql.join([...conditions], sql` and `);
}
