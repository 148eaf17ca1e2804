import { type SQL, sql } from "drizzle-orm";
import type { OwnerName } from "../../rules/repositories/urls.js";
import { membership, organization, userAccount } from "../access/tables.js";
import { momentText, OPEN_END } from "../columns.js";
import { repository } from "../repositories/tables.js";
import { collection } from "./tables.js";

const p = sql.placeholder;

/** Which collections a list holds. What is null is not asked for. */
export interface CollectionListing {
  /** Only those that everyone may read, whoever asks. */
  readonly open: true | null;
  /** Deactivated ones are left out. */
  readonly active: true | null;
  /** Of the organization, or the user, of this number. */
  readonly ownerOrganization: number | null;
  readonly ownerUser: number | null;
  /** Of the organizations that the viewer speaks for. */
  readonly ownOrganizations: true | null;
  /** Of the organizations of a user, as far as the viewer may know that they are. */
  readonly organizationsOf: number | null;
  /** Words that all occur in short code, name, full name or description. */
  readonly q: string | null;
  readonly collectionType: string | null;
  readonly locale: string | null;
  /** One of these is an including reference at HEAD, with its resource version or without it. */
  readonly contains: readonly string[] | null;
  readonly ownerName: string | null;
  readonly ownerKind: OwnerName["kind"] | null;
  readonly ownerType: OwnerName["kind"] | null;
  /** A schema, or `None`. */
  readonly customValidationSchema: string | null;
  readonly canonicalUrl: string | null;
  readonly updatedSince: Date | null;
}

export const anyCollection: CollectionListing = {
  open: null,
  active: null,
  ownerOrganization: null,
  ownerUser: null,
  ownOrganizations: null,
  organizationsOf: null,
  q: null,
  collectionType: null,
  locale: null,
  contains: null,
  ownerName: null,
  ownerKind: null,
  ownerType: null,
  customValidationSchema: null,
  canonicalUrl: null,
  updatedSince: null,
};

/** What a collection's owner is: ORGANIZATION or USER. */
export const ownerKind = sql`(case when ${repository.ownerUserId} is null
  then 'ORGANIZATION' else 'USER' end)`;
export const ownerName = sql`coalesce(${organization.name}, ${userAccount.name})`;

/** The words of `q`, as searches compare them. */
const words = sql`unnest(string_to_array(folded(${p("q")}::text), ' ')) as asked(word)`;

const fields = {
  shortCode: sql`folded(${repository.shortCode})`,
  name: sql`folded(${repository.name})`,
  fullName: sql`folded(${repository.fullName})`,
  description: sql`lower(unaccent(coalesce(${repository.description}, '')))`,
} as const;
const weights = { shortCode: 4, name: 4, fullName: 3, description: 1 } as const;
const names = Object.keys(weights) as (keyof typeof weights)[];

const has = (field: SQL) => sql`position(asked.word in ${field}) > 0`;

/**
 * How well a collection meets `q`: each field counts by its weight for every word that it has, and ten times
 * more where it is the whole of `q`.
 */
export const score: SQL = sql`((select sum(${plus(
  names.map((name) => sql`${sql.raw(`${weights[name]}`)} * (${has(fields[name])})::int`),
)}) from ${words}) + ${plus(
  names.map(
    (name) =>
      sql`${sql.raw(`${weights[name] * 10}`)} * (${fields[name]} = folded(${p("q")}::text))::int`,
  ),
)})::int`;

function plus(parts: readonly SQL[]): SQL {
  return sql.join([...parts], sql` + `);
}

const expressions = sql`${p("contains")}::text[]`;

/** What each part of a listing asks for. */
export const conditions: Readonly<Record<keyof CollectionListing, SQL>> = {
  open: sql`${repository.publicAccess} <> 'NONE'`,
  active: sql`${repository.deactivatedAt} is null`,
  ownerOrganization: sql`${repository.ownerOrganizationId} = ${p("ownerOrganization")}::int`,
  ownerUser: sql`${repository.ownerUserId} = ${p("ownerUser")}::int`,
  ownOrganizations: sql`${repository.ownerOrganizationId} = any(${p("viewerOrganizations")}::int[])`,
  organizationsOf: sql`${repository.ownerOrganizationId} in (
    select ${membership.organizationId} from ${membership}
    where ${membership.userId} = ${p("organizationsOf")}::int and (${p("operator")}::boolean
      or ${membership.organizationId} = any(${p("viewerOrganizations")}::int[])))`,
  q: sql`(folded(${p("q")}::text) <> '' and not exists (select from ${words}
    where not (${sql.join(
      names.map((name) => has(fields[name])),
      sql` or `,
    )})))`,
  collectionType: sql`${collection.collectionType} = ${p("collectionType")}::text`,
  locale: sql`${p("locale")}::text = any(${repository.supportedLocales})`,
  contains: sql`${repository.containerId} in (select of_head.container_id
    from collection_reference of_head
    where of_head.to_revision = ${sql.raw(`${OPEN_END}`)} and of_head.include
      and (of_head.expression = any(${expressions}) or (of_head.resource_version is not null
        and regexp_replace(of_head.expression, '[^/]+/$', '') = any(${expressions}))))`,
  ownerName: sql`${ownerName} = ${p("ownerName")}::text`,
  ownerKind: sql`${ownerKind} = ${p("ownerKind")}::text`,
  ownerType: sql`${ownerKind} = ${p("ownerType")}::text`,
  customValidationSchema: sql`coalesce(${repository.customValidationSchema}, 'None')
    = ${p("customValidationSchema")}::text`,
  canonicalUrl: sql`${repository.canonicalUrl} = ${p("canonicalUrl")}::text`,
  updatedSince: sql`${repository.updatedAt} >= ${p("updatedSince")}::timestamptz`,
};

/** A listing as the values of its placeholders. */
export function listingParameters(listing: CollectionListing): Record<string, unknown> {
  const { updatedSince } = listing;
  return { ...listing, updatedSince: updatedSince && momentText(updatedSince) };
}
