import { failed, ok, type Result } from "../../kernel/result.js";
import {
  type ConceptInput,
  changedContent,
  conceptInputFaults,
  sameContent,
} from "../../rules/codeSystems/conceptInputs.js";
import { preferredFaults } from "../../rules/codeSystems/conceptTexts.js";
import type { ConceptContent } from "../../rules/codeSystems/content.js";
import { shownName } from "../../rules/codeSystems/display.js";
import { wordsOf } from "../../rules/codeSystems/lookups.js";
import { conflictFaults, openMrsFaults } from "../../rules/codeSystems/openMrs.js";
import { judgeParents, namedParents } from "../../rules/codeSystems/parents.js";
import { isStorableJson } from "../../rules/extras.js";
import { type Failure, type Failures, refusal } from "../../rules/failure.js";
import { trimmed } from "../../rules/text.js";
import { nameConflicts } from "../../store/codeSystems/claimedNames.js";
import {
  ancestryOf,
  type StandingConcept,
  writeConcept,
} from "../../store/codeSystems/conceptWrites.js";
import { lookUp } from "../../store/codeSystems/lookups.js";
import type { CodeSystemRow } from "../../store/codeSystems/queries.js";
import type { Queries } from "../../store/database.js";
import type { CommandContext } from "../context.js";
import { NOTHING_TO_CHANGE } from "../outcome.js";
import { beginAuthoring } from "../repositories/changing.js";

/** Where a concept stands after a change: at HEAD of its code system. */
export interface ConceptOutcome {
  readonly slug: string;
  readonly code: string;
  readonly message: string | null;
}

/** A concept that is to be written, and how it stood before. */
export interface WrittenConcept {
  readonly before: ConceptContent;
  readonly standing: StandingConcept | null;
  readonly kind: "CONCEPT_CREATED" | "CONCEPT_EDITED" | "CONCEPT_RETIRED" | "CONCEPT_REVIVED";
  /** Faults that are known already, to be reported with the others. */
  readonly faults?: readonly Failure[];
}

/**
 * Judges what is to be said of a concept, by the rules of all code systems and by the schema of this one,
 * and writes it as one revision and one version of the concept: or nothing, where nothing is new.
 */
export async function putConcept(
  context: CommandContext,
  { queries, system }: { readonly queries: Queries; readonly system: CodeSystemRow },
  input: ConceptInput,
  { before, standing, kind, faults = [] }: WrittenConcept,
): Promise<Result<ConceptOutcome, Failures>> {
  const parents = await parentsOf(context, { queries, system }, before.code, input.parents);
  const content = changedContent(before, input, parents.codes);
  const refused = refusal([
    ...faults,
    ...conceptInputFaults(input, before),
    ...parents.faults,
    ...(await contentFaults(queries, system, content)),
  ]);
  if (refused) return failed(refused);
  const { slug, containerId } = system;
  const { code } = content;
  if (standing?.current && sameContent(content, standing.current.content)) {
    return ok({ slug, code, message: NOTHING_TO_CHANGE });
  }
  const message = trimmed(input.updateComment);
  const revision = await beginAuthoring(queries, context, containerId, { kind, message });
  await writeConcept(queries, containerId, revision, {
    content,
    display: shownName(content, system),
    version: (standing?.lastVersion ?? 0) + 1,
    firstRevision: standing?.firstRevision ?? null,
  });
  return ok({ slug, code, message: null });
}

async function parentsOf(
  { viewer }: CommandContext,
  { queries, system }: { readonly queries: Queries; readonly system: CodeSystemRow },
  code: string,
  given: readonly string[] | null | undefined,
): Promise<{ readonly codes: readonly string[] | null; readonly faults: readonly Failure[] }> {
  if (given === undefined) return { codes: null, faults: [] };
  const named = namedParents(given ?? [], system, viewer.user?.name ?? null);
  const meant = named.flatMap(({ codes }) => codes);
  return judgeParents(code, named, await ancestryOf(queries, system.containerId, meant));
}

async function contentFaults(
  queries: Queries,
  { containerId, customValidationSchema }: CodeSystemRow,
  content: ConceptContent,
): Promise<readonly Failure[]> {
  if (customValidationSchema === null || !isStorableJson(content)) {
    return preferredFaults(content.names);
  }
  if (content.retired) return [];
  return [
    ...openMrsFaults(content, await lookUp(queries, wordsOf(content))),
    ...conflictFaults(await nameConflicts(queries, containerId, content)),
  ];
}
