import { type FieldLine, readRrf } from "../fieldLines.js";
import type { RejectedLine, SourceFile } from "../format.js";
import type { Keyed } from "../grouped.js";
import { CUI, FREE, OBSOLETE } from "./ownContent.js";
import { relation } from "./relations.js";
import { type RxnormRole, WIDTHS } from "./roles.js";

/** What a line of one of the tables says of a concept. */
export type RxnormRow = { readonly file: string; readonly line: number } & RxnormFact;

type RxnormFact =
  | {
      readonly kind: "ATOM";
      readonly atom: string;
      readonly type: string;
      readonly name: string;
      readonly suppress: string;
      readonly prescribable: boolean;
    }
  | { readonly kind: "RELATION"; readonly type: string; readonly to: string }
  | { readonly kind: "ATTRIBUTE"; readonly name: string; readonly value: string }
  | { readonly kind: "TYPE"; readonly type: string }
  | {
      readonly kind: "ARCHIVED";
      readonly type: string;
      readonly name: string;
      readonly into: string;
    }
  | { readonly kind: "SUCCESSOR"; readonly into: string; readonly last: string };

/** This bit of the content view flag says that a row is in the Current Prescribable Content. */
const PRESCRIBABLE = 4096;

interface Fact {
  readonly cui: string;
  readonly fact: RxnormFact;
}

type Read = (at: (place: number) => string) => Fact | { readonly rejected: string } | null;

/** How a line of each table is read; null for lines that are of no use here. */
const readers: Readonly<Record<RxnormRole, Read>> = {
  ATOMS: (at) => {
    if (at(11) !== FREE) return null;
    const suppress = at(16);
    if (!/^[NOEY]$/.test(suppress)) {
      return { rejected: `SUPPRESS is ${JSON.stringify(suppress)}, none of N, O, E, Y` };
    }
    if (at(14) === "") return { rejected: "the atom has no name" };
    const prescribable = (Number(at(17)) & PRESCRIBABLE) !== 0;
    const atom = { kind: "ATOM", atom: at(7), type: at(12), name: at(14) } as const;
    return { cui: at(0), fact: { ...atom, suppress, prescribable } };
  },
  RELATIONS: (at) => {
    if (at(10) !== FREE || at(2) !== "CUI" || at(6) !== "CUI" || at(14) === OBSOLETE) return null;
    // The second concept is what the line says of the first: the tables read backwards.
    const kept = relation({ from: at(4), type: at(7), to: at(0) });
    if (kept === null) return null;
    if (!CUI.test(kept.to)) return { rejected: `${JSON.stringify(kept.to)} is no RXCUI` };
    return { cui: kept.from, fact: { kind: "RELATION", type: kept.type, to: kept.to } };
  },
  ATTRIBUTES: (at) => {
    if (at(9) !== FREE || at(11) === OBSOLETE || at(10) === "") return null;
    return { cui: at(0), fact: { kind: "ATTRIBUTE", name: at(8), value: at(10) } };
  },
  TYPES: (at) => ({ cui: at(0), fact: { kind: "TYPE", type: at(3) } }),
  ARCHIVE: (at) => {
    if (at(13) !== FREE) return null;
    return { cui: at(12), fact: { kind: "ARCHIVED", type: at(14), name: at(2), into: at(15) } };
  },
  SUCCESSORS: (at) => {
    if (!CUI.test(at(4))) return { rejected: `${JSON.stringify(at(4))} is no RXCUI` };
    return { cui: at(0), fact: { kind: "SUCCESSOR", into: at(4), last: at(2) } };
  },
};

function rowOf(role: RxnormRole, { line, fields }: FieldLine, file: string) {
  const told = readers[role]((place) => (fields[place] ?? "").trim());
  if (told === null) return null;
  if ("rejected" in told) return { file, line, rejected: told.rejected };
  if (!CUI.test(told.cui)) {
    return { file, line, rejected: `${JSON.stringify(told.cui)} is no RXCUI` };
  }
  return { key: told.cui, row: { file, line, ...told.fact } };
}

/** The rows of a table by the concepts that they are about, those of RxNorm itself alone. */
export async function* readRxnormTable(
  file: SourceFile,
  role: RxnormRole,
): AsyncGenerator<Keyed<RxnormRow> | RejectedLine> {
  for await (const line of readRrf(file, WIDTHS[role])) {
    const row = "rejected" in line ? line : rowOf(role, line, file.name);
    if (row !== null) yield row;
  }
}
