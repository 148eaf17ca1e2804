import { type Failure, fieldInvalid } from "../failure.js";
import { trimmed } from "../text.js";

/** The rules that a repository's content must satisfy over and above those of all. */
export type ValidationSchema = "OpenMRS";

/** The schema that a text names; null where it names none: blank, or `None`. */
export function schemaOf(given: string | null | undefined): ValidationSchema | null {
  return trimmed(given) === "OpenMRS" ? "OpenMRS" : null;
}

/** Why a text names no schema that there is, or nothing. */
export function schemaFaults(given: string | null | undefined): readonly Failure[] {
  const name = trimmed(given);
  return name === null || name === "None" || name === "OpenMRS"
    ? []
    : [
        fieldInvalid(
          ["customValidationSchema"],
          "customValidationSchema is OpenMRS, or None for no schema",
        ),
      ];
}
