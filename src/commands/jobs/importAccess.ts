import { failed, type Result } from "../../kernel/result.js";
import type { Viewer } from "../../rules/access/viewer.js";
import { licenceRefusal } from "../../rules/codeSystems/licences.js";
import {
  type Failure,
  type Failures,
  notPermitted,
  refusal,
  resourceArchived,
} from "../../rules/failure.js";
import { isOwn } from "../../rules/repositories/editing.js";
import type { CodeSystemRow } from "../../store/codeSystems/queries.js";
import type { Queries } from "../../store/database.js";
import { namedSystem } from "../codeSystems/namedSystem.js";

const PATH = ["codeSystem"];

/**
 * The code system that the viewer wants to import into, or why they may not.
 * @param text its slug, its URL or its canonical URL
 */
export async function importableSystem(
  queries: Queries,
  viewer: Viewer,
  text: string,
): Promise<Result<CodeSystemRow, Failures>> {
  const named = await namedSystem(queries, viewer, { text, path: PATH });
  if (!named.ok) return named;
  const forbidden = refusal(accessFaults(viewer, named.value));
  return forbidden ? failed(forbidden) : named;
}

/** Why the viewer may not import into a code system that they see; nothing is told of its content. */
function accessFaults(viewer: Viewer, system: CodeSystemRow): readonly Failure[] {
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
