/** Limits of what a repository says of itself, in characters. The schema's descriptions say them too. */
export const NAME_LIMIT = 500;
export const TEXT_LIMIT = 5000;
export const URI_LIMIT = 2000;
export const EXTERNAL_ID_LIMIT = 255;
/** Languages of one repository. */
export const LOCALES_LIMIT = 200;
