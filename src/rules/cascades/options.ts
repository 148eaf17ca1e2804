import { failed, ok, type Result } from "../../kernel/result.js";
import { isStorable } from "../text.js";

/** How many steps a cascade takes where nothing else is said, and at most. */
export const USUAL_STEPS = 1000;
export const MOST_STEPS = 10_000;

/** How many levels a cascade goes down at most. */
export const MOST_LEVELS = 500;

/** Which map types are meant: some or all, but for those that are left out. */
export interface MapTypes {
  /** Null: all. */
  readonly only: readonly string[] | null;
  readonly without: readonly string[];
}

/** What a cascade follows, what it shows, and how far it goes. */
export interface CascadeOptions {
  /** Mappings that lead on to concepts. */
  readonly followed: MapTypes;
  /** Mappings that are shown of every concept from which the cascade goes on. */
  readonly returned: MapTypes;
  readonly hierarchy: boolean;
  /** From targets to what maps to them, and from children to their parents. */
  readonly reverse: boolean;
  readonly includeRetired: boolean;
  /** How many levels below the concept; null: all there are. */
  readonly levels: number | null;
  /** How many mappings and links of the hierarchy are looked at; at least 1. */
  readonly steps: number;
}

/** A cascade as it is asked for; what is null or left out is as usual. */
export interface CascadeRequest {
  readonly method: "SOURCE_TO_CONCEPTS" | "SOURCE_MAPPINGS";
  readonly mapTypes?: readonly string[] | null;
  readonly excludeMapTypes?: readonly string[] | null;
  readonly returnMapTypes?: readonly string[] | null;
  readonly levels?: number | null;
  readonly reverse?: boolean | null;
  readonly cascadeMappings?: boolean | null;
  readonly cascadeHierarchy?: boolean | null;
  readonly includeRetired?: boolean | null;
  readonly maxSteps?: number | null;
}

const none: MapTypes = { only: [], without: [] };

/** `*` among map types stands for all of them; what no database keeps is the type of none. */
function named(types: readonly string[] | null | undefined): readonly string[] | null {
  return !types || types.includes("*") ? null : types.filter(isStorable);
}

/** The options of a cascade; a failure names the argument at fault. */
export function readCascade(request: CascadeRequest): Result<CascadeOptions, string> {
  const { method, mapTypes, excludeMapTypes, returnMapTypes } = request;
  const { levels = null, maxSteps } = request;
  if (levels !== null && (levels < 0 || levels > MOST_LEVELS)) {
    return failed(
      `levels is ${levels}; 0 to ${MOST_LEVELS} are allowed, and none for all there are.`,
    );
  }
  const steps = maxSteps ?? USUAL_STEPS;
  if (steps < 1 || steps > MOST_STEPS) {
    return failed(`maxSteps is ${steps}; 1 to ${MOST_STEPS} are allowed.`);
  }
  const asked =
    request.cascadeMappings === false
      ? none
      : { only: named(mapTypes), without: excludeMapTypes?.filter(isStorable) ?? [] };
  const onlyMappings = method === "SOURCE_MAPPINGS";
  return ok({
    followed: onlyMappings ? none : asked,
    returned: returnMapTypes ? { only: named(returnMapTypes), without: [] } : asked,
    hierarchy: !onlyMappings && request.cascadeHierarchy !== false,
    reverse: request.reverse === true,
    includeRetired: request.includeRetired === true,
    levels,
    steps,
  });
}

/** Whether a map type is among those that are meant. */
export function isMeant(mapType: string, { only, without }: MapTypes): boolean {
  return (only === null || only.includes(mapType)) && !without.includes(mapType);
}
