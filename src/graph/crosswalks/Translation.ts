import {
  Ctx,
  Field,
  FieldResolver,
  type MaybePromise,
  ObjectType,
  Resolver,
  Root,
} from "type-graphql";
import type { SystemCode } from "../../rules/crosswalks/resolveMappings.js";
import { currentSnapshot } from "../../store/codeSystems/loaders.js";
import type { CodeSystemRow } from "../../store/codeSystems/queries.js";
import type { TranslatedRow } from "../../store/crosswalks/translatedCodes.js";
import type { Context } from "../context.js";
import { Coding, type ShownCoding } from "./Coding.js";
import { CrosswalkTarget } from "./CrosswalkTarget.js";
import { NoMatchReason } from "./NoMatchReason.js";

@ObjectType({ description: "What a code translates to." })
export class Translation {
  @Field(() => Coding, { description: "The code that was asked for." })
  readonly coding!: object;

  @Field(() => [CrosswalkTarget], {
    description: "The pairs that map it, in order of crosswalk identifier and target code.",
  })
  readonly matches!: readonly object[];
}

type Reason = keyof typeof NoMatchReason;

/** A coding with what was found of it; why nothing was, is found out where it is selected. */
export interface Translated {
  readonly coding: ShownCoding;
  readonly system: CodeSystemRow | null;
  /** Null: not a code that could be looked for, or not by this caller. */
  readonly toAsk: SystemCode | null;
  readonly matches: readonly TranslatedRow[];
}

@Resolver(() => Translation)
export class TranslationResolver {
  @FieldResolver(() => NoMatchReason, {
    nullable: true,
    description: "Why there is no match; null where there is one.",
  })
  reason(@Root() translated: Translated, @Ctx() context: Context): MaybePromise<Reason | null> {
    const { matches, toAsk, coding, system } = translated;
    if (matches.length > 0) return null;
    if (!system) return "CODE_SYSTEM_UNKNOWN";
    if (!system.licensed) return "LICENSE_REQUIRED";
    return toAsk ? reasonOf(system, coding.code, context) : "CODE_UNKNOWN";
  }
}

async function reasonOf(system: CodeSystemRow, code: string, { load }: Context): Promise<Reason> {
  if (system.content !== "COMPLETE") return "NO_MAP";
  const snapshot = currentSnapshot(system);
  const concept = await load.codeSystems.meantConcept(snapshot, system, code);
  return concept ? "NO_MAP" : "CODE_UNKNOWN";
}
