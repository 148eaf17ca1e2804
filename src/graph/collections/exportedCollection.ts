import { Arg, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { CollectionSource } from "../../commands/exports/collectionSource.js";
import { exportCollection } from "../../commands/exports/exportCollection.js";
import type { SetFormat as Format } from "../../rules/collections/forms/setFormats.js";
import { MEMBERS_PER_EXPORT } from "../../rules/collections/limits.js";
import type { Context } from "../context.js";
import { ConversionLoss } from "../shared/ConversionLoss.js";
import { writtenOnce } from "../shared/writtenDown.js";
import { CollectionVersion } from "./CollectionVersion.js";
import { SetFormat } from "./SetFormat.js";
import type { ShownCollectionVersion } from "./shownCollectionVersion.js";

/** A version that the caller has seen already. */
function written(shown: ShownCollectionVersion, format: Format, context: Context) {
  const { containerId, revision, ordinal, at } = shown;
  const { commands, viewer } = context;
  const limit = MEMBERS_PER_EXPORT;
  return writtenOnce(context, ["COLLECTION", containerId, revision, ordinal, at, format], () => {
    const of = sourceOf(shown, commands.now());
    return exportCollection(commands.database, { of, viewer, format, limit });
  });
}

function sourceOf(shown: ShownCollectionVersion, now: Date): CollectionSource {
  const { collection, containerId, revision, ordinal, at, label, releasedAt, retired } = shown;
  const { description, externalId, extras, createdAt } = shown;
  const said = { label, released: releasedAt !== null, retired, description, externalId, extras };
  const place = { collection, containerId, revision, ordinal, at };
  return ordinal === null
    ? { ...place, version: null, moment: at ?? now }
    : { ...place, version: said, moment: createdAt };
}

@Resolver(() => CollectionVersion)
export class ExportedCollectionResolver {
  @FieldResolver(() => String, {
    description:
      "The version written down, up to 10,000 concepts and as many references; more is BAD_USER_INPUT, and goes " +
      "by command line, which reads it again too. Members that the caller may not read are left out. " +
      "`exportLosses` tells what the form can't hold as it is.",
  })
  async export(
    @Root() version: ShownCollectionVersion,
    @Arg("format", () => SetFormat, { description: "In which form." }) format: Format,
    @Ctx() context: Context,
  ): Promise<string> {
    return (await written(version, format, context)).text;
  }

  @FieldResolver(() => [ConversionLoss], {
    description:
      "What a form can't hold of the version as it is, each kind of it once; empty where it holds everything.",
  })
  async exportLosses(
    @Root() version: ShownCollectionVersion,
    @Arg("format", () => SetFormat, { description: "Of which form." }) format: Format,
    @Ctx() context: Context,
  ): Promise<readonly ConversionLoss[]> {
    return (await written(version, format, context)).losses;
  }
}
