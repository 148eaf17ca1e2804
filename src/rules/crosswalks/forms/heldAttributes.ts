import type { CustomAttribute } from "../content.js";
import { takeText } from "./pieces.js";

/** The attributes of a crosswalk while a form's places are found for them. */
export class HeldAttributes {
  private readonly left: Map<string, string | null>;

  constructor(attributes: readonly CustomAttribute[]) {
    this.left = new Map(attributes.map(({ key, value }) => [key, value]));
  }

  /** Takes what an attribute says, if it can be read so; null where not. */
  take<Value>(key: string, read: (text: string) => Value | null): Value | null {
    const rest = new Map(this.left);
    const text = takeText(rest, key);
    const value = text === null ? null : read(text);
    if (value === null) return null;
    for (const taken of [...this.left.keys()]) if (!rest.has(taken)) this.left.delete(taken);
    return value;
  }

  /** Whether there is an attribute without value. */
  hasMark(key: string): boolean {
    return this.left.get(key) === null;
  }

  drop(key: string): void {
    this.left.delete(key);
  }

  rest(): readonly CustomAttribute[] {
    return [...this.left].map(([key, value]) => ({ key, value }));
  }
}

/** An object or list that is written so and not otherwise; null where the text is none. */
export function jsonIn(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text);
    const fits = typeof value === "object" && value !== null && JSON.stringify(value) === text;
    return fits ? value : null;
  } catch {
    return null;
  }
}

/** A list of objects that is not empty, as {@link jsonIn}. */
export function recordsIn(text: string): readonly Readonly<Record<string, unknown>>[] | null {
  const value = jsonIn(text);
  return Array.isArray(value) && value.length > 0 && value.every(isRecord) ? value : null;
}

/** Whether a value is an object of JSON. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
