import { type Failure, fieldInvalid } from "../failure.js";
import { trimmed } from "../text.js";
import { NO_MAP, type Pair, type PairKey, pairKeyText } from "./content.js";
import { PAIRS_PER_MUTATION } from "./limits.js";
import { couldBeCode, isSkip, type KnownSystem, keyOf, ownForm } from "./resolveMappings.js";
import type { Skip, SkipReason } from "./skips.js";

/** Pairs to delete, as a caller writes them: targets of one source code, or all of them by `["*"]`. */
export interface DeletionInput {
  readonly sourceCodeSystem?: string | null | undefined;
  readonly sourceCode?: string | null | undefined;
  readonly targetCodeSystem?: string | null | undefined;
  readonly targetCodes?: readonly string[] | null | undefined;
}

const ALL = "*";

/** One target code to delete, or all of them where the code is null. */
export interface ResolvedDeletion {
  readonly path: readonly string[];
  readonly key: PairKey;
  /** As the caller wrote it, trimmed; null: all targets, and a no-map. */
  readonly written: string | null;
}

/** What refuses the whole list: too many pairs. */
export function deletionFaults(inputs: readonly DeletionInput[]): readonly Failure[] {
  const count = inputs.reduce((sum, input) => sum + Math.max(1, input.targetCodes?.length ?? 0), 0);
  return count <= PAIRS_PER_MUTATION
    ? []
    : [
        fieldInvalid(
          ["mappings"],
          `Mappings: ${count} pairs are named; at most ${PAIRS_PER_MUTATION} are allowed in one request`,
        ),
      ];
}

/** The pairs that are named, each code in its system's own form; what is incomplete is skipped. */
export function resolveDeletions(
  inputs: readonly DeletionInput[],
  systems: ReadonlyMap<string, KnownSystem>,
): readonly (ResolvedDeletion | Skip)[] {
  return inputs.flatMap((input, index) =>
    resolveDeletion(input, ["mappings", `${index}`], systems),
  );
}

function resolveDeletion(
  input: DeletionInput,
  path: readonly string[],
  systems: ReadonlyMap<string, KnownSystem>,
): readonly (ResolvedDeletion | Skip)[] {
  const sourceSystem = trimmed(input.sourceCodeSystem);
  const sourceCode = trimmed(input.sourceCode);
  const targetSystem = trimmed(input.targetCodeSystem);
  const targetCodes = input.targetCodes ?? [];
  const skip = (reason: SkipReason, codeSystem: string | null): Skip[] => [
    { path, reason, codeSystem, code: sourceCode },
  ];
  if (sourceSystem === null) return skip("SOURCE_CODE_SYSTEM_MISSING", null);
  if (sourceCode === null) return skip("SOURCE_CODE_MISSING", sourceSystem);
  if (targetSystem === null) return skip("TARGET_CODE_SYSTEM_MISSING", null);
  if (targetCodes.length === 0) return skip("TARGET_CODE_MISSING", targetSystem);
  const source = {
    sourceSystem,
    sourceCode: ownForm(systems, sourceSystem, sourceCode),
    targetSystem,
  };
  return targetCodes.map((given, index): ResolvedDeletion | Skip => {
    const at = [...path, "targetCodes", `${index}`];
    const written = trimmed(given);
    if (written === null) {
      return { path: at, reason: "TARGET_CODE_MISSING", codeSystem: targetSystem, code: null };
    }
    return written === ALL
      ? { path: at, key: { ...source, targetCode: NO_MAP }, written: null }
      : {
          path: at,
          key: { ...source, targetCode: ownForm(systems, targetSystem, written) },
          written,
        };
  });
}

export interface JudgedDeletions {
  readonly closed: readonly PairKey[];
  readonly skipped: readonly Skip[];
  readonly invalidCodes: readonly string[];
}

/**
 * Which pairs go. One that stands goes, whatever has become of its codes or its licence. Of the others those
 * are invalid whose target code a system that the caller may use does not have; the rest is not mapped.
 * @param present the open pairs among those named, and all those of mappings that are to go whole
 * @param known the existing ones of the target codes, as {@link keyOf} writes them
 */
export function judgeDeletions(
  resolved: readonly (ResolvedDeletion | Skip)[],
  present: readonly Pair[],
  systems: ReadonlyMap<string, KnownSystem>,
  known: ReadonlySet<string>,
): JudgedDeletions {
  const standing = new Map(present.map((pair) => [pairKeyText(pair), pair]));
  const closed = new Map<string, PairKey>();
  const skipped: Skip[] = [];
  const invalid = new Set<string>();
  const reasonFor = ({ key, written }: ResolvedDeletion): SkipReason => {
    const system = systems.get(key.targetSystem);
    if (written === null) return "NOT_MAPPED";
    if (!system) return "CODE_SYSTEM_UNKNOWN";
    const exists = !system.knowsItsCodes || known.has(keyOf(targetOf(key)));
    return system.licensed && !exists ? "TARGET_CODE_INVALID" : "NOT_MAPPED";
  };
  for (const item of resolved) {
    if (isSkip(item)) {
      skipped.push(item);
      continue;
    }
    const going = item.written === null ? wholeMapping(item.key, present) : [item.key];
    const there = going.filter((key) => standing.has(pairKeyText(key)));
    const fresh = there.filter((key) => !closed.has(pairKeyText(key)));
    for (const key of fresh) closed.set(pairKeyText(key), key);
    if (fresh.length > 0) continue;
    const reason = there.length > 0 ? "DUPLICATE" : reasonFor(item);
    if (reason === "TARGET_CODE_INVALID" && item.written !== null) invalid.add(item.written);
    const { targetSystem: codeSystem } = item.key;
    skipped.push({ path: item.path, reason, codeSystem, code: item.written });
  }
  return { closed: [...closed.values()], skipped, invalidCodes: [...invalid] };
}

function wholeMapping(key: PairKey, present: readonly Pair[]): PairKey[] {
  return present
    .filter(
      (pair) =>
        pair.sourceSystem === key.sourceSystem &&
        pair.sourceCode === key.sourceCode &&
        pair.targetSystem === key.targetSystem,
    )
    .map(({ sourceSystem, sourceCode, targetSystem, targetCode }) => ({
      sourceSystem,
      sourceCode,
      targetSystem,
      targetCode,
    }));
}

function targetOf({ targetSystem, targetCode }: PairKey) {
  return { system: targetSystem, code: targetCode };
}

/** The target codes whose existence must be asked for: of pairs that do not stand. */
export function targetsToCheck(
  resolved: readonly (ResolvedDeletion | Skip)[],
  present: readonly Pair[],
  systems: ReadonlyMap<string, KnownSystem>,
) {
  const standing = new Set(present.map(pairKeyText));
  return resolved
    .filter((item): item is ResolvedDeletion => !isSkip(item) && item.written !== null)
    .filter(({ key }) => !standing.has(pairKeyText(key)) && couldBeCode(key.targetCode))
    .filter(({ key }) => systems.get(key.targetSystem)?.knowsItsCodes)
    .map(({ key }) => targetOf(key));
}
