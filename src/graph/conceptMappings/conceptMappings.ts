import { Arg, Args, Ctx, FieldResolver, Int, Resolver, Root } from "type-graphql";
import type { ConceptRow, Snapshot } from "../../store/codeSystems/concepts.js";
import { currentSnapshot } from "../../store/codeSystems/loaders.js";
import type { CodeSystemRow } from "../../store/codeSystems/queries.js";
import type { MappedSide } from "../../store/conceptMappings/ofConcepts.js";
import { type ConceptMappingRow, sortKey } from "../../store/conceptMappings/rows.js";
import { CodeSystem } from "../codeSystems/CodeSystem.js";
import { CodeSystemVersion } from "../codeSystems/CodeSystemVersion.js";
import { Concept } from "../codeSystems/Concept.js";
import { systemOf } from "../codeSystems/conceptIdentity.js";
import type { ShownVersion } from "../codeSystems/shownVersion.js";
import { codeSystemUrl } from "../codeSystems/urls.js";
import type { Context } from "../context.js";
import { Connection, connectionOf } from "../shared/connections.js";
import { PageArguments, usualSizes, windowOf } from "../shared/PageArguments.js";
import { ConceptMapping } from "./ConceptMapping.js";
import { ConceptMappingFilter, mappingListing } from "./ConceptMappingFilter.js";

const ConceptMappingConnection = connectionOf(
  "ConceptMapping",
  () => ConceptMapping,
  "concept mappings, by the code that they map, map type and sort weight",
);

const shape = { ...usualSizes, key: ["string", "string", "decimal", "number", "string"] } as const;
const filterArgument = { nullable: true, description: "Which of them." } as const;
const sizes = "100 by default, at most 1000.";

@Resolver(() => CodeSystem)
export class CodeSystemMappingsResolver {
  @FieldResolver(() => ConceptMappingConnection, {
    description: `The mappings that are kept in it, of the newest released version, HEAD while none is released. ${sizes}`,
  })
  async mappings(
    @Root() system: CodeSystemRow,
    @Arg("filter", () => ConceptMappingFilter, filterArgument)
    filter: ConceptMappingFilter | null | undefined,
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() context: Context,
  ) {
    return await mappingsAt(currentSnapshot(system), { filter, page }, context);
  }

  @FieldResolver(() => Int, {
    description: "How many of its concepts are not retired; none where a licence is missing.",
  })
  async activeConcepts(@Root() system: CodeSystemRow, @Ctx() { load }: Context): Promise<number> {
    return (await load.conceptMappings.activeCounts.load(currentSnapshot(system))).concepts;
  }

  @FieldResolver(() => Int, {
    description: "How many of its mappings are not retired; none where a licence is missing.",
  })
  async activeMappings(@Root() system: CodeSystemRow, @Ctx() { load }: Context): Promise<number> {
    return (await load.conceptMappings.activeCounts.load(currentSnapshot(system))).mappings;
  }
}

@Resolver(() => CodeSystemVersion)
export class CodeSystemVersionMappingsResolver {
  @FieldResolver(() => ConceptMappingConnection, {
    description: `The mappings that are kept in the code system, as of this version. ${sizes}`,
  })
  async mappings(
    @Root() version: ShownVersion,
    @Arg("filter", () => ConceptMappingFilter, filterArgument)
    filter: ConceptMappingFilter | null | undefined,
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() context: Context,
  ) {
    return await mappingsAt(version, { filter, page }, context);
  }
}

@Resolver(() => Concept)
export class ConceptMappingsResolver {
  @FieldResolver(() => ConceptMappingConnection, {
    description:
      "The mappings from this concept, in all code systems that the caller may read: its own at the version " +
      `through which the concept was reached, others at their newest released one. ${sizes}`,
  })
  async mappings(
    @Root() concept: ConceptRow,
    @Arg("filter", () => ConceptMappingFilter, filterArgument)
    filter: ConceptMappingFilter | null | undefined,
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() context: Context,
  ) {
    return await mappingsOf(concept, "FROM", { filter, page }, context);
  }

  @FieldResolver(() => ConceptMappingConnection, {
    description: `The mappings to this concept, of the same code systems and versions. ${sizes}`,
  })
  async inverseMappings(
    @Root() concept: ConceptRow,
    @Arg("filter", () => ConceptMappingFilter, filterArgument)
    filter: ConceptMappingFilter | null | undefined,
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() context: Context,
  ) {
    return await mappingsOf(concept, "TO", { filter, page }, context);
  }
}

interface Asked {
  readonly filter: ConceptMappingFilter | null | undefined;
  readonly page: PageArguments;
}

async function mappingsAt({ containerId, revision }: Snapshot, asked: Asked, context: Context) {
  const window = windowOf(asked.page, shape);
  const key = {
    at: { containerId, revision },
    listing: await mappingListing(asked.filter, context),
  };
  const { mappings, mappingCount } = context.load.conceptMappings;
  return new Connection<ConceptMappingRow>(await mappings.load({ ...key, window }), window, {
    keyOf: sortKey,
    count: () => mappingCount.load(key),
  });
}

async function mappingsOf(row: ConceptRow, side: MappedSide, asked: Asked, context: Context) {
  const window = windowOf(asked.page, shape);
  const system = await systemOf(row, context);
  const { containerId, revision, code } = row;
  const { canonicalUrl } = system;
  const key = {
    concept: { containerId, revision, code, url: codeSystemUrl(system), canonicalUrl },
    side,
    listing: await mappingListing(asked.filter, context),
  };
  const { ofConcept, countOfConcept } = context.load.conceptMappings;
  return new Connection<ConceptMappingRow>(await ofConcept.load({ ...key, window }), window, {
    keyOf: sortKey,
    count: () => countOfConcept.load(key),
  });
}
