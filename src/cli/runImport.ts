import { randomUUID } from "node:crypto";
import { importBundle } from "../commands/imports/importBundle.js";
import { importCodeSystem } from "../commands/imports/importCodeSystem.js";
import { importCollection } from "../commands/imports/importCollection.js";
import { importCrosswalk } from "../commands/imports/importCrosswalk.js";
import { FileRefused } from "../importers/format.js";
import {
  type ChosenImport,
  type ChosenImports,
  chooseImports,
} from "../importers/gathered/chooseImports.js";
import { inOrder } from "../importers/gathered/inOrder.js";
import { onlyThese } from "../importers/gathered/onlyThese.js";
import type { Config } from "../server/config.js";
import type { Database } from "../store/database.js";
import { settleTables } from "../store/maintenance.js";
import { type Done, describeMany, describeOne } from "./batchReport.js";
import { gatherFiles } from "./gatherFiles.js";
import type { ImportArguments } from "./importArguments.js";
import { describeLeftAside, describeRefusal } from "./importReport.js";
import { type ImportRequest, misfitOf, requestsOf } from "./importRequest.js";
import { showProgress } from "./progress.js";
import { writeReport } from "./reportFile.js";
import { withDatabase } from "./withDatabase.js";

const DONE = 0;
const REFUSED = 1;
const USAGE = 2;
const BY = "import";

const say = (text: string) => process.stdout.write(`${text}\n`);
const complain = (text: string) => process.stderr.write(`${text}\n`);

function refuse(message: string): number {
  complain(describeRefusal({ message, lines: [] }));
  return REFUSED;
}

/** Runs one import and tells on the terminal what came of it. @returns the exit code */
export async function runImport(given: ImportArguments, config: Config): Promise<number> {
  const progress: Progress = { advance: () => {} };
  try {
    const gathered = await gatherFiles(given.files, (bytes) => progress.advance(bytes));
    try {
      const chosen = await chooseImports({ ...given, askedBy: "COMMAND_LINE" }, gathered);
      const imports = await inOrder(await onlyThese(chosen.imports, given.only));
      return await runChosen(given, config, { ...chosen, imports }, progress);
    } finally {
      await gathered.close();
    }
  } catch (error) {
    if (error instanceof FileRefused) return refuse(error.message);
    complain(error instanceof Error ? error.message : String(error));
    return REFUSED;
  }
}

/** What is told of every chunk that is read. */
interface Progress {
  advance: (bytes: number) => void;
}

async function runChosen(
  given: ImportArguments,
  config: Config,
  { imports, leftAside }: ChosenImports,
  progress: Progress,
): Promise<number> {
  const [first] = imports;
  if (!first) return refuse("there is nothing to import");
  const misfit = misfitOf(given, first.format);
  if (misfit !== null) return refuse(misfit);
  const formats = imports.map(({ format }) => format);
  const requests = requestsOf(given, formats, config.trial);
  if (typeof requests === "string") {
    complain(`${requests}; see --help`);
    return USAGE;
  }
  const work = async (database: Database) => {
    const files = imports.flatMap((one) => one.files);
    const total = files.reduce((sum, { size }) => sum + size, 0);
    const shown = showProgress(titleOf(given, imports), total);
    progress.advance = shown.advance;
    return await importAll(database, { given, requests }, imports).finally(shown.done);
  };
  const kept = (done: readonly Done[]) => !given.dryRun && done.some(({ result }) => result.ok);
  const done = await withDatabase(config, complain, work, kept);
  if (given.report !== null) await writeReport(given.report, done.map(asData));
  const told = done.length > 1 ? describeMany(done, given) : describeOne(done, given);
  for (const text of told.refusals) complain(text);
  for (const text of [...told.reports, ...describeLeftAside(leftAside)]) say(text);
  return told.refusals.length > 0 ? REFUSED : DONE;
}

function asData({ name, result }: Done): object {
  return result.ok ? { file: name, report: result.value } : { file: name, refusal: result.failure };
}

function titleOf({ files }: ImportArguments, imports: readonly ChosenImport[]): string {
  const names = imports.flatMap((one) => one.files).map(({ name }) => name);
  return names.length > 2 ? files.join(", ") : names.join(", ");
}

interface Order {
  readonly given: ImportArguments;
  /** One for each import. */
  readonly requests: readonly ImportRequest[];
}

async function importAll(
  database: Database,
  order: Order,
  imports: readonly ChosenImport[],
): Promise<readonly Done[]> {
  const { given, requests } = order;
  const done: Done[] = [];
  for (const [at, one] of imports.entries()) {
    const request = requests[at];
    if (!request) throw new Error("An import has no request");
    const name = one.files.map((file) => file.name).join(", ");
    done.push({ name, result: await importOne(database, { given, request }, one) });
  }
  if (!given.dryRun && done.some(({ result }) => result.ok)) {
    if (requests.some((request) => "crosswalk" in request)) await settleTables(database, "PAIRS");
    if (requests.some((request) => !("crosswalk" in request))) {
      await settleTables(database, "CONCEPTS");
    }
  }
  return done;
}

async function importOne(
  database: Database,
  { given, request }: { readonly given: ImportArguments; readonly request: ImportRequest },
  { format, files, otherwiseVersion }: ChosenImport,
): Promise<Done["result"]> {
  const { skipBadLines, unreleased, older, strict, version, layout, dryRun, owner } = given;
  const common = { files, skipBadLines, dryRun, by: BY, now: new Date(), newUuid: randomUUID };
  if ("bundle" in request) {
    return await importBundle(database, { ...common, format: request.format });
  }
  if ("collection" in request) {
    const about = { version, otherwiseVersion, owner, released: !unreleased, older };
    return await importCollection(database, { ...common, ...about, format: request.format });
  }
  if (!("crosswalk" in request)) {
    if (format.kind !== "CODE_SYSTEM") throw new Error(`${format.name} holds no code system`);
    const codeSystem = format.codeSystem ?? given.codeSystem;
    const about = { codeSystem, version, otherwiseVersion, owner, released: !unreleased, older };
    return await importCodeSystem(database, { ...common, ...about, format });
  }
  const { organization, crosswalk } = request;
  const target = { organization, crosswalk, layout, release: version, strict };
  return await importCrosswalk(database, { ...common, ...target, format: request.format });
}
