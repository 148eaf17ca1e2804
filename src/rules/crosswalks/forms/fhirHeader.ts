/** A release of FHIR whose ConceptMaps are read and written. */
export type MapRelease = "R4" | "R5";

/** An element of ConceptMap that becomes an attribute of the crosswalk. */
export interface HeaderElement {
  /** Key of the attribute behind `fhir:`; R5's name where the releases differ. */
  readonly key: string;
  readonly type: "TEXT" | "BOOLEAN" | "JSON";
  /** What a release calls it; null: the release does not have it. */
  readonly names: Readonly<Record<MapRelease, string | null>>;
}

const PREFIX = "fhir:";

function inBoth(type: HeaderElement["type"], names: string): readonly HeaderElement[] {
  return names.split(" ").map((key) => ({ key, type, names: { R4: key, R5: key } }));
}

function sinceR5(type: HeaderElement["type"], names: string): readonly HeaderElement[] {
  return names.split(" ").map((key) => ({ key, type, names: { R4: null, R5: key } }));
}

function renamed(key: string, r4: string): HeaderElement {
  return { key, type: "TEXT", names: { R4: r4, R5: key } };
}

/** In the order in which they are written. */
export const headerElements: readonly HeaderElement[] = [
  ...inBoth("TEXT", "id implicitRules language url"),
  ...inBoth("JSON", "identifier"),
  ...sinceR5("TEXT", "versionAlgorithmString"),
  ...sinceR5("JSON", "versionAlgorithmCoding"),
  ...inBoth("TEXT", "name status"),
  ...inBoth("BOOLEAN", "experimental"),
  ...inBoth("TEXT", "date publisher"),
  ...inBoth("JSON", "contact useContext jurisdiction"),
  ...inBoth("TEXT", "purpose copyright"),
  ...sinceR5("TEXT", "copyrightLabel approvalDate lastReviewDate"),
  ...sinceR5("JSON", "effectivePeriod topic author editor reviewer endorser relatedArtifact"),
  ...sinceR5("JSON", "property additionalAttribute"),
  renamed("sourceScopeUri", "sourceUri"),
  renamed("sourceScopeCanonical", "sourceCanonical"),
  renamed("targetScopeUri", "targetUri"),
  renamed("targetScopeCanonical", "targetCanonical"),
];

/** Elements that stand elsewhere in a crosswalk: in its name, description, release and pairs. */
export const heldElsewhere: ReadonlySet<string> = new Set([
  ..."resourceType title description version group".split(" "),
]);

/** The key of the attribute that holds an element of the header. */
export function headerKey(element: string): string {
  return PREFIX + element;
}

/** Key of the attribute that holds what is said of groups beside their pairs. */
export const GROUPS_KEY = headerKey("groups");
/** Key of the attribute that stands, without a value, where a map has a name and no title. */
export const TITLE_KEY = headerKey("title");
/** What a map is that does not say so. */
export const USUAL_STATUS = "active";

/** The element that a release of FHIR calls by a name. */
export function elementNamed(name: string, release: MapRelease): HeaderElement | null {
  return headerElements.find(({ names }) => names[release] === name) ?? null;
}

/** Which release alone has a top-level element of a ConceptMap; null: both, or none. */
export function releaseOfElement(name: string): MapRelease | null {
  const [r4, r5] = [elementNamed(name, "R4"), elementNamed(name, "R5")];
  if (r4 !== null && r5 === null) return "R4";
  return r5 !== null && r4 === null ? "R5" : null;
}

/** What is said of a group beside its pairs, as the release that it was read from has it. */
export interface GroupDetails {
  readonly source: string;
  readonly target: string;
  readonly sourceVersion?: string;
  readonly targetVersion?: string;
  readonly unmapped?: Readonly<Record<string, unknown>>;
}

const MODE_OF: Readonly<Record<MapRelease, Readonly<Record<string, string>>>> = {
  R4: { "use-source-code": "provided" },
  R5: { provided: "use-source-code" },
};
const URL_OF: Readonly<Record<MapRelease, Readonly<Record<string, string>>>> = {
  R4: { otherMap: "url" },
  R5: { url: "otherMap" },
};
/** Members of `unmapped` that R4 does not have. */
const UNMAPPED_SINCE_R5 = new Set(["valueSet", "relationship"]);

/** The modes that a release has. */
export const unmappedModes: Readonly<Record<MapRelease, readonly string[]>> = {
  R4: ["provided", "fixed", "other-map"],
  R5: ["use-source-code", "fixed", "other-map"],
};

/**
 * `unmapped` in the words of a release, whichever it was read from.
 * @param lost called with the name of each member that the release has no place for
 */
export function unmappedOf(
  unmapped: Readonly<Record<string, unknown>>,
  release: MapRelease,
  lost: (member: string) => void,
): Readonly<Record<string, unknown>> {
  const members = Object.entries(unmapped).flatMap(([name, value]) => {
    if (release === "R4" && UNMAPPED_SINCE_R5.has(name)) {
      lost(name);
      return [];
    }
    const own = URL_OF[release][name] ?? name;
    const mode = name === "mode" ? MODE_OF[release][String(value)] : undefined;
    return [[own, mode ?? value] as const];
  });
  return Object.fromEntries(members);
}
