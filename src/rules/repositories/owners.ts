import { failed, ok, type Result } from "../../kernel/result.js";
import type { Viewer } from "../access/viewer.js";
import { type Failures, fieldInvalid, notPermitted, resourceNotFound } from "../failure.js";
import { isStorable, trimmed } from "../text.js";
import { type OwnerName, ownerOfUrl } from "./urls.js";

/** To whom a new repository is to belong. */
export interface RepositoryOwner extends OwnerName {
  readonly id: number;
}

const PATH = ["owner"];

/**
 * The owner of a new repository: an organization of the caller's, or the caller. Left out: the caller.
 * @param given `/orgs/OCL/`, `/users/jane/`, `/user/` or the bare name of an organization
 * @param exists whether there is such an organization or user
 */
export async function chooseOwner(
  viewer: Viewer,
  given: string | null | undefined,
  exists: (owner: OwnerName) => Promise<boolean>,
): Promise<Result<RepositoryOwner, Failures>> {
  const { user, organizations } = viewer;
  const name = trimmed(given);
  if (name === null) {
    return user
      ? ok({ ...user, kind: "USER" })
      : failed([fieldInvalid(PATH, "The token speaks for no user; name an owner: /orgs/NAME/.")]);
  }
  const owner = isStorable(name) ? namedOwner(name, user?.name ?? null) : null;
  const missing = resourceNotFound(PATH, `There is no owner ${name}.`);
  if (!owner) return failed([missing]);
  if (owner.kind === "USER") {
    if (user?.name === owner.name) return ok({ ...user, kind: "USER" });
    return failed([
      (await exists(owner)) ? notPermitted(PATH, `You are not user ${owner.name}.`) : missing,
    ]);
  }
  const own = organizations.find((organization) => organization.name === owner.name);
  if (own) return ok({ kind: "ORGANIZATION", name: own.name, id: own.id });
  const stranger = notPermitted(PATH, `You are not a member of organization ${owner.name}.`);
  return failed([(await exists(owner)) ? stranger : missing]);
}

function namedOwner(text: string, caller: string | null): OwnerName | null {
  return text.includes("/") ? ownerOfUrl(text, caller) : { kind: "ORGANIZATION", name: text };
}
