import {
  CONCEPT_VERSION_EXTENSION,
  EXCLUSION_EXTENSION,
  REFERENCE_EXTENSION,
  REPOSITORY_EXTENSION,
} from "../../rules/collections/forms/fhirInclude.js";
import { isArray, isObject, type Json } from "../json.js";

/** A reference that stands in an extension of ours. */
interface OwnExpression {
  readonly expression: string;
  readonly include: boolean;
}

function texts(extensions: Json | undefined, url: string): readonly string[] {
  return (isArray(extensions) ? extensions : []).flatMap((one) => {
    if (!isObject(one) || one.get("url") !== url) return [];
    const text = one.get("valueString");
    return typeof text === "string" ? [text] : [];
  });
}

/** The references that stand in extensions. */
export function ownExpressions(extensions: Json | undefined): readonly OwnExpression[] {
  return [
    ...texts(extensions, REFERENCE_EXTENSION).map((expression) => ({ expression, include: true })),
    ...texts(extensions, EXCLUSION_EXTENSION).map((expression) => ({ expression, include: false })),
  ];
}

/** The owner's URL that stands beside a canonical one; null where there is none. */
export function ownRepository(extensions: Json | undefined): string | null {
  return texts(extensions, REPOSITORY_EXTENSION)[0] ?? null;
}

/** The version of a concept that is pinned; null where none is. */
export function ownConceptVersion(extensions: Json | undefined): string | null {
  return texts(extensions, CONCEPT_VERSION_EXTENSION)[0] ?? null;
}

/** Whether an extension is none of those that stand in an entry or a concept. */
export function isForeign(extension: Json): boolean {
  const url = isObject(extension) ? extension.get("url") : null;
  return ![
    CONCEPT_VERSION_EXTENSION,
    EXCLUSION_EXTENSION,
    REFERENCE_EXTENSION,
    REPOSITORY_EXTENSION,
  ].some((own) => own === url);
}
