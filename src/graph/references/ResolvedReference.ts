import { Arg, Ctx, Field, FieldResolver, ObjectType, Query, Resolver, Root } from "type-graphql";
import {
  type MeantRepository,
  meantRepositories,
} from "../../commands/references/meantRepositories.js";
import { CodeSystemVersion } from "../codeSystems/CodeSystemVersion.js";
import { type ShownVersion, versionNamed } from "../codeSystems/shownVersion.js";
import { codeSystemVersionUrl } from "../codeSystems/urls.js";
import { CollectionVersion } from "../collections/CollectionVersion.js";
import {
  collectionVersionNamed,
  type ShownCollectionVersion,
} from "../collections/shownCollectionVersion.js";
import { collectionVersionUrl } from "../collections/urls.js";
import type { Context } from "../context.js";
import { authorizeReading } from "../shared/authorize.js";
import { badUserInput } from "../shared/errors.js";
import { ReferenceInput } from "./ReferenceInput.js";

@ObjectType({ description: "What a reference reads: a code system or collection, at one version." })
export class ResolvedReference {
  @Field(() => String, {
    description: "As it was asked for; of a reference in parts the expression of these.",
  })
  readonly request!: string;

  @Field(() => CodeSystemVersion, {
    nullable: true,
    description: "The code system's version; null: it is not there, or a collection.",
  })
  readonly codeSystemVersion!: ShownVersion | null;

  @Field(() => CollectionVersion, {
    nullable: true,
    description: "The collection's version; null: it is not there, or a code system.",
  })
  readonly collectionVersion!: ShownCollectionVersion | null;
}

@Resolver(() => ResolvedReference)
export class ResolvedReferenceResolver {
  @Query(() => [ResolvedReference], {
    description:
      "Which code systems and collections references mean, and at which versions; whether these have the " +
      "concept is not looked at. One answer for each: expressions first, then references, each in its order. " +
      "Up to 10,000. What the caller may not read is not there.",
  })
  async resolveReference(
    @Arg("references", () => [ReferenceInput], {
      nullable: true,
      description: "References in parts.",
    })
    references: ReferenceInput[] | null | undefined,
    @Arg("expressions", () => [String], {
      nullable: true,
      description:
        "Relative or canonical URLs: `/orgs/CIEL/sources/CIEL/`, `http://loinc.org|2.77`.",
    })
    expressions: string[] | null | undefined,
    @Ctx() context: Context,
  ): Promise<readonly ResolvedReference[]> {
    authorizeReading(context.viewer);
    const meant = await meantRepositories(context.commands, { expressions, references });
    if (!meant.ok) throw badUserInput(meant.failure.map(({ message }) => message).join(" "));
    return await Promise.all(meant.value.map((one) => resolved(one, context)));
  }

  @FieldResolver(() => Boolean, {
    description: "Whether the code system or collection is there, and the version that is named.",
  })
  resolved(@Root() { codeSystemVersion, collectionVersion }: ResolvedReference): boolean {
    return (codeSystemVersion ?? collectionVersion) !== null;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      "URL of the version that is read: `/orgs/CDC/sources/ICD-10-CM/2026/`; of HEAD that of the code system " +
      "or collection. Null where there is none.",
  })
  resolutionUrl(
    @Root() { codeSystemVersion, collectionVersion }: ResolvedReference,
  ): string | null {
    if (codeSystemVersion) return codeSystemVersionUrl(codeSystemVersion);
    return collectionVersion && collectionVersionUrl(collectionVersion);
  }
}

async function resolved(
  { requested, target, version }: MeantRepository,
  context: Context,
): Promise<ResolvedReference> {
  const { codeSystems, collections } = context.load;
  const [system, collection] = await Promise.all([
    target?.kind === "CODE_SYSTEM" ? codeSystems.byId.load(target.id) : null,
    target?.kind === "COLLECTION" ? collections.byId.load(target.id) : null,
  ]);
  const [codeSystemVersion, collectionVersion] = await Promise.all([
    system && versionNamed(system, version, context),
    collection && collectionVersionNamed(collection, version, context),
  ]);
  return { request: requested, codeSystemVersion, collectionVersion };
}
