import { csvColumns } from "../csvTable.js";
import type { Roles } from "../releaseFiles.js";

/** What the tables of a release of LOINC are for. */
export type LoincRole =
  | "TERMS"
  | "CORE_TERMS"
  | "VARIANT"
  | "REPLACEMENTS"
  | "CONSUMER_NAMES"
  | "PARTS"
  | "PART_LINKS"
  | "HIERARCHY"
  | "ANSWER_LISTS";

/** The columns by which a table is known, and those that it must not have. */
function withColumns(present: string, absent = ""): (first: string) => boolean {
  return (first) => {
    const columns = new Set(csvColumns(first));
    const isThere = (name: string) => columns.has(name);
    return present.split(" ").every(isThere) && !absent.split(" ").some(isThere);
  };
}

/** How the tables are told apart, whatever they are called. */
export const LOINC_ROLES: Roles<LoincRole> = {
  TERMS: withColumns("LOINC_NUM COMPONENT STATUS LONG_COMMON_NAME RELATEDNAMES2"),
  CORE_TERMS: withColumns("LOINC_NUM COMPONENT STATUS LONG_COMMON_NAME", "RELATEDNAMES2"),
  VARIANT: withColumns("LOINC_NUM COMPONENT SCALE_TYP LONG_COMMON_NAME RELATEDNAMES2", "STATUS"),
  REPLACEMENTS: withColumns("LOINC MAP_TO"),
  CONSUMER_NAMES: withColumns("LoincNumber ConsumerName"),
  PARTS: withColumns("PartNumber PartTypeName PartName PartDisplayName Status"),
  PART_LINKS: withColumns("LoincNumber PartNumber PartTypeName LinkTypeName"),
  HIERARCHY: withColumns("PATH_TO_ROOT IMMEDIATE_PARENT CODE CODE_TEXT"),
  ANSWER_LISTS: withColumns("LoincNumber AnswerListId AnswerListLinkType"),
};
