import { MAPPINGS_PAGE } from "../../rules/crosswalks/limits.js";

/** Sizes and cursors of lists of mappings. */
export const mappingsShape = {
  defaultSize: MAPPINGS_PAGE,
  maximumByPage: MAPPINGS_PAGE,
  maximumByCursor: 1000,
  key: ["string", "string", "string"],
} as const;
