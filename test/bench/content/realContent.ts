import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { localFile } from "../../../src/cli/sourceFiles.js";
import { importCodeSystem } from "../../../src/commands/imports/importCodeSystem.js";
import { importCrosswalk } from "../../../src/commands/imports/importCrosswalk.js";
import { formatNamed } from "../../../src/importers/formats.js";
import type { Database } from "../../../src/store/database.js";
import { Random } from "./random.js";

/** Publishers' files, which are not part of the project. */
const DATA = fileURLToPath(new URL("../../../../shared/data/", import.meta.url));

/** A file of a publisher as the product's import takes it. */
export interface RealFile {
  readonly format: string;
  readonly path: string;
  readonly release: string;
}

const realFile = (format: string, file: string, release: string): RealFile => ({
  format,
  path: join(DATA, file),
  release,
});

export const icd10cm2026 = realFile("icd10cm-order", "icd10cm/icd10cm-order-2026.txt", "2026");
export const gemToIcd9cm = realFile("gem-icd10cm-icd9cm", "gems/2018_I10gem.txt", "2018");
const THO = "fhir/tho/CodeSystem-v3-";
export const icd10pcs2025 = realFile("icd10pcs-order", "icd10pcs/icd10pcs_order_2025.txt", "2025");
export const actCode = realFile("fhir-code-system", `${THO}ActCode.json`, "9.0.0");
export const providerTaxonomy = realFile(
  "fhir-code-system",
  `${THO}HealthcareProviderTaxonomyHIPAA.json`,
  "3.0.1",
);
const gemFromIcd9cm = realFile("gem-icd9cm-icd10cm", "gems/2018_I9gem.txt", "2018");
const realFiles = [icd10cm2026, gemToIcd9cm, gemFromIcd9cm];

/** Whether the publishers' files are on this machine. */
export function hasRealFiles(): boolean {
  return [...realFiles, icd10pcs2025, actCode, providerTaxonomy].every(({ path }) =>
    existsSync(path),
  );
}

/** Imports ICD-10-CM and its GEMs where they are. @returns a line that says what was done */
export async function importRealContent(
  database: Database,
  made: { readonly organization: string; readonly at: Date; readonly by: string },
): Promise<string> {
  if (!hasRealFiles()) return `ICD-10-CM and GEMs are not in ${DATA}: without them`;
  for (const file of realFiles) await importFile(database, file, made);
  return "ICD-10-CM and GEMs are in";
}

async function importFile(
  database: Database,
  { format: name, path, release }: RealFile,
  made: { readonly organization: string; readonly at: Date; readonly by: string },
): Promise<void> {
  const format = formatNamed(name);
  if (!format || format.kind === "BUNDLE" || format.kind === "COLLECTION") {
    throw new Error(`There is no format ${name}`);
  }
  const files = [await localFile(path, () => {})];
  const common = { files, skipBadLines: false, dryRun: false, by: made.by, now: made.at };
  const random = new Random(name);
  const result =
    format.kind === "CODE_SYSTEM"
      ? await importCodeSystem(database, {
          ...common,
          ...{ format, codeSystem: format.codeSystem, version: release },
          ...{ released: true, older: false },
        })
      : await importCrosswalk(database, {
          ...common,
          ...{ format, organization: made.organization, release, layout: null },
          ...{
            crosswalk: { name: format.subject?.crosswalkName ?? name },
            strict: false,
            newUuid: () => random.uuid(),
          },
        });
  if (!result.ok) throw new Error(`${path}: ${result.failure.message}`);
}
