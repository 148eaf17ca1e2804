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
  const excess = tooManyAttributes(inputs, path);
  if (excess.length > 0) return excess;
  return inputs.flatMap((input, index) => oneAttributeFaults(input, [...path, String(index)]));
}

/** Why a list of attributes is too long, or nothing. */
export function tooManyAttributes(
  attributes: readonly unknown[],
  path: readonly string[],
): readonly Failure[] {
  return attributes.length <= ATTRIBUTES_LIMIT
    ? []
    : [
        fieldInvalid(
          path,
          `Custom attributes: ${attributes.length} are too many; at most ${ATTRIBUTES_LIMIT} are allowed`,
        ),
      ];
}

function oneAttributeFaults(input: AttributeInput, path: readonly string[]): readonly Failure[] {
  return [
    ...keyFaults(input.key, [...path, "key"]),
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

/** Attributes without those of some keys, and the keys among them that were not there, in input order. */
export function withoutAttributes(
  present: readonly CustomAttribute[],
  keys: readonly string[],
): { readonly left: readonly CustomAttribute[]; readonly missingKeys: readonly string[] } {
  const wanted = new Set(keys.map((key) => key.trim()));
  const there = new Set(present.map(({ key }) => key));
  return {
    left: present.filter(({ key }) => !wanted.has(key)),
    missingKeys: [...wanted].filter((key) => !there.has(key)),
  };
}

/** What is wrong with a list of keys to delete: a blank one, an over-long one. */
export function attributeKeyFaults(
  keys: readonly string[],
  path: readonly string[],
): readonly Failure[] {
  return keys.flatMap((given, index) => keyFaults(given, [...path, `${index}`]));
}

function keyFaults(given: string | null | undefined, path: readonly string[]): readonly Failure[] {
  const key = trimmed(given);
  return key === null
    ? [fieldInvalid(path, "Custom attribute key is required")]
    : textFaults(key, { name: "Custom attribute key", path, limit: ATTRIBUTE_KEY_LIMIT });
}
