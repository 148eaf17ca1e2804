import { jsonText } from "../../kernel/json.js";
import { type Extras, extrasFaults } from "../extras.js";
import { type Failure, fieldInvalid } from "../failure.js";
import { commentFaults } from "../repositories/comments.js";
import { trimmed } from "../text.js";
import {
  type DescriptionInput,
  descriptionFaults,
  descriptionsOf,
  type NameInput,
  nameFaults,
  namesOf,
  wordFaults,
} from "./conceptTexts.js";
import type { ConceptContent } from "./content.js";
import { PARENTS_LIMIT } from "./limits.js";

/** New values of a concept's fields. Left out: as it was; null or blank: none. Lists are replaced whole. */
export interface ConceptInput {
  readonly conceptClass?: string | null | undefined;
  readonly datatype?: string | null | undefined;
  readonly names?: readonly NameInput[] | null | undefined;
  readonly descriptions?: readonly DescriptionInput[] | null | undefined;
  /** Codes or URLs of concepts of the same code system. */
  readonly parents?: readonly string[] | null | undefined;
  readonly externalId?: string | null | undefined;
  readonly extras?: Extras | null | undefined;
  /** For the history: why. */
  readonly updateComment?: string | null | undefined;
}

/** A new concept of a code, before anything is said of it. */
export function unwritten(code: string): ConceptContent {
  return {
    code,
    conceptClass: "",
    datatype: "N/A",
    names: [],
    descriptions: [],
    parents: [],
    retired: false,
    externalId: null,
    extras: {},
  };
}

/** What is wrong with the values themselves; what they refer to is judged elsewhere. */
export function conceptInputFaults(
  input: ConceptInput,
  before: ConceptContent,
): readonly Failure[] {
  const names = input.names === undefined ? before.names : (input.names ?? []);
  return [
    ...requiredFaults(input),
    ...wordFaults(input.conceptClass, ["conceptClass"], "conceptClass"),
    ...wordFaults(input.datatype, ["datatype"], "datatype"),
    ...namelessFaults(names, before.retired),
    ...nameFaults(input.names ?? []),
    ...descriptionFaults(input.descriptions ?? []),
    ...parentCountFaults(input.parents ?? []),
    ...wordFaults(input.externalId, ["externalId"], "externalId"),
    ...extrasFaults(input.extras),
    ...commentFaults(input.updateComment),
  ];
}

/** A concept that is in use has a name. */
export function namelessFaults(names: readonly unknown[], retired: boolean): readonly Failure[] {
  return names.length > 0 || retired
    ? []
    : [fieldInvalid(["names"], "A concept must have at least one name")];
}

/**
 * The concept as faultless input leaves it.
 * @param parents the codes of the parents that the input names; null where it names none
 */
export function changedContent(
  before: ConceptContent,
  input: ConceptInput,
  parents: readonly string[] | null,
): ConceptContent {
  return {
    ...before,
    conceptClass: trimmed(input.conceptClass) ?? before.conceptClass,
    datatype: trimmed(input.datatype) ?? before.datatype,
    names: input.names === undefined ? before.names : namesOf(input.names ?? []),
    descriptions:
      input.descriptions === undefined
        ? before.descriptions
        : descriptionsOf(input.descriptions ?? []),
    parents: parents ?? before.parents,
    externalId: input.externalId === undefined ? before.externalId : trimmed(input.externalId),
    extras: input.extras === undefined ? before.extras : (input.extras ?? {}),
  };
}

/** Whether two contents say the same; the order of parents and of the keys of extras means nothing. */
export function sameContent(left: ConceptContent, right: ConceptContent): boolean {
  return contentText(left) === contentText(right);
}

function contentText(content: ConceptContent): string {
  return jsonText({ ...content, parents: content.parents.toSorted() });
}

function requiredFaults(input: ConceptInput): readonly Failure[] {
  return (["conceptClass", "datatype"] as const)
    .filter((field) => input[field] !== undefined && trimmed(input[field]) === null)
    .map((field) => fieldInvalid([field], `${field} is required`));
}

function parentCountFaults(parents: readonly string[]): readonly Failure[] {
  if (parents.length <= PARENTS_LIMIT) return [];
  const message = `A concept has ${parents.length} parents; at most ${PARENTS_LIMIT} are allowed`;
  return [fieldInvalid(["parents"], message)];
}
