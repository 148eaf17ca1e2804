import type { OpenedCrosswalk, ReadOptions } from "../../importers/format.js";
import { pairIdentifier } from "../../rules/crosswalks/changes.js";
import { foldAlternatives } from "../../rules/crosswalks/forms/alternatives.js";
import { placeOf } from "../../rules/crosswalks/forms/fhirTarget.js";
import { ATTRIBUTES_LIMIT } from "../../rules/crosswalks/limits.js";
import { heldLicences } from "../../store/access/queries.js";
import { systemsBySlug } from "../../store/codeSystems/importTarget.js";
import {
  mergeRepeated,
  type StagedPair,
  stagePairs,
  takeContradicted,
  unknownCodes,
} from "../../store/crosswalks/bulk.js";
import { foldRepeated } from "../../store/crosswalks/repeats.js";
import type { Queries, Transaction } from "../../store/database.js";
import { acceptedRows, ReadCounts } from "./acceptedRows.js";
import type { CrosswalkImport } from "./importCrosswalk.js";
import { registerNamed } from "./namedSystems.js";
import { refused } from "./refusals.js";
import type { CrosswalkReport } from "./report.js";
import { SystemsOfFile } from "./systemsOfFile.js";

interface Staging {
  /** Of the crosswalk, new or not. */
  readonly identifier: string;
  readonly ownerId: number;
  readonly request: CrosswalkImport;
  /** What is to be read; null: the files say nothing but pairs. */
  readonly opened: OpenedCrosswalk | null;
  readonly notes: string[];
}

/** What came of reading a file into the stage. */
type Staged = Pick<CrosswalkReport, "registered" | "repeats" | "unknownCodes"> & {
  readonly counts: ReadCounts;
};

/** What a reader of the files of a request is told. */
export function readOptions({ now, layout }: CrosswalkImport, notes: string[]): ReadOptions {
  return { asOf: now, layout: layout ?? undefined, note: (text) => notes.push(text) };
}

/**
 * Reads the files into the stage, codes in their systems' own forms, every pair once, and sees to the code
 * systems that they name.
 */
export async function stageCrosswalk(
  transaction: Transaction,
  { identifier, ownerId, request, opened, notes }: Staging,
): Promise<Staged> {
  const { queries } = transaction;
  const counts = new ReadCounts(request);
  const { format, files, organization: name, by, now, newUuid } = request;
  const rows = opened?.rows() ?? format.read(files, readOptions(request, notes));
  const systems = new SystemsOfFile(await systemsBySlug(queries), opened);
  const held = await heldLicences(queries, ownerId, now);
  const lacksLicence = (slug: string) => {
    const licensor = systems.licensorOf(slug);
    return licensor !== null && !held.has(licensor);
  };
  async function* pairs(): AsyncGenerator<StagedPair> {
    for await (const { line, content } of acceptedRows(rows, counts)) {
      if (request.limit !== undefined && counts.rows > request.limit) {
        throw refused(`The file has more than ${request.limit} rows; import it by command line`);
      }
      const { sourceSystem, targetSystem } = systems.systemsOf(content);
      const lacking = [sourceSystem, targetSystem].find(lacksLicence);
      // Without leave to leave lines out the file is refused when all its code systems are known.
      if (lacking === undefined || !request.skipBadLines) {
        yield { line, content: systems.ownForm(content) };
      } else counts.withdraw({ line, rejected: `${name} has no licence for ${lacking}` });
    }
  }
  await stagePairs(transaction, pairs(), (content) => pairIdentifier(identifier, content));
  await rejectContradicted(queries, counts, opened);
  if (counts.rows === 0 && !opened?.mayBeEmpty) throw refused("The file holds no mappings");
  const named = new Map(
    [...systems.all()].filter(([slug]) => !request.skipBadLines || !lacksLicence(slug)),
  );
  const registered = await registerNamed(queries, named, { id: ownerId, name, by, now, newUuid });
  const merged = opened ? await foldAll(transaction, opened) : await mergeRepeated(queries);
  const repeats = counts.lines - counts.rows + merged;
  return { counts, repeats, registered, unknownCodes: await unknownCodes(queries) };
}

/** A publisher may say several things of one pair: all of it is kept. */
function foldAll(transaction: Transaction, { losses }: OpenedCrosswalk): Promise<number> {
  return foldRepeated(transaction, (first, others) => {
    const { pair, leftOut } = foldAlternatives(first, others);
    for (let count = 0; count < leftOut; count += 1) {
      const message = `A pair has at most ${ATTRIBUTES_LIMIT} attributes, and what else is said of it no room.`;
      losses.add("LEFT_OUT", "alternative", message, placeOf(pair));
    }
    return pair;
  });
}

/** What a form allows that a crosswalk does not is told; in a table of ours it is a mistake. */
async function rejectContradicted(
  queries: Queries,
  counts: ReadCounts,
  opened: OpenedCrosswalk | null,
): Promise<void> {
  for (const { line, code } of await takeContradicted(queries)) {
    if (opened) {
      const message = "It says that nothing corresponds to a code that has targets too.";
      opened.losses.add("LEFT_OUT", "no-map", message, `line ${line}, ${code}`);
      counts.leaveOut();
    } else {
      const rejected = `nothing is to correspond to ${code}, which has targets too`;
      counts.withdraw({ line, rejected });
    }
  }
  counts.complete();
}
