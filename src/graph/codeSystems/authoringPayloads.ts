import { Field, ObjectType } from "type-graphql";
import type {
  CodeSystemOutcome,
  CodeSystemVersionOutcome,
} from "../../commands/codeSystems/outcome.js";
import type { ConceptOutcome } from "../../commands/codeSystems/writtenConcept.js";
import type { Result } from "../../kernel/result.js";
import type { Failures } from "../../rules/failure.js";
import type { CodeSystemRow } from "../../store/codeSystems/queries.js";
import type { Context } from "../context.js";
import { Payload } from "../shared/Payload.js";
import { CodeSystem } from "./CodeSystem.js";
import { CodeSystemVersion } from "./CodeSystemVersion.js";
import { Concept } from "./Concept.js";
import { versionNamed } from "./shownVersion.js";

@ObjectType()
export abstract class CodeSystemPayload extends Payload {
  @Field(() => CodeSystem, {
    nullable: true,
    description: "The code system as it now stands; null where the request was refused.",
  })
  readonly codeSystem!: object | null;
}

@ObjectType()
export abstract class CodeSystemVersionPayload extends Payload {
  @Field(() => CodeSystemVersion, {
    nullable: true,
    description: "The version as it now stands; null where the request was refused.",
  })
  readonly codeSystemVersion!: object | null;
}

@ObjectType()
export abstract class ConceptPayload extends Payload {
  @Field(() => Concept, {
    nullable: true,
    description: "The concept as it now stands at HEAD; null where the request was refused.",
  })
  readonly concept!: object | null;
}

/** The payload of a change of a code system. What was changed is read anew. */
export async function codeSystemPayload(
  result: Result<CodeSystemOutcome, Failures>,
  context: Context,
): Promise<CodeSystemPayload> {
  const { found, message, userErrors } = await answer(result, context, async (_, system) => system);
  return { codeSystem: found, message, userErrors };
}

/** The payload of a change of a version. */
export async function codeSystemVersionPayload(
  result: Result<CodeSystemVersionOutcome, Failures>,
  context: Context,
): Promise<CodeSystemVersionPayload> {
  const { found, message, userErrors } = await answer(result, context, ({ label }, system) =>
    versionNamed(system, label, context),
  );
  return { codeSystemVersion: found, message, userErrors };
}

/** The payload of a change of a concept. */
export async function conceptPayload(
  result: Result<ConceptOutcome, Failures>,
  context: Context,
): Promise<ConceptPayload> {
  const { found, message, userErrors } = await answer(
    result,
    context,
    ({ code }, { containerId, headRevision }) =>
      context.load.codeSystems.conceptAt.load({ containerId, revision: headRevision, code }),
  );
  return { concept: found, message, userErrors };
}

async function answer<Outcome extends CodeSystemOutcome>(
  result: Result<Outcome, Failures>,
  context: Context,
  find: (outcome: Outcome, system: CodeSystemRow) => Promise<object | null>,
) {
  if (!result.ok) {
    const userErrors = result.failure.map((failure) => ({ ...failure, __typename: failure.kind }));
    return { found: null, message: null, userErrors };
  }
  context.forget();
  const { slug, message } = result.value;
  const system = await context.load.codeSystems.bySlug.load(slug);
  return { found: system && (await find(result.value, system)), message, userErrors: [] };
}
