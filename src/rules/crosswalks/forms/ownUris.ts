/** What a custom attribute is in forms that have no place for one: FHIR's extension, SSSOM's property. */
export const ATTRIBUTE_URI = "urn:termgate:custom-attribute";

const CROSSWALK = "urn:termgate:crosswalk:";
const CODE_SYSTEM = "urn:termgate:code-system:";

/** What names a crosswalk in a file where nothing else does. */
export function crosswalkUri(identifier: string): string {
  return CROSSWALK + identifier;
}

/** The identifier in {@link crosswalkUri}; null where the URI is another. */
export function crosswalkOfUri(uri: string): string | null {
  return uri.startsWith(CROSSWALK) ? uri.slice(CROSSWALK.length) : null;
}

/** What names a code system in a file that has no URL, or shares it with another. */
export function codeSystemUri(slug: string): string {
  return CODE_SYSTEM + slug;
}

/** The slug in {@link codeSystemUri}; null where the URI is another. */
export function slugOfUri(uri: string): string | null {
  return uri.startsWith(CODE_SYSTEM) ? uri.slice(CODE_SYSTEM.length) : null;
}
