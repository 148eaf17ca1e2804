import { segmentFault } from "../urlSegments.js";

/** Why a text can't be the name of an organization, user or client, or null. Names are parts of URLs. */
export function nameFault(what: string, name: string): string | null {
  return segmentFault(`the name of ${what}`, name);
}
