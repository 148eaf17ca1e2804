import { Field, ObjectType } from "type-graphql";
import type { CrosswalkOutcome } from "../../commands/crosswalks/outcome.js";
import type { Result } from "../../kernel/result.js";
import type { Failures } from "../../rules/failure.js";
import type { Context } from "../context.js";
import { UserError } from "../shared/UserError.js";
import { Crosswalk } from "./Crosswalk.js";
import { CrosswalkVersion } from "./CrosswalkVersion.js";
import { SkippedMapping } from "./SkippedMapping.js";

/** What every mutation of a crosswalk answers. */
@ObjectType()
export abstract class CrosswalkPayload {
  @Field(() => String, {
    nullable: true,
    description: "What was done, in a sentence for people; null where there is nothing to say.",
  })
  readonly message!: string | null;

  @Field(() => Crosswalk, {
    nullable: true,
    description: "The crosswalk as it now stands; null where the request was refused.",
  })
  readonly crosswalk!: object | null;

  @Field(() => CrosswalkVersion, {
    nullable: true,
    description:
      "The version that was made or edited, the newest one where nothing was to change; null where the " +
      "request was refused.",
  })
  readonly crosswalkVersion!: object | null;

  @Field(() => [UserError], {
    description: "Why the request was refused; empty where it was carried out.",
  })
  readonly userErrors!: readonly object[];
}

/** What mutations answer besides that take mappings. */
@ObjectType()
export abstract class CrosswalkMappingsPayload extends CrosswalkPayload {
  @Field(() => [String], {
    description:
      "Target codes that do not exist, as written, each once, in the order of the input.",
  })
  readonly invalidCodes!: readonly string[];

  @Field(() => [SkippedMapping], {
    description: "What was left out, and why, in the order of the input.",
  })
  readonly skipped!: readonly object[];
}

/** What mutations answer besides that delete attributes. */
@ObjectType()
export abstract class CrosswalkKeysPayload extends CrosswalkPayload {
  @Field(() => [String], {
    description: "Keys that were not there, each once, in the order of the input.",
  })
  readonly missingKeys!: readonly string[];
}

/** The payload of a command's result. What the command changed is read anew. */
export async function crosswalkPayload(
  result: Result<CrosswalkOutcome, Failures>,
  context: Context,
): Promise<CrosswalkPayload> {
  if (!result.ok) {
    const userErrors = result.failure.map((failure) => ({ ...failure, __typename: failure.kind }));
    return { message: null, crosswalk: null, crosswalkVersion: null, userErrors };
  }
  context.forget();
  const { identifier, message } = result.value;
  const crosswalk = await context.load.crosswalks.byIdentifier.load(identifier);
  return { message, crosswalk, crosswalkVersion: crosswalk?.newest ?? null, userErrors: [] };
}

/** The payload with what a command on mappings says besides. */
export async function mappingsPayload(
  result: Result<
    CrosswalkOutcome & Pick<CrosswalkMappingsPayload, "skipped" | "invalidCodes">,
    Failures
  >,
  context: Context,
): Promise<CrosswalkMappingsPayload> {
  const { skipped, invalidCodes } = result.ok ? result.value : { skipped: [], invalidCodes: [] };
  return { ...(await crosswalkPayload(result, context)), skipped, invalidCodes };
}

/** The payload with what a command that deletes attributes says besides. */
export async function keysPayload(
  result: Result<CrosswalkOutcome & Pick<CrosswalkKeysPayload, "missingKeys">, Failures>,
  context: Context,
): Promise<CrosswalkKeysPayload> {
  const missingKeys = result.ok ? result.value.missingKeys : [];
  return { ...(await crosswalkPayload(result, context)), missingKeys };
}
