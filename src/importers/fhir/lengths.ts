import { textFaults } from "../../rules/text.js";

/** That a text is longer than a concept may have it, in characters; null where it fits. `name` begins the sentence. */
export function lengthFault(text: string, name: string, limit: number): string | null {
  const [fault] = textFaults(text, { name, path: [], limit });
  return fault?.message ?? null;
}
