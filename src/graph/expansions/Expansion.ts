import { Arg, Args, Ctx, FieldResolver, ObjectType, Resolver, Root } from "type-graphql";
import type { MemberState } from "../../store/collections/pins.js";
import { ConceptFilter } from "../codeSystems/ConceptFilter.js";
import { ConceptOrder, orderArgument } from "../codeSystems/ConceptOrder.js";
import { CollectionMappingConnection, mappingsIn } from "../collections/CollectionMapping.js";
import { CollectionVersion } from "../collections/CollectionVersion.js";
import { CollectionConceptConnection, conceptsIn } from "../collections/conceptsIn.js";
import { ResolvedVersion } from "../collections/ResolvedVersion.js";
import { resolvedVersionsOf } from "../collections/resolvedVersionsOf.js";
import type { ShownCollectionVersion } from "../collections/shownCollectionVersion.js";
import { ConceptMappingFilter } from "../conceptMappings/ConceptMappingFilter.js";
import type { Context } from "../context.js";
import { OffsetPageArguments } from "../shared/PageArguments.js";
import { ExpansionParameters } from "./ExpansionParameters.js";
import { expandedState } from "./expandedState.js";

@ObjectType({
  description:
    "The members of a version of a collection under some parameters, worked out when it is read: it is never " +
    "out of date. Of a named version it is always the same, but where parameters name what still changes.",
})
export class Expansion {}

interface ShownExpansion {
  readonly version: ShownCollectionVersion;
  readonly state: MemberState;
}

const lists =
  "100 by default, at most 1000. Retired ones are listed where the filter asks for them, and where " +
  "`activeOnly` has not taken them out.";

@Resolver(() => Expansion)
export class ExpansionResolver {
  @FieldResolver(() => CollectionConceptConnection, { description: `Its concepts. ${lists}` })
  async concepts(
    @Root() expansion: ShownExpansion,
    @Arg("filter", () => ConceptFilter, { nullable: true, description: "Which of them." })
    filter: ConceptFilter | null | undefined,
    @Arg("orderBy", () => ConceptOrder, orderArgument) orderBy: ConceptOrder | null | undefined,
    @Args(() => OffsetPageArguments) page: OffsetPageArguments,
    @Ctx() context: Context,
  ) {
    return await conceptsIn(placeOf(expansion), { filter, orderBy, page }, context);
  }

  @FieldResolver(() => CollectionMappingConnection, { description: `Its mappings. ${lists}` })
  async mappings(
    @Root() expansion: ShownExpansion,
    @Arg("filter", () => ConceptMappingFilter, { nullable: true, description: "Which of them." })
    filter: ConceptMappingFilter | null | undefined,
    @Args(() => OffsetPageArguments) page: OffsetPageArguments,
    @Ctx() context: Context,
  ) {
    return await mappingsIn(placeOf(expansion), filter, page, context);
  }

  @FieldResolver(() => [ResolvedVersion], {
    description:
      "Which versions the references were resolved to for it; code systems by short code, then collections.",
  })
  async resolvedVersions(
    @Root() { state }: ShownExpansion,
    @Ctx() context: Context,
  ): Promise<readonly ResolvedVersion[]> {
    const { narrowing, ...base } = state;
    const others = (narrowing?.others ?? []).map((pins) => ({ ...base, pins }));
    return await resolvedVersionsOf([base, ...others], context);
  }
}

function placeOf({ version, state }: ShownExpansion) {
  return { version, state, expanded: state };
}

@Resolver(() => CollectionVersion)
export class CollectionVersionExpansionResolver {
  @FieldResolver(() => Expansion, {
    description:
      "Its members under some parameters, as FHIR's `$expand` answers them. Without parameters they are the " +
      "members themselves. A parameter that can't be understood, or names what the caller does not see, is " +
      "BAD_USER_INPUT.",
  })
  async expansion(
    @Root() version: ShownCollectionVersion,
    @Arg("parameters", () => ExpansionParameters, {
      nullable: true,
      description: "What it has other than the version.",
    })
    parameters: ExpansionParameters | null | undefined,
    @Ctx() context: Context,
  ): Promise<ShownExpansion> {
    const state = await expandedState(version, parameters, context);
    return { version, state };
  }
}
