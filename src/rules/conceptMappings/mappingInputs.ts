import { type Failure, fieldInvalid } from "../failure.js";
import { isStorable, textFaults, trimmed } from "../text.js";
import type { ConceptEnd } from "./content.js";
import {
  CODE_LIMIT,
  EXTERNAL_ID_LIMIT,
  GREATEST_WEIGHT,
  MAP_TYPE_LIMIT,
  NAME_LIMIT,
  URL_LIMIT,
} from "./limits.js";
import { conceptAddress, looksLikeUrl, systemReference } from "./urls.js";

type Given<Value> = Value | null | undefined;

/** What a caller says of a mapping. Left out: as it is; null: none. */
export interface MappingInput {
  readonly mapType?: Given<string>;
  readonly fromConcept?: Given<string>;
  readonly toConcept?: Given<string>;
  readonly toSourceUrl?: Given<string>;
  readonly toConceptCode?: Given<string>;
  readonly toConceptName?: Given<string>;
  readonly externalId?: Given<string>;
  readonly sortWeight?: Given<number>;
  readonly extras?: Given<Readonly<Record<string, unknown>>>;
  readonly retired?: Given<boolean>;
}

/** An end as it was written: a null system is that of the mapping itself. */
export interface WrittenEnd {
  readonly system: string | null;
  readonly code: string;
}

/** What of a mapping was said, each in its own form. Absent: nothing was said of it. */
export interface ReadMapping {
  readonly mapType?: string;
  readonly from?: WrittenEnd;
  readonly to?: WrittenEnd;
  readonly toName?: string | null;
  readonly externalId?: string | null;
  readonly sortWeight?: number | null;
  readonly extras?: Readonly<Record<string, unknown>>;
  readonly retired?: boolean;
}

export const FROM_MISSING = "Must specify a 'from_concept'.";
export const TO_MISSING =
  "Must specify either 'to_concept_url' or 'to_source_url' & 'to_concept_code'.";

/**
 * Reads what a caller says of a mapping, with all that is wrong with it.
 * @param present the target of the mapping that is edited, for the half that is left out; null: a new mapping
 */
export function readMapping(
  input: MappingInput,
  present: ConceptEnd | null,
): { readonly faults: readonly Failure[]; readonly read: ReadMapping } {
  const faults: Failure[] = [];
  const creating = present === null;
  const mapType = required(input.mapType, "mapType", { creating, message: MAP_TYPE_MISSING });
  const from = required(input.fromConcept, "fromConcept", { creating, message: FROM_MISSING });
  const to = readTarget(input, present);
  faults.push(
    ...mapType.faults,
    ...lengthFaults(mapType.value, "Map type", "mapType", MAP_TYPE_LIMIT),
    ...from.faults,
    ...(from.value === null ? [] : endFaults(from.value, "fromConcept")),
    ...to.faults,
    ...lengthFaults(
      trimmed(input.toConceptName),
      "Name of the target",
      "toConceptName",
      NAME_LIMIT,
    ),
    ...lengthFaults(trimmed(input.externalId), "External id", "externalId", EXTERNAL_ID_LIMIT),
    ...weightFaults(input.sortWeight),
    ...extrasFaults(input.extras),
    ...(input.retired === null
      ? [fieldInvalid(["retired"], "Retired is true or false; leave it out to keep it")]
      : []),
  );
  return {
    faults,
    read: {
      ...(mapType.value === null ? {} : { mapType: mapType.value }),
      ...(from.value === null ? {} : { from: writtenEnd(from.value) }),
      ...(to.value === null ? {} : { to: to.value }),
      ...(input.toConceptName === undefined ? {} : { toName: trimmed(input.toConceptName) }),
      ...(input.externalId === undefined ? {} : { externalId: trimmed(input.externalId) }),
      ...(input.sortWeight === undefined ? {} : { sortWeight: input.sortWeight }),
      ...(input.extras === undefined ? {} : { extras: input.extras ?? {} }),
      ...(typeof input.retired === "boolean" ? { retired: input.retired } : {}),
    },
  };
}

const MAP_TYPE_MISSING = "Map type is required";

interface Read<Value> {
  readonly faults: readonly Failure[];
  readonly value: Value | null;
}

function required(
  text: Given<string>,
  field: string,
  { creating, message }: { readonly creating: boolean; readonly message: string },
): Read<string> {
  const value = trimmed(text);
  const missing = value === null && (creating || text !== undefined);
  return { value, faults: missing ? [fieldInvalid([field], message)] : [] };
}

function readTarget(input: MappingInput, present: ConceptEnd | null): Read<WrittenEnd> {
  const concept = trimmed(input.toConcept);
  const source = trimmed(input.toSourceUrl);
  const code = trimmed(input.toConceptCode);
  const given = [input.toConcept, input.toSourceUrl, input.toConceptCode];
  if (present && given.every((text) => text === undefined)) return { value: null, faults: [] };
  if (concept !== null) {
    const others = source !== null || code !== null;
    const faults = others
      ? [fieldInvalid(["toConcept"], TO_MISSING)]
      : endFaults(concept, "toConcept");
    return { value: writtenEnd(concept), faults };
  }
  const keptSource = input.toSourceUrl === undefined ? (present?.system ?? null) : source;
  const keptCode = input.toConceptCode === undefined ? (present?.code ?? null) : code;
  if (keptSource === null || keptCode === null) {
    return { value: null, faults: [fieldInvalid(["toConcept"], TO_MISSING)] };
  }
  const system = systemReference(keptSource);
  const faults = [
    ...lengthFaults(keptSource, "URL of the target's source", "toSourceUrl", URL_LIMIT),
    ...lengthFaults(keptCode, "Code of the target", "toConceptCode", CODE_LIMIT),
    ...(system === null ? [fieldInvalid(["toSourceUrl"], "Enter a valid URI.")] : []),
  ];
  return { value: { system: system ?? "", code: keptCode }, faults };
}

/** A concept as it is written: a URL, or a code of the mapping's own code system. */
function writtenEnd(text: string): WrittenEnd {
  return conceptAddress(text) ?? { system: null, code: text };
}

function endFaults(text: string, field: string): readonly Failure[] {
  const { system, code } = writtenEnd(text);
  if (system === null && looksLikeUrl(text)) {
    const form = "/orgs/OWNER/sources/SOURCE/concepts/CODE/";
    return [fieldInvalid([field], `"${text}" is no concept's URL; they are like ${form}`)];
  }
  return [
    ...lengthFaults(system, "URL of the source", field, URL_LIMIT),
    ...lengthFaults(code, "Code", field, CODE_LIMIT),
  ];
}

function lengthFaults(text: string | null, name: string, field: string, limit: number) {
  return textFaults(text, { name, path: [field], limit });
}

function weightFaults(weight: Given<number>): readonly Failure[] {
  if (weight === null || weight === undefined || Math.abs(weight) <= GREATEST_WEIGHT) return [];
  return [fieldInvalid(["sortWeight"], `Sort weight is at most ${GREATEST_WEIGHT}`)];
}

function extrasFaults(extras: MappingInput["extras"]): readonly Failure[] {
  if (!extras || isStorableJson(extras)) return [];
  return [fieldInvalid(["extras"], "Extras hold a character that is not text")];
}

function isStorableJson(value: unknown): boolean {
  if (typeof value === "string") return isStorable(value);
  if (value === null || typeof value !== "object") return true;
  return Object.entries(value).every(([key, part]) => isStorable(key) && isStorableJson(part));
}
