import { failed, ok, type Result } from "../../kernel/result.js";
import { type Failures, fieldInvalid, notPermitted, resourceNotFound } from "../failure.js";
import { isStorable, trimmed } from "../text.js";
import type { Membership, Viewer } from "./viewer.js";

const PATH = ["organization"];

/**
 * The organization that something new is to belong to. A caller of one organization need not name it; one
 * of several must; nobody makes anything for an organization that is not theirs.
 * @param exists whether there is an organization of a name
 */
export async function chooseOrganization(
  viewer: Viewer,
  named: string | null | undefined,
  exists: (name: string) => Promise<boolean>,
): Promise<Result<Membership, Failures>> {
  const name = trimmed(named);
  const [only, ...others] = viewer.organizations;
  if (name !== null) {
    const own = viewer.organizations.find((organization) => organization.name === name);
    if (own) return ok(own);
    return isStorable(name) && (await exists(name))
      ? failed([notPermitted(PATH, `You are not a member of organization ${name}.`)])
      : failed([resourceNotFound(PATH, `There is no organization ${name}.`)]);
  }
  if (!only) {
    return failed([
      notPermitted(PATH, "You are a member of no organization; a crosswalk belongs to one."),
    ]);
  }
  if (others.length > 0) {
    const names = viewer.organizations.map((organization) => organization.name).join(", ");
    return failed([fieldInvalid(PATH, `Name one of your organizations: ${names}.`)]);
  }
  return ok(only);
}
