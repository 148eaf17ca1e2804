import { GraphQLJSON, GraphQLUUID } from "graphql-scalars";
import { Arg, Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Window } from "../../kernel/window.js";
import type { ConceptRow } from "../../store/codeSystems/concepts.js";
import type { Context } from "../context.js";
import { PageArguments, usualSizes, windowOf } from "../shared/PageArguments.js";
import { Concept } from "./Concept.js";
import { ConceptConnection, ConceptsShown } from "./ConceptConnection.js";
import {
  ConceptDescription,
  descriptionUuidOf,
  type ShownDescription,
} from "./ConceptDescription.js";
import { ConceptName, nameUuidOf, type ShownName } from "./ConceptName.js";
import { facetsOfRows } from "./conceptFacets.js";
import { conceptUuid } from "./conceptIdentity.js";

/** Facets of versions look at no more than so many. */
const NEWEST_VERSIONS: Window = {
  by: "cursor",
  size: 1000,
  after: null,
  before: null,
  backward: false,
};

/** What a concept is asked for one by one, and its history. */
@Resolver(() => Concept)
export class ConceptPartsResolver {
  @FieldResolver(() => ConceptConnection, {
    description:
      "All its versions, newest first, HEAD's among them; each as it was made. 100 by default, at most 1000.",
  })
  async versions(
    @Root() { containerId, code }: ConceptRow,
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() { load }: Context,
  ) {
    const window = windowOf(page, { ...usualSizes, key: ["number"] });
    const key = { containerId, code };
    const { conceptVersions, conceptVersionCount } = load.codeSystems;
    return new ConceptsShown(await conceptVersions.load({ key, window }), window, {
      keyOf: ({ version }) => [version],
      count: () => conceptVersionCount.load(key),
      facets: async () =>
        facetsOfRows((await conceptVersions.load({ key, window: NEWEST_VERSIONS })).items),
    });
  }

  @FieldResolver(() => Concept, {
    nullable: true,
    description: "One of its versions as it was made; null where it has none of that number.",
  })
  async atVersion(
    @Root() { containerId, code }: ConceptRow,
    @Arg("version", () => String, { description: "The version's number: `3`." }) version: string,
    @Ctx() { load }: Context,
  ): Promise<ConceptRow | null> {
    if (!/^[1-9][0-9]{0,8}$/.test(version)) return null;
    const key = { containerId, code, version: Number(version) };
    return await load.codeSystems.conceptVersion.load(key);
  }

  @FieldResolver(() => ConceptName, {
    nullable: true,
    description: "One of its names; null where it has none of that identity.",
  })
  async name(
    @Root() concept: ConceptRow,
    @Arg("uuid", () => GraphQLUUID, { description: "Its identity, as some answer gave it." })
    uuid: string,
    @Ctx() context: Context,
  ): Promise<ShownName | null> {
    const namespace = await conceptUuid(concept, context);
    const found = concept.names.find((name) => nameUuidOf(namespace, name) === uuid.toLowerCase());
    return found ? { ...found, concept } : null;
  }

  @FieldResolver(() => ConceptDescription, {
    nullable: true,
    description: "One of its descriptions; null where it has none of that identity.",
  })
  async description(
    @Root() concept: ConceptRow,
    @Arg("uuid", () => GraphQLUUID, { description: "Its identity, as some answer gave it." })
    uuid: string,
    @Ctx() context: Context,
  ): Promise<ShownDescription | null> {
    const namespace = await conceptUuid(concept, context);
    const wanted = uuid.toLowerCase();
    const found = concept.descriptions.find((one) => descriptionUuidOf(namespace, one) === wanted);
    return found ? { ...found, concept } : null;
  }

  @FieldResolver(() => GraphQLJSON, {
    nullable: true,
    description: "The value of one of its further fields; null where it has none of that name.",
  })
  extra(
    @Root() { extras }: ConceptRow,
    @Arg("name", () => String, { description: "The field's name, exactly: `billable`." })
    name: string,
  ): unknown {
    return Object.hasOwn(extras, name) ? extras[name] : null;
  }
}
