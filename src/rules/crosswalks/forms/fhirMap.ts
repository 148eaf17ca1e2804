import type { CustomAttribute } from "../content.js";
import { type AdditionalAttribute, AdditionalAttributes } from "./fhirConditions.js";
import { groupsIn } from "./fhirGroups.js";
import {
  GROUPS_KEY,
  type GroupDetails,
  type HeaderElement,
  headerElements,
  headerKey,
  type MapRelease,
  TITLE_KEY,
  USUAL_STATUS,
} from "./fhirHeader.js";
import { attributeExtension, type FhirObject } from "./fhirTarget.js";
import { HeldAttributes, jsonIn, recordsIn } from "./heldAttributes.js";
import type { Losses } from "./losses.js";
import { crosswalkOfUri, crosswalkUri } from "./ownUris.js";

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

/** What a map declares, and what its elements refer to. */
export interface Declarations {
  readonly definitions: readonly FhirObject[];
  /** Types of the properties, by their codes. */
  readonly types: ReadonlyMap<string, string>;
  readonly additional: AdditionalAttributes;
}

/** A map as FHIR has it, its elements left aside. */
export interface FhirMap {
  /** Without those that {@link Declarations} become. */
  readonly elements: FhirObject;
  groupOf(source: string, target: string): GroupDetails;
}

const PROPERTY = headerKey("property");
const ADDITIONAL = headerKey("additionalAttribute");

/** What a map declares; R4 can't, and calls what it can by its URI. */
export function declarationsOf(
  attributes: readonly CustomAttribute[],
  release: MapRelease,
): Declarations {
  const held = new HeldAttributes(attributes);
  const definitions = release === "R5" ? held.take(PROPERTY, definitionsIn) : null;
  const additional = held.take(ADDITIONAL, additionalIn) ?? [];
  return {
    definitions: definitions ?? [],
    types: new Map((definitions ?? []).map(({ code, type }) => [String(code), String(type)])),
    additional: new AdditionalAttributes(additional),
  };
}

/** Definitions that say more than that there is a property of texts, each of another. */
function definitionsIn(text: string): readonly FhirObject[] | null {
  const definitions = recordsIn(text);
  const codes = new Set(definitions?.map(({ code }) => code));
  const fits = definitions?.every(
    ({ code, type, ...others }) =>
      typeof code === "string" &&
      typeof type === "string" &&
      (type !== "string" || Object.keys(others).length > 0),
  );
  return fits && codes.size === definitions?.length ? definitions : null;
}

function additionalIn(text: string): readonly AdditionalAttribute[] | null {
  const declared = recordsIn(text);
  const fits = declared?.every(
    ({ code, type }) => typeof code === "string" && typeof type === "string",
  );
  return fits ? (declared as unknown as readonly AdditionalAttribute[]) : null;
}

interface Writing {
  readonly release: MapRelease;
  /** Whether there are pairs of two systems, by their URIs. */
  readonly hasPairs: (source: string, target: string) => boolean;
  readonly losses: Losses;
}

/** What a version says of itself, as a release of FHIR has it. */
export function fhirMap(map: MapDetails, { release, hasPairs, losses }: Writing): FhirMap {
  const held = new HeldAttributes(map.attributes);
  const groups = held.take(GROUPS_KEY, (text) => groupsIn(text, hasPairs)) ?? [];
  if (release === "R5") {
    held.take(PROPERTY, definitionsIn);
    held.take(ADDITIONAL, additionalIn);
  }
  const told = headerElements
    .filter(({ names }) => names[release] !== null)
    .filter(({ key }) => ![PROPERTY, ADDITIONAL].includes(headerKey(key)))
    .map((element) => [element.names[release], headerValue(element, release, held)] as const)
    .filter(([, value]) => value !== null);
  const header: FhirObject = Object.fromEntries(told);
  const untitled = held.hasMark(TITLE_KEY) && (header.name ?? header.url) === map.name;
  if (untitled) held.drop(TITLE_KEY);
  if (header.url === undefined) {
    losses.add("REPLACED", "url", "The crosswalk has none; a name of ours stands there.");
  }
  const rest = held.rest();
  for (const { key } of rest) {
    losses.add("AS_EXTENSION", key, `A ConceptMap of ${release} has no place for it.`);
  }
  const { id, implicitRules, language, url, identifier, name, status, ...others } = header;
  const elements = {
    resourceType: "ConceptMap",
    ...given({ id, implicitRules, language }),
    ...(rest.length > 0 ? { extension: rest.map(attributeExtension) } : {}),
    url: url ?? crosswalkUri(map.identifier),
    ...given({ identifier, version: map.release ?? undefined, name }),
    ...(untitled ? {} : { title: map.name }),
    status: status ?? (map.published ? USUAL_STATUS : "draft"),
    ...others,
    ...given({ description: map.description ?? undefined }),
  };
  return {
    elements,
    groupOf: (source, target) =>
      groups.find((group) => group.source === source && group.target === target) ?? {
        source,
        target,
      },
  };
}

function given(elements: FhirObject): FhirObject {
  return Object.fromEntries(Object.entries(elements).filter(([, value]) => value !== undefined));
}

function headerValue(element: HeaderElement, release: MapRelease, held: HeldAttributes): unknown {
  const key = headerKey(element.key);
  if (element.type === "TEXT")
    return held.take(key, (text) => (isTaken(element, text) ? text : null));
  if (element.type === "BOOLEAN") return held.take(key, booleanIn);
  if (element.key !== "identifier") return held.take(key, jsonIn);
  // R4 has one, R5 a list.
  const listed = (text: string) => (release === "R5" ? recordsIn(text) : onlyRecord(text));
  return held.take(key, listed);
}

/** What would be there anyway is no attribute when it is read. */
function isTaken({ key }: HeaderElement, text: string): boolean {
  if (key === "status") return text !== USUAL_STATUS;
  return key !== "url" || crosswalkOfUri(text) === null;
}

function onlyRecord(text: string): FhirObject | null {
  const records = recordsIn(text);
  return records?.length === 1 ? (records[0] ?? null) : null;
}

function booleanIn(text: string): boolean | null {
  return text === "true" ? true : text === "false" ? false : null;
}
