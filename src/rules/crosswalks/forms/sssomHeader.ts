import type { CustomAttribute } from "../content.js";
import type { MapDetails } from "./fhirMap.js";
import { HeldAttributes, isRecord, jsonIn, recordsIn } from "./heldAttributes.js";
import type { Losses } from "./losses.js";
import { crosswalkOfUri, crosswalkUri } from "./ownUris.js";
import {
  builtInPrefixes,
  extensionProperty,
  extensionSlot,
  keyOfProperty,
  mappingSlots,
  setKey,
  slotOfSetKey,
  UNSPECIFIED_LICENSE,
} from "./sssomSlots.js";

/** A slot of a set: a text, or what JSON can say. */
export type SetSlot = readonly [slot: string, value: unknown];

/** Slots of our own, by the keys of the attributes that they hold. */
export class ExtensionSlots {
  private readonly slots = new Map<string, string>();

  /** @param taken slots that mean something else */
  constructor(private readonly taken: ReadonlySet<string>) {}

  slotOf(key: string): string {
    const present = this.slots.get(key);
    if (present !== undefined) return present;
    const others = new Set([...this.taken, ...this.slots.values()]);
    let slot = extensionSlot(key);
    for (let number = 2; others.has(slot); number += 1) slot = `${extensionSlot(key)}_${number}`;
    this.slots.set(key, slot);
    return slot;
  }

  definitions(): readonly object[] {
    return [...this.slots].map(([key, slot]) => ({
      slot_name: slot,
      property: extensionProperty(key),
      type_hint: "xsd:string",
    }));
  }
}

interface Writing {
  /** Bases of the prefixes that codes have. */
  readonly systems: ReadonlyMap<string, string>;
  /** Keys of the pairs' attributes that no slot of the standard holds. */
  readonly keys: ReadonlySet<string>;
  readonly losses: Losses;
}

/** The metadata of a set, and the slots in which it holds what has none. */
export interface SssomHeader {
  readonly slots: readonly SetSlot[];
  readonly extensions: ExtensionSlots;
}

const DEFINITIONS = "extension_definitions";
const OWN = new Set([
  ..."mapping_set_id mapping_set_title mapping_set_version mapping_set_description".split(" "),
  ...["license", "curie_map", DEFINITIONS],
]);

/** Slots that a set defines itself, as it was read. */
export function definedSlots(attributes: readonly CustomAttribute[]): ReadonlySet<string> {
  const definitions = new HeldAttributes(attributes).take(setKey(DEFINITIONS), definitionsIn);
  return new Set(definitions?.map((one) => String(one.slot_name)));
}

/** What a version says of itself, as SSSOM has it. */
export function sssomHeader(map: MapDetails, { systems, keys, losses }: Writing): SssomHeader {
  const held = new HeldAttributes(map.attributes);
  const prefixes = held.take(setKey("curie_map"), (text) => prefixesIn(text, systems)) ?? {};
  const definitions = held.take(setKey(DEFINITIONS), definitionsIn) ?? [];
  const extensions = new ExtensionSlots(new Set(definitions.map((one) => String(one.slot_name))));
  for (const key of keys) extensions.slotOf(key);
  const id = held.take(setKey("mapping_set_id"), (text) => (crosswalkOfUri(text) ? null : text));
  const license = held.take(setKey("license"), (text) =>
    text === UNSPECIFIED_LICENSE ? null : text,
  );
  if (id === null) {
    losses.add(
      "REPLACED",
      "mapping_set_id",
      "The crosswalk has none; a name of ours stands there.",
    );
  }
  if (license === null) {
    losses.add("REPLACED", "license", "The crosswalk has none; that it is not said stands there.");
  }
  const titleKey = setKey("mapping_set_title");
  const untitled = held.hasMark(titleKey) && map.name === id;
  if (untitled) held.drop(titleKey);
  const others = otherSlots(held, extensions, losses);
  const all = [...definitions, ...extensions.definitions()];
  const builtIn = ["semapv", "skos", "sssom"].map((prefix) => [
    prefix,
    builtInPrefixes.get(prefix),
  ]);
  return {
    extensions,
    slots: [
      [
        "curie_map",
        { ...Object.fromEntries(builtIn), ...prefixes, ...Object.fromEntries(systems) },
      ],
      ["mapping_set_id", id ?? crosswalkUri(map.identifier)],
      ...(untitled ? [] : [["mapping_set_title", map.name] as const]),
      ...(map.release === null ? [] : [["mapping_set_version", map.release] as const]),
      ...(map.description === null ? [] : [["mapping_set_description", map.description] as const]),
      ["license", license ?? UNSPECIFIED_LICENSE],
      ...(all.length > 0 ? [[DEFINITIONS, all] as const] : []),
      ...others,
    ],
  };
}

function otherSlots(
  held: HeldAttributes,
  extensions: ExtensionSlots,
  losses: Losses,
): readonly SetSlot[] {
  const slots = held.rest().flatMap(({ key }): SetSlot[] => {
    const slot = slotOfSetKey(key);
    if (slot === null || !/^(?!ext_)[a-z_]+$/.test(slot) || OWN.has(slot)) return [];
    const value = held.take(key, (text) => listIn(text) ?? text);
    return value === null ? [] : [[slot, value]];
  });
  const others = held.rest().map(({ key, value }): SetSlot => {
    losses.add("AS_EXTENSION", key, "A set of SSSOM has no place for it.");
    return [extensions.slotOf(key), value ?? ""];
  });
  return [...slots, ...others];
}

/** Lists and objects of texts: other values are texts when they are read. */
function listIn(text: string): object | null {
  const value = jsonIn(text);
  const isEmpty = Array.isArray(value) && value.length === 0;
  return value !== null && !isEmpty && holdsTexts(value) ? value : null;
}

function holdsTexts(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return typeof value === "string";
  return Object.values(value).every(holdsTexts);
}

/** Prefixes as they are kept: in order, and none that is known anyway. */
function prefixesIn(
  text: string,
  systems: ReadonlyMap<string, string>,
): Readonly<Record<string, string>> | null {
  const value = jsonIn(text);
  if (!isRecord(value) || !holdsTexts(value)) return null;
  const entries = Object.entries(value) as [string, string][];
  const known = entries.some(
    ([prefix, base]) => systems.has(prefix) || builtInPrefixes.get(prefix) === base,
  );
  const fits = entries.length > 0 && !known && prefixesText(new Map(entries)) === text;
  return fits ? Object.fromEntries(entries) : null;
}

/** Prefixes in the one form in which they are kept. */
export function prefixesText(prefixes: ReadonlyMap<string, string>): string {
  const sorted = [...prefixes].toSorted(([one], [other]) => (one < other ? -1 : 1));
  return JSON.stringify(Object.fromEntries(sorted));
}

/** Definitions of slots that are not ours. */
function definitionsIn(text: string): readonly Readonly<Record<string, unknown>>[] | null {
  const definitions = recordsIn(text);
  const fits = definitions?.every(
    (one) =>
      holdsTexts(one) &&
      /^[A-Za-z]\w*$/.test(String(one.slot_name)) &&
      !mappingSlots.includes(String(one.slot_name)) &&
      keyOfProperty(String(one.property)) === null,
  );
  return fits ? (definitions ?? null) : null;
}
