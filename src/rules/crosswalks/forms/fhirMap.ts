import type { CustomAttribute } from "../content.js";
import { type AdditionalAttribute, AdditionalAttributes } from "./fhirConditions.js";
import {
  GROUPS_KEY,
  type GroupDetails,
  type HeaderElement,
  headerElements,
  headerKey,
  type MapRelease,
  TITLE_KEY,
  USUAL_STATUS,
  unmappedOf,
} from "./fhirHeader.js";
import { attributeExtension, type FhirObject } from "./fhirTarget.js";
import type { Losses } from "./losses.js";
import { crosswalkUri } from "./ownUris.js";
import { takeText } from "./pieces.js";

/** A version of a crosswalk, its pairs left aside. */
export interface MapDetails {
  readonly identifier: string;
  readonly published: boolean;
  readonly name: string;
  readonly description: string | null;
  /** The publisher's name of the release. */
  readonly release: string | null;
  /** Without the release. */
  readonly attributes: readonly CustomAttribute[];
}

/** A map as FHIR has it, its elements left aside. */
export interface FhirMap {
  /** In FHIR's order; `property` and `additionalAttribute` are added when all elements are known. */
  readonly elements: FhirObject;
  readonly definitions: readonly FhirObject[];
  readonly additional: AdditionalAttributes;
  groupOf(source: string, target: string): GroupDetails | null;
}

function recordsIn(text: string | null): readonly FhirObject[] | null {
  if (text === null) return null;
  try {
    const value: unknown = JSON.parse(text);
    const fits = Array.isArray(value) && value.every((one) => typeof one === "object" && one);
    return fits && JSON.stringify(value) === text ? (value as FhirObject[]) : null;
  } catch {
    return null;
  }
}

/** The attributes of a crosswalk while they are given their places. */
class Attributes {
  private readonly left: Map<string, string | null>;

  constructor(attributes: readonly CustomAttribute[]) {
    this.left = new Map(attributes.map(({ key, value }) => [key, value]));
  }

  /** Takes what an attribute says, if it can be read so. */
  take<Value>(key: string, read: (text: string) => Value | null): Value | null {
    const rest = new Map(this.left);
    const text = takeText(rest, key);
    const value = text === null ? null : read(text);
    if (value === null) return null;
    for (const taken of this.left.keys()) if (!rest.has(taken)) this.left.delete(taken);
    return value;
  }

  takeMark(key: string): boolean {
    return this.left.get(key) === null && this.left.delete(key);
  }

  rest(): readonly CustomAttribute[] {
    return [...this.left].map(([key, value]) => ({ key, value }));
  }
}

/** What a version says of itself, as a release of FHIR has it. */
export function fhirMap(map: MapDetails, release: MapRelease, losses: Losses): FhirMap {
  const attributes = new Attributes(map.attributes);
  const groups = attributes.take(GROUPS_KEY, recordsIn) ?? [];
  const own = release === "R5" ? recordsIn : () => null;
  const definitions = attributes.take(headerKey("property"), own) ?? [];
  const declared = attributes.take(headerKey("additionalAttribute"), own) ?? [];
  // R4 can't say what its attributes are, but it can call them by their URIs.
  const known = release === "R5" ? declared : additionalOf(map.attributes);
  const told = headerElements
    .map((element) => [element.names[release], headerValue(element, release, attributes)] as const)
    .filter(([name, value]) => name !== null && value !== null);
  const header: FhirObject = Object.fromEntries(told);
  const untitled = attributes.takeMark(TITLE_KEY);
  const calledSo = [header.name, header.url, header.id].includes(map.name);
  const rest = attributes.rest();
  for (const { key } of rest) {
    losses.add("AS_EXTENSION", key, `A ConceptMap of ${release} has no place for it.`);
  }
  if (header.url === undefined) {
    losses.add("REPLACED", "url", "The crosswalk has none; a name of ours stands there.");
  }
  const { id, implicitRules, language, url, name, ...others } = header;
  const elements = {
    resourceType: "ConceptMap",
    ...given({ id, implicitRules, language }),
    ...(rest.length > 0 ? { extension: rest.map(attributeExtension) } : {}),
    url: url ?? crosswalkUri(map.identifier),
    ...given({ version: map.release ?? undefined, name }),
    ...(untitled && calledSo ? {} : { title: map.name }),
    status: others.status ?? (map.published ? USUAL_STATUS : "draft"),
    ...others,
    ...given({ description: map.description ?? undefined }),
  };
  return {
    elements,
    definitions,
    additional: new AdditionalAttributes(known as unknown as readonly AdditionalAttribute[]),
    groupOf: (source, target) =>
      (groups as unknown as readonly GroupDetails[]).find(
        (group) => group.source === source && group.target === target,
      ) ?? null,
  };
}

function given(elements: FhirObject): FhirObject {
  return Object.fromEntries(Object.entries(elements).filter(([, value]) => value !== undefined));
}

function additionalOf(attributes: readonly CustomAttribute[]): readonly FhirObject[] {
  return new Attributes(attributes).take(headerKey("additionalAttribute"), recordsIn) ?? [];
}

function headerValue(element: HeaderElement, release: MapRelease, attributes: Attributes): unknown {
  if (element.names[release] === null) return null;
  const key = headerKey(element.key);
  if (element.type === "TEXT") return attributes.take(key, (text) => text);
  if (element.type === "BOOLEAN") return attributes.take(key, booleanIn);
  if (element.key !== "identifier" || release === "R5") return attributes.take(key, jsonIn);
  // R4 has one.
  return attributes.take(key, (text) => {
    const listed = recordsIn(text);
    return listed?.length === 1 ? (listed[0] ?? null) : null;
  });
}

function booleanIn(text: string): boolean | null {
  return text === "true" ? true : text === "false" ? false : null;
}

function jsonIn(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text);
    const fits = typeof value === "object" && value !== null && JSON.stringify(value) === text;
    return fits ? value : null;
  } catch {
    return null;
  }
}

/** The members of a group beside its elements. */
export function groupMembers(
  { source, target, sourceVersion, targetVersion, unmapped }: GroupDetails,
  release: MapRelease,
  losses: Losses,
): { readonly before: FhirObject; readonly behind: FhirObject } {
  const versioned = (url: string, version?: string) =>
    version === undefined ? url : `${url}|${version}`;
  const before =
    release === "R4"
      ? given({ source, sourceVersion, target, targetVersion })
      : { source: versioned(source, sourceVersion), target: versioned(target, targetVersion) };
  const lost = (member: string) =>
    losses.add(
      "LEFT_OUT",
      `group.unmapped.${member}`,
      "R4 does not have it.",
      `${source} → ${target}`,
    );
  return {
    before,
    behind: unmapped === undefined ? {} : { unmapped: unmappedOf(unmapped, release, lost) },
  };
}
