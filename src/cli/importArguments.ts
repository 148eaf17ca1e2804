import { parseArgs } from "node:util";
import type { ImportFormat, TableLayout } from "../importers/format.js";
import { formatNamed, formats } from "../importers/formats.js";
import { failed, ok, type Result } from "../kernel/result.js";
import { readLayout } from "./layoutArguments.js";

/** What `npm run import` was asked to do. */
export interface ImportArguments {
  readonly files: readonly string[];
  readonly codeSystem: string | null;
  readonly version: string | null;
  readonly format: ImportFormat | null;
  readonly organization: string | null;
  /** Whose a code system is that is new. */
  readonly owner: string | null;
  /** URLs or ids of the code systems that are wanted of several; none: all. */
  readonly only: readonly string[];
  /** Identifier or name of the crosswalk; null: the format's own name. */
  readonly crosswalk: string | null;
  /** Where a table has what; null: as its header says. */
  readonly layout: TableLayout | null;
  readonly strict: boolean;
  readonly skipBadLines: boolean;
  readonly unreleased: boolean;
  readonly older: boolean;
  readonly dryRun: boolean;
  /** Path of a file for what came of it, in JSON; null: none. */
  readonly report: string | null;
}

const options = {
  "code-system": { type: "string" },
  version: { type: "string" },
  format: { type: "string" },
  organization: { type: "string" },
  owner: { type: "string" },
  only: { type: "string", multiple: true },
  crosswalk: { type: "string" },
  name: { type: "string" },
  column: { type: "string", multiple: true },
  value: { type: "string", multiple: true },
  unquoted: { type: "boolean", default: false },
  strict: { type: "boolean", default: false },
  "skip-bad-lines": { type: "boolean", default: false },
  unreleased: { type: "boolean", default: false },
  older: { type: "boolean", default: false },
  "dry-run": { type: "boolean", default: false },
  report: { type: "string" },
  help: { type: "boolean", default: false },
} as const;

/** The arguments, "help", or one line that says what is wrong with them. */
export function readArguments(given: readonly string[]): Result<ImportArguments | "help", string> {
  try {
    const { values, positionals } = parseArgs({
      args: [...given],
      options,
      allowPositionals: true,
    });
    if (values.help) return ok("help");
    const format = values.format === undefined ? null : formatNamed(values.format);
    if (format === undefined) {
      return failed(`--format ${values.format} is none of ${names()}`);
    }
    if (positionals.length === 0) return failed("name at least one file");
    const { crosswalk, name } = values;
    if (crosswalk !== undefined && name !== undefined) {
      return failed("--crosswalk and --name say the same; give one of them");
    }
    const layout = readLayout(values);
    if (!layout.ok) return layout;
    return ok({
      files: positionals,
      codeSystem: values["code-system"] ?? null,
      version: values.version ?? null,
      format,
      organization: values.organization ?? null,
      owner: values.owner ?? null,
      only: values.only ?? [],
      crosswalk: crosswalk ?? name ?? null,
      layout: layout.value,
      strict: values.strict,
      skipBadLines: values["skip-bad-lines"],
      unreleased: values.unreleased,
      older: values.older,
      dryRun: values["dry-run"],
      report: values.report ?? null,
    });
  } catch (error) {
    return failed(error instanceof Error ? error.message : String(error));
  }
}

function names(): string {
  return formats.map(({ name }) => name).join(", ");
}

const tables = `Tables (crosswalk-csv, crosswalk-tsv) are UTF-8, with a first line that names the columns:
sourceCodeSystem, sourceCode, targetCodeSystem, targetCode, and if wanted relationship, noMap and
attribute:KEY for any keys; npm run export writes the same. Others say where they have what:

  --column FIELD=HEADER  the column that holds a field: --column sourceCode="Old code"
  --value FIELD=TEXT     a field that is the same in every row: --value targetCodeSystem=icd10cm
  --unquoted             quotation marks are part of the text

Code systems are named by their slugs; those that nobody knows are registered for the
organization and take every code. noMap is true (without targetCode) or false. A field with
nothing in it is absent; "" is an attribute without a value. A pair that comes again is merged
into the first: the last relationship and the last value of an attribute count.
`;

/** What `--help` prints. */
export function usage(): string {
  const width = Math.max(...formats.map(({ name }) => name.length));
  const listed = formats.map(({ name, title }) => `  ${name.padEnd(width)}  ${title}`).join("\n");
  return `Imports a release of a code system, a crosswalk or a collection, from its publisher's files.

npm run import -- FILE... --code-system SLUG --version LABEL [options]
npm run import -- FILE... [--owner NAME] [--only URL|ID]... [options]
npm run import -- FILE... --organization NAME [--crosswalk WHICH] [--version LABEL] [options]
npm run import -- FILE [--skip-bad-lines] [--dry-run]          (files that hold several code systems)

The whole file becomes one version, or nothing is changed. The same file again changes nothing.
A file may be a .zip of a publisher's, of which the member is read that is recognised; a package
of FHIR (.tgz), or a folder of .json files, of which all code systems, maps and value sets are, each for itself.
A server that runs on the same data directory goes on meanwhile.

  --code-system SLUG   the code system that a release is for; files of FHIR say it by their URL,
                       and what nobody knows yet is registered
  --version LABEL      the release's name: the label of the new version; of a crosswalk kept as
                       its attribute "release"; files of FHIR name their own
  --owner NAME         the organization that a new code system or collection belongs to; otherwise
                       HL7 or the host of its URL, or its publisher
  --only URL|ID        only the code systems, maps and value sets that are named, by URL or id
  --format NAME        what the files are; recognised when left out
  --organization NAME  the organization that a crosswalk is for (trial: Demo)
  --crosswalk WHICH    the crosswalk, by its identifier or its name; a name that is new makes a new
                       one; the format's own name when left out
  --name NAME          the same by name
  --strict             leave mappings out whose codes a code system that is here does not have
  --skip-bad-lines     leave unreadable lines out and list them, instead of refusing the file
  --unreleased         do not release the new version
  --older              let a release in that is older than the newest; HEAD stays as it is
  --dry-run            do it all, say what came of it with every bad line, and keep nothing
  --report FILE        a file for what came of it in JSON: counts, skipped lines, and of crosswalks
                       what they have no place for
  --help               this page

${tables}
Formats:
${listed}

Exit codes: 0 done, or nothing to do; 1 refused; 2 wrong usage.
`;
}
