import { isLocale } from "../../rules/codeSystems/locales.js";
import { FileRefused, type SystemDescription } from "../format.js";
import { isArray, isObject, type Json } from "../json.js";
import type { Elements } from "./outline.js";

/** A release of FHIR that a file can be said to be of. */
export type FhirRelease = "R4" | "R5";

const DEFAULT_LANGUAGE = "en";

/** Elements of CodeSystem that R4 does not have. */
const SINCE_R5: ReadonlySet<string> = new Set([
  ..."versionAlgorithmString versionAlgorithmCoding copyrightLabel approvalDate".split(" "),
  ..."lastReviewDate effectivePeriod topic author editor reviewer endorser relatedArtifact".split(
    " ",
  ),
]);

const RELEASE_OF_VERSION: Readonly<Record<string, FhirRelease>> = {
  "4.0": "R4",
  "4.3": "R4",
  "5.0": "R5",
};

/** The release that a version of FHIR is of: `4.0.1` of R4; null where it is another. */
export function releaseOf(fhirVersion: string): FhirRelease | null {
  return RELEASE_OF_VERSION[/^\d+\.\d+/.exec(fhirVersion)?.[0] ?? ""] ?? null;
}

const CONTENT: Readonly<Record<string, SystemDescription["content"]>> = {
  complete: "COMPLETE",
  fragment: "FRAGMENT",
  example: "FRAGMENT",
  "not-present": "NOT_PRESENT",
};

/** What is told of a code system beside its names. */
const KEPT = [
  ..."publisher purpose copyright status experimental date caseSensitive".split(" "),
  "hierarchyMeaning",
];

class Header {
  constructor(
    private readonly file: string,
    private readonly elements: Elements,
  ) {}

  text(name: string): string | null {
    const value = this.elements.get(name) ?? null;
    if (value === null) return null;
    if (typeof value !== "string") this.refuse(name, "it is no text");
    return value.trim() === "" ? null : value.trim();
  }

  refuse(name: string, why: string): never {
    throw new FileRefused(`${this.file}, CodeSystem${name && `.${name}`}: ${why}`);
  }

  /** Refuses what is no CodeSystem, or is said to be of another release of FHIR than it is. */
  check(release: FhirRelease | null): void {
    const type = this.elements.get("resourceType");
    if (typeof type !== "string") {
      throw new FileRefused(`${this.file}: this is no FHIR resource, it has no resourceType`);
    }
    if (type !== "CodeSystem") {
      throw new FileRefused(`${this.file}, resourceType: this is a ${type}, not a CodeSystem`);
    }
    if (release === null) return;
    const newer = [...this.elements.keys()].find((name) => SINCE_R5.has(name));
    if (release === "R4" && newer) this.refuse(newer, "R4 does not have it; the file is of R5");
    const [own, at] = profiledRelease(this.elements);
    if (own !== null && own !== release) {
      this.refuse(at, `the file is of ${own}, not of ${release}`);
    }
  }

  content(): SystemDescription["content"] {
    const content = this.text("content");
    if (content === "supplement") {
      const to = this.text("supplements");
      this.refuse("content", `it is a supplement${to ? ` to ${to}` : ""}, no code system`);
    }
    const known = CONTENT[content ?? ""];
    const hasConcepts = this.elements.has("concept");
    if (known === "NOT_PRESENT" && hasConcepts) {
      this.refuse("content", "it is not-present, and yet there are concepts");
    }
    if (known !== undefined) return hasConcepts ? known : "NOT_PRESENT";
    const expected = `${Object.keys(CONTENT).join(", ")} is expected`;
    return this.refuse("content", content === null ? `it is missing; ${expected}` : expected);
  }

  language(): string {
    const language = this.text("language") ?? DEFAULT_LANGUAGE;
    if (!isLocale(language)) this.refuse("language", `${JSON.stringify(language)} is no language`);
    return language;
  }

  url(): string | null {
    const url = this.text("url");
    const fits = url === null || /^[a-z][a-z0-9+.-]*:\S+$/i.test(url);
    if (!fits) this.refuse("url", `${JSON.stringify(url)} is no URI`);
    return url;
  }

  extras(): Readonly<Record<string, unknown>> {
    const kept = KEPT.map((name) => [name, this.scalar(name)] as const);
    return Object.fromEntries(kept.filter(([, value]) => value !== null));
  }

  private scalar(name: string): Json {
    const value = this.elements.get(name) ?? null;
    return typeof value === "string" ? this.text(name) : typeof value === "boolean" ? value : null;
  }
}

/** The release of FHIR that a resource says it is of, and by which element; null where it does not say. */
export function profiledRelease(elements: Elements): readonly [FhirRelease | null, string] {
  const said = elements.get("fhirVersion");
  if (typeof said === "string") return [releaseOf(said), "fhirVersion"];
  const meta = elements.get("meta");
  const profiles = isObject(meta) ? meta.get("profile") : undefined;
  for (const [at, profile] of (isArray(profiles) ? profiles : []).entries()) {
    const version = /^https?:\/\/hl7\.org\/fhir\/(\d+\.\d+)\//.exec(String(profile))?.[1];
    if (version !== undefined) return [releaseOf(version), `meta.profile[${at}]`];
  }
  return [null, ""];
}

/**
 * What the elements of a CodeSystem say of it.
 * @param release what the file is said to be of
 * @throws FileRefused with the path of what is wrong
 */
export function describeSystem(
  file: string,
  elements: Elements,
  release: FhirRelease | null,
): SystemDescription {
  const header = new Header(file, elements);
  header.check(release);
  const [id, name, title] = [header.text("id"), header.text("name"), header.text("title")];
  const language = header.language();
  return {
    canonicalUrl: header.url(),
    shortCode: id,
    name: name ?? title ?? id,
    fullName: title ?? name ?? id,
    description: header.text("description"),
    publisher: header.text("publisher"),
    defaultLocale: language,
    version: header.text("version"),
    content: header.content(),
    extras: header.extras(),
  };
}
