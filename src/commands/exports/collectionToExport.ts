import { failed, ok, type Result } from "../../kernel/result.js";
import type { Viewer } from "../../rules/access/viewer.js";
import { collectionVersionName } from "../../rules/collections/names.js";
import type { RepositoryName } from "../../rules/repositories/urls.js";
import { ownerId } from "../../store/collections/importTarget.js";
import { readCollection } from "../../store/collections/locked.js";
import type { CollectionRow } from "../../store/collections/queries.js";
import type { Database, Queries } from "../../store/database.js";
import {
  namedVersionAt,
  namedVersionOf,
  type RepositoryVersionRow,
} from "../../store/repositories/versions.js";
import { readerFor } from "../imports/importCollection.js";
import type { CollectionSource } from "./collectionSource.js";

/** Which version of which collection. */
export interface NamedCollection {
  /** `/orgs/CIEL/collections/Starter/`, with a version behind it or without. */
  readonly url: string;
  /** A label or `HEAD`; null: the one of the URL, the newest released one, or HEAD while there is none. */
  readonly version: string | null;
  readonly now: Date;
}

/** What is to be exported, as its owner reads it. */
export interface FoundCollection {
  readonly of: CollectionSource;
  readonly viewer: Viewer;
}

/** Finds a version of a collection, whoever it belongs to; a failure says what is not there. */
export async function collectionToExport(
  { reads }: Database,
  { url, version, now }: NamedCollection,
): Promise<Result<FoundCollection, string>> {
  const missing = failed(`There is no collection ${url}`);
  const named = collectionVersionName(url, null);
  if (!named) return missing;
  const { repository: name } = named;
  const viewer = await viewerOf(reads, name, now);
  const collection = viewer && (await readCollection(reads, viewer, name));
  if (!collection) return missing;
  const label = version ?? named.version;
  if (label === "HEAD") return ok({ of: headSource(collection, now), viewer });
  const row = await versionRow(reads, collection, label);
  if (row && row.deactivatedAt === null) return ok({ of: versionSource(collection, row), viewer });
  if (label !== null && label !== "latest") return failed(`${url} has no version ${label}`);
  return ok({ of: headSource(collection, now), viewer });
}

async function viewerOf(queries: Queries, { owner }: RepositoryName, now: Date) {
  const id = await ownerId(queries, owner);
  return id === null ? null : await readerFor(queries, { ...owner, id }, { by: "export", now });
}

async function versionRow(
  queries: Queries,
  { containerId, releasedVersion }: CollectionRow,
  label: string | null,
): Promise<RepositoryVersionRow | null> {
  if (label !== null && label !== "latest") return namedVersionOf(queries, containerId, label);
  return releasedVersion === null ? null : namedVersionAt(queries, containerId, releasedVersion);
}

function headSource(collection: CollectionRow, now: Date): CollectionSource {
  const { containerId, headRevision: revision } = collection;
  return { collection, containerId, revision, ordinal: null, version: null, at: null, moment: now };
}

function versionSource(collection: CollectionRow, row: RepositoryVersionRow): CollectionSource {
  const { containerId, revision, ordinal, label, releasedAt, retired, createdAt } = row;
  const { description, externalId, extras } = row;
  const said = { label, released: releasedAt !== null, retired, description, externalId, extras };
  return { collection, containerId, revision, ordinal, version: said, at: null, moment: createdAt };
}
