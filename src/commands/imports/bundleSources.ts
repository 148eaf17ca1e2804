import type { OclSource } from "../../importers/ocl.js";
import { systemAddress } from "../../rules/conceptMappings/urls.js";
import { newRepositoryDetails } from "../../rules/repositories/details.js";
import { ensureOrganizations, ensureUser } from "../../store/access/writes.js";
import {
  describeSystem,
  registerDescribedSystem,
  type SaidOfSystem,
} from "../../store/codeSystems/register.js";
import { addressedSystem } from "../../store/codeSystems/urls.js";
import type { Queries } from "../../store/database.js";
import type { BundleContents } from "./bundleContents.js";
import { refused } from "./refusals.js";

interface Made {
  readonly by: string;
  readonly now: Date;
  readonly newUuid: () => string;
}

/** A code system that a file's lines go into. */
export interface SourceTarget {
  readonly containerId: number;
  readonly uid: string;
  readonly slug: string;
  /** Whether it was not here before. */
  readonly registered: boolean;
}

/** Makes the organizations and users that a file names; answers the names of the organizations it has lines of. */
export async function registerOwners(
  queries: Queries,
  contents: BundleContents,
  { now }: Made,
): Promise<readonly string[]> {
  const named = [...contents.organizations.values()].map(({ name, displayName, website }) => ({
    name,
    ...(displayName === null ? {} : { displayName }),
    ...(website === null ? {} : { website }),
  }));
  const owners = contents
    .sources()
    .map(systemAddress)
    .filter((address) => address !== null);
  const others = owners
    .filter(({ ownerKind, owner }) => ownerKind === "orgs" && !contents.organizations.has(owner))
    .map(({ owner }) => ({ name: owner }));
  const organizations = [...named, ...others];
  if (organizations.length > 0) await ensureOrganizations(queries, organizations, now);
  for (const { ownerKind, owner } of owners) {
    if (ownerKind === "users") await ensureUser(queries, owner, now);
  }
  return named.map(({ name }) => name);
}

/** The code system of a source, made where it is not here, with what the file says of it. */
export async function registerSource(
  queries: Queries,
  url: string,
  contents: BundleContents,
  { now: at, by, newUuid }: Made,
): Promise<SourceTarget> {
  const present = await addressedSystem(queries, url);
  const said = contents.descriptionOf(url);
  if (present) {
    if (said) await describeSystem(queries, present.containerId, detailsOf(said), { at, by });
    return { ...present, registered: false };
  }
  const address = systemAddress(url);
  if (!said || !address) {
    const rejected = `there is no source ${url}, neither here nor in the file`;
    throw refused("The file has lines of an unknown source", [
      { line: contents.firstLineOf(url), rejected },
    ]);
  }
  const { ownerKind: kind, owner: name, shortCode } = address;
  const uid = newUuid();
  const details = { ...detailsOf(said), shortCode };
  const made = await registerDescribedSystem(queries, { kind, name }, details, { uid, at, by });
  return { ...made, uid, registered: true };
}

function detailsOf({ kind: _, source: __, sourceType, ...said }: OclSource): SaidOfSystem {
  return { details: newRepositoryDetails(said), sourceType };
}
