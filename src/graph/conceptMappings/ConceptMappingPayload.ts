import { Field, ObjectType } from "type-graphql";
import type { MappingOutcome } from "../../commands/conceptMappings/authoring.js";
import type { Result } from "../../kernel/result.js";
import type { Failures } from "../../rules/failure.js";
import type { Context } from "../context.js";
import { UserError } from "../shared/UserError.js";
import { ConceptMapping } from "./ConceptMapping.js";

/** What every mutation of a concept mapping answers. */
@ObjectType()
export abstract class ConceptMappingPayload {
  @Field(() => ConceptMapping, {
    nullable: true,
    description: "The mapping as it now stands at HEAD; null where the request was refused.",
  })
  readonly conceptMapping!: object | null;

  @Field(() => [UserError], {
    description: "Why the request was refused; empty where it was carried out.",
  })
  readonly userErrors!: readonly object[];
}

/** The payload of a command's result. What the command changed is read anew. */
export async function mappingPayload(
  result: Result<MappingOutcome, Failures>,
  context: Context,
): Promise<ConceptMappingPayload> {
  if (!result.ok) {
    const userErrors = result.failure.map((failure) => ({ ...failure, __typename: failure.kind }));
    return { conceptMapping: null, userErrors };
  }
  context.forget();
  const conceptMapping = await context.load.conceptMappings.newest.load(result.value.uid);
  return { conceptMapping, userErrors: [] };
}
