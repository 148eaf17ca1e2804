import {
  CONCEPT_VERSION_EXTENSION,
  EXCLUSION_EXTENSION,
  REFERENCE_EXTENSION,
  REPOSITORY_EXTENSION,
} from "../../rules/collections/forms/fhirInclude.js";
import type { SaidOfReference } from "../../rules/collections/forms/setContent.js";
import { isRecord } from "../../rules/crosswalks/forms/heldAttributes.js";
import { isArray, isObject, type Json } from "../json.js";

/** A reference that stands in an extension of ours. */
export interface OwnExpression {
  readonly expression: string;
  readonly include: boolean;
  readonly said: SaidOfReference | null;
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
  return (isArray(extensions) ? extensions : []).flatMap((one) => {
    const url = isObject(one) ? one.get("url") : null;
    if (!isObject(one) || (url !== REFERENCE_EXTENSION && url !== EXCLUSION_EXTENSION)) return [];
    const include = url === REFERENCE_EXTENSION;
    const text = one.get("valueString");
    if (typeof text === "string") return [{ expression: text, include, said: null }];
    const [expression = ""] = texts(one.get("extension"), "expression");
    const [said] = texts(one.get("extension"), "said");
    return [{ expression, include, said: said === undefined ? null : saidIn(said) }];
  });
}

function saidIn(text: string): SaidOfReference | null {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
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
