import { type Failure, fieldInvalid } from "../failure.js";
import { textFaults, trimmed } from "../text.js";
import type { CustomAttribute } from "./content.js";
import { ATTRIBUTE_KEY_LIMIT, ATTRIBUTE_VALUE_LIMIT, ATTRIBUTES_LIMIT } from "./limits.js";

/** As a caller writes it: everything may be absent. */
export interface AttributeInput {
  readonly key?: string | null | undefined;
  readonly value?: string | null | undefined;
}

/**
 * What is wrong with a list of attributes: a missing or blank key, an over-long key or value, too many.
 * Every fault is reported, each at its own path below `path`.
 */
export function attributeFaults(
  inputs: readonly AttributeInput[] | null | undefined,
  path: readonly string[],
): readonly Failure[] {
  if (!inputs) return [];
  if (inputs.length > ATTRIBUTES_LIMIT) {
    return [
      fieldInvalid(
        path,
        `Custom attributes: ${inputs.length} are given; at most ${ATTRIBUTES_LIMIT} are allowed`,
      ),
    ];
  }
  return inputs.flatMap((input, index) => oneAttributeFaults(input, [...path, String(index)]));
}

function oneAttributeFaults(input: AttributeInput, path: readonly string[]): readonly Failure[] {
  const key = trimmed(input.key);
  const keyPath = [...path, "key"];
  const keyFaults =
    key === null
      ? [fieldInvalid(keyPath, "Custom attribute key is required")]
      : textFaults(key, {
          name: "Custom attribute key",
          path: keyPath,
          limit: ATTRIBUTE_KEY_LIMIT,
        });
  return [
    ...keyFaults,
    ...textFaults(input.value?.trim() ?? null, {
      name: "Custom attribute value",
      path: [...path, "value"],
      limit: ATTRIBUTE_VALUE_LIMIT,
    }),
  ];
}

/**
 * Attributes with others laid over them: a key that is there takes the new value and keeps its place, a
 * new key goes to the end, the last of equal keys wins. An absent value is null and replaces the old one.
 * The inputs must be without {@link attributeFaults}.
 */
export function mergeAttributes(
  present: readonly CustomAttribute[],
  inputs: readonly AttributeInput[] | null | undefined,
): readonly CustomAttribute[] {
  if (!inputs || inputs.length === 0) return present;
  const merged = new Map(present.map(({ key, value }) => [key, value]));
  for (const input of inputs) merged.set(trimmed(input.key) ?? "", trimmed(input.value));
  return [...merged].map(([key, value]) => ({ key, value }));
}

/** Whether two lists say the same, order included. */
export function sameAttributes(
  left: readonly CustomAttribute[],
  right: readonly CustomAttribute[],
): boolean {
  return (
    left.length === right.length &&
    left.every(({ key, value }, at) => right[at]?.key === key && right[at]?.value === value)
  );
}
