/** Whether an optional argument was given: left out is undefined, and null means the same. */
export function isGiven<Value>(value: Value | null | undefined): value is Value {
  return value !== null && value !== undefined;
}
