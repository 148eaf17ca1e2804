/** Limits of what an authored concept holds, in characters or items. The schema's descriptions say them too. */
export const CODE_LIMIT = 255;
/** Names of one concept; as many descriptions. */
export const NAMES_LIMIT = 500;
export const NAME_LIMIT = 2000;
export const DESCRIPTION_LIMIT = 20_000;
/** Class, datatype, type of a name or description, external id. */
export const WORD_LIMIT = 255;
export const PARENTS_LIMIT = 100;
