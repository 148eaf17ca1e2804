import { closeSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { ORGANIZATION } from "../content/load.js";
import {
  actCode,
  gemToIcd9cm,
  hasRealFiles,
  icd10cm2026,
  icd10pcs2025,
  providerTaxonomy,
} from "../content/realContent.js";
import type { Scale } from "../content/scale.js";
import { codeSystemPieces, mapLines, orderLines } from "./generated.js";

/** A file that is imported, how the command is told, and the tables that it fills. */
export interface Release {
  readonly name: string;
  readonly path: string;
  readonly given: readonly string[];
  readonly tables: readonly string[];
}

/** Categories of made-up releases; the larger are as large as the publishers'. */
const CATEGORIES = { full: 885, quick: 20 } as const;
const FHIR_CONCEPTS = { full: 300_000, quick: 3000 } as const;

const intoConcepts = {
  given: ["--code-system", "icd10cm", "--version", "2026"],
  tables: ["concept", "concept_parent"],
};
const intoProcedures = {
  given: ["--code-system", "icd10pcs", "--version", "2025"],
  tables: intoConcepts.tables,
};
const intoPairs = {
  given: ["--organization", ORGANIZATION, "--version", "2018"],
  tables: ["crosswalk_pair", "crosswalk_group", "crosswalk_bucket"],
};

/**
 * Code systems and a map: the publishers' files where they are, otherwise, or where little is enough,
 * made-up ones of the same form.
 * @param folder for files that are made up
 */
export function releasesFor({ name, realContent }: Scale, folder: string): readonly Release[] {
  const described = { given: [], tables: intoConcepts.tables };
  const madeUp = {
    name: "FHIR CodeSystem, made up",
    path: writeFile(join(folder, "code-system.json"), codeSystemPieces(FHIR_CONCEPTS[name])),
    ...described,
  };
  if (realContent && hasRealFiles()) {
    return [
      { name: "ICD-10-CM FY2026", path: icd10cm2026.path, ...intoConcepts },
      { name: "ICD-10-PCS FY2025", path: icd10pcs2025.path, ...intoProcedures },
      { name: "FHIR v3-ActCode", path: actCode.path, ...described },
      { name: "FHIR provider taxonomy", path: providerTaxonomy.path, ...described },
      madeUp,
      { name: "GEM ICD-10-CM to ICD-9-CM", path: gemToIcd9cm.path, ...intoPairs },
    ];
  }
  const written = (file: string, lines: Iterable<string>) => writeFile(join(folder, file), lines);
  const categories = CATEGORIES[name];
  const [order, map] = [orderLines(categories), mapLines(categories)];
  return [
    { name: "ICD-10-CM, made up", path: written("order.txt", order), ...intoConcepts },
    { name: "GEM, made up", path: written("map.txt", map), ...intoPairs },
    madeUp,
  ];
}

/** Writes a file piece by piece. @returns its path */
export function writeFile(path: string, pieces: Iterable<string>): string {
  const file = openSync(path, "w");
  for (const piece of pieces) writeSync(file, piece);
  closeSync(file);
  return path;
}
