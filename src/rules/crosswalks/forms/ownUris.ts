/** What a custom attribute is in forms that have no place for one: FHIR's extension, SSSOM's property. */
export const ATTRIBUTE_URI = "urn:termgate:custom-attribute";

const CROSSWALK = "urn:termgate:crosswalk:";
const COLLECTION = "urn:termgate:collection:";
const REPOSITORY = "urn:termgate:repository:";
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

/** What names a collection in a file where nothing else does. */
export function collectionUri(uid: string): string {
  return COLLECTION + uid;
}

/** The uuid in {@link collectionUri}; null where the URI is another. */
export function collectionOfUri(uri: string): string | null {
  return uri.startsWith(COLLECTION) ? uri.slice(COLLECTION.length) : null;
}

/** What names a code system or collection in a file that nothing but its owner's URL names. */
export function repositoryUri(url: string): string {
  return REPOSITORY + url;
}

/** The URL in {@link repositoryUri}; null where the URI is another. */
export function repositoryOfUri(uri: string): string | null {
  return uri.startsWith(REPOSITORY) ? uri.slice(REPOSITORY.length) : null;
}
