import path from "node:path";
import { prepareBundled } from "./bundled.js";
import { EmbeddedUnavailable } from "./errors.js";
import { type Machine, packageName } from "./machine.js";
import { dataMajors, type Place } from "./place.js";
import { type Binaries, tryInstalled, tryPrograms } from "./programs.js";

const oldestMajor = 14;

/**
 * Finds PostgreSQL: the npm package, or else the newest that is installed. Data that exists
 * decides the major version, since one version cannot open the files of another.
 * @throws EmbeddedUnavailable when nothing here can run, or nothing that fits the data.
 */
export async function chooseBinaries(
  machine: Machine,
  place: Place,
  log: (line: string) => void,
): Promise<Binaries> {
  const [wanted] = dataMajors(place.root);
  const fits = ({ major }: Binaries) =>
    wanted === undefined ? major >= oldestMajor : major === wanted;
  const bundled = await tryBundled(machine, place);
  if (typeof bundled !== "string" && fits(bundled)) return bundled;
  const name = packageName(machine.platform, machine.arch);
  const reason = typeof bundled === "string" ? bundled : `${name} is PostgreSQL ${bundled.version}`;
  const installed = (await tryInstalled(machine, place)).find(fits);
  if (installed === undefined) throw nothingFits(machine, place, wanted, reason);
  log(`using PostgreSQL ${installed.version} of ${path.dirname(installed.postgres)}: ${reason}`);
  return installed;
}

async function tryBundled(machine: Machine, place: Place): Promise<Binaries | string> {
  const name = packageName(machine.platform, machine.arch);
  if (machine.bundled === null) return `${name} is not installed`;
  const programs = await prepareBundled(machine, place, machine.bundled);
  const found = await tryPrograms(machine, place, programs);
  return typeof found === "string" ? `${name} does not run here (${found})` : found;
}

function nothingFits(
  machine: Machine,
  place: Place,
  wanted: number | undefined,
  reason: string,
): EmbeddedUnavailable {
  if (wanted !== undefined) {
    return new EmbeddedUnavailable(
      `The data in ${place.root} was written by PostgreSQL ${wanted}, which is not to be found ` +
        `here: ${reason}. Install PostgreSQL ${wanted}, or export the data with the version of ` +
        "Termgate that wrote it and import it into another directory.",
    );
  }
  return new EmbeddedUnavailable(
    `No PostgreSQL can be started on ${machine.platform} ${machine.arch}: ${reason}, and no ` +
      `installed PostgreSQL ${oldestMajor} or newer was found. Install one, or set DATABASE_URL ` +
      "to the address of a server.",
  );
}
