import { expect } from "vitest";
import type { Database } from "../../src/store/database.js";
import { fingerprint } from "./fingerprint.js";

/** That something is answered, and that no row of any table is another afterwards. */
export async function expectNothingDone(
  database: Database,
  work: () => Promise<unknown>,
  answer: unknown,
): Promise<void> {
  const before = await fingerprint(database);
  expect(Object.keys(before).length).toBeGreaterThan(10);
  expect(await work()).toEqual(answer);
  expect(await fingerprint(database)).toEqual(before);
}

/** A refusal by faults of fields. */
export function fieldsInvalid(...faults: readonly (readonly [path: string, message: string])[]) {
  return {
    ok: false,
    failure: faults.map(([path, message]) => ({
      kind: "FieldInvalid",
      path: path.split("."),
      message,
    })),
  };
}
