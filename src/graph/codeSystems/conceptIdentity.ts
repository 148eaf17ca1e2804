import { nameUuid } from "../../kernel/uuid.js";
import type { ConceptRow } from "../../store/codeSystems/concepts.js";
import type { CodeSystemRow } from "../../store/codeSystems/queries.js";
import type { Context } from "../context.js";

/** The code system of a thing that was read from it. */
export async function systemOf(
  { slug }: Pick<ConceptRow, "slug">,
  context: Context,
): Promise<CodeSystemRow> {
  const system = await context.load.codeSystems.bySlug.load(slug);
  if (!system) throw new Error(`Code system ${slug} is gone`);
  return system;
}

/** The same for all versions of the concept, in every installation. */
export async function conceptUuid(concept: ConceptRow, context: Context): Promise<string> {
  return nameUuid((await systemOf(concept, context)).uid, concept.code);
}
