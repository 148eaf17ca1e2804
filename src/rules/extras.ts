import { type Failure, fieldInvalid } from "./failure.js";
import { isStorable } from "./text.js";

export type Extras = Readonly<Record<string, unknown>>;

/** Largest `extras`, in characters of JSON. */
const EXTRAS_LIMIT = 100_000;
const DEPTH_LIMIT = 20;

/** Why further fields can't be kept as they are, or nothing. */
export function extrasFaults(extras: Extras | null | undefined): readonly Failure[] {
  if (extras === null || extras === undefined) return [];
  const fault = valueFault(extras, 0) ?? lengthFault(extras);
  return fault === null ? [] : [fieldInvalid(["extras"], `extras ${fault}`)];
}

/** Whether the database keeps all texts of a JSON value. */
export function isStorableJson(value: unknown): boolean {
  return valueFault(value, 0) === null;
}

function lengthFault(extras: Extras): string | null {
  const { length } = JSON.stringify(extras);
  return length <= EXTRAS_LIMIT
    ? null
    : `is ${length} characters long as JSON; at most ${EXTRAS_LIMIT} are allowed`;
}

function valueFault(value: unknown, depth: number): string | null {
  if (depth > DEPTH_LIMIT) return `is nested more than ${DEPTH_LIMIT} deep`;
  if (typeof value === "string")
    return isStorable(value) ? null : "holds a character that is not text";
  if (typeof value !== "object" || value === null) return null;
  for (const [key, inner] of Object.entries(value)) {
    const fault = valueFault(key, depth) ?? valueFault(inner, depth + 1);
    if (fault !== null) return fault;
  }
  return null;
}
