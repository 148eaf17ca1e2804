import { GraphQLDateTime, GraphQLJSONObject, GraphQLUUID } from "graphql-scalars";
import { Ctx, Field, FieldResolver, Float, ID, ObjectType, Resolver, Root } from "type-graphql";
import { systemAddress } from "../../rules/conceptMappings/urls.js";
import type { ConceptRow } from "../../store/codeSystems/concepts.js";
import type { CodeSystemRow } from "../../store/codeSystems/queries.js";
import type { ConceptMappingRow } from "../../store/conceptMappings/rows.js";
import type { RevisionRow } from "../../store/ledger/queries.js";
import { OwnerType } from "../access/OwnerType.js";
import { CodeSystem } from "../codeSystems/CodeSystem.js";
import { Concept } from "../codeSystems/Concept.js";
import { systemOf } from "../codeSystems/conceptIdentity.js";
import { codeSystemUrl } from "../codeSystems/urls.js";
import type { Context } from "../context.js";
import { Audited } from "../shared/Audited.js";
import { ForAll } from "../shared/forAll.js";
import { idField, Node, nodeId } from "../shared/Node.js";
import { conceptAtEnd, namesAtEnd, type Side, systemAtEnd, urlOfEnd } from "./mappingEnds.js";

@ObjectType({
  implements: [Node, Audited],
  description:
    "Says how a concept relates to another, at one of its versions. It is kept in a code system; both ends " +
    "may be of others. A target that is not here is linked as soon as it is.",
})
export class ConceptMapping {
  @Field(() => String, { description: "How they relate: `SAME-AS`, `CONCEPT-SET`, `Q-AND-A` …" })
  readonly mapType!: string;

  @Field(() => Boolean, { description: "Whether it is no longer to be used." })
  readonly retired!: boolean;

  @Field(() => Float, {
    nullable: true,
    description: "Its place among the mappings of the concept of the same map type.",
  })
  readonly sortWeight!: number | null;

  @Field(() => String, { nullable: true, description: "What others call this mapping." })
  readonly externalId!: string | null;

  @Field(() => GraphQLJSONObject, { description: "Further fields." })
  readonly extras!: Record<string, unknown>;

  @Field(() => String, { description: "The code that it maps." })
  readonly fromCode!: string;

  @Field(() => String, { description: "The code that it maps to." })
  readonly toCode!: string;
}

const ownVersion =
  "as it is in the version through which the mapping was reached, where it is of the same code system";

@Resolver(() => ConceptMapping)
export class ConceptMappingResolver {
  @FieldResolver(() => ID, idField)
  id(@Root() { uid, version }: ConceptMappingRow): string {
    return nodeId("ConceptMapping", uid, version);
  }

  @FieldResolver(() => GraphQLUUID, { description: "The same for all versions of the mapping." })
  uuid(@Root() { uid }: ConceptMappingRow): string {
    return uid;
  }

  @FieldResolver(() => String, {
    description: "Its number among the mapping's versions: 1, 2, 3 …",
  })
  version(@Root() { version }: ConceptMappingRow): string {
    return String(version);
  }

  @FieldResolver(() => String, {
    description: "`/orgs/CIEL/sources/CIEL/mappings/7/`, whatever its version.",
  })
  async url(@Root() mapping: ConceptMappingRow, @Ctx() context: Context): Promise<string> {
    return `${codeSystemUrl(await systemOf(mapping, context))}mappings/${mapping.mappingId}/`;
  }

  @FieldResolver(() => String, {
    description: "`/orgs/CIEL/sources/CIEL/mappings/7/2/`: this version of it.",
  })
  async versionUrl(@Root() mapping: ConceptMappingRow, @Ctx() context: Context): Promise<string> {
    return `${await this.url(mapping, context)}${mapping.version}/`;
  }

  @FieldResolver(() => CodeSystem, { description: "The code system in which it is kept." })
  async codeSystem(
    @Root() mapping: ConceptMappingRow,
    @Ctx() context: Context,
  ): Promise<CodeSystemRow> {
    return await systemOf(mapping, context);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: "What the concept is called; null where it is not here, or not to be read.",
  })
  @ForAll()
  async fromName(@Root() mappings: readonly ConceptMappingRow[], @Ctx() context: Context) {
    return await namesAtEnd(mappings, "FROM", context);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: "Where the concept is found: `/orgs/CIEL/sources/CIEL/concepts/7/`.",
  })
  async fromConceptUrl(@Root() mapping: ConceptMappingRow, @Ctx() context: Context) {
    return await urlOfEnd(mapping, "FROM", context);
  }

  @FieldResolver(() => Concept, {
    nullable: true,
    description: `The concept, ${ownVersion}; null where it is not here, or not to be read.`,
  })
  async fromConcept(
    @Root() mapping: ConceptMappingRow,
    @Ctx() context: Context,
  ): Promise<ConceptRow | null> {
    return await conceptAtEnd(mapping, "FROM", context);
  }

  @FieldResolver(() => CodeSystem, {
    nullable: true,
    description: "The concept's code system; null where it is not here, or not to be seen.",
  })
  async fromCodeSystem(
    @Root() mapping: ConceptMappingRow,
    @Ctx() context: Context,
  ): Promise<CodeSystemRow | null> {
    return await systemAtEnd(mapping, "FROM", context);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      "What the target is called: its own name where it may be read, else the name that was given with the " +
      "mapping. Null where neither is there, or a licence is missing.",
  })
  @ForAll()
  async toName(@Root() mappings: readonly ConceptMappingRow[], @Ctx() context: Context) {
    return await namesAtEnd(mappings, "TO", context);
  }

  @FieldResolver(() => Concept, {
    nullable: true,
    description: `The target, ${ownVersion}; null where it is not here, or not to be read.`,
  })
  async toConcept(
    @Root() mapping: ConceptMappingRow,
    @Ctx() context: Context,
  ): Promise<ConceptRow | null> {
    return await conceptAtEnd(mapping, "TO", context);
  }

  @FieldResolver(() => CodeSystem, {
    nullable: true,
    description: "The target's code system; null where it is not here, or not to be seen.",
  })
  async toCodeSystem(
    @Root() mapping: ConceptMappingRow,
    @Ctx() context: Context,
  ): Promise<CodeSystemRow | null> {
    return await systemAtEnd(mapping, "TO", context);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: "URL of the target; null where only a canonical URL of its code system is known.",
  })
  async toConceptUrl(@Root() mapping: ConceptMappingRow, @Ctx() context: Context) {
    return await urlOfEnd(mapping, "TO", context);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: "The target's code system as the mapping names it: a relative or canonical URL.",
  })
  toSourceUrl(@Root() { toSystem }: ConceptMappingRow): string {
    return toSystem;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: "Short code of the target's code system; null where nothing tells it.",
  })
  async toSourceName(@Root() mapping: ConceptMappingRow, @Ctx() context: Context) {
    return (await targetAddress(mapping, context))?.shortCode ?? null;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: "Name of the owner of the target's code system; null where nothing tells it.",
  })
  async toSourceOwner(@Root() mapping: ConceptMappingRow, @Ctx() context: Context) {
    return (await targetAddress(mapping, context))?.owner ?? null;
  }

  @FieldResolver(() => OwnerType, {
    nullable: true,
    description: "What the owner of the target's code system is; null where nothing tells it.",
  })
  async toSourceOwnerType(@Root() mapping: ConceptMappingRow, @Ctx() context: Context) {
    const address = await targetAddress(mapping, context);
    return address && (address.ownerKind === "users" ? OwnerType.USER : OwnerType.ORGANIZATION);
  }

  @FieldResolver(() => GraphQLDateTime, { description: "When the mapping was made, in UTC." })
  async createdAt(@Root() mapping: ConceptMappingRow, @Ctx() context: Context): Promise<Date> {
    return (await revisionOf(mapping, mapping.firstRevision, context)).at;
  }

  @FieldResolver(() => String, { description: "Who made the mapping." })
  async createdBy(@Root() mapping: ConceptMappingRow, @Ctx() context: Context): Promise<string> {
    return (await revisionOf(mapping, mapping.firstRevision, context)).by;
  }

  @FieldResolver(() => GraphQLDateTime, {
    description: "When this version of it was made, in UTC.",
  })
  async updatedAt(@Root() mapping: ConceptMappingRow, @Ctx() context: Context): Promise<Date> {
    return (await revisionOf(mapping, mapping.fromRevision, context)).at;
  }

  @FieldResolver(() => String, { description: "Who made this version of the mapping." })
  async updatedBy(@Root() mapping: ConceptMappingRow, @Ctx() context: Context): Promise<string> {
    return (await revisionOf(mapping, mapping.fromRevision, context)).by;
  }
}

async function targetAddress(mapping: ConceptMappingRow, context: Context) {
  const system = await systemAtEnd(mapping, "TO" satisfies Side, context);
  return systemAddress(system ? codeSystemUrl(system) : mapping.toSystem);
}

async function revisionOf(
  { containerId }: ConceptMappingRow,
  number: number,
  { load }: Context,
): Promise<RevisionRow> {
  const revision = await load.codeSystems.revision.load({ containerId, number });
  if (!revision) throw new Error(`Container ${containerId} has no revision ${number}`);
  return revision;
}
