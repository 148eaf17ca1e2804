import type { ImportFormat } from "../importers/format.js";
import { recognise } from "../importers/formats.js";
import { failed, ok, type Result } from "../kernel/result.js";
import type { ImportArguments } from "./importArguments.js";
import { headOf } from "./sourceFiles.js";

/**
 * The format of the files: the one that was named, unless a file is plainly of another, or the one that all
 * of them are recognised as. Fails with a line that names the file and says what it seems to be.
 * @throws FileRefused
 */
export async function chooseFormat({
  files,
  format,
  codeSystem,
}: ImportArguments): Promise<Result<ImportFormat, string>> {
  let chosen = format;
  for (const file of files) {
    const recognised = recognise(await headOf(file));
    const candidates = "format" in recognised ? [recognised.format, ...recognised.others] : [];
    if (candidates.length === 0) {
      if (format) continue;
      const seems = "seems" in recognised ? recognised.seems : "unknown";
      return failed(
        `${file} is of no known format: it seems to be ${seems}; --help lists the formats`,
      );
    }
    const own = chosen ? candidates.find((one) => one === chosen) : fitting(candidates, codeSystem);
    if (!own) {
      return failed(
        `${file} is not of format ${chosen?.name}: it seems to be ${candidates[0]?.name}`,
      );
    }
    chosen = own;
  }
  return chosen ? ok(chosen) : failed("no file was given");
}

/** A file that holds both a code system and a crosswalk is taken for what the caller names. */
function fitting(
  candidates: readonly ImportFormat[],
  codeSystem: string | null,
): ImportFormat | undefined {
  return (
    candidates.find((one) => one.kind === "CODE_SYSTEM" && one.codeSystem === codeSystem) ??
    candidates[0]
  );
}
