import { sql } from "drizzle-orm";
import {
  isBuiltIn,
  LOOKUP_OWNER,
  type LookedUp,
  lookupShortCodes,
  spellings,
} from "../../rules/codeSystems/lookups.js";
import type { IsKnown } from "../../rules/codeSystems/openMrs.js";
import type { Queries } from "../database.js";

const keyOf = ({ list, word }: LookedUp) => `${list} ${word}`;

/**
 * Looks words up, all at once: among the codes and names of the lookup code systems as those read them who
 * name no version; in our own lists where there is no such code system, or it has no concepts.
 */
export async function lookUp(queries: Queries, words: readonly LookedUp[]): Promise<IsKnown> {
  const asked = [...new Map(words.map((word) => [keyOf(word), word])).values()].flatMap((looked) =>
    spellings(looked).map((spelling) => ({ looked, spelling })),
  );
  const rows = await queries.execute<{ at: number; known: boolean }>(sql`
    select asked.at::int - 1 as at, exists (
      select from concept
      where concept.container_id = container.id and not concept.retired
        and concept.from_revision <= lookup.revision and concept.to_revision > lookup.revision
        and (concept.code = asked.word
          or concept.names @> jsonb_build_array(jsonb_build_object('name', asked.word)))
    ) as known
    from unnest(${sql.param(asked.map(({ looked }) => lookupShortCodes[looked.list]))}::text[],
      ${sql.param(asked.map(({ spelling }) => spelling))}::text[])
      with ordinality as asked(short_code, word, at)
    join organization on organization.name = ${LOOKUP_OWNER}
    join repository on repository.owner_organization_id = organization.id
      and repository.short_code = asked.short_code
    join code_system on code_system.container_id = repository.container_id
    join container on container.id = repository.container_id
    cross join lateral (
      select coalesce(container.released_revision, container.head_revision) as revision) lookup
    where exists (select from concept where concept.container_id = container.id
      and concept.from_revision <= lookup.revision and concept.to_revision > lookup.revision)`);
  const answers = new Map<string, boolean>();
  for (const { at, known } of rows) {
    const word = asked[at];
    if (word) answers.set(keyOf(word.looked), known || answers.get(keyOf(word.looked)) === true);
  }
  return (looked) => answers.get(keyOf(looked)) ?? isBuiltIn(looked);
}
