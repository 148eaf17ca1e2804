/** A value of a JSON text. Objects are maps: their keys may be anything, `__proto__` too. */
export type Json = JsonScalar | readonly Json[] | JsonObject;
/** A value without others in it. */
export type JsonScalar = string | number | boolean | null;
/** An object of a JSON text, its keys in their order. */
export type JsonObject = ReadonlyMap<string, Json>;

/** Whether a value is an object. */
export function isObject(value: Json | undefined): value is JsonObject {
  return value instanceof Map;
}

/** Whether a value is an array. */
export function isArray(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** A value as JavaScript has it. */
export function plain(value: Json): unknown {
  if (isArray(value)) return value.map(plain);
  if (!isObject(value)) return value;
  return Object.fromEntries([...value].map(([key, inner]) => [key, plain(inner)]));
}

/** More values than this in one object are no description of a code, and would fill the memory. */
const VALUES_LIMIT = 100_000;

type Open = { readonly array: Json[] } | { readonly object: Map<string, Json>; key: string };

/** Puts the values together that are inside of one object or array, or only sees how far it goes. */
export class JsonBuilder {
  private readonly open: Open[] = [];
  private depth = 0;
  private values = 0;
  private whole: Json = null;

  /** @param kept whether the value is wanted */
  constructor(private readonly kept: boolean) {}

  key(name: string): void {
    const top = this.open.at(-1);
    if (top && "object" in top) top.key = name;
  }

  value(value: Json): void {
    if (this.kept) this.put(value);
  }

  begin(kind: "OBJECT" | "ARRAY"): void {
    this.depth += 1;
    if (!this.kept) return;
    const opened = kind === "ARRAY" ? { array: [] } : { object: new Map<string, Json>(), key: "" };
    this.put("array" in opened ? opened.array : opened.object);
    this.open.push(opened);
  }

  /** Whether it was the end of the whole. */
  end(): boolean {
    this.depth -= 1;
    this.open.pop();
    return this.depth === 0;
  }

  /** What was put together. */
  get result(): Json {
    return this.whole;
  }

  /** Whether it has more values than are kept. */
  get isTooLarge(): boolean {
    return this.values > VALUES_LIMIT;
  }

  private put(value: Json): void {
    this.values += 1;
    const top = this.open.at(-1);
    if (top === undefined) this.whole = value;
    else if ("array" in top) top.array.push(value);
    else top.object.set(top.key, value);
  }
}
