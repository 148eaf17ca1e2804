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

/** A version written down whole. */
interface Written {
  readonly text: string;
  readonly losses: readonly ConversionLoss[];
}

/** What a request has had written down, for as long as its loaders know what they know. */
const known = new WeakMap<Context["load"], Map<string, Promise<Written>>>();

/** A version that the caller has seen already, written down once however often it is asked for. */
async function written(
  { identifier, ordinal }: CrosswalkVersionRow,
  format: Format,
  { commands, load }: Context,
): Promise<Written> {
  const ofRequest = known.get(load) ?? new Map<string, Promise<Written>>();
  known.set(load, ofRequest);
  const key = `${identifier} ${ordinal} ${format}`;
  const found = ofRequest.get(key) ?? write(commands.database, { identifier, ordinal, format });
  ofRequest.set(key, found);
  return await found;
}

async function write(
  database: Context["commands"]["database"],
  { identifier, ordinal, format }: { identifier: string; ordinal: number; format: Format },
): Promise<Written> {
  const limit = PAIRS_PER_MUTATION;
  const exported = await exportCrosswalk(database, { identifier, version: ordinal, format, limit });
  if (!exported.ok) throw badUserInput(`${exported.failure}.`);
  const texts: string[] = [];
  for await (const { text } of exported.value.pieces) texts.push(text);
  return { text: texts.join(""), losses: exported.value.losses };
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
