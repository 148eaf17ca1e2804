import { failed, ok, type Result } from "../../kernel/result.js";
import { chooseOrganization } from "../../rules/access/organizations.js";
import { signature } from "../../rules/access/viewer.js";
import { mergeAttributes } from "../../rules/crosswalks/attributes.js";
import { type DetailsInput, newDetailsFaults } from "../../rules/crosswalks/details.js";
import type { MappingInput } from "../../rules/crosswalks/mappingInputs.js";
import { areFieldFaults, type Failures, refusal } from "../../rules/failure.js";
import { trimmed } from "../../rules/text.js";
import { organizationExists } from "../../store/access/queries.js";
import { writePairs } from "../../store/crosswalks/pairWrites.js";
import { settleRevision } from "../../store/crosswalks/settle.js";
import { crosswalk } from "../../store/crosswalks/tables.js";
import {
  changedTotals,
  noTotals,
  putCrosswalkVersion,
} from "../../store/crosswalks/versionWrites.js";
import { beginRevision, createContainer } from "../../store/ledger/writes.js";
import type { CommandContext } from "../context.js";
import { planAddition } from "./addition.js";
import { type MappingsOutcome, withJudgement } from "./outcome.js";

export interface CreateCrosswalk extends DetailsInput {
  readonly mappings?: readonly MappingInput[] | null | undefined;
  /** Name of one of the caller's organizations; needed only by a caller of several. */
  readonly organization?: string | null | undefined;
  readonly draft: boolean;
}

/**
 * Creates a crosswalk with version 1, published or as a draft. Mappings that can't go in are skipped and
 * reported; any fault of name, description, attributes or organization refuses the whole.
 */
export async function createCrosswalk(
  { database, viewer, now, newUuid }: CommandContext,
  input: CreateCrosswalk,
): Promise<Result<MappingsOutcome, Failures>> {
  return await database.write(async ({ queries }) => {
    const organization = await chooseOrganization(viewer, input.organization, (name) =>
      organizationExists(queries, name),
    );
    if (!organization.ok && !areFieldFaults(organization.failure)) return organization;
    const identifier = newUuid();
    const { faults, judged, changes } = await planAddition(
      queries,
      viewer,
      { identifier, containerId: null },
      input.mappings ?? [],
    );
    const others = [...newDetailsFaults(input), ...faults];
    if (!organization.ok) return failed([...organization.failure, ...others]);
    const refused = refusal(others);
    if (refused) return failed(refused);

    const change = { at: now(), by: signature(viewer), kind: "CREATED" };
    const containerId = await createContainer(queries, {
      uid: identifier,
      kind: "CROSSWALK",
      at: change.at,
      by: change.by,
    });
    await queries.insert(crosswalk).values({ containerId, organizationId: organization.value.id });
    const revision = await beginRevision(queries, containerId, change);
    await writePairs(queries, containerId, revision, changes);
    const totals = changedTotals(noTotals, await settleRevision(queries, containerId, revision));
    await putCrosswalkVersion(
      queries,
      {
        containerId,
        ordinal: 1,
        revision,
        published: !input.draft,
        details: {
          name: trimmed(input.name) ?? "",
          description: trimmed(input.description),
          attributes: mergeAttributes([], input.customAttributes),
        },
        totals,
      },
      change,
    );
    return ok(withJudgement({ identifier, version: 1, message: null }, judged));
  });
}
