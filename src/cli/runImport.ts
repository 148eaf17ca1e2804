import { randomUUID } from "node:crypto";
import { importCodeSystem } from "../commands/imports/importCodeSystem.js";
import { importCrosswalk } from "../commands/imports/importCrosswalk.js";
import type { ImportFormat, SourceFile } from "../importers/format.js";
import type { Config } from "../server/config.js";
import type { Database } from "../store/database.js";
import { settleTables } from "../store/maintenance.js";
import { chooseFormat } from "./chooseFormat.js";
import type { ImportArguments } from "./importArguments.js";
import { describeCodeSystem, describeCrosswalk, describeRefusal } from "./importReport.js";
import { openInstallation, reachDatabase } from "./installation.js";
import { showProgress } from "./progress.js";
import { localFile } from "./sourceFiles.js";

const DONE = 0;
const REFUSED = 1;
const USAGE = 2;
const TRIAL_ORGANIZATION = "Demo";
const BY = "import";

/** Runs one import and tells on the terminal what came of it. @returns the exit code */
export async function runImport(given: ImportArguments, config: Config): Promise<number> {
  const say = (text: string) => process.stdout.write(`${text}\n`);
  const complain = (text: string) => process.stderr.write(`${text}\n`);
  try {
    const format = await chooseFormat(given);
    if (!format.ok) {
      complain(format.failure);
      return REFUSED;
    }
    const request = completed(given, format.value, config.trial);
    if (typeof request === "string") {
      complain(`${request}; see --help`);
      return USAGE;
    }
    return await withDatabase(config, complain, (database) =>
      imported(database, request, { say, complain }),
    );
  } catch (error) {
    complain(error instanceof Error ? error.message : String(error));
    return REFUSED;
  }
}

/** Whoever brings content of their own wants no demo content beside it. */
async function withDatabase(
  config: Config,
  log: (line: string) => void,
  work: (database: Database) => Promise<number>,
): Promise<number> {
  const { location, embedded } = await reachDatabase(config, "import", log);
  try {
    const database = await openInstallation(location, config, "UNWANTED");
    return await work(database).finally(() => database.close());
  } finally {
    await embedded?.stop();
  }
}

type Request = { readonly given: ImportArguments } & (
  | {
      readonly format: Extract<ImportFormat, { kind: "CODE_SYSTEM" }>;
      readonly version: string;
    }
  | {
      readonly format: Extract<ImportFormat, { kind: "CROSSWALK" }>;
      readonly organization: string;
    }
);

/** The arguments with what the format adds to them, or what is missing or contradicts it. */
function completed(given: ImportArguments, format: ImportFormat, trial: boolean): Request | string {
  if (format.kind === "CODE_SYSTEM") {
    const { codeSystem, version } = given;
    if (codeSystem !== null && codeSystem !== format.codeSystem) {
      return `${format.name} files hold ${format.codeSystem}, not ${codeSystem}`;
    }
    return version === null ? "--version is missing" : { given, format, version };
  }
  const systems = [format.sourceSystem, format.targetSystem];
  if (given.codeSystem !== null && !systems.includes(given.codeSystem)) {
    return `${format.name} files map ${systems.join(" to ")}, not ${given.codeSystem}`;
  }
  const organization = given.organization ?? (trial ? TRIAL_ORGANIZATION : null);
  if (organization === null) return "--organization is missing";
  return { given, format, organization };
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
    complain(describeRefusal(result.failure));
    return REFUSED;
  }
  say(result.value);
  return DONE;
}

async function carriedOut(database: Database, request: Request, files: readonly SourceFile[]) {
  const { skipBadLines, unreleased, older, strict, name, version } = request.given;
  const common = { files, skipBadLines, by: BY, now: new Date() };
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
    if (result.ok) await settleTables(database, "CONCEPTS");
    return result.ok ? { ok: true as const, value: describeCodeSystem(result.value) } : result;
  }
  const result = await importCrosswalk(database, {
    ...common,
    format: request.format,
    organization: request.organization,
    name: name ?? request.format.crosswalkName,
    release: version,
    strict,
    newUuid: randomUUID,
  });
  if (result.ok) await settleTables(database, "PAIRS");
  return result.ok ? { ok: true as const, value: describeCrosswalk(result.value) } : result;
}
