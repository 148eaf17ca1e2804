import type { CollectionFormat, SourceFile } from "../../importers/format.js";
import type { Result } from "../../kernel/result.js";
import type { Viewer } from "../../rules/access/viewer.js";
import type { CollectionDetails } from "../../rules/collections/details.js";
import type { SetDescription, SetVersion } from "../../rules/collections/forms/setContent.js";
import { Losses } from "../../rules/crosswalks/forms/losses.js";
import { type OwnerName, repositoryUrl } from "../../rules/repositories/urls.js";
import { labelFault, labelFrom } from "../../rules/versions/labels.js";
import { heldLicences } from "../../store/access/queries.js";
import type { Database, Queries } from "../../store/database.js";
import { lockContainer } from "../../store/ledger/writes.js";
import { acceptedRows, ReadCounts } from "./acceptedRows.js";
import {
  type CollectionOwning,
  type CollectionTarget,
  collectionOfFile,
  detailsMeant,
} from "./collectionOfFile.js";
import { type FileLine, locatedLines } from "./locatedLines.js";
import { refusedFor, wholeOrNothing } from "./refusals.js";
import type { CollectionReport, ImportRefusal } from "./report.js";
import { writeCollection } from "./writeCollection.js";

/** A collection to put in, and how. */
export interface CollectionImport extends Omit<CollectionOwning, "version"> {
  readonly format: CollectionFormat;
  readonly files: readonly SourceFile[];
  /** The label that the version gets; null: the one that the file names. */
  readonly version: string | null;
  /** The label where neither `version` nor the file names one; null: HEAD alone is written. */
  readonly otherwiseVersion: string | null;
  readonly released: boolean;
  /** Lets a version in that is older than the newest; HEAD stays as it is. */
  readonly older: boolean;
  readonly skipBadLines: boolean;
  /** Does everything and keeps nothing of it. */
  readonly dryRun: boolean;
}

/**
 * Puts a whole collection in as one revision, and as one version where it has a label: all of it or nothing. The
 * same file again changes nothing but that HEAD finds what was not here before.
 */
export async function importCollection(
  database: Database,
  request: CollectionImport,
): Promise<Result<CollectionReport, ImportRefusal>> {
  return await wholeOrNothing(database, request.dryRun, ({ queries }) =>
    importLines(queries, request),
  );
}

async function importLines(queries: Queries, request: CollectionImport): Promise<CollectionReport> {
  const { description, losses, rows } = await request.format.open(request.files);
  const counts = new ReadCounts(request);
  const lines: FileLine[] = [];
  for await (const line of acceptedRows(rows(), counts)) lines.push(line);
  const version = versionMeant(request, description);
  const target = await collectionOfFile(queries, description, { ...request, version });
  await lockContainer(queries, target.uid);
  const viewer = await readerFor(queries, target.owner, request);
  const { newUuid } = request;
  const { containerId } = target;
  const locating = { viewer, newUuid, containerId, losses };
  const { references, ...found } = await locatedLines(queries, lines, locating);
  const url = urlOf(target);
  const details = (before: CollectionDetails) =>
    detailsMeant(description, before, { shortCode: target.shortCode, version });
  const written = await writeCollection(
    queries,
    { details, references, withdrawn: null, version },
    {
      containerId,
      name: url,
      title: request.format.title,
      older: request.older,
      by: request.by,
      now: request.now,
      anew: async (standing) => {
        const standingLines = standing.map(({ definition, said }) => ({
          line: 0,
          content: { definition, said, otherwise: null },
        }));
        const again = { ...locating, losses: new Losses() };
        return (await locatedLines(queries, standingLines, again)).references;
      },
    },
  );
  if (version === null) counts.notes.push("the file names no version: HEAD alone was written");
  return {
    ...written,
    ...found,
    outcome: target.registered ? "IMPORTED" : written.outcome,
    collection: url,
    version: version?.label ?? null,
    registered: target.registered,
    references: references.length,
    read: counts.lines,
    skipped: counts.rejected,
    skippedLines: counts.rejectedLines,
    notes: counts.notes,
    losses: losses.list(),
  };
}

function urlOf({ owner, shortCode }: CollectionTarget): string {
  return repositoryUrl({ owner, kind: "COLLECTION", shortCode });
}

function versionMeant(request: CollectionImport, { version, details }: SetDescription) {
  const { otherwiseVersion } = request;
  const label =
    request.version ??
    version?.label ??
    (otherwiseVersion === null ? null : labelFrom(otherwiseVersion));
  if (label === null) return null;
  const fault = labelFault(label);
  if (fault) throw refusedFor("version", fault);
  const said: SetVersion = version ?? {
    label,
    released: true,
    retired: false,
    description: details.description ?? null,
    externalId: null,
    extras: {},
  };
  return { ...said, label, released: said.released && request.released };
}

/** Lines find what the collection's owner may read. */
export async function readerFor(
  queries: Queries,
  { kind, id, name }: OwnerName & { readonly id: number },
  { by, now }: Pick<CollectionImport, "by" | "now">,
): Promise<Viewer> {
  const none = { client: by, scopes: new Set(["read"] as const) };
  if (kind === "USER") return { ...none, user: { id, name }, organizations: [], licensors: [] };
  const held = await heldLicences(queries, id, now);
  const member = { id, name, role: "MEMBER", asserted: true } as const;
  return { ...none, user: null, organizations: [member], licensors: [...held.keys()] };
}
