import { parseArgs } from "node:util";
import { failed, ok, type Result } from "../kernel/result.js";
import { canonicalUuid } from "../kernel/uuid.js";
import { type MapFormat, mapFormats } from "../rules/crosswalks/forms/mapFormats.js";

/** What `npm run export` was asked to do. */
export interface ExportArguments {
  readonly identifier: string;
  /** Null: the newest published one. */
  readonly version: number | null;
  readonly format: MapFormat;
  /** Path of a file; null: standard output. */
  readonly output: string | null;
  /** Path of a file for what came of it, in JSON; null: none. */
  readonly report: string | null;
}

const options = {
  version: { type: "string" },
  format: { type: "string", default: "csv" },
  output: { type: "string" },
  report: { type: "string" },
  help: { type: "boolean", default: false },
} as const;

/** What `--help` prints. */
export const exportUsage = `Writes a version of a crosswalk as CSV, as a ConceptMap of FHIR, or as SSSOM.

npm run export -- IDENTIFIER [--version N] [--format NAME] [--output FILE] [--report FILE]

  --version N    the version's number; a draft's too; the newest published one when left out
  --format NAME  csv (when left out), fhir-r4, fhir-r5 or sssom
  --output FILE  the file that is written; standard output when left out: npm run --silent export …
  --report FILE  a file for what came of it in JSON: the number of rows, and what the form can't hold
  --help         this page

npm run import reads all of them again. What a form can't hold as it is, is told at the end: what was
left out, what the nearest that the form has stands for, and what stands whole in extensions of our own,
which other programs pass over.

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
    const format = mapFormats.find((one) => formatName(one) === values.format);
    if (format === undefined) {
      return failed(
        `--format ${values.format} is none of ${mapFormats.map(formatName).join(", ")}`,
      );
    }
    const { output = null, report = null } = values;
    return ok({ identifier, version, format, output, report });
  } catch (error) {
    return failed(error instanceof Error ? error.message : String(error));
  }
}

function formatName(format: MapFormat): string {
  return format.toLowerCase().replace("_", "-");
}
