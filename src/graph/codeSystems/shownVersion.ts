import type { Snapshot } from "../../store/codeSystems/concepts.js";
import type { CodeSystemRow } from "../../store/codeSystems/queries.js";
import type { RepositoryVersionRow } from "../../store/repositories/versions.js";
import type { Context } from "../context.js";

/** A version of a code system as resolvers pass it on: a named one, or HEAD, whose ordinal is null. */
export interface ShownVersion extends Snapshot {
  readonly system: CodeSystemRow;
  readonly ordinal: number | null;
  readonly label: string;
  readonly description: string | null;
  readonly externalId: string | null;
  readonly extras: Readonly<Record<string, unknown>>;
  readonly releasedAt: Date | null;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly updatedAt: Date;
  readonly updatedBy: string;
}

export function headVersion(system: CodeSystemRow): ShownVersion {
  return {
    system,
    containerId: system.containerId,
    revision: system.headRevision,
    ordinal: null,
    label: "HEAD",
    description: system.description,
    externalId: system.externalId,
    extras: system.extras,
    releasedAt: null,
    createdAt: system.createdAt,
    createdBy: system.createdBy,
    updatedAt: system.updatedAt,
    updatedBy: system.updatedBy,
  };
}

export function namedVersion(system: CodeSystemRow, row: RepositoryVersionRow): ShownVersion {
  return { ...row, system };
}

/** The newest released version; null while none is. */
export async function latestVersion(
  system: CodeSystemRow,
  context: Context,
): Promise<ShownVersion | null> {
  if (system.releasedVersion === null) return null;
  const key = { id: system.containerId, ordinal: system.releasedVersion };
  const row = await context.load.repositories.versionByOrdinal.load(key);
  return row && namedVersion(system, row);
}

/** The version that "HEAD", "latest" or a label names; null where there is none. */
export async function versionNamed(
  system: CodeSystemRow,
  name: string,
  context: Context,
): Promise<ShownVersion | null> {
  if (name === "HEAD") return headVersion(system);
  if (name === "latest") return await latestVersion(system, context);
  const key = { id: system.containerId, label: name };
  const row = await context.load.repositories.versionByLabel.load(key);
  return row && namedVersion(system, row);
}
