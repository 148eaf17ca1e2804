import { parseArgs } from "node:util";
import { failed, ok, type Result } from "../kernel/result.js";
import { canonicalUuid } from "../kernel/uuid.js";

/** What `npm run export` was asked to do. */
export interface ExportArguments {
  readonly identifier: string;
  /** Null: the newest published one. */
  readonly version: number | null;
  /** Path of a file; null: standard output. */
  readonly output: string | null;
}

const options = {
  version: { type: "string" },
  output: { type: "string" },
  help: { type: "boolean", default: false },
} as const;

/** What `--help` prints. */
export const exportUsage = `Writes a version of a crosswalk as CSV.

npm run export -- IDENTIFIER [--version N] [--output FILE]

  --version N    the version's number; a draft's too; the newest published one when left out
  --output FILE  the file that is written; standard output when left out: npm run --silent export …
  --help         this page

The table is UTF-8, as RFC 4180 has it, in order of its codes: sourceCodeSystem, sourceCode,
targetCodeSystem, targetCode, relationship, noMap, and a column attribute:KEY for every key. A field
with nothing in it is absent; "" is an attribute without a value. npm run import reads the same.

Everything is written as it is: a spreadsheet that opens the file takes away leading zeros and may
take values that begin with = + - @ for formulas. Import the columns there as text.

Exit codes: 0 done; 1 refused; 2 wrong usage.
`;

/** The arguments, "help", or one line that says what is wrong with them. */
export function readExportArguments(
  given: readonly string[],
): Result<ExportArguments | "help", string> {
  try {
    const { values, positionals } = parseArgs({
      args: [...given],
      options,
      allowPositionals: true,
    });
    if (values.help) return ok("help");
    const [which, ...more] = positionals;
    if (which === undefined) return failed("name the crosswalk by its identifier");
    if (more.length > 0) return failed(`${more[0]} is one argument too many`);
    const identifier = canonicalUuid(which);
    if (identifier === null) return failed(`${which} is no identifier of a crosswalk`);
    const version = values.version === undefined ? null : Number(values.version);
    if (version !== null && !/^[1-9]\d{0,8}$/.test(values.version ?? "")) {
      return failed(`--version ${values.version} is no number of a version`);
    }
    return ok({ identifier, version, output: values.output ?? null });
  } catch (error) {
    return failed(error instanceof Error ? error.message : String(error));
  }
}
