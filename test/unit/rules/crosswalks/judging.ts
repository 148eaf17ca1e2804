import {
  type JudgedMappings,
  judgeMappings,
} from "../../../../src/rules/crosswalks/judgeMappings.js";
import type { MappingInput } from "../../../../src/rules/crosswalks/mappingInputs.js";
import {
  type KnownSystem,
  keyOf,
  resolveMappings,
} from "../../../../src/rules/crosswalks/resolveMappings.js";

function system(slug: string, more: Partial<KnownSystem> = {}): readonly [string, KnownSystem] {
  const plain = { slug, normalization: "NONE", knowsItsCodes: true, licensed: true } as const;
  return [slug, { ...plain, ...more }];
}

/**
 * The world that mappings are judged in: `full` and `icd` have codes, `open` takes every code, `closed`
 * needs a licence that the caller lacks.
 */
export const systems: ReadonlyMap<string, KnownSystem> = new Map([
  system("full"),
  system("icd", { normalization: "ICD10CM" }),
  system("open", { knowsItsCodes: false }),
  system("closed", { licensed: false }),
]);

const existing: ReadonlySet<string> = new Set(
  [
    ["full", "1"],
    ["full", "2"],
    ["full", "3"],
    ["icd", "A00.0"],
    ["icd", "B01"],
    ["closed", "secret"],
  ].map(([slug = "", code = ""]) => keyOf({ system: slug, code })),
);

/** Both halves of the skip rules in that world. */
export function judge(...mappings: readonly MappingInput[]): JudgedMappings {
  return judgeMappings(resolveMappings(mappings, systems), systems, existing);
}

/** A mapping from a code of `full` to codes of `full`. */
export function mapping(sourceCode: string, ...targetCodes: readonly string[]): MappingInput {
  return {
    sourceCodeSystem: "full",
    sourceCode,
    targetCodeSystem: "full",
    targets: targetCodes.map((targetCode) => ({ targetCode })),
  };
}
