import type { CrosswalkDescription } from "../../importers/format.js";
import { canonicalUuid } from "../../kernel/uuid.js";
import { mergeAttributes } from "../../rules/crosswalks/attributes.js";
import { type CustomAttribute, RELEASE } from "../../rules/crosswalks/content.js";
import type { Losses } from "../../rules/crosswalks/forms/losses.js";
import { ATTRIBUTES_LIMIT } from "../../rules/crosswalks/limits.js";
import {
  crosswalksNamed,
  crosswalksWith,
  hasCrosswalk,
} from "../../store/crosswalks/importTarget.js";
import type { CrosswalkDetails } from "../../store/crosswalks/versionWrites.js";
import type { Queries } from "../../store/database.js";
import type { CrosswalkImport } from "./importCrosswalk.js";
import { refused } from "./refusals.js";

interface Asked {
  readonly owner: number;
  readonly request: CrosswalkImport;
  /** What the file says of itself; null: nothing but pairs. */
  readonly about: CrosswalkDescription | null;
}

/** Identifier of the crosswalk that gets a new version; null where one is to be made. */
export async function presentCrosswalk(
  queries: Queries,
  { owner, request, about }: Asked,
): Promise<string | null> {
  const { crosswalk: which } = request;
  if (which !== null && "identifier" in which) return which.identifier;
  if (which !== null)
    return only(await crosswalksNamed(queries, owner, which.name), request, which.name);
  if (about === null) throw refused("Say which crosswalk it is by --crosswalk");
  const identifier = canonicalUuid(about.identifier ?? "");
  if (identifier !== null && (await hasCrosswalk(queries, owner, identifier))) return identifier;
  if (about.known !== null) {
    const known = await crosswalksWith(queries, owner, about.known);
    if (known.length > 0)
      return only(
        known.map((one) => ({ identifier: one })),
        request,
        about.known.value ?? "",
      );
  }
  if (about.name === null) return null;
  // Of the same name, and not known to be something else.
  const named = await crosswalksNamed(queries, owner, about.name);
  const { known } = about;
  const free = named.filter(
    ({ attributes }) => known === null || attributes.every(({ key }) => key !== known.key),
  );
  return only(free, request, about.name);
}

function only(
  found: readonly { readonly identifier: string }[],
  { organization }: CrosswalkImport,
  name: string,
): string | null {
  const [present = null, ...others] = found;
  if (others.length === 0) return present?.identifier ?? null;
  throw refused(
    `${organization} has ${found.length} crosswalks named "${name}"; ` +
      "give them names of their own, or say which by its identifier",
  );
}

interface Description {
  readonly request: Pick<CrosswalkImport, "crosswalk" | "release" | "made">;
  readonly about: CrosswalkDescription | null;
  /** Of the version before; null: it is the first. */
  readonly before: CrosswalkDetails | null;
  readonly losses: Losses;
}

/** Name, description and attributes of the version that an import makes; null where nothing names it. */
export function detailsToBe({
  request,
  about,
  before,
  losses,
}: Description): CrosswalkDetails | null {
  const { crosswalk: which } = request;
  const given = which !== null && "name" in which ? which.name : null;
  const name =
    before && (given !== null || about === null)
      ? before.name
      : (given ?? about?.name ?? before?.name);
  if (name === undefined || name === null) return null;
  const value = request.release ?? about?.release ?? null;
  const release = value === null ? [] : [{ key: RELEASE, value }];
  // What a version was imported from is said of that version only.
  const kept = (before?.attributes ?? []).filter(({ key }) => key !== RELEASE && !about?.owns(key));
  const said = mergeAttributes(about?.attributes ?? [], release);
  const told = mergeAttributes(said, request.made?.attributes);
  const attributes = inOrderOf(before?.attributes ?? [], mergeAttributes(kept, told));
  return {
    name,
    description: request.made?.description ?? (about ?? before)?.description ?? null,
    attributes: withinLimit(attributes, losses),
  };
}

/** Keys keep their order of first insertion. */
function inOrderOf(
  before: readonly CustomAttribute[],
  attributes: readonly CustomAttribute[],
): readonly CustomAttribute[] {
  const places = new Map(before.map(({ key }, at) => [key, at]));
  const place = ({ key }: CustomAttribute) => places.get(key) ?? places.size;
  return attributes.toSorted((one, other) => place(one) - place(other));
}

function withinLimit(
  attributes: readonly CustomAttribute[],
  losses: Losses,
): readonly CustomAttribute[] {
  for (const { key } of attributes.slice(ATTRIBUTES_LIMIT)) {
    losses.add("LEFT_OUT", key, `A crosswalk has at most ${ATTRIBUTES_LIMIT} attributes.`);
  }
  return attributes.slice(0, ATTRIBUTES_LIMIT);
}

/** Whether two versions are called and described alike. */
export function sameDetails(one: CrosswalkDetails, other: CrosswalkDetails): boolean {
  return (
    JSON.stringify([one.name, one.description, one.attributes]) ===
    JSON.stringify([other.name, other.description, other.attributes])
  );
}
