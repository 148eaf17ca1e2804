import { failed, ok, type Result } from "../../kernel/result.js";
import {
  alreadyExists,
  type Failures,
  fieldInvalid,
  refusal,
  resourceNotFound,
} from "../../rules/failure.js";
import {
  changedVersion,
  type VersionInput,
  versionFaults,
} from "../../rules/repositories/versionInputs.js";
import { isStorable } from "../../rules/text.js";
import { labelFault } from "../../rules/versions/labels.js";
import type { Queries } from "../../store/database.js";
import { putVersion } from "../../store/ledger/writes.js";
import { namedVersionOf, type RepositoryVersionRow } from "../../store/repositories/versions.js";
import type { CommandContext } from "../context.js";
import { authoredBy } from "./changing.js";

/** What is read of a code system or collection before HEAD is named. */
interface NamedHead {
  readonly containerId: number;
  readonly headRevision: number;
  readonly newestVersion: number | null;
  readonly description: string | null;
}

const PATH = ["version"];

/**
 * Names what HEAD is now. Without a description of its own the version has the repository's.
 * @param taken what is said where there is a version of the label
 * @returns the new version's ordinal
 */
export async function nameHead(
  queries: Queries,
  context: CommandContext,
  { containerId, headRevision, newestVersion, description }: NamedHead,
  said: { readonly label: string; readonly input: VersionInput; readonly taken: string },
): Promise<Result<number, Failures>> {
  const { label, taken } = said;
  const fault = labelFault(label);
  const wrong = fault === null ? [] : [fieldInvalid(PATH, fault)];
  const clash =
    fault === null && (await namedVersionOf(queries, containerId, label))
      ? [alreadyExists(PATH, taken)]
      : [];
  const input = { ...said.input, released: said.input.released ?? false };
  const refused = refusal([...wrong, ...clash, ...versionFaults(input)]);
  if (refused) return failed(refused);
  const change = authoredBy(context);
  const before = { description, externalId: null, extras: {}, releasedAt: null };
  const { releasedAt, ...details } = changedVersion(before, input, change.at);
  const ordinal = (newestVersion ?? 0) + 1;
  const released = releasedAt !== null;
  const written = { containerId, ordinal, label, revision: headRevision, released, ...details };
  await putVersion(queries, written, change);
  return ok(ordinal);
}

/** A version by its label; a deactivated one is there no more. `of` names its repository. */
export async function foundVersion(
  queries: Queries,
  { containerId, of }: { readonly containerId: number; readonly of: string },
  label: string,
): Promise<Result<RepositoryVersionRow, Failures>> {
  const found = isStorable(label) ? await namedVersionOf(queries, containerId, label) : null;
  if (found && found.deactivatedAt === null) return ok(found);
  return failed([resourceNotFound(PATH, `There is no version ${label} of ${of}.`)]);
}
