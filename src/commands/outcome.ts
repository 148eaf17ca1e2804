/** Said of an edit after which everything is as it was. */
export const NOTHING_TO_CHANGE = "Nothing to change.";
