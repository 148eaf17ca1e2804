import { Arg, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { exportCrosswalk } from "../../commands/exports/exportCrosswalk.js";
import type { MapFormat as Format } from "../../rules/crosswalks/forms/mapFormats.js";
import { PAIRS_PER_MUTATION } from "../../rules/crosswalks/limits.js";
import type { CrosswalkVersionRow } from "../../store/crosswalks/queries.js";
import type { Context } from "../context.js";
import { badUserInput } from "../shared/errors.js";
import { ConversionLoss } from "./ConversionLoss.js";
import { CrosswalkVersion } from "./CrosswalkVersion.js";
import { MapFormat } from "./MapFormat.js";

/** A version that the caller has seen already, written down. */
async function written(version: CrosswalkVersionRow, format: Format, { commands }: Context) {
  const { identifier, ordinal } = version;
  const limit = PAIRS_PER_MUTATION;
  const request = { identifier, version: ordinal, format, limit };
  const exported = await exportCrosswalk(commands.database, request);
  if (exported.ok) return exported.value;
  throw badUserInput(`${exported.failure}.`);
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
    const texts: string[] = [];
    for await (const { text } of (await written(version, format, context)).pieces) texts.push(text);
    return texts.join("");
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
