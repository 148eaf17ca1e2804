import { Arg, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { exportCrosswalk } from "../../commands/exports/exportCrosswalk.js";
import type { MapFormat as Format } from "../../rules/crosswalks/forms/mapFormats.js";
import { PAIRS_PER_MUTATION } from "../../rules/crosswalks/limits.js";
import type { CrosswalkVersionRow } from "../../store/crosswalks/queries.js";
import type { Context } from "../context.js";
import { ConversionLoss } from "../shared/ConversionLoss.js";
import { writtenOnce } from "../shared/writtenDown.js";
import { CrosswalkVersion } from "./CrosswalkVersion.js";
import { MapFormat } from "./MapFormat.js";

/** A version that the caller has seen already. */
function written({ identifier, ordinal }: CrosswalkVersionRow, format: Format, context: Context) {
  const { database } = context.commands;
  const limit = PAIRS_PER_MUTATION;
  return writtenOnce(context, ["CROSSWALK", identifier, ordinal, format], () =>
    exportCrosswalk(database, { identifier, version: ordinal, format, limit }),
  );
}

@Resolver(() => CrosswalkVersion)
export class ExportedVersionResolver {
  @FieldResolver(() => String, {
    description:
      "The version written down, up to 10,000 pairs and no-maps; more is BAD_USER_INPUT, and goes by command " +
      "line. `importCrosswalk` reads it again. `exportLosses` tells what the form can't hold as it is.",
  })
  async export(
    @Root() version: CrosswalkVersionRow,
    @Arg("format", () => MapFormat, { description: "In which form." }) format: Format,
    @Ctx() context: Context,
  ): Promise<string> {
    return (await written(version, format, context)).text;
  }

  @FieldResolver(() => [ConversionLoss], {
    description:
      "What a form can't hold of the version as it is, each kind of it once; empty where it holds everything.",
  })
  async exportLosses(
    @Root() version: CrosswalkVersionRow,
    @Arg("format", () => MapFormat, { description: "Of which form." }) format: Format,
    @Ctx() context: Context,
  ): Promise<readonly ConversionLoss[]> {
    return (await written(version, format, context)).losses;
  }
}
