import { failed, ok, type Result } from "../../kernel/result.js";
import { signature, type Viewer } from "../../rules/access/viewer.js";
import {
  type NewCodeSystemInput,
  newCodeSystemFaults,
} from "../../rules/codeSystems/codeSystemInputs.js";
import { licenceRefusal } from "../../rules/codeSystems/licences.js";
import { isSlug, licensorOfSlug, slugOfShortCode } from "../../rules/codeSystems/slugs.js";
import {
  alreadyExists,
  areFieldFaults,
  type Failure,
  type Failures,
  refusal,
} from "../../rules/failure.js";
import { newRepositoryDetails } from "../../rules/repositories/details.js";
import { chooseOwner, type RepositoryOwner } from "../../rules/repositories/owners.js";
import { trimmed } from "../../rules/text.js";
import { ownerExists } from "../../store/access/owners.js";
import { firstFreeSlug } from "../../store/codeSystems/register.js";
import { insertCodeSystemRows, lockSlugs, takenSlugs } from "../../store/codeSystems/writes.js";
import type { Queries } from "../../store/database.js";
import { beginRevision } from "../../store/ledger/writes.js";
import { lockOwner } from "../../store/repositories/writes.js";
import type { CommandContext } from "../context.js";
import { shortCodeClash } from "../repositories/shortCodeClash.js";
import type { CodeSystemOutcome } from "./outcome.js";

export type CreateCodeSystem = NewCodeSystemInput & {
  /** URL of an organization or user; left out: the caller. */
  readonly owner?: string | null | undefined;
};

/** Makes a code system without concepts: complete, so that it knows the codes that it will be given. */
export async function createCodeSystem(
  { database, viewer, now, newUuid }: CommandContext,
  input: CreateCodeSystem,
): Promise<Result<CodeSystemOutcome, Failures>> {
  return await database.write(async ({ queries }) => {
    const owner = await chooseOwner(viewer, input.owner, (named) => ownerExists(queries, named));
    if (!owner.ok && !areFieldFaults(owner.failure)) return owner;
    const unlicensed = unlicensedName(viewer, input);
    if (unlicensed) return failed(unlicensed);
    const faults = newCodeSystemFaults(input);
    if (!owner.ok) return failed([...owner.failure, ...faults]);
    await lockSlugs(queries);
    await lockOwner(queries, owner.value);
    const refused = refusal([...faults, ...(await takenNames(queries, owner.value, input))]);
    if (refused) return failed(refused);

    const { shortCode, slug } = await freeNames(queries, owner.value, input);
    const change = { at: now(), by: signature(viewer), kind: "CREATED" };
    const containerId = await insertCodeSystemRows(
      queries,
      { owner: owner.value, shortCode, details: newRepositoryDetails(input) },
      {
        slug,
        sourceType: trimmed(input.sourceType),
        content: "COMPLETE",
        codeNormalization: "NONE",
        licensor: licensorOfSlug(slug),
      },
      { uid: newUuid(), ...change },
    );
    await beginRevision(queries, containerId, change);
    return ok({ slug, message: null });
  });
}

/** A licensed code system's further years are licensed too: `cpt2026` as `cpt2025`. */
function unlicensedName(viewer: Viewer, input: CreateCodeSystem): Failures | null {
  const given = trimmed(input.slug);
  const slug = given ?? slugOfShortCode(input.shortCode.trim());
  const path = [given === null ? "shortCode" : "slug"];
  return licenceRefusal(viewer, { slug, licensor: licensorOfSlug(slug) }, path);
}

async function takenNames(
  queries: Queries,
  owner: RepositoryOwner,
  input: CreateCodeSystem,
): Promise<readonly Failure[]> {
  const slug = trimmed(input.slug);
  const faults = [...(await shortCodeClash(queries, owner, input.shortCode))];
  if (slug !== null && isSlug(slug) && (await takenSlugs(queries, [slug])).size > 0) {
    faults.push(alreadyExists(["slug"], `There is a code system ${slug} already.`));
  }
  return faults;
}

async function freeNames(queries: Queries, owner: RepositoryOwner, input: CreateCodeSystem) {
  const shortCode = input.shortCode.trim();
  const given = trimmed(input.slug);
  if (given !== null) return { shortCode, slug: given };
  return { shortCode, slug: await firstFreeSlug(queries, shortCode, owner.name) };
}
