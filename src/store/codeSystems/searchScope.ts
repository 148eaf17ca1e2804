import { type SQL, sql } from "drizzle-orm";
import type { Viewer } from "../../rules/access/viewer.js";
import { type CodeNormalization, normalizeCode } from "../../rules/codeSystems/normalization.js";
import { organization, userAccount } from "../access/tables.js";
import { momentText } from "../columns.js";
import { repository } from "../repositories/tables.js";
import {
  contentLicensed,
  repositoryVisible,
  viewerParameters,
} from "../repositories/visibility.js";
import type { Snapshot } from "./concepts.js";
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
}

/** How the words of a search are taken; ALL: there is no search. */
export type Matching = "ALL" | "STRICT" | "LOOSENED";

const wordsOfPhrase = sql`'''#' || replace(phrase, ' ', ''' & ''#') || ''':*'`;
const url = sql`case when ${organization.name} is null then '/users/' || ${userAccount.name}
  else '/orgs/' || ${organization.name} end || '/sources/' || ${repository.shortCode} || '/'`;

/**
 * The code systems of all scopes, as far as the viewer may read them: `at` numbers the scopes from 1. With
 * what is searched for in each, folded; all of that is null where the search has neither letter nor digit.
 */
export function snapshotsOf(matching: Matching): SQL {
  const words = matching === "LOOSENED" ? sql`asked.words` : wordsOfPhrase;
  const searched = sql`, phrase, phrase || chr(1114111) as phrase_end,
    replace(phrase, ' ', '') as code_key, replace(phrase, ' ', '') || chr(1114111) as code_end,
    replace(${words}, '#', asked.id || ':')::tsquery as query`;
  const folded = sql`cross join (select nullif(folded(${p("q")}::text), '') as phrase) typed`;
  const all = matching === "ALL";
  return sql`snapshot as materialized (
    select asked.at, asked.id, asked.revision, asked.root, ${codeSystem.slug}, ${url} as url,
      array(select jsonb_array_elements_text(${p("codes")}::jsonb -> ${codeSystem.codeNormalization}))
        as codes ${all ? sql`` : searched}
    from unnest(${p("ats")}::int[], ${p("ids")}::int[], ${p("revisions")}::int[],
      ${p("roots")}::text[], ${p("words")}::text[]) as asked(at, id, revision, root, words)
    join ${codeSystem} on ${codeSystem.containerId} = asked.id
    join ${repository} on ${repository.containerId} = asked.id
      and ${repositoryVisible} and ${contentLicensed}
    left join ${organization} on ${organization.id} = ${repository.ownerOrganizationId}
    left join ${userAccount} on ${userAccount.id} = ${repository.ownerUserId}
    ${all ? sql`` : folded}
  )`;
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
  };
}
