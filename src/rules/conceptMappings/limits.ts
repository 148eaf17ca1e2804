/** Characters of a mapping's texts. */
export const MAP_TYPE_LIMIT = 255;
export const CODE_LIMIT = 255;
export const NAME_LIMIT = 5000;
export const URL_LIMIT = 1000;
export const EXTERNAL_ID_LIMIT = 255;
/** What the OpenMRS schema allows of an external id. */
export const OPENMRS_EXTERNAL_ID_LIMIT = 36;
/** Greater weights could not be told from none. */
export const GREATEST_WEIGHT = 1e300;
