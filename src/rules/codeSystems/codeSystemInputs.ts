import { type Failure, fieldInvalid } from "../failure.js";
import {
  changedRepositoryFaults,
  newRepositoryFaults,
  type RepositoryInput,
} from "../repositories/details.js";
import { shortCodeFaults } from "../repositories/shortCodes.js";
import { textFaults, trimmed } from "../text.js";
import { WORD_LIMIT } from "./limits.js";
import { isSlug } from "./slugs.js";

/** What a caller says of a code system. Left out: as it was; null or blank: none. */
export type CodeSystemInput = RepositoryInput & {
  /** What kind of code system it is. */
  readonly sourceType?: string | null | undefined;
};

/** What it is to be called for ever, beside what is said of it. */
export type NewCodeSystemInput = CodeSystemInput & {
  readonly shortCode: string;
  readonly slug?: string | null | undefined;
};

const WHAT = "Code system";

/** What is wrong with the fields of a code system that is to be made. */
export function newCodeSystemFaults(input: NewCodeSystemInput): readonly Failure[] {
  const slug = trimmed(input.slug);
  const wrongSlug =
    slug === null || isSlug(slug)
      ? []
      : [
          fieldInvalid(
            ["slug"],
            `"${slug}" can't be a slug: letters, digits and ._- are allowed, 1 to 100 of them, a letter ` +
              "or digit first",
          ),
        ];
  return [
    ...shortCodeFaults(input.shortCode),
    ...wrongSlug,
    ...newRepositoryFaults(input, WHAT),
    ...sourceTypeFaults(input),
  ];
}

/** What is wrong with new values of a code system's fields. */
export function changedCodeSystemFaults(input: CodeSystemInput): readonly Failure[] {
  return [...changedRepositoryFaults(input, WHAT), ...sourceTypeFaults(input)];
}

function sourceTypeFaults({ sourceType }: CodeSystemInput): readonly Failure[] {
  const field = { name: "sourceType", path: ["sourceType"], limit: WORD_LIMIT };
  return textFaults(trimmed(sourceType), field);
}
