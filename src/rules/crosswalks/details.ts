import { type Failure, fieldInvalid } from "../failure.js";
import { textFaults, trimmed } from "../text.js";
import { type AttributeInput, attributeFaults } from "./attributes.js";
import { DESCRIPTION_LIMIT, NAME_LIMIT } from "./limits.js";

export interface DetailsInput {
  readonly name?: string | null | undefined;
  readonly description?: string | null | undefined;
  readonly customAttributes?: readonly AttributeInput[] | null | undefined;
}

/** What is wrong with the name, description and attributes of a crosswalk that is to be created. */
export function newDetailsFaults(input: DetailsInput): readonly Failure[] {
  return [
    ...nameFaults(input.name),
    ...descriptionFaults(input.description),
    ...attributeFaults(input.customAttributes, ["customAttributes"]),
  ];
}

/** The same where a name may be left out, because a file says it. */
export function givenDetailsFaults(input: DetailsInput): readonly Failure[] {
  return [
    ...(trimmed(input.name) === null ? [] : nameFaults(input.name)),
    ...descriptionFaults(input.description),
    ...attributeFaults(input.customAttributes, ["customAttributes"]),
  ];
}

/** What is wrong with a new name or description: left out they stay, but a name can't be taken away. */
export function changedDetailsFaults(input: DetailsInput): readonly Failure[] {
  return [
    ...(input.name === undefined ? [] : nameFaults(input.name)),
    ...descriptionFaults(input.description),
  ];
}

function nameFaults(given: string | null | undefined): readonly Failure[] {
  const name = trimmed(given);
  return name === null
    ? [fieldInvalid(["name"], "Crosswalk name is required")]
    : textFaults(name, { name: "Crosswalk name", path: ["name"], limit: NAME_LIMIT });
}

function descriptionFaults(given: string | null | undefined): readonly Failure[] {
  return textFaults(trimmed(given), {
    name: "Crosswalk description",
    path: ["description"],
    limit: DESCRIPTION_LIMIT,
  });
}
