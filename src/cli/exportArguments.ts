import { parseArgs } from "node:util";
import { failed, ok, type Result } from "../kernel/result.js";
import { canonicalUuid } from "../kernel/uuid.js";
import { type SetFormat, setFormats } from "../rules/collections/forms/setFormats.js";
import { collectionVersionName } from "../rules/collections/names.js";
import { type MapFormat, mapFormats } from "../rules/crosswalks/forms/mapFormats.js";

/** What `npm run export` was asked to do. */
export interface ExportArguments {
  readonly what: ExportedCrosswalk | ExportedCollection;
  /** Path of a file; null: standard output. */
  readonly output: string | null;
  /** Path of a file for what came of it, in JSON; null: none. */
  readonly report: string | null;
}

/** A version of a crosswalk. */
export interface ExportedCrosswalk {
  readonly identifier: string;
  /** Null: the newest published one. */
  readonly version: number | null;
  readonly format: MapFormat;
}

/** A version of a collection. */
export interface ExportedCollection {
  /** `/orgs/CIEL/collections/Starter/` */
  readonly collection: string;
  /** Null: the newest released one, HEAD while there is none. */
  readonly version: string | null;
  readonly format: SetFormat;
}

const options = {
  version: { type: "string" },
  format: { type: "string" },
  output: { type: "string" },
  report: { type: "string" },
  help: { type: "boolean", default: false },
} as const;

/** What `--help` prints. */
export const exportUsage = `Writes a version of a crosswalk as CSV, as a ConceptMap of FHIR, or as SSSOM; or a version of a
collection as a ValueSet of FHIR, or in OCL's forms.

npm run export -- IDENTIFIER [--version N] [--format NAME] [--output FILE] [--report FILE]
npm run export -- /orgs/OWNER/collections/CODE/ [--version LABEL] [--format NAME] [--output FILE] …

  --version N    the version's number; a draft's too; the newest published one when left out. Of a
                 collection its label, or HEAD; the newest released one, or HEAD, when left out
  --format NAME  csv (when left out), fhir-r4, fhir-r5 or sssom; of a collection fhir-r4 (when left
                 out), fhir-r5, ocl (the JSON of its export) or ocl-json (lines of its bulk import)
  --output FILE  the file that is written; standard output when left out: npm run --silent export …
  --report FILE  a file for what came of it in JSON: the number of rows, and what the form can't hold
  --help         this page

npm run import reads all of them again. What a form can't hold as it is, is told at the end: what was
left out, what the nearest that the form has stands for, and what stands whole in extensions of our own,
which other programs pass over.

A ValueSet has both what defines the collection and its members; OCL's export has these too, with all
that is known of them. Members of code systems that need a licence come out where the owner holds it.

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
    if (which === undefined) {
      return failed("name the crosswalk by its identifier, or the collection by its URL");
    }
    if (more.length > 0) return failed(`${more[0]} is one argument too many`);
    const what = which.includes("/")
      ? collectionNamed(which, values)
      : crosswalkNamed(which, values);
    if (!what.ok) return what;
    const { output = null, report = null } = values;
    return ok({ what: what.value, output, report });
  } catch (error) {
    return failed(error instanceof Error ? error.message : String(error));
  }
}

interface Said {
  readonly version?: string | undefined;
  readonly format?: string | undefined;
}

function crosswalkNamed(which: string, said: Said): Result<ExportedCrosswalk, string> {
  const identifier = canonicalUuid(which);
  if (identifier === null) {
    return failed(`${which} is no identifier of a crosswalk, and no URL of a collection`);
  }
  const version = said.version === undefined ? null : Number(said.version);
  if (version !== null && !/^[1-9]\d{0,8}$/.test(said.version ?? "")) {
    return failed(`--version ${said.version} is no number of a version`);
  }
  const format = formatNamed(mapFormats, said.format ?? "csv");
  return format.ok ? ok({ identifier, version, format: format.value }) : format;
}

function collectionNamed(which: string, said: Said): Result<ExportedCollection, string> {
  const named = collectionVersionName(which, null);
  if (named === null)
    return failed(`${which} is no URL of a collection: /orgs/OWNER/collections/CODE/`);
  const format = formatNamed(setFormats, said.format ?? "fhir-r4");
  if (!format.ok) return format;
  return ok({ collection: which, version: said.version ?? null, format: format.value });
}

function formatNamed<Format extends string>(
  formats: readonly Format[],
  name: string,
): Result<Format, string> {
  const format = formats.find((one) => formatName(one) === name);
  if (format !== undefined) return ok(format);
  return failed(`--format ${name} is none of ${formats.map(formatName).join(", ")}`);
}

function formatName(format: string): string {
  return format.toLowerCase().replace("_", "-");
}
