import { optionName } from "../../rules/imports/optionNames.js";
import { isOlderRelease } from "../../rules/versions/labels.js";
import { settleClaimedNames } from "../../store/codeSystems/claimedNames.js";
import {
  type ImportTarget,
  markContent,
  standingOf,
} from "../../store/codeSystems/importTarget.js";
import {
  applyRelease,
  compareRelease,
  type ReleaseDifference,
  undoRevision,
} from "../../store/codeSystems/releases.js";
import { type ReleasedDifference, undoMappings } from "../../store/conceptMappings/releases.js";
import type { Queries } from "../../store/database.js";
import { beginRevision, type Change, putVersion } from "../../store/ledger/writes.js";
import type { CodeSystemImport } from "./importCodeSystem.js";
import { refusedFor } from "./refusals.js";
import { ReleaseMappings } from "./releaseMappings.js";
import type { ImportOutcome } from "./report.js";

/** A release that is staged, and where it goes. */
export interface StagedRelease
  extends Pick<CodeSystemImport, "older" | "released" | "format" | "by" | "now" | "askedBy"> {
  readonly version: string;
  readonly target: Pick<ImportTarget, "containerId" | "uid" | "slug" | "url">;
  /** How much of the code system is here from now on. */
  readonly content: "COMPLETE" | "FRAGMENT";
}

/** What was written: how concepts differ, and mappings where the format brings any. */
interface WrittenRelease {
  readonly difference: ReleaseDifference;
  readonly mappings: ReleasedDifference | null;
  readonly outcome: ImportOutcome;
}

/** Writes the staged release as one revision and one version; the code system is locked. */
export async function writeRelease(
  queries: Queries,
  request: StagedRelease,
): Promise<WrittenRelease> {
  const { containerId, slug } = request.target;
  const standing = await standingOf(queries, containerId);
  const brought = await ReleaseMappings.of(queries, request);
  const compare = async (revision: number) => ({
    difference: await compareRelease(queries, containerId, revision),
    mappings: brought && (await brought.compare(revision)),
  });
  const same = standing.versions.find(({ label }) => label === request.version);
  if (same) {
    const { difference, mappings } = await compare(same.revision);
    if (differs(difference) || differs(mappings)) {
      throw refusedFor(
        "version",
        `Version ${request.version} of ${slug} is here with other content; ` +
          "choose another label",
      );
    }
    return { difference, mappings, outcome: "UNCHANGED" };
  }
  const newer = standing.versions.find(({ label }) => isOlderRelease(request.version, label));
  if (newer && !request.older) {
    throw refusedFor(
      "older",
      `Version ${request.version} is older than ${newer.label}, which ${slug} has; ` +
        `${optionName("older", request.askedBy)} puts it in as a version and leaves HEAD as it is`,
    );
  }
  const { difference, mappings } = await compare(standing.headRevision);
  const outcome = differs(difference) || differs(mappings) ? "IMPORTED" : "RELABELLED";
  const change = {
    at: request.now,
    by: request.by,
    kind: "IMPORTED",
    message: `${request.format.title}, version ${request.version}`,
  };
  let revision = standing.headRevision;
  if (outcome === "IMPORTED") {
    revision = await beginRevision(queries, containerId, change);
    await applyRelease(queries, containerId, revision);
    await settleClaimedNames(queries, containerId, revision);
    await brought?.apply(revision);
    if (newer) await restoreHead(queries, containerId, revision, change);
  }
  await putVersion(
    queries,
    {
      containerId,
      ordinal: (standing.newestVersion ?? 0) + 1,
      label: request.version,
      revision,
      released: request.released,
      leads: newer === undefined,
    },
    change,
  );
  const { content, now: at, by } = request;
  await markContent(queries, containerId, { content, at, by });
  return { difference, mappings, outcome };
}

/** An older release had its revision; the one after it is what was HEAD before. */
async function restoreHead(
  queries: Queries,
  containerId: number,
  passing: number,
  change: Change,
): Promise<void> {
  const restored = {
    ...change,
    kind: "RESTORED",
    message: "HEAD as it was before an older release",
  };
  const revision = await beginRevision(queries, containerId, restored);
  await undoRevision(queries, containerId, passing, revision);
  await undoMappings(queries, containerId, passing, revision);
  await settleClaimedNames(queries, containerId, revision);
}

function differs(difference: ReleasedDifference | null): boolean {
  if (difference === null) return false;
  return difference.added + difference.changed + difference.removed > 0;
}
