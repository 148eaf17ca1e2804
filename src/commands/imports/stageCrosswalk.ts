import { normalizeCode } from "../../rules/codeSystems/normalization.js";
import { pairIdentifier } from "../../rules/crosswalks/changes.js";
import type { PairContent } from "../../rules/crosswalks/content.js";
import { systemsBySlug } from "../../store/codeSystems/importTarget.js";
import {
  mergeRepeated,
  type StagedPair,
  stagePairs,
  takeContradicted,
  unknownCodes,
} from "../../store/crosswalks/bulk.js";
import type { Queries, Transaction } from "../../store/database.js";
import { acceptedRows, ReadCounts } from "./acceptedRows.js";
import type { CrosswalkImport } from "./importCrosswalk.js";
import { registerNamed } from "./namedSystems.js";
import { refused } from "./refusals.js";
import type { CrosswalkReport } from "./report.js";

interface Staging {
  /** Of the crosswalk, new or not. */
  readonly identifier: string;
  readonly ownerId: number;
  readonly request: CrosswalkImport;
}

/** What came of reading a file into the stage. */
type Staged = Pick<CrosswalkReport, "registered" | "repeats" | "unknownCodes"> & {
  readonly counts: ReadCounts;
};

/**
 * Reads the files into the stage, codes in their systems' own forms, every pair once, and sees to the code
 * systems that they name.
 */
export async function stageCrosswalk(
  transaction: Transaction,
  { identifier, ownerId, request }: Staging,
): Promise<Staged> {
  const { queries } = transaction;
  const counts = new ReadCounts(request);
  const rows = request.format.read(request.files, {
    asOf: request.now,
    layout: request.layout ?? undefined,
    note: (text) => counts.notes.push(text),
  });
  const named = new Set<string>();
  const accepted = await inOwnForms(queries, acceptedRows(rows, counts), named);
  await stagePairs(transaction, accepted, (content) => pairIdentifier(identifier, content));
  await rejectContradicted(queries, counts);
  if (counts.rows === 0) throw refused("The file holds no mappings");
  const { organization: name, by, now, newUuid } = request;
  const registered = await registerNamed(queries, named, { id: ownerId, name, by, now, newUuid });
  const repeats = counts.lines - counts.rows + (await mergeRepeated(queries));
  return { counts, repeats, registered, unknownCodes: await unknownCodes(queries) };
}

/** The pairs with their codes as their systems write them. Collects the systems' slugs. */
async function inOwnForms(
  queries: Queries,
  pairs: AsyncIterable<StagedPair>,
  named: Set<string>,
): Promise<AsyncIterable<StagedPair>> {
  const known = await systemsBySlug(queries);
  const ownForm = (slug: string, code: string) => {
    named.add(slug);
    return normalizeCode(known.get(slug)?.normalization ?? "NONE", code);
  };
  const converted = (content: PairContent): PairContent => ({
    ...content,
    sourceCode: ownForm(content.sourceSystem, content.sourceCode),
    targetCode: ownForm(content.targetSystem, content.targetCode),
  });
  async function* all(): AsyncGenerator<StagedPair> {
    for await (const { line, content } of pairs) yield { line, content: converted(content) };
  }
  return all();
}

async function rejectContradicted(queries: Queries, counts: ReadCounts): Promise<void> {
  for (const { line, code } of await takeContradicted(queries)) {
    const rejected = `nothing is to correspond to ${code}, which has targets too`;
    counts.withdraw({ line, rejected });
  }
  counts.complete();
}
