import type { Roles } from "../releaseFiles.js";
import { CUI } from "./ownContent.js";

/** What the tables of a release of RxNorm are for. */
export type RxnormRole = "ATOMS" | "RELATIONS" | "ATTRIBUTES" | "TYPES" | "ARCHIVE" | "SUCCESSORS";

const LEVEL = /^(?:CUI|AUI|SCUI|SDUI|CODE|RUI|SRUI|SAUI)$/;

/** The fields of a line that has so many, each ended by a bar. */
function fieldsOf(first: string, width: number): readonly string[] | null {
  const fields = first.split("|");
  return fields.length === width + 1 && fields.at(-1) === "" ? fields : null;
}

function withFields(
  width: number,
  test: (at: (place: number) => string) => boolean,
): (first: string) => boolean {
  return (first) => {
    const fields = fieldsOf(first, width);
    return fields !== null && test((place) => fields[place] ?? "");
  };
}

/** How the tables are told apart, whatever they are called: they have no headers. */
export const RXNORM_ROLES: Roles<RxnormRole> = {
  ATOMS: withFields(18, (at) => CUI.test(at(0)) && /^[A-Z]{3}$/.test(at(1))),
  RELATIONS: withFields(16, (at) => LEVEL.test(at(2)) && LEVEL.test(at(6))),
  ATTRIBUTES: withFields(13, (at) => CUI.test(at(0)) && LEVEL.test(at(4))),
  TYPES: withFields(6, (at) => CUI.test(at(0)) && /^T\d{3}$/.test(at(1))),
  ARCHIVE: withFields(16, (at) => CUI.test(at(12)) && !LEVEL.test(at(2))),
  SUCCESSORS: withFields(5, (at) => CUI.test(at(0)) && /^\d+$/.test(at(3)) && CUI.test(at(4))),
};

/** How many fields the lines of a table have. */
export const WIDTHS: Readonly<Record<RxnormRole, number>> = {
  ATOMS: 18,
  RELATIONS: 16,
  ATTRIBUTES: 13,
  TYPES: 6,
  ARCHIVE: 16,
  SUCCESSORS: 5,
};
