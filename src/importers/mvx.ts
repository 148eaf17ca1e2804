import type { ConceptContent } from "../rules/codeSystems/content.js";
import { concept } from "./concept.js";
import { fromMonthDayYear, fromYearMonthDay } from "./dates.js";
import type { Parsed } from "./rows.js";

/** What both of CDC's files say of a manufacturer, blanks tidied. */
export interface ManufacturerFields {
  readonly code: string;
  readonly name: string;
  readonly notes: string;
  readonly status: string;
  readonly lastUpdated: string;
}

/** A manufacturer of vaccines, or why it can't be read. */
export function manufacturer(fields: ManufacturerFields): Parsed<ConceptContent> {
  const { code, name, notes, status } = fields;
  const lastUpdated = fromMonthDayYear(fields.lastUpdated) ?? fromYearMonthDay(fields.lastUpdated);
  if (!/^[A-Z0-9]{2,3}$/.test(code)) {
    return { rejected: `${JSON.stringify(code)} is no MVX code` };
  }
  if (name === "") return { rejected: "the manufacturer has no name" };
  if (status === "") return { rejected: "the manufacturer has no status" };
  if (lastUpdated === null) {
    return { rejected: `${JSON.stringify(fields.lastUpdated)} is no date` };
  }
  return {
    content: concept({
      code,
      conceptClass: "Manufacturer",
      name,
      notes,
      retired: status === "Inactive",
      extras: { status, lastUpdated },
    }),
  };
}
