import type { SystemDescription } from "../../importers/format.js";
import { nameFault } from "../../rules/access/names.js";
import { ownerOf } from "../../rules/codeSystems/owners.js";
import { isSlug, licensorOfSlug } from "../../rules/codeSystems/slugs.js";
import { type AskedBy, optionName } from "../../rules/imports/optionNames.js";
import { systemsOfUrl } from "../../store/codeSystems/importTarget.js";
import { registerCodeSystem } from "../../store/codeSystems/registerCodeSystem.js";
import type { Queries } from "../../store/database.js";
import { refused } from "./refusals.js";

/** Which code system is meant, and for whom it is registered if it is new. */
export interface DescribedImport {
  /** Slug; null: the code system of the file's canonical URL. */
  readonly codeSystem: string | null;
  /** Name of the owner; null: derived from URL and publisher. */
  readonly owner?: string | null;
  readonly by: string;
  readonly now: Date;
  /** Whom messages speak to; left out: the command line. */
  readonly askedBy?: AskedBy;
  /** Without it nothing is registered. */
  readonly newUuid?: () => string;
}

/** The slug of the code system that a file describes; null where there is none yet. */
export async function slugOfDescribed(
  queries: Queries,
  { codeSystem, owner = null, askedBy }: DescribedImport,
  { canonicalUrl }: SystemDescription,
): Promise<string | null> {
  if (codeSystem !== null) return codeSystem;
  if (canonicalUrl === null) {
    const option = optionName("codeSystem", askedBy);
    throw refused(`The file names no url; say which code system it holds by ${option}`);
  }
  const [found, ...others] = await systemsOfUrl(queries, canonicalUrl);
  if (found === undefined) return null;
  if (others.length > 0) {
    const slugs = [found, ...others].map(({ slug }) => slug).join(", ");
    throw refused(`Several code systems are ${canonicalUrl}: ${slugs}; say which is meant`);
  }
  if (owner !== null && found.owner !== owner) {
    throw refused(`${canonicalUrl} is here as ${found.slug}, which is ${found.owner}'s`);
  }
  return found.slug;
}

/** Registers the code system that a file describes. @returns its slug */
export async function registerDescribed(
  queries: Queries,
  request: DescribedImport,
  description: SystemDescription,
): Promise<string> {
  const { codeSystem, owner = null, by, now, newUuid, askedBy } = request;
  if (!newUuid) throw refused(`There is no code system ${codeSystem ?? description.canonicalUrl}`);
  const { canonicalUrl, publisher } = description;
  if (codeSystem !== null && !isSlug(codeSystem)) {
    throw refused(`"${codeSystem}" can't be a code system's slug`);
  }
  const ownerFault = owner === null ? null : nameFault("an organization", owner);
  if (ownerFault) throw refused(ownerFault);
  const whose = owner === null ? ownerOf(canonicalUrl, publisher) : { name: owner };
  const [which, byOwner] = [optionName("codeSystem", askedBy), optionName("owner", askedBy)];
  if (whose === null) {
    throw refused(`The file does not say whose it is; name the owner by ${byOwner}`);
  }
  const shortCode = shortCodeOf(description, request);
  const { name, fullName } = description;
  const registered = await registerCodeSystem(
    queries,
    {
      ...description,
      slug: codeSystem,
      shortCode,
      name: name ?? shortCode,
      fullName: fullName ?? shortCode,
      owner: whose,
      licensor: licensorOfSlug(codeSystem ?? shortCode),
      codeNormalization: "NONE",
    },
    { uid: newUuid(), at: now, by },
  );
  if ("slug" in registered) return registered.slug;
  throw refused(
    registered.taken === "SLUG"
      ? `The slug ${codeSystem} is taken`
      : `${whose.name} has another code system or collection ${shortCode}; say by ${which} ` +
          `which one the file holds, or by ${byOwner} whose it is`,
  );
}

/** The resource's id, the slug that the caller wants, or what stands last in the URL. */
function shortCodeOf(
  { shortCode, canonicalUrl }: SystemDescription,
  { codeSystem, askedBy }: DescribedImport,
): string {
  const candidates = [shortCode, codeSystem, canonicalUrl?.split(/[/:#]/).at(-1) ?? null];
  const found = candidates.find((candidate) => candidate !== null && isSlug(candidate));
  if (found) return found;
  const option = optionName("codeSystem", askedBy);
  throw refused(`The file has no id; name the code system by ${option}`);
}
