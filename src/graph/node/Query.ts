import { Arg, Ctx, ID, Query, Resolver } from "type-graphql";
import type { Context } from "../context.js";
import { authorizeReading } from "../shared/authorize.js";
import { badUserInput } from "../shared/errors.js";
import { Node } from "../shared/Node.js";
import { fetchNode } from "./fetchNode.js";

const NODES_LIMIT = 1000;

@Resolver()
export class NodeQueryResolver {
  @Query(() => Node, {
    nullable: true,
    description: "Anything by its id; null where there is nothing that the caller may see.",
  })
  async node(
    @Arg("id", () => ID, { description: "An id as some answer gave it." }) id: string,
    @Ctx() context: Context,
  ): Promise<object | null> {
    authorizeReading(context.viewer);
    return await fetchNode(id, context);
  }

  @Query(() => [Node], {
    nullable: "items",
    description:
      "Many things by their ids, at most 1000, in the order of the ids; null where there is nothing to see.",
  })
  async nodes(
    @Arg("ids", () => [ID], { description: "Ids as some answer gave them." }) ids: string[],
    @Ctx() context: Context,
  ): Promise<(object | null)[]> {
    authorizeReading(context.viewer);
    if (ids.length > NODES_LIMIT) {
      throw badUserInput(`ids has ${ids.length} entries; at most ${NODES_LIMIT} are allowed.`);
    }
    return await Promise.all(ids.map((id) => fetchNode(id, context)));
  }
}
