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
  const name = trimmed(input.name);
  return [
    ...(name === null
      ? [fieldInvalid(["name"], "Crosswalk name is required")]
      : textFaults(name, { name: "Crosswalk name", path: ["name"], limit: NAME_LIMIT })),
    ...textFaults(trimmed(input.description), {
      name: "Crosswalk description",
      path: ["description"],
      limit: DESCRIPTION_LIMIT,
    }),
    ...attributeFaults(input.customAttributes, ["customAttributes"]),
  ];
}
