import { type CodeNormalization, normalizeCode } from "../codeSystems/normalization.js";
import { characters, isStorable, trimmed } from "../text.js";
import { CODE_LIMIT } from "./limits.js";
import type { MappingInput, TargetInput } from "./mappingInputs.js";
import type { Skip, SkipReason } from "./skips.js";

/** What the rules need to know of a code system that a mapping names. */
export interface KnownSystem {
  readonly slug: string;
  readonly normalization: CodeNormalization;
  /** False while its content is not present: such a system takes every code. */
  readonly knowsItsCodes: boolean;
  /** Whether the caller may use it at all. */
  readonly licensed: boolean;
}

export interface SystemCode {
  readonly system: string;
  readonly code: string;
}

/** A target as asked for, its code in the system's own form. */
export interface ResolvedTarget {
  readonly path: readonly string[];
  readonly code: string;
  /** As the caller wrote it, trimmed. */
  readonly written: string;
  readonly input: TargetInput;
}

/** A mapping whose systems are known and usable; whether its codes exist is still open. */
export interface ResolvedMapping {
  readonly path: readonly string[];
  readonly source: SystemCode;
  readonly targetSystem: string;
  /** Not where targets are given too, which refuses the request anyway. */
  readonly noMap: boolean;
  /** Targets and skipped targets, in input order. */
  readonly targets: readonly (ResolvedTarget | Skip)[];
}

/**
 * First half of the skip rules: what is incomplete, names an unknown system or needs a licence is skipped;
 * of the rest the codes are brought into their systems' own forms.
 */
export function resolveMappings(
  mappings: readonly MappingInput[],
  systems: ReadonlyMap<string, KnownSystem>,
): readonly (ResolvedMapping | Skip)[] {
  return mappings.map((mapping, index) =>
    resolveMapping(mapping, ["mappings", `${index}`], systems),
  );
}

function resolveMapping(
  mapping: MappingInput,
  path: readonly string[],
  systems: ReadonlyMap<string, KnownSystem>,
): ResolvedMapping | Skip {
  const sourceSlug = trimmed(mapping.sourceCodeSystem);
  const sourceCode = trimmed(mapping.sourceCode);
  const targetSlug = trimmed(mapping.targetCodeSystem);
  const targets = mapping.targets ?? [];
  const skip = (
    reason: SkipReason,
    codeSystem: string | null,
    code: string | null = null,
  ): Skip => ({
    path,
    reason,
    codeSystem,
    code,
  });
  if (sourceSlug === null) return skip("SOURCE_CODE_SYSTEM_MISSING", null, sourceCode);
  if (sourceCode === null) return skip("SOURCE_CODE_MISSING", sourceSlug);
  if (targetSlug === null) return skip("TARGET_CODE_SYSTEM_MISSING", null);
  if (targets.length === 0 && !mapping.noMap) return skip("TARGET_CODE_MISSING", targetSlug);
  for (const slug of [sourceSlug, targetSlug]) {
    if (!systems.has(slug)) return skip("CODE_SYSTEM_UNKNOWN", slug);
  }
  for (const slug of [sourceSlug, targetSlug]) {
    if (!systems.get(slug)?.licensed) return skip("LICENSE_REQUIRED", slug);
  }
  return {
    path,
    source: { system: sourceSlug, code: ownForm(systems, sourceSlug, sourceCode) },
    targetSystem: targetSlug,
    noMap: mapping.noMap === true && targets.length === 0,
    targets: targets.map((target, index) =>
      resolveTarget(target, [...path, "targets", `${index}`], targetSlug, systems),
    ),
  };
}

function resolveTarget(
  input: TargetInput,
  path: readonly string[],
  system: string,
  systems: ReadonlyMap<string, KnownSystem>,
): ResolvedTarget | Skip {
  const written = trimmed(input.targetCode);
  return written === null
    ? { path, reason: "TARGET_CODE_MISSING", codeSystem: system, code: null }
    : { path, code: ownForm(systems, system, written), written, input };
}

/** A code as its system writes it; unchanged where the system is not known. */
export function ownForm(
  systems: ReadonlyMap<string, KnownSystem>,
  slug: string,
  code: string,
): string {
  return normalizeCode(systems.get(slug)?.normalization ?? "NONE", code);
}

export function isSkip<Item extends object>(item: Item | Skip): item is Skip {
  return "reason" in item;
}

/** The slugs that mappings name, for looking the systems up. */
export function namedSystems(mappings: readonly MappingInput[]): readonly string[] {
  const slugs = mappings.flatMap(({ sourceCodeSystem, targetCodeSystem }) => [
    trimmed(sourceCodeSystem),
    trimmed(targetCodeSystem),
  ]);
  return [...new Set(slugs.filter((slug) => slug !== null))];
}

/** The codes whose existence must be asked for: those of systems that know their codes. */
export function codesToCheck(
  resolved: readonly (ResolvedMapping | Skip)[],
  systems: ReadonlyMap<string, KnownSystem>,
): readonly SystemCode[] {
  const codes = new Map<string, SystemCode>();
  const add = (entry: SystemCode) => {
    if (systems.get(entry.system)?.knowsItsCodes && couldBeCode(entry.code)) {
      codes.set(keyOf(entry), entry);
    }
  };
  for (const item of resolved) {
    if (isSkip(item)) continue;
    add(item.source);
    for (const target of item.targets) {
      if (!isSkip(target)) add({ system: item.targetSystem, code: target.code });
    }
  }
  return [...codes.values()];
}

/** Whether a text can be a code of any system at all. */
export function couldBeCode(code: string): boolean {
  return isStorable(code) && characters(code) <= CODE_LIMIT;
}

/** A code as a key of a set: systems' slugs hold no blanks. */
export function keyOf({ system, code }: SystemCode): string {
  return `${system} ${code}`;
}
