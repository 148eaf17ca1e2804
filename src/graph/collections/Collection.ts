import { GraphQLDateTime, GraphQLUUID } from "graphql-scalars";
import {
  Arg,
  Args,
  Ctx,
  Extensions,
  Field,
  FieldResolver,
  ID,
  Int,
  ObjectType,
  Query,
  Resolver,
  Root,
} from "type-graphql";
import { collectionName } from "../../rules/collections/names.js";
import { allTexts, type LocalizedText as Text } from "../../rules/repositories/localizedTexts.js";
import type { OwnerRow } from "../../store/access/queries.js";
import type { CollectionRow } from "../../store/collections/queries.js";
import type { RepositoryVersionRow } from "../../store/repositories/versions.js";
import { Owner } from "../access/Owner.js";
import type { Context } from "../context.js";
import { historyOf } from "../repositories/history.js";
import { ownerOf } from "../repositories/owner.js";
import { Repository } from "../repositories/Repository.js";
import { versionsOf } from "../repositories/versions.js";
import { Audited } from "../shared/Audited.js";
import { authorizeReading } from "../shared/authorize.js";
import { LocalizedText } from "../shared/LocalizedText.js";
import { idField, Node, nodeId } from "../shared/Node.js";
import { PageArguments } from "../shared/PageArguments.js";
import { RevisionConnection } from "../shared/Revision.js";
import { CollectionVersion, CollectionVersionConnection } from "./CollectionVersion.js";
import {
  collectionVersionNamed,
  detailsOf,
  headAt,
  namedVersionOf,
  type ShownCollectionVersion,
} from "./shownCollectionVersion.js";
import { textsIn } from "./textsIn.js";
import { collectionUrl } from "./urls.js";

const localeArgument = {
  nullable: true,
  description: "Only those in this language, a BCP 47 tag. Left out: all.",
} as const;

@ObjectType({
  implements: [Node, Audited],
  description:
    "A versioned container of references to concepts and mappings of code systems: OCL's collection, " +
    "FHIR's ValueSet. What it says is HEAD, its state as it stands now.",
})
export class Collection extends Repository {
  @Field(() => String, { nullable: true, description: "What kind of collection it is." })
  readonly collectionType!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "The code system that its concepts are best taken from, as its owner calls it.",
  })
  readonly preferredSource!: string | null;

  @Field(() => String, {
    description: "The language of its name and description, a BCP 47 tag.",
  })
  readonly defaultLocale!: string;

  @Field(() => [String], { description: "The languages that it is for, the default first." })
  readonly supportedLocales!: string[];

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description:
      "When it was deactivated, in UTC; null while it is in use. Then only its owner, and the members of " +
      "its owner, see it.",
  })
  readonly deactivatedAt!: Date | null;
}

@Resolver(() => Collection)
export class CollectionResolver {
  @Query(() => Collection, {
    nullable: true,
    description: "A collection by its URL; null where there is none that the caller may see.",
  })
  async collection(
    @Arg("url", () => String, {
      description:
        "`/orgs/OCL/collections/Community-MCH/`; `/user/collections/…` for one's own. Slashes at the ends " +
        "may be left out.",
    })
    url: string,
    @Ctx() { viewer, load }: Context,
  ): Promise<CollectionRow | null> {
    authorizeReading(viewer);
    const name = collectionName(url, viewer.user?.name ?? null);
    return name && (await load.collections.byUrl.load(name));
  }

  @FieldResolver(() => ID, idField)
  id(@Root() { uid }: CollectionRow): string {
    return nodeId("Collection", uid);
  }

  @FieldResolver(() => GraphQLUUID, { description: "Its identity elsewhere; never changes." })
  uuid(@Root() { uid }: CollectionRow): string {
    return uid;
  }

  @FieldResolver(() => String, { description: "`/orgs/OCL/collections/Community-MCH/`" })
  url(@Root() collection: CollectionRow): string {
    return collectionUrl(collection);
  }

  @FieldResolver(() => String, {
    description: "`/orgs/OCL/collections/Community-MCH/versions/`: where its versions are in OCL.",
  })
  versionsUrl(@Root() collection: CollectionRow): string {
    return `${collectionUrl(collection)}versions/`;
  }

  @FieldResolver(() => String, {
    description: "`/orgs/OCL/collections/Community-MCH/concepts/`: where its concepts are in OCL.",
  })
  conceptsUrl(@Root() collection: CollectionRow): string {
    return `${collectionUrl(collection)}concepts/`;
  }

  @FieldResolver(() => String, {
    description: "`/orgs/OCL/collections/Community-MCH/mappings/`: where its mappings are in OCL.",
  })
  mappingsUrl(@Root() collection: CollectionRow): string {
    return `${collectionUrl(collection)}mappings/`;
  }

  @FieldResolver(() => Owner, { description: "The organization or user that it belongs to." })
  async owner(
    @Root() collection: CollectionRow,
    @Ctx() context: Context,
  ): Promise<OwnerRow & { readonly __typename: string }> {
    return await ownerOf(collection, context);
  }

  @FieldResolver(() => [LocalizedText], {
    description: "Its name, which is in the default language, and its names in other languages.",
  })
  async names(
    @Root() { containerId, headRevision: revision, name, defaultLocale }: CollectionRow,
    @Arg("locale", () => String, localeArgument) locale: string | null | undefined,
    @Ctx() context: Context,
  ): Promise<readonly Text[]> {
    const { names } = await detailsOf({ containerId, revision }, context);
    return textsIn(locale, allTexts(name, defaultLocale, names));
  }

  @FieldResolver(() => [LocalizedText], {
    description:
      "Its description, which is in the default language, and its descriptions in other languages.",
  })
  async descriptions(
    @Root() { containerId, headRevision: revision, description, defaultLocale }: CollectionRow,
    @Arg("locale", () => String, localeArgument) locale: string | null | undefined,
    @Ctx() context: Context,
  ): Promise<readonly Text[]> {
    const { descriptions } = await detailsOf({ containerId, revision }, context);
    return textsIn(locale, allTexts(description, defaultLocale, descriptions));
  }

  @FieldResolver(() => CollectionVersion, {
    nullable: true,
    description: "One of its versions; null where there is none of that name.",
  })
  async atVersion(
    @Root() collection: CollectionRow,
    @Arg("version", () => String, {
      defaultValue: "HEAD",
      description:
        "`HEAD`, `latest` (the newest that is released and not retired) or a version's label.",
    })
    version: string,
    @Ctx() context: Context,
  ): Promise<ShownCollectionVersion | null> {
    return await collectionVersionNamed(collection, version, context);
  }

  @FieldResolver(() => CollectionVersion, {
    nullable: true,
    description: "HEAD as it was at a moment; null: the collection was not there yet.",
  })
  async asOf(
    @Root() collection: CollectionRow,
    @Arg("at", () => GraphQLDateTime, { description: "The moment." }) at: Date,
    @Ctx() context: Context,
  ): Promise<ShownCollectionVersion | null> {
    return await headAt(collection, at, context);
  }

  @Extensions({ passes: true })
  @FieldResolver(() => CollectionVersionConnection, {
    description:
      "Its versions, newest first; neither HEAD nor deactivated ones are among them. 100 by default, at " +
      "most 1000.",
  })
  async versions(
    @Root() collection: CollectionRow,
    @Arg("released", () => Boolean, {
      nullable: true,
      description: "True: only released ones; false: only the others; left out: all.",
    })
    released: boolean | null | undefined,
    @Arg("processing", () => Boolean, {
      nullable: true,
      description:
        "True: only those that a job works on; false: only the others; left out: all of them.",
    })
    processing: boolean | null | undefined,
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() context: Context,
  ) {
    const { containerId: id } = collection;
    const listing = { released: released ?? null, processing: processing ?? null };
    const shown = (row: RepositoryVersionRow) => namedVersionOf(collection, row);
    return await versionsOf({ id, listing, shown }, page, context);
  }

  @FieldResolver(() => Int, {
    description: "How many versions it has, HEAD among them: 1 where none was made.",
  })
  async versionCount(
    @Root() { containerId: id }: CollectionRow,
    @Ctx() { load }: Context,
  ): Promise<number> {
    const named = { id, released: null, processing: null };
    return 1 + (await load.repositories.versionCount.load(named));
  }

  @FieldResolver(() => RevisionConnection, {
    description:
      "Who changed HEAD and when, newest first: its references, what is said of it. 100 by default, at " +
      "most 1000.",
  })
  async history(
    @Root() { containerId }: CollectionRow,
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() context: Context,
  ) {
    return await historyOf(containerId, page, context);
  }
}
