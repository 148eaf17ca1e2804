import { parseArgs } from "node:util";
import type { ImportFormat } from "../importers/format.js";
import { formatNamed, formats } from "../importers/formats.js";
import { failed, ok, type Result } from "../kernel/result.js";

/** What `npm run import` was asked to do. */
export interface ImportArguments {
  readonly files: readonly string[];
  readonly codeSystem: string | null;
  readonly version: string | null;
  readonly format: ImportFormat | null;
  readonly organization: string | null;
  readonly name: string | null;
  readonly strict: boolean;
  readonly skipBadLines: boolean;
  readonly unreleased: boolean;
  readonly older: boolean;
}

const options = {
  "code-system": { type: "string" },
  version: { type: "string" },
  format: { type: "string" },
  organization: { type: "string" },
  name: { type: "string" },
  strict: { type: "boolean", default: false },
  "skip-bad-lines": { type: "boolean", default: false },
  unreleased: { type: "boolean", default: false },
  older: { type: "boolean", default: false },
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
    return ok({
      files: positionals,
      codeSystem: values["code-system"] ?? null,
      version: values.version ?? null,
      format,
      organization: values.organization ?? null,
      name: values.name ?? null,
      strict: values.strict,
      skipBadLines: values["skip-bad-lines"],
      unreleased: values.unreleased,
      older: values.older,
    });
  } catch (error) {
    return failed(error instanceof Error ? error.message : String(error));
  }
}

function names(): string {
  return formats.map(({ name }) => name).join(", ");
}

/** What `--help` prints. */
export function usage(): string {
  const width = Math.max(...formats.map(({ name }) => name.length));
  const listed = formats.map(({ name, title }) => `  ${name.padEnd(width)}  ${title}`).join("\n");
  return `Imports a release of a code system, or a crosswalk, from its publisher's files.

npm run import -- FILE... --code-system SLUG --version LABEL [options]
npm run import -- FILE... --organization NAME [--name NAME] [--version LABEL] [options]

The whole file becomes one version, or nothing is changed. The same file again changes nothing.
A server that runs on the same data directory goes on meanwhile.

  --code-system SLUG   the code system that a release is for
  --version LABEL      the release's name: the label of the new version; of a crosswalk kept as
                       its attribute "release"
  --format NAME        what the files are; recognised when left out
  --organization NAME  the organization that a crosswalk is for (trial: Demo)
  --name NAME          the crosswalk's name; the format's own when left out
  --strict             leave mappings out whose codes a code system that is here does not have
  --skip-bad-lines     leave unreadable lines out and list them, instead of refusing the file
  --unreleased         do not release the new version
  --older              let a release in that is older than the newest; HEAD stays as it is
  --help               this page

Formats:
${listed}

Exit codes: 0 done, or nothing to do; 1 refused; 2 wrong usage.
`;
}
