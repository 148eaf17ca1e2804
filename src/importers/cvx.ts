import type { ConceptContent } from "../rules/codeSystems/content.js";
import { concept } from "./concept.js";
import type { Parsed } from "./rows.js";

/** What both of CDC's files say of a vaccine, blanks tidied. */
export interface VaccineFields {
  readonly code: string;
  readonly shortDescription: string;
  readonly fullName: string;
  readonly notes: string;
  readonly status: string;
  /** As the file has it, for the message. */
  readonly lastUpdated: string;
  /** The same in ISO form, or null if it is no date. */
  readonly lastUpdatedDate: string | null;
}

/** Non-US vaccines are recorded in the US too, so they are not retired. */
const RETIRED: readonly string[] = ["Inactive", "Never Active"];

function fault(fields: VaccineFields): string | null {
  if (!/^\d{2,3}$/.test(fields.code)) return `${JSON.stringify(fields.code)} is no CVX code`;
  if (fields.fullName === "" && fields.shortDescription === "") return "the vaccine has no name";
  if (fields.status === "") return "the vaccine has no status";
  if (fields.lastUpdatedDate !== null) return null;
  return `${JSON.stringify(fields.lastUpdated)} is no date`;
}

/**
 * A CVX code. Only the flat file tells which codes are no vaccines; that is left out, so that both
 * files of a release have the same content.
 */
export function vaccine(fields: VaccineFields): Parsed<ConceptContent> {
  const rejected = fault(fields);
  if (rejected !== null) return { rejected };
  return {
    content: concept({
      code: fields.code,
      conceptClass: "Vaccine",
      name: fields.fullName,
      shortName: fields.shortDescription,
      notes: fields.notes,
      retired: RETIRED.includes(fields.status),
      extras: { status: fields.status, lastUpdated: fields.lastUpdatedDate },
    }),
  };
}
