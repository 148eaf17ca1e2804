import { type Failure, fieldInvalid } from "../failure.js";
import { isStorable, textFaults, trimmed } from "../text.js";
import { nameFault } from "./names.js";

/** Characters of an organization's name for people, and of its website's address. */
export const DISPLAY_NAME_LIMIT = 500;
export const WEBSITE_LIMIT = 2000;

export interface NewOrganization {
  readonly name: string;
  readonly displayName?: string | null | undefined;
  readonly website?: string | null | undefined;
}

/** What is wrong with an organization that is to be made. */
export function newOrganizationFaults(made: NewOrganization): readonly Failure[] {
  return [
    ...nameFaults(made.name),
    ...textFaults(trimmed(made.displayName), {
      name: "Display name",
      path: ["displayName"],
      limit: DISPLAY_NAME_LIMIT,
    }),
    ...websiteFaults(trimmed(made.website)),
  ];
}

function nameFaults(given: string): readonly Failure[] {
  const name = trimmed(given);
  if (name === null) return [fieldInvalid(["name"], "Organization name is required")];
  if (!isStorable(name)) {
    return [fieldInvalid(["name"], "Organization name holds a character that is not text")];
  }
  const fault = nameFault("an organization", name);
  return fault === null ? [] : [fieldInvalid(["name"], fault)];
}

function websiteFaults(website: string | null): readonly Failure[] {
  const field = { name: "Website", path: ["website"], limit: WEBSITE_LIMIT };
  const faults = textFaults(website, field);
  if (website === null || faults.length > 0 || isWebAddress(website)) return faults;
  return [
    fieldInvalid(["website"], "Website must be an address that begins with http:// or https://"),
  ];
}

function isWebAddress(text: string): boolean {
  return /^https?:\/\/[^\s/]/i.test(text) && !/\s/.test(text) && URL.canParse(text);
}
