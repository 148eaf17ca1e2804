/** Limits of what a crosswalk holds, in characters or rows. The schema's descriptions say them too. */
export const NAME_LIMIT = 500;
export const DESCRIPTION_LIMIT = 5000;
export const ATTRIBUTE_KEY_LIMIT = 250;
export const ATTRIBUTE_VALUE_LIMIT = 5000;
/** A text longer than this is no code of any system. */
export const CODE_LIMIT = 255;
/** Attributes of one crosswalk or of one pair. */
export const ATTRIBUTES_LIMIT = 100;
/** Source-target pairs in one mutation; the command line takes more. */
export const PAIRS_PER_MUTATION = 10_000;
/** Source codes on a page by number: the default and the maximum. */
export const MAPPINGS_PAGE = 10;
