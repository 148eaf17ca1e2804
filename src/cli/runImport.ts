import { randomUUID } from "node:crypto";
import { importBundle } from "../commands/imports/importBundle.js";
import { importCodeSystem } from "../commands/imports/importCodeSystem.js";
import { type CrosswalkImport, importCrosswalk } from "../commands/imports/importCrosswalk.js";
import { FileRefused, type ImportFormat, type SourceFile } from "../importers/format.js";
import { canonicalUuid } from "../kernel/uuid.js";
import type { Config } from "../server/config.js";
import type { Database } from "../store/database.js";
import { settleTables } from "../store/maintenance.js";
import { chooseFormat } from "./chooseFormat.js";
import type { ImportArguments } from "./importArguments.js";
import {
  describeBundle,
  describeCodeSystem,
  describeCrosswalk,
  describeRefusal,
} from "./importReport.js";
import { showProgress } from "./progress.js";
import { localFile } from "./sourceFiles.js";
import { withDatabase } from "./withDatabase.js";

const DONE = 0;
const REFUSED = 1;
const USAGE = 2;
const TRIAL_ORGANIZATION = "Demo";
const BY = "import";

/** Runs one import and tells on the terminal what came of it. @returns the exit code */
export async function runImport(given: ImportArguments, config: Config): Promise<number> {
  const say = (text: string) => process.stdout.write(`${text}\n`);
  const complain = (text: string) => process.stderr.write(`${text}\n`);
  const refuse = (message: string) => {
    complain(describeRefusal({ message, lines: [] }));
    return REFUSED;
  };
  try {
    const format = await chooseFormat(given);
    if (!format.ok) return refuse(format.failure);
    const misfit = misfitOf(given, format.value);
    if (misfit !== null) return refuse(misfit);
    const request = completed(given, format.value, config.trial);
    if (typeof request === "string") {
      complain(`${request}; see --help`);
      return USAGE;
    }
    const work = (database: Database) => imported(database, request, { say, complain });
    const kept = (code: number) => code === DONE && !given.dryRun;
    return await withDatabase(config, complain, work, kept);
  } catch (error) {
    if (error instanceof FileRefused) return refuse(error.message);
    complain(error instanceof Error ? error.message : String(error));
    return REFUSED;
  }
}

type Request = { readonly given: ImportArguments } & (
  | {
      readonly format: Extract<ImportFormat, { kind: "CODE_SYSTEM" }>;
      readonly version: string;
    }
  | { readonly format: Extract<ImportFormat, { kind: "BUNDLE" }>; readonly bundle: true }
  | {
      readonly format: Extract<ImportFormat, { kind: "CROSSWALK" }>;
      readonly organization: string;
      readonly crosswalk: CrosswalkImport["crosswalk"];
    }
);

/** Says so where files of a format are not of the code system that was named. */
function misfitOf({ codeSystem }: ImportArguments, format: ImportFormat): string | null {
  if (codeSystem === null) return null;
  if (format.kind === "CODE_SYSTEM") {
    const fits = codeSystem === format.codeSystem;
    return fits ? null : `${format.name} files hold ${format.codeSystem}, not ${codeSystem}`;
  }
  if (format.kind === "BUNDLE") return `${format.name} files name their code systems themselves`;
  if (format.subject === null) return `${format.name} files hold a crosswalk, not ${codeSystem}`;
  const systems = [format.subject.sourceSystem, format.subject.targetSystem];
  const fits = systems.includes(codeSystem);
  return fits ? null : `${format.name} files map ${systems.join(" to ")}, not ${codeSystem}`;
}

/** The arguments with what the format adds to them, or what is missing or is of no use with it. */
function completed(given: ImportArguments, format: ImportFormat, trial: boolean): Request | string {
  if (given.layout !== null && !isTable(format)) {
    return `--column, --value and --unquoted are for tables, not for ${format.name} files`;
  }
  if (format.kind === "CODE_SYSTEM") {
    const { version, organization, crosswalk, strict } = given;
    if (organization !== null || crosswalk !== null || strict) {
      return `--organization, --crosswalk, --name and --strict are for crosswalks, not for ${format.name} files`;
    }
    return version === null ? "--version is missing" : { given, format, version };
  }
  if (format.kind === "BUNDLE") {
    const { version, organization, crosswalk, strict, unreleased, older } = given;
    const others = [version, organization, crosswalk].some((one) => one !== null);
    return others || strict || unreleased || older
      ? `${format.name} files say themselves what they hold: give --skip-bad-lines or --dry-run only`
      : { given, format, bundle: true };
  }
  if (given.unreleased || given.older) {
    return `--unreleased and --older are for code systems, not for ${format.name} files`;
  }
  const organization = given.organization ?? (trial ? TRIAL_ORGANIZATION : null);
  if (organization === null) return "--organization is missing";
  const which = given.crosswalk ?? format.subject?.crosswalkName ?? null;
  if (which === null) return "--crosswalk is missing";
  const identifier = canonicalUuid(which);
  const crosswalk = identifier === null ? { name: which } : { identifier };
  return { given, format, organization, crosswalk };
}

function isTable(format: ImportFormat): boolean {
  return format.kind === "CROSSWALK" && format.subject === null;
}

interface Voices {
  readonly say: (text: string) => void;
  readonly complain: (text: string) => void;
}

async function imported(
  database: Database,
  request: Request,
  { say, complain }: Voices,
): Promise<number> {
  let advance: (bytes: number) => void = () => {};
  const files = await Promise.all(
    request.given.files.map((path) => localFile(path, (bytes) => advance(bytes))),
  );
  const total = files.reduce((sum, { size }) => sum + size, 0);
  const progress = showProgress(files.map(({ name }) => name).join(", "), total);
  advance = progress.advance;
  const result = await carriedOut(database, request, files).finally(progress.done);
  if (!result.ok) {
    complain(describeRefusal(result.failure, request.given.dryRun));
    return REFUSED;
  }
  say(result.value);
  return DONE;
}

async function carriedOut(database: Database, request: Request, files: readonly SourceFile[]) {
  const { skipBadLines, unreleased, older, strict, version, layout, dryRun } = request.given;
  const common = { files, skipBadLines, dryRun, by: BY, now: new Date() };
  if ("version" in request) {
    const { format } = request;
    const result = await importCodeSystem(database, {
      ...common,
      format,
      codeSystem: format.codeSystem,
      version: request.version,
      released: !unreleased,
      older,
    });
    if (result.ok && !dryRun) await settleTables(database, "CONCEPTS");
    return result.ok
      ? { ok: true as const, value: describeCodeSystem(result.value, dryRun) }
      : result;
  }
  if ("bundle" in request) {
    const bundle = { ...common, format: request.format, newUuid: randomUUID };
    const result = await importBundle(database, bundle);
    if (result.ok && !dryRun) await settleTables(database, "CONCEPTS");
    return result.ok ? { ok: true as const, value: describeBundle(result.value, dryRun) } : result;
  }
  const result = await importCrosswalk(database, {
    ...common,
    format: request.format,
    organization: request.organization,
    crosswalk: request.crosswalk,
    layout,
    release: version,
    strict,
    newUuid: randomUUID,
  });
  if (result.ok && !dryRun) await settleTables(database, "PAIRS");
  return result.ok ? { ok: true as const, value: describeCrosswalk(result.value, dryRun) } : result;
}
