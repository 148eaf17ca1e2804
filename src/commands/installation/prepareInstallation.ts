import { nameUuid } from "../../kernel/uuid.js";
import { catalog, catalogOwners } from "../../rules/codeSystems/catalog.js";
import { ensureOrganizations, ensureUser, putMember } from "../../store/access/writes.js";
import { insertCodeSystem, takenSlugs } from "../../store/codeSystems/writes.js";
import type { Queries } from "../../store/database.js";

/** Names are the same in every installation, and so are the identities made from them. */
const NAMESPACE = "5f0b1a52-6d0c-4c57-9c8f-2f6d1f5f6b9e";
const INSTALLER = "termgate";

/**
 * Puts in what every installation has from the start: the catalog's code systems with their owners. What is
 * there already stays as it is, so it can be run at every start.
 */
export async function prepareInstallation(queries: Queries, now: Date): Promise<void> {
  await ensureOrganizations(queries, catalogOwners, now);
  const taken = await takenSlugs(
    queries,
    catalog.map(({ slug }) => slug),
  );
  for (const entry of catalog.filter(({ slug }) => !taken.has(slug))) {
    const uid = nameUuid(NAMESPACE, entry.slug);
    await insertCodeSystem(queries, entry, { uid, at: now, by: INSTALLER });
  }
}

/** Puts in the organizations and users of a trial. */
export async function prepareTrial(queries: Queries, now: Date): Promise<void> {
  await ensureOrganizations(
    queries,
    [
      { name: "Demo", displayName: "Demo organization" },
      { name: "Other", displayName: "Another organization" },
    ],
    now,
  );
  await ensureUser(queries, "demo", now);
  await putMember(queries, { organization: "Demo", user: "demo", role: "ADMINISTRATOR" });
}
