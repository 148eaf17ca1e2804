import { type SQL, sql } from "drizzle-orm";
import type { Viewer } from "../../rules/access/viewer.js";
import { type CodeNormalization, normalizeCode } from "../../rules/codeSystems/normalization.js";
import { organization, userAccount } from "../access/tables.js";
import { givenConcepts, givenMappings } from "../collections/givenMembers.js";
import type { MemberState } from "../collections/pins.js";
import { momentText } from "../columns.js";
import { urlOfRepository } from "../repositories/naming.js";
import { repository } from "../repositories/tables.js";
import {
  contentLicensed,
  repositoryVisible,
  viewerParameters,
} from "../repositories/visibility.js";
import type { Snapshot } from "./concepts.js";
import { belowRoots } from "./hierarchy.js";
import type { ConceptListing } from "./searchConditions.js";
import { codeSystem } from "./tables.js";

const p = sql.placeholder;

/** A code system at a revision, with how it writes its codes. */
export interface ListedSystem extends Snapshot {
  readonly codeNormalization: CodeNormalization;
}

/** Code systems whose concepts make one list. */
export interface ConceptScope {
  readonly systems: readonly ListedSystem[];
  /** The concept that the listed ones are below, where the listing asks for such. */
  readonly root: string | null;
  /** What the words of the search may stand for, where they are not taken as they are. */
  readonly words?: string;
  /** The collection whose members alone are listed, at the revisions at which they are members. */
  readonly members?: MemberState;
}

/** How the words of a search are taken; ALL: there is no search. */
export type Matching = "ALL" | "STRICT" | "LOOSENED";

const wordsOfPhrase = sql`'''#' || replace(phrase, ' ', ''' & ''#') || ''':*'`;

const ofSystems = sql`unnest(${p("ats")}::int[], ${p("ids")}::int[], ${p("revisions")}::int[],
  ${p("roots")}::text[], ${p("words")}::text[]) as asked(at, id, revision, root, words)`;
const ofMembers = sql`(select distinct member.at, member.id, member.revision, given.root, given.words
  from member join unnest(${p("scopeAts")}::int[], ${p("scopeRoots")}::text[],
    ${p("scopeWords")}::text[]) as given(at, root, words) on given.at = member.at) asked`;

/**
 * The code systems of all scopes, as far as the viewer may read them: `at` numbers the scopes from 1. With
 * what is searched for in each, folded; all of that is null where the search has neither letter nor digit.
 */
export function snapshotsOf(matching: Matching, members: true | null = null): SQL {
  const words = matching === "LOOSENED" ? sql`asked.words` : wordsOfPhrase;
  const searched = sql`, phrase, phrase || chr(1114111) as phrase_end,
    replace(phrase, ' ', '') as code_key, replace(phrase, ' ', '') || chr(1114111) as code_end,
    replace(${words}, '#', asked.id || ':')::tsquery as query`;
  const folded = sql`cross join (select nullif(folded(${p("q")}::text), '') as phrase) typed`;
  const all = matching === "ALL";
  return sql`snapshot as materialized (
    select asked.at, asked.id, asked.revision, asked.root, ${codeSystem.slug}, ${urlOfRepository("sources")} as url,
      array(select jsonb_array_elements_text(${p("codes")}::jsonb -> ${codeSystem.codeNormalization}))
        as codes ${all ? sql`` : searched}
    from ${members ? ofMembers : ofSystems}
    join ${codeSystem} on ${codeSystem.containerId} = asked.id
    join ${repository} on ${repository.containerId} = asked.id
      and ${repositoryVisible} and ${contentLicensed}
    left join ${organization} on ${organization.id} = ${repository.ownerOrganizationId}
    left join ${userAccount} on ${userAccount.id} = ${repository.ownerUserId}
    ${all ? sql`` : folded}
  )`;
}

/** The tables that every statement over a listing begins with: where it looks, and among what. */
export function scopeTables(matching: Matching, listing: ConceptListing): SQL[] {
  return [
    ...(listing.members ? [givenConcepts] : []),
    ...(listing.members && listing.mapcode !== null ? [givenMappings] : []),
    snapshotsOf(matching, listing.members),
    ...(listing.below ? [belowRoots] : []),
  ];
}

const normalizations: readonly CodeNormalization[] = [
  "NONE",
  "ICD10CM",
  "ICD9CM_DIAGNOSES",
  "ICD9CM_PROCEDURES",
];

/** The codes as they are written under each normalization. */
function inEveryForm(codes: readonly string[]): Readonly<Record<string, readonly string[]>> {
  const forms = normalizations.map((kind) => [
    kind,
    codes.map((code) => normalizeCode(kind, code)),
  ]);
  return Object.fromEntries(forms);
}

/** Values of the placeholders of a listing's statements. */
export function scopeParameters(
  viewer: Viewer,
  scopes: readonly ConceptScope[],
  { codes, locale, updatedSince, ...listing }: ConceptListing,
): Record<string, unknown> {
  const rows = scopes.flatMap(({ systems, root, words = null }, at) =>
    systems.map(({ containerId, revision, codeNormalization }) => ({
      at: at + 1,
      containerId,
      revision,
      root: root === null ? null : normalizeCode(codeNormalization, root),
      words,
    })),
  );
  return {
    ...viewerParameters(viewer),
    ...listing,
    locale: locale?.toLowerCase() ?? null,
    updatedSince: updatedSince && momentText(updatedSince),
    codes: codes && JSON.stringify(inEveryForm(codes)),
    deep: listing.below === "DESCENDANTS",
    ats: rows.map(({ at }) => at),
    ids: rows.map(({ containerId }) => containerId),
    revisions: rows.map(({ revision }) => revision),
    roots: rows.map(({ root }) => root),
    words: rows.map(({ words }) => words),
    scopeAts: scopes.map((_, at) => at + 1),
    scopeRoots: scopes.map(({ root }) => root),
    scopeWords: scopes.map(({ words = null }) => words),
  };
}
