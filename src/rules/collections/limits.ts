/** Limits of what a collection says of itself, in characters. The schema's descriptions say them too. */
export const TYPE_LIMIT = 255;
export const PREFERRED_SOURCE_LIMIT = 2000;
/** Concepts, and references, of a version that is exported over the graph. */
export const MEMBERS_PER_EXPORT = 10_000;
