/** Limits of references. The schema's descriptions say them too. */

/** Expressions, references, concepts and mappings of one request, and members that `*` pins one by one. */
export const REFERENCES_PER_REQUEST = 10_000;
/** Codes of one side of a crosswalk that become references of a new collection. */
export const CODES_OF_CROSSWALK = 100_000;
/** References of one collection that are not to a single concept or mapping. */
export const LISTS_PER_COLLECTION = 500;
/** Characters of one expression, as it is given and as it is stored. */
export const EXPRESSION_LIMIT = 5000;
export const FILTERS_LIMIT = 20;
export const VALUESETS_LIMIT = 20;
/** Characters of a regular expression, and how often it may repeat something that it counts. */
export const PATTERN_LIMIT = 200;
export const REPEATS_LIMIT = 255;
