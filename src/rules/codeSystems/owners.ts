import type { OwnerEntry } from "./catalog.js";

/** An organization to which a code system belongs, with what is said of it if it is new. */
export type Owner = Pick<OwnerEntry, "name"> & Partial<Omit<OwnerEntry, "name">>;

const HL7: OwnerEntry = {
  name: "HL7",
  displayName: "Health Level Seven International",
  website: "https://www.hl7.org",
};

/** Names are parts of URLs. */
const NAME_LIMIT = 100;

/**
 * Whose a code system is that a file describes: HL7's where its URL is, otherwise the host's that its URL
 * names, which stays the same whatever its publisher is called, and without a host the publisher's. Null
 * where neither is said.
 */
export function ownerOf(canonicalUrl: string | null, publisher: string | null): Owner | null {
  const host = hostOf(canonicalUrl);
  if (host !== null && /(?:^|\.)hl7\.org$/.test(host)) return HL7;
  const displayName = publisher ?? undefined;
  if (host !== null) return { name: host, ...(displayName && { displayName }) };
  const name = publisher === null ? "" : nameFrom(publisher);
  return name === "" ? null : { name, ...(displayName && { displayName }) };
}

function hostOf(url: string | null): string | null {
  if (url === null || !/^https?:/i.test(url)) return null;
  try {
    const host = new URL(url).hostname.replace(/^www\./, "");
    return nameFrom(host) === host ? host : null;
  } catch {
    return null;
  }
}

/** A text as the name of an organization: `Acme Ltd.` becomes `Acme-Ltd`. */
function nameFrom(text: string): string {
  return text
    .normalize("NFKD")
    .replaceAll(/[^\w.-]+/g, "-")
    .replaceAll(/^[-._]+|[-._]+$/g, "")
    .slice(0, NAME_LIMIT);
}
