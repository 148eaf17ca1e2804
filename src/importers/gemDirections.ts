import type { CodeNormalization } from "../rules/codeSystems/normalization.js";
import { headLines, mostOf } from "./head.js";

/** A code system as one side of a map, and how these files spell its codes. */
export interface Side {
  readonly slug: string;
  readonly label: string;
  readonly normalization: CodeNormalization;
  readonly pattern: string;
  /** Columns that a code takes. */
  readonly width: number;
  /** Stands there as the target when no code of this system corresponds. */
  readonly noMap: string;
}

const ICD10CM: Side = {
  slug: "icd10cm",
  label: "ICD-10-CM",
  normalization: "ICD10CM",
  pattern: "[A-Z][0-9A-Z]{2,6}",
  width: 7,
  noMap: "NoDx",
};

const ICD9CM: Side = {
  slug: "icd9cm",
  label: "ICD-9-CM",
  normalization: "ICD9CM_DIAGNOSES",
  // The map of 2018 has one small v, in the line of T88.53XD.
  pattern: "\\d{3,5}|[Vv]\\d{2,4}|E\\d{3,4}",
  width: 5,
  noMap: "NoDx",
};

const ICD10PCS: Side = {
  slug: "icd10pcs",
  label: "ICD-10-PCS",
  normalization: "NONE",
  pattern: "[0-9B-DF-HX][0-9A-HJ-NP-Z]{6}",
  width: 7,
  noMap: "NoPCS",
};

const ICD9PCS: Side = {
  slug: "icd9pcs",
  label: "ICD-9-CM procedures",
  normalization: "ICD9CM_PROCEDURES",
  pattern: "\\d{2,4}",
  width: 5,
  noMap: "NoI9",
};

/** From which code system to which a map goes. */
export interface Direction {
  readonly source: Side;
  readonly target: Side;
  /** Source, target and the five flags, each in its columns. */
  readonly line: RegExp;
}

function direction(source: Side, target: Side): Direction {
  const columns = `.{${source.width}} \\S.{${target.width - 1}} \\d{5}`;
  const fields = `(${source.pattern}) +(${target.pattern}|${target.noMap}) +([01]{3}\\d{2})`;
  return { source, target, line: new RegExp(`^(?=${columns}$)${fields}$`) };
}

/** ICD-10-PCS to ICD-9-CM procedures. */
export const PCS_TO_ICD9 = direction(ICD10PCS, ICD9PCS);
/** ICD-9-CM procedures to ICD-10-PCS. */
export const ICD9_TO_PCS = direction(ICD9PCS, ICD10PCS);
/** ICD-10-CM to ICD-9-CM diagnoses. */
export const CM_TO_ICD9 = direction(ICD10CM, ICD9CM);
/** ICD-9-CM diagnoses to ICD-10-CM. */
export const ICD9_TO_CM = direction(ICD9CM, ICD10CM);

/** Procedures first: an ICD-10-PCS code can look like an ICD-10-CM code, hardly the reverse. */
const DIRECTIONS = [PCS_TO_ICD9, ICD9_TO_PCS, CM_TO_ICD9, ICD9_TO_CM];

/** The direction that most lines of a file's beginning fit, if it is a file of this kind. */
export function directionOf(head: string): Direction | null {
  const lines = headLines(head);
  const counts = DIRECTIONS.map((of) => lines.filter((line) => of.line.test(line)).length);
  const best = DIRECTIONS[counts.indexOf(Math.max(...counts))];
  return best && mostOf(lines, (line) => best.line.test(line)) ? best : null;
}
