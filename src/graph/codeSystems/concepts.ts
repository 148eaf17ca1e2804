import { Arg, Args, Ctx, Query, Resolver } from "type-graphql";
import { isStorable } from "../../rules/text.js";
import type { Context } from "../context.js";
import { authorizeReading } from "../shared/authorize.js";
import { PageArguments } from "../shared/PageArguments.js";
import { ConceptConnection, conceptsOf } from "./ConceptConnection.js";
import { ConceptFilter } from "./ConceptFilter.js";
import { ConceptOrder, orderArgument } from "./ConceptOrder.js";

@Resolver()
export class ConceptsResolver {
  @Query(() => ConceptConnection, {
    description:
      "The concepts of all code systems that the caller may read, of each its newest released version, HEAD " +
      "while none is released. 100 by default, at most 1000.",
  })
  async concepts(
    @Arg("filter", () => ConceptFilter, { nullable: true, description: "Which of them." })
    filter: ConceptFilter | null | undefined,
    @Arg("codeSystems", () => [String], {
      nullable: true,
      description: "Only those of these code systems (slugs). Left out: of all of them.",
    })
    codeSystems: string[] | null | undefined,
    @Arg("orderBy", () => ConceptOrder, orderArgument) orderBy: ConceptOrder | null | undefined,
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() context: Context,
  ) {
    const { store, viewer } = context;
    authorizeReading(viewer);
    const { searched } = store.searchedSystems;
    const systems = await searched(viewer, codeSystems?.filter(isStorable) ?? null);
    const everywhere = () => searched(viewer, null);
    return await conceptsOf(systems, { filter, orderBy, page }, context, everywhere);
  }
}
