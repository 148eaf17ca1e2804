import type { Viewer } from "../../rules/access/viewer.js";
import { licenceRefusal } from "../../rules/codeSystems/licences.js";
import {
  type Failure,
  notPermitted,
  resourceArchived,
  resourceNotFound,
} from "../../rules/failure.js";
import { isOwn } from "../../rules/repositories/editing.js";
import type { CodeSystemRow } from "../../store/codeSystems/queries.js";

const PATH = ["codeSystem"];

/**
 * Why the viewer may not import into a code system; null stands for one that they may not see. Nothing is
 * told of its content to those who may not have it.
 */
export function accessFaults(
  viewer: Viewer,
  system: CodeSystemRow | null,
  address: string,
): readonly Failure[] {
  if (!system) return [resourceNotFound(PATH, `There is no code system ${address}.`)];
  const { slug, licensor } = system;
  if (system.deactivatedAt !== null) {
    return [resourceArchived(PATH, `The code system ${slug} is deactivated.`)];
  }
  if (!isOwn(viewer, system)) {
    return [
      notPermitted(PATH, `Only the owner of ${slug} imports into it, or a member of the owner.`),
    ];
  }
  return licenceRefusal(viewer, { slug, licensor }, PATH) ?? [];
}
