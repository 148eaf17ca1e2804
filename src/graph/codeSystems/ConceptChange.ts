import { Ctx, Field, FieldResolver, ObjectType, Resolver, Root } from "type-graphql";
import type { ConceptChangeKind as Kind } from "../../rules/codeSystems/conceptChanges.js";
import type { ComparedRevisions } from "../../store/codeSystems/changes.js";
import type { ConceptRow } from "../../store/codeSystems/concepts.js";
import type { Context } from "../context.js";
import { Connection, connectionOf } from "../shared/connections.js";
import { badUserInput } from "../shared/errors.js";
import { type PageArguments, usualSizes, windowOf } from "../shared/PageArguments.js";
import { Concept } from "./Concept.js";
import { ConceptChangeKind } from "./ConceptChangeKind.js";
import { type ShownVersion, versionNamed } from "./shownVersion.js";

/** A change together with the two revisions that it lies between. */
interface ShownChange {
  readonly code: string;
  readonly kinds: readonly Kind[];
  readonly of: ComparedRevisions;
}

@ObjectType({ description: "A concept that is not the same in two versions of its code system." })
export class ConceptChange {
  @Field(() => [ConceptChangeKind], {
    description: "How it changed: ADDED or REMOVED alone, or one or several of the others.",
  })
  readonly kinds!: readonly string[];

  @Field(() => String, { description: "The code in the code system's own form." })
  readonly code!: string;
}

export const ConceptChangeConnection = connectionOf(
  "ConceptChange",
  () => ConceptChange,
  "changes of concepts between two versions, in order of code",
);

@Resolver(() => ConceptChange)
export class ConceptChangeResolver {
  @FieldResolver(() => Concept, {
    nullable: true,
    description: "The concept in the version `since`; null where it is not in it.",
  })
  async before(@Root() change: ShownChange, @Ctx() context: Context): Promise<ConceptRow | null> {
    return await conceptOf(change, change.of.before, context);
  }

  @FieldResolver(() => Concept, {
    nullable: true,
    description: "The concept in this version; null where it is not in it.",
  })
  async after(@Root() change: ShownChange, @Ctx() context: Context): Promise<ConceptRow | null> {
    return await conceptOf(change, change.of.after, context);
  }
}

async function conceptOf({ code, of }: ShownChange, revision: number, { load }: Context) {
  return await load.codeSystems.conceptAt.load({ containerId: of.containerId, revision, code });
}

/**
 * What changed from one version of a code system to another, whichever is the older.
 * @throws BAD_USER_INPUT where the code system has no version `since`
 */
export async function changesSince(
  version: ShownVersion,
  { since, kinds }: { readonly since: string; readonly kinds: readonly Kind[] | null },
  page: PageArguments,
  context: Context,
) {
  const window = windowOf(page, { ...usualSizes, key: ["string"] });
  const { system, containerId, revision: after } = version;
  const former = await versionNamed(system, since, context);
  if (!former) throw badUserInput(`The code system ${system.slug} has no version ${since}.`);
  const of = { containerId, before: former.revision, after };
  const listing = { kinds, backward: former.revision > after };
  const { changes, changeCount } = context.load.codeSystems;
  const slice = await changes.load({ of, listing, window });
  const items = slice.items.map((change): ShownChange => ({ ...change, of }));
  return new Connection({ ...slice, items }, window, {
    keyOf: ({ code }) => [code],
    count: () => changeCount.load({ of, listing }),
  });
}
