/** What a column of a table of HL7 v2 and FHIR holds. */
export type V2Column =
  | "v2Code"
  | "v2Text"
  | "v2System"
  | "antlr"
  | "fhirPath"
  | "narrative"
  | "fhirCode"
  | "fhirDisplay"
  | "fhirSystem"
  | "comments";

const NAMES: Readonly<Record<string, Readonly<Record<string, V2Column>>>> = {
  "HL7 v2": { Code: "v2Code", Text: "v2Text", "Code System": "v2System" },
  "Condition (IF True)": {
    "Computable ANTLR": "antlr",
    "Computable FHIRPath": "fhirPath",
    Narrative: "narrative",
  },
  "HL7 FHIR": { Code: "fhirCode", Display: "fhirDisplay", "Code System": "fhirSystem" },
};
const COMMENTS = "Comments";
const NEEDED: readonly V2Column[] = ["v2Code", "v2System", "fhirCode", "fhirSystem"];

/**
 * What the columns hold by their two lines of headers, the first of which stands over several of the second;
 * null for a column without a name. Null where it is another table.
 */
export function v2Columns(
  groups: readonly string[],
  names: readonly string[],
): readonly (V2Column | null)[] | null {
  let group = "";
  const columns = Array.from({ length: Math.max(groups.length, names.length) }, (_, at) => {
    group = trimmed(groups[at]) || group;
    if (group === COMMENTS) return trimmed(groups[at]) === COMMENTS ? "comments" : null;
    return NAMES[group]?.[trimmed(names[at])] ?? null;
  });
  const isComplete = NEEDED.every(
    (needed) => columns.filter((column) => column === needed).length === 1,
  );
  return isComplete ? columns : null;
}

function trimmed(text: string | undefined): string {
  return text?.trim().replace(/^\uFEFF|^"|"$/g, "") ?? "";
}
