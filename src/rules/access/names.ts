import { RESERVED_SEGMENTS } from "../versions/labels.js";

const NAME = /^[A-Za-z0-9._@-]{1,255}$/;

/** Why a text can't be the name of an organization, user or client, or null. Names are parts of URLs. */
export function nameFault(what: string, name: string): string | null {
  if (!NAME.test(name)) {
    return `"${name}" can't be the name of ${what}: letters, digits and -._@ are allowed, 1 to 255 of them`;
  }
  return RESERVED_SEGMENTS.has(name)
    ? `"${name}" can't be the name of ${what}: it is reserved`
    : null;
}
