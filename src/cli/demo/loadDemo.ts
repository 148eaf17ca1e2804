import { randomUUID } from "node:crypto";
import { fileURLToPath } from "node:url";
import type { CommandContext } from "../../commands/context.js";
import { addCrosswalkMappings } from "../../commands/crosswalks/addCrosswalkMappings.js";
import { importCodeSystem } from "../../commands/imports/importCodeSystem.js";
import { importCrosswalk } from "../../commands/imports/importCrosswalk.js";
import type { ImportRefusal } from "../../commands/imports/report.js";
import { formatNamed } from "../../importers/formats.js";
import type { Viewer } from "../../rules/access/viewer.js";
import { accessQueries } from "../../store/access/queries.js";
import type { Database } from "../../store/database.js";
import { type Filled, settleTables } from "../../store/maintenance.js";
import { showProgress } from "../progress.js";
import { localFile } from "../sourceFiles.js";
import { type DemoStep, editedVersion, steps, vaccinesWithoutGroup } from "./steps.js";

const CONTENT = fileURLToPath(new URL("../../../src/cli/demo/content/", import.meta.url));
const ORGANIZATION = "Demo";
const EDITOR = "demo";

/**
 * Puts the demo content in: slices of real code systems, and crosswalks between them that belong to the
 * organization Demo. It can be broken off and run again; what is in already stays as it is.
 */
export async function loadDemo(database: Database, now: Date): Promise<void> {
  const files = await Promise.all(
    steps.flatMap(({ files }) => files.map((file) => localFile(`${CONTENT}${file}`, () => {}))),
  );
  const progress = showProgress(
    "Loading demo content",
    files.reduce((sum, { size }) => sum + size, 0),
  );
  for (const step of steps) {
    const crosswalk = await loadStep(database, step, { now, onRead: progress.advance });
    if (crosswalk?.version === editedVersion) await editGroups(database, crosswalk.identifier, now);
  }
  for (const filled of ["CONCEPTS", "PAIRS"] satisfies Filled[]) {
    await settleTables(database, filled);
  }
  progress.done();
}

interface Pace {
  readonly now: Date;
  readonly onRead: (bytes: number) => void;
}

async function loadStep(database: Database, step: DemoStep, { now, onRead }: Pace) {
  const format = formatNamed(step.format);
  if (!format || format.kind === "BUNDLE" || format.kind === "COLLECTION") {
    throw new Error(`There is no format ${step.format}`);
  }
  const files = await Promise.all(step.files.map((file) => localFile(CONTENT + file, onRead)));
  const common = { files, skipBadLines: false, dryRun: false, by: EDITOR, now };
  if (format.kind === "CODE_SYSTEM") {
    const { codeSystem } = format;
    const { release: version } = step;
    const how = { codeSystem, version, format, released: true, older: false };
    const result = await importCodeSystem(database, { ...common, ...how });
    if (!result.ok) throw broken(step, result.failure);
    return null;
  }
  const result = await importCrosswalk(database, {
    ...common,
    format,
    layout: null,
    organization: ORGANIZATION,
    crosswalk: { name: format.subject?.crosswalkName ?? format.title },
    release: step.release,
    strict: false,
    newUuid: randomUUID,
  });
  if (!result.ok) throw broken(step, result.failure);
  return result.value;
}

function broken({ files }: DemoStep, { message, lines }: ImportRefusal): Error {
  const where = lines.map(({ line, rejected }) => `; line ${line}: ${rejected}`).join("");
  return new Error(`Demo content ${files.join(", ")}: ${message}${where}`);
}

async function editGroups(database: Database, identifier: string, now: Date): Promise<void> {
  const context: CommandContext = {
    database,
    viewer: await editor(database, now),
    now: () => now,
    newUuid: randomUUID,
  };
  const edit = { identifier, version: editedVersion, draft: false, mappings: vaccinesWithoutGroup };
  const result = await addCrosswalkMappings(context, edit);
  const doneBefore = !result.ok && result.failure[0].kind === "NotLatestVersion";
  if (!result.ok && !doneBefore) throw new Error(`Demo content: ${result.failure[0].message}`);
}

async function editor(database: Database, now: Date): Promise<Viewer> {
  const known = await accessQueries(database.reads).viewer(
    { client: EDITOR, user: EDITOR, organizations: [ORGANIZATION], scopes: new Set() },
    now,
  );
  return known.viewer;
}
