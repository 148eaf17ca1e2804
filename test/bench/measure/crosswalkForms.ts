import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "../../../src/store/database.js";
import type { Bench } from "../bench.js";
import { ORGANIZATION } from "../content/load.js";
import { runCommand } from "../imports/command.js";
import { readTables, withCopies } from "../imports/copy.js";
import { type FormFile, formFiles } from "../imports/forms.js";
import { writeFile } from "../imports/releases.js";
import type { Report } from "../report/report.js";
import { figure, ratio, type Table } from "../report/table.js";
import { commandEnvironment, DATABASE, inNewDatabase, type Taken, timed } from "./importContest.js";

const PAIRS = { full: 500_000, quick: 5000 } as const;
const TABLES = ["crosswalk_pair", "crosswalk_group", "crosswalk_bucket"];

interface Measured {
  readonly form: string;
  readonly in: Taken;
  readonly copyIn: Taken;
  readonly out: Taken;
  readonly copyOut: Taken;
}

/**
 * Puts a made-up crosswalk in and takes it out again in several forms, each in a new database, and copies the
 * rows that came of it into tables of the same shape and out of the product's.
 */
export async function measureForms(bench: Bench): Promise<Report> {
  const folder = mkdtempSync(join(tmpdir(), "termgate-bench-"));
  const pairs = PAIRS[bench.options.scale.name];
  try {
    const measured: Measured[] = [];
    for (const form of formFiles) {
      await inNewDatabase(bench, async () => {
        measured.push(await inAndOut(bench, form, { folder, pairs }));
      });
      bench.tell(`n  ${form.form}: measured`);
    }
    return { tables: [table(pairs, measured)], lines: [] };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function inAndOut(
  bench: Bench,
  { form, file, given, pieces }: FormFile,
  { folder, pairs }: { readonly folder: string; readonly pairs: number },
): Promise<Measured> {
  const path = writeFile(join(folder, file), pieces(pairs));
  const location = bench.server.location(DATABASE);
  const environment = commandEnvironment(bench);
  const said = ["--organization", ORGANIZATION, ...given];
  const into = await timed(bench, () => runCommand("import", [path, ...said], environment));
  const identifier = await identifierOfOnly(bench, pairs);
  const written = [identifier, "--format", form, "--output", join(folder, `${file}.out`)];
  const out = await timed(bench, () => runCommand("export", written, environment));
  const copyOut = await timed(bench, () => readTables(location, ["crosswalk_pair"]));
  const rows = await readTables(location, TABLES);
  const copyIn = await withCopies(location, rows, (fill) => timed(bench, fill));
  return { form, in: into, copyIn, out, copyOut };
}

async function identifierOfOnly({ server }: Bench, pairs: number): Promise<string> {
  const client = connect(server.location(DATABASE), { max: 1 });
  try {
    const [row] = await client<{ uid: string; pairs: number }[]>`
      select uid, (select count(*)::int from crosswalk_pair where container_id = id) as pairs
      from container where kind = 'CROSSWALK'`;
    if (row?.pairs !== pairs) throw new Error(`${row?.pairs} pairs went in, not ${pairs}`);
    return row.uid;
  } finally {
    await client.end({ timeout: 5 });
  }
}

function table(pairs: number, measured: readonly Measured[]): Table {
  return {
    title: "n  forms of crosswalks",
    about:
      `A crosswalk of ${pairs.toLocaleString("en")} pairs, by the product's commands from start to end of ` +
      "their processes, against bare COPY of the same rows into tables with the same indexes, and of the " +
      "pairs out of them. Once each. Peak is the memory of the command.",
    columns: [
      ...["form", "in rows/s", "/COPY", "peak MB", "out rows/s", "/COPY", "peak MB"],
      ...["COPY in rows/s", "COPY out rows/s"],
    ],
    rows: measured.map(({ form, in: into, copyIn, out, copyOut }) => [
      form,
      ...[figure(pairs / into.seconds), ratio(copyIn.seconds, into.seconds), figure(into.peak)],
      ...[figure(pairs / out.seconds), ratio(copyOut.seconds, out.seconds), figure(out.peak)],
      ...[figure(pairs / copyIn.seconds), figure(pairs / copyOut.seconds)],
    ]),
  };
}
