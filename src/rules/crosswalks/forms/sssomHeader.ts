import type { MapDetails } from "./fhirMap.js";
import type { Losses } from "./losses.js";
import { crosswalkUri } from "./ownUris.js";
import { takeText } from "./pieces.js";
import {
  builtInPrefixes,
  extensionProperty,
  extensionSlot,
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

/** What a version says of itself, taken apart as SSSOM has it. */
export class SssomHeader {
  readonly slots: SetSlot[] = [];
  /** Slots that the set defines itself, as it was read. */
  readonly defined: ReadonlySet<string>;
  readonly extensions: ExtensionSlots;
  private readonly prefixes: Readonly<Record<string, string>>;
  private readonly definitions: readonly object[];
  private readonly others: SetSlot[] = [];

  constructor(map: MapDetails, losses: Losses) {
    const left = new Map(map.attributes.map(({ key, value }) => [key, value]));
    const titleKey = setKey("mapping_set_title");
    const untitled = left.get(titleKey) === null && left.delete(titleKey);
    this.prefixes = (takeJson(left, "curie_map") ?? {}) as Readonly<Record<string, string>>;
    const defined = takeJson(left, "extension_definitions");
    this.definitions = Array.isArray(defined) ? (defined as object[]) : [];
    this.defined = new Set(
      this.definitions.flatMap((one) => ("slot_name" in one ? [String(one.slot_name)] : [])),
    );
    this.extensions = new ExtensionSlots(this.defined);
    const id = takeText(left, setKey("mapping_set_id"));
    const license = takeText(left, setKey("license"));
    if (id === null) {
      losses.add(
        "REPLACED",
        "mapping_set_id",
        "The crosswalk has none; a name of ours stands there.",
      );
    }
    if (license === null) {
      losses.add(
        "REPLACED",
        "license",
        "The crosswalk has none; that it is not said stands there.",
      );
    }
    this.slots.push(
      ["mapping_set_id", id ?? crosswalkUri(map.identifier)],
      ...(untitled && map.name === id ? [] : [["mapping_set_title", map.name] as const]),
      ...(map.release === null ? [] : [["mapping_set_version", map.release] as const]),
      ...(map.description === null ? [] : [["mapping_set_description", map.description] as const]),
      ["license", license ?? UNSPECIFIED_LICENSE],
    );
    for (const key of [...left.keys()]) this.place(key, left, losses);
  }

  /**
   * All slots, in their order.
   * @param systems bases of the prefixes that codes have
   */
  all(systems: ReadonlyMap<string, string>): readonly SetSlot[] {
    const map = { ...this.prefixes, ...Object.fromEntries(systems) };
    const definitions = [...this.definitions, ...this.extensions.definitions()];
    const builtIn = Object.fromEntries(
      ["semapv", "skos", "sssom"].map((prefix) => [prefix, builtInPrefixes.get(prefix)]),
    );
    return [
      ["curie_map", { ...builtIn, ...map }],
      ...this.slots,
      ...(definitions.length > 0 ? [["extension_definitions", definitions] as const] : []),
      ...this.others,
    ];
  }

  private place(key: string, left: Map<string, string | null>, losses: Losses): void {
    const value = left.get(key);
    if (value === undefined) return;
    const slot = slotOfSetKey(key);
    const free =
      slot !== null && /^[a-z_]+$/.test(slot) && !this.slots.some(([one]) => one === slot);
    if (free && value !== null && slot !== "curie_map" && slot !== "extension_definitions") {
      const text = takeText(left, key) ?? "";
      this.others.push([slot, jsonIn(text) ?? text]);
      return;
    }
    losses.add("AS_EXTENSION", key, "A set of SSSOM has no place for it.");
    this.others.push([this.extensions.slotOf(key), value ?? ""]);
  }
}

function takeJson(left: Map<string, string | null>, slot: string): object | null {
  const rest = new Map(left);
  const text = takeText(rest, setKey(slot));
  const value = text === null ? null : jsonIn(text);
  if (value === null) return null;
  for (const taken of [...left.keys()]) if (!rest.has(taken)) left.delete(taken);
  return value;
}

function jsonIn(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && JSON.stringify(value) === text ? value : null;
  } catch {
    return null;
  }
}
