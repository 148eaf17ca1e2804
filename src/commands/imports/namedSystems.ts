import { licences } from "../../rules/codeSystems/catalog.js";
import { licensorOfSlug, meantSlug } from "../../rules/codeSystems/slugs.js";
import { heldLicences } from "../../store/access/queries.js";
import { systemsBySlug } from "../../store/codeSystems/importTarget.js";
import { insertCodeSystem, lockSlugs } from "../../store/codeSystems/writes.js";
import type { Queries } from "../../store/database.js";
import { refused, refusedWith } from "./refusals.js";

/** For whom an import is done, and by whom. */
export interface ImportOwner {
  readonly id: number;
  readonly name: string;
  readonly by: string;
  readonly now: Date;
  readonly newUuid: () => string;
}

/** A code system that a file names, with its URL where the file has that. */
export type NamedSystems = ReadonlyMap<string, string | null>;

/**
 * Sees to the code systems that a file names: those that nobody knows are registered for the organization,
 * without content. Refuses those that need a licence which the organization does not hold, and names that
 * are those of a known one but for their spelling.
 * @returns the slugs of the new ones, in order
 */
export async function registerNamed(
  queries: Queries,
  named: NamedSystems,
  owner: ImportOwner,
): Promise<readonly string[]> {
  const known = await systemsBySlug(queries);
  const licensorOf = (slug: string) => known.get(slug)?.licensor ?? licensorOfSlug(slug);
  await refuseUnlicensed(queries, new Set(named.keys()), licensorOf, owner);
  if ([...named.keys()].every((slug) => known.has(slug))) return [];
  await lockSlugs(queries);
  const slugs = [...(await systemsBySlug(queries)).keys()];
  const missing = [...named.keys()].filter((slug) => !slugs.includes(slug)).toSorted();
  for (const slug of missing) {
    const canonicalUrl = named.get(slug) ?? null;
    const meant = canonicalUrl === null ? meantSlug(slug, slugs) : null;
    if (meant !== null) throw refused(`There is no code system ${slug}; is ${meant} meant?`);
    await insertCodeSystem(
      queries,
      { ...entryOf(slug, owner.name), canonicalUrl },
      {
        uid: owner.newUuid(),
        at: owner.now,
        by: owner.by,
      },
    );
  }
  return missing;
}

function entryOf(slug: string, owner: string) {
  return {
    slug,
    name: slug,
    fullName: slug,
    shortCode: slug,
    owner,
    canonicalUrl: null,
    licensor: licensorOfSlug(slug),
    codeNormalization: "NONE",
  } as const;
}

async function refuseUnlicensed(
  queries: Queries,
  named: ReadonlySet<string>,
  licensorOf: (slug: string) => string | null,
  { id, name, now }: ImportOwner,
): Promise<void> {
  const held = await heldLicences(queries, id, now);
  for (const slug of [...named].toSorted()) {
    const licensor = licensorOf(slug);
    if (licensor === null || held.has(licensor)) continue;
    const licence = Object.entries(licences).find(([key]) => key === licensor)?.[1].name;
    const message = `${slug} needs the ${licence ?? licensor}, which ${name} does not hold`;
    const codeSystem = slug;
    throw refusedWith({
      kind: "LicenseRequired",
      path: ["content"],
      message,
      codeSystem,
      licensor,
    });
  }
}
