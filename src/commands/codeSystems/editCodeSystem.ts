import { jsonText } from "../../kernel/json.js";
import { failed, ok, type Result } from "../../kernel/result.js";
import {
  type CodeSystemInput,
  changedCodeSystemFaults,
} from "../../rules/codeSystems/codeSystemInputs.js";
import { shownName } from "../../rules/codeSystems/display.js";
import { type Failures, refusal } from "../../rules/failure.js";
import {
  changedRepositoryDetails,
  type RepositoryDetails,
} from "../../rules/repositories/details.js";
import { trimmed } from "../../rules/text.js";
import { resetClaimedNames } from "../../store/codeSystems/claimedNames.js";
import { headConcepts, showAnew } from "../../store/codeSystems/headConcepts.js";
import type { CodeSystemRow } from "../../store/codeSystems/queries.js";
import { setSourceType } from "../../store/codeSystems/writes.js";
import type { Queries } from "../../store/database.js";
import { updateRepository } from "../../store/repositories/writes.js";
import type { CommandContext } from "../context.js";
import { NOTHING_TO_CHANGE } from "../outcome.js";
import { authoredBy, beginAuthoring } from "../repositories/changing.js";
import { changeCodeSystem } from "./authoring.js";
import type { CodeSystemOutcome } from "./outcome.js";
import { schemaOffences } from "./schemaOffences.js";

export type EditCodeSystem = CodeSystemInput & {
  /** A slug or a URL. */
  readonly codeSystem: string;
};

/**
 * Changes what is said of a code system. A schema is taken on only where all concepts satisfy it; where the
 * languages change, concepts show the names that these now choose.
 */
export async function editCodeSystem(
  context: CommandContext,
  input: EditCodeSystem,
): Promise<Result<CodeSystemOutcome, Failures>> {
  return await changeCodeSystem<null, CodeSystemOutcome>(context, input.codeSystem, {
    part: "DETAILS",
    find: async () => ok(null),
    work: async (queries, system) => {
      const { slug, containerId } = system;
      const before = detailsOf(system);
      const details = changedRepositoryDetails(input, before);
      const sourceType =
        input.sourceType === undefined ? system.sourceType : trimmed(input.sourceType);
      const validated = details.customValidationSchema !== null;
      const otherSchema = details.customValidationSchema !== before.customValidationSchema;
      const refused = refusal([
        ...changedCodeSystemFaults(input),
        ...(otherSchema && validated ? await schemaOffences(queries, containerId) : []),
      ]);
      if (refused) return failed(refused);
      if (jsonText([details, sourceType]) === jsonText([before, system.sourceType])) {
        return ok({ slug, message: NOTHING_TO_CHANGE });
      }
      const revision = await beginAuthoring(queries, context, containerId, { kind: "UPDATED" });
      await updateRepository(queries, containerId, details, authoredBy(context));
      await setSourceType(queries, containerId, sourceType);
      if (otherSchema) await resetClaimedNames(queries, containerId, validated);
      if (languages(details) !== languages(before)) {
        await chooseDisplays(queries, { containerId, revision }, details);
      }
      return ok({ slug, message: null });
    },
  });
}

function detailsOf(system: CodeSystemRow): RepositoryDetails {
  const { name, fullName, description, publicAccess, defaultLocale, supportedLocales } = system;
  const { canonicalUrl, website, externalId, customValidationSchema, extras } = system;
  const texts = { name, fullName, description, canonicalUrl, website, externalId, extras };
  return { ...texts, publicAccess, defaultLocale, supportedLocales, customValidationSchema };
}

function languages({ defaultLocale, supportedLocales }: RepositoryDetails): string {
  return [defaultLocale, ...supportedLocales].join(" ");
}

async function chooseDisplays(
  queries: Queries,
  { containerId, revision }: { readonly containerId: number; readonly revision: number },
  details: RepositoryDetails,
): Promise<void> {
  for await (const concepts of headConcepts(queries, containerId)) {
    const displays = concepts.flatMap((concept) => {
      const display = shownName(concept, details);
      const same = display.name === concept.display && display.locale === concept.displayLocale;
      return same ? [] : [{ code: concept.code, display }];
    });
    if (displays.length > 0) await showAnew(queries, containerId, revision, displays);
  }
}
