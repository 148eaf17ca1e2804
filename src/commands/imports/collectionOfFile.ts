import { canonicalUuid } from "../../kernel/uuid.js";
import { nameFault } from "../../rules/access/names.js";
import { ownerOf } from "../../rules/codeSystems/owners.js";
import {
  type CollectionDetails,
  changedCollectionDetails,
  changedCollectionFaults,
  newCollectionDetails,
} from "../../rules/collections/details.js";
import { type ExtrasPlace, extrasMeant } from "../../rules/collections/forms/fhirSetHeader.js";
import type { SetDescription, SetVersion } from "../../rules/collections/forms/setContent.js";
import { optionName } from "../../rules/imports/optionNames.js";
import { shortCodeFaults } from "../../rules/repositories/shortCodes.js";
import type { OwnerName } from "../../rules/repositories/urls.js";
import { ensureOrganizations, ensureUser } from "../../store/access/writes.js";
import {
  collectionOfOwner,
  collectionOfUid,
  collectionsOfUrl,
  ownerId,
  type PresentCollection,
} from "../../store/collections/importTarget.js";
import { insertCollection } from "../../store/collections/writes.js";
import type { Queries } from "../../store/database.js";
import { lockOwner, shortCodeTaken } from "../../store/repositories/writes.js";
import { refused } from "./refusals.js";

/** Whose a collection is that is new, and who makes it. */
export interface CollectionOwning {
  /** Name of an organization; null: as the file says it, or its URL. */
  readonly owner: string | null;
  /** The version that is made of the file. */
  readonly version: SetVersion | null;
  readonly by: string;
  readonly now: Date;
  readonly newUuid: () => string;
}

/** The collection that a file describes, made where there is none. */
export interface CollectionTarget extends PresentCollection {
  readonly registered: boolean;
}

/** Finds the collection that a file describes, or makes it. */
export async function collectionOfFile(
  queries: Queries,
  description: SetDescription,
  request: CollectionOwning,
): Promise<CollectionTarget> {
  const present = await presentCollection(queries, description, request);
  if (present?.deactivated) throw refused("The collection is deactivated; reactivate it first");
  if (present) return { ...present, registered: false };
  return { ...(await registered(queries, description, request)), registered: true };
}

async function presentCollection(
  queries: Queries,
  description: SetDescription,
  request: CollectionOwning,
): Promise<PresentCollection | null> {
  const { canonicalUrl } = description.details;
  const [first] = shortCodesOf(description);
  if (description.owner !== null && first !== undefined && request.owner === null) {
    const named = await collectionOfOwner(queries, description.owner, first);
    if (named) return named;
  }
  const uid = canonicalUuid(description.uid ?? "");
  const known = uid === null ? null : await collectionOfUid(queries, uid);
  if (known) return known;
  if (canonicalUrl !== null && description.owner === null) {
    const found = await collectionsOfUrl(queries, canonicalUrl);
    const own = found.filter(({ owner }) => request.owner === null || owner.name === request.owner);
    const [one, ...others] = own;
    if (others.length > 0) {
      const owners = own.map(({ owner }) => owner.name).join(", ");
      throw refused(`Several collections are ${canonicalUrl}, of ${owners}; say whose by --owner`);
    }
    return one ?? null;
  }
  const owner = ownerMeant(description, request);
  return first === undefined ? null : await collectionOfOwner(queries, owner, first);
}

function ownerMeant(
  { owner, publisher, details: { canonicalUrl } }: SetDescription,
  request: CollectionOwning,
): OwnerName & { readonly displayName?: string } {
  const fault = request.owner === null ? null : nameFault("an organization", request.owner);
  if (fault) throw refused(fault);
  if (request.owner !== null) return { kind: "ORGANIZATION", name: request.owner };
  const derived = owner ?? ownerOf(canonicalUrl, publisher);
  if (derived === null) {
    throw refused(`The file does not say whose it is; name the owner by ${optionName("owner")}`);
  }
  return { kind: "ORGANIZATION", ...derived };
}

/** What the collection may be called in URLs: as the file says, or what stands last in its URL. */
function shortCodesOf({ shortCode, details: { canonicalUrl } }: SetDescription): readonly string[] {
  const candidates = [shortCode, canonicalUrl?.split(/[/:#]/).at(-1) ?? null];
  return candidates
    .filter((one) => one !== null)
    .filter((one) => shortCodeFaults(one).length === 0);
}

async function registered(
  queries: Queries,
  description: SetDescription,
  request: CollectionOwning,
): Promise<PresentCollection> {
  const { by, now: at, newUuid } = request;
  const named = ownerMeant(description, request);
  if (named.kind === "USER") await ensureUser(queries, named.name, at);
  else await ensureOrganizations(queries, [named], at);
  const id = await ownerId(queries, named);
  if (id === null) throw new Error(`The owner ${named.name} was not made`);
  const owner = { kind: named.kind, name: named.name, id };
  await lockOwner(queries, owner);
  const shortCode = await freeShortCode(queries, owner, shortCodesOf(description));
  const uid = canonicalUuid(description.uid ?? "") ?? newUuid();
  const { version } = request;
  const nothingYet = newCollectionDetails({ name: shortCode });
  const details = detailsMeant(description, nothingYet, { shortCode, version });
  await insertCollection(queries, { uid, owner, shortCode, details }, { at, by, kind: "CREATED" });
  const made = await collectionOfUid(queries, uid);
  if (!made) throw new Error(`The collection ${shortCode} was not made`);
  return made;
}

/** A value set often has the id of its code system, which in URLs has it first. */
async function freeShortCode(
  queries: Queries,
  owner: OwnerName & { readonly id: number },
  [code]: readonly string[],
): Promise<string> {
  if (code === undefined)
    throw refused("The file has neither id nor url to call the collection by");
  if (await collectionOfOwner(queries, owner, code)) {
    throw refused(
      `${owner.name} has another collection ${code}; say by ${optionName("owner")} whose the file's is`,
    );
  }
  for (let number = 1; ; number += 1) {
    const tried = [code, ...(number > 1 ? ["vs"] : []), ...(number > 2 ? [number - 1] : [])].join(
      "-",
    );
    if (!(await shortCodeTaken(queries, owner, tried))) return tried;
  }
}

/** What the collection says of itself as the file describes it. */
export function detailsMeant(
  description: SetDescription,
  before: CollectionDetails,
  made: Pick<ExtrasPlace, "shortCode" | "version">,
): CollectionDetails {
  const extras = extrasMeant(description, { ...made, before: before.extras });
  const input = { ...description.details, extras };
  const [fault] = changedCollectionFaults(input);
  if (fault) throw refused(`The file describes the collection as it can't be: ${fault.message}`);
  return changedCollectionDetails(input, before);
}
