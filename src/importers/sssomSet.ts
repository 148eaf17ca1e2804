import type { CustomAttribute } from "../rules/crosswalks/content.js";
import type { Losses } from "../rules/crosswalks/forms/losses.js";
import { crosswalkOfUri } from "../rules/crosswalks/forms/ownUris.js";
import { textPieces } from "../rules/crosswalks/forms/pieces.js";
import { prefixesText } from "../rules/crosswalks/forms/sssomHeader.js";
import {
  builtInPrefixes,
  keyOfProperty,
  setKey,
  UNSPECIFIED_LICENSE,
} from "../rules/crosswalks/forms/sssomSlots.js";
import { DESCRIPTION_LIMIT, NAME_LIMIT } from "../rules/crosswalks/limits.js";
import { characters } from "../rules/text.js";
import { type CrosswalkDescription, FileRefused } from "./format.js";
import type { Metadata } from "./sssomMetadata.js";

const HELD_ELSEWHERE = new Set([
  ..."mapping_set_title mapping_set_description mapping_set_version curie_map".split(" "),
]);

/** What the metadata of a set of mappings say. */
export class SssomSet {
  /** Bases of the prefixes. */
  readonly prefixes: ReadonlyMap<string, string>;
  /** Keys of the attributes that slots of the file's own become. */
  readonly extensions: ReadonlyMap<string, string>;
  /** Whether rows must say why they map, which older files don't know. */
  needsJustification = false;

  constructor(
    private readonly file: string,
    private readonly metadata: Metadata,
    private readonly losses: Losses,
  ) {
    const map = metadata.curie_map ?? {};
    if (!isRecord(map)) this.refuse("curie_map", "it is no list of prefixes");
    const given = Object.entries(map).map(([prefix, base]) => {
      if (typeof base !== "string") this.refuse(`curie_map.${prefix}`, "it is no text");
      return [prefix, base] as const;
    });
    this.prefixes = new Map([...builtInPrefixes, ...given]);
    this.extensions = new Map(
      this.definitions().flatMap(({ slot_name: slot, property }) => {
        const key = keyOfProperty(String(property));
        return typeof slot === "string" && key !== null ? [[slot, key] as const] : [];
      }),
    );
  }

  text(slot: string): string | null {
    const value = this.metadata[slot] ?? "";
    if (typeof value !== "string") this.refuse(slot, "it is no text");
    return value.trim() === "" ? null : value.trim();
  }

  /** @param codes prefixes of the codes, which the code systems know */
  describe(codes: ReadonlySet<string>): CrosswalkDescription {
    const [id, title] = [this.text("mapping_set_id"), this.text("mapping_set_title")];
    const own = crosswalkOfUri(id ?? "");
    const name = title ?? (own === null ? id : null);
    if (characters(name ?? "") > NAME_LIMIT) {
      this.refuse("mapping_set_title", `it is longer than ${NAME_LIMIT} characters`);
    }
    return {
      identifier: own,
      known: id === null || own !== null ? null : { key: setKey("mapping_set_id"), value: id },
      name,
      release: this.text("mapping_set_version"),
      description: this.description(),
      attributes: [
        ...(title === null ? [{ key: setKey("mapping_set_title"), value: null }] : []),
        ...Object.entries(this.metadata).flatMap(([slot, value]) => this.attribute(slot, value)),
        ...this.otherPrefixes(codes),
      ],
      owns: (key) => key.startsWith(setKey("")),
    };
  }

  private refuse(at: string, why: string): never {
    throw new FileRefused(`${this.file}, ${at} in the metadata: ${why}`);
  }

  private description(): string | null {
    const description = this.text("mapping_set_description");
    if (characters(description ?? "") <= DESCRIPTION_LIMIT) return description;
    const message = "It is longer than a crosswalk's description may be.";
    this.losses.add("LEFT_OUT", "mapping_set_description", message);
    return null;
  }

  private definitions(): readonly Readonly<Record<string, unknown>>[] {
    const given = this.metadata.extension_definitions ?? [];
    if (!Array.isArray(given)) this.refuse("extension_definitions", "it is no list");
    return given.filter(isRecord);
  }

  private attribute(slot: string, value: unknown): readonly CustomAttribute[] {
    if (HELD_ELSEWHERE.has(slot) || value === null) return [];
    const extension = this.extensions.get(slot);
    if (extension !== undefined)
      return [{ key: extension, value: value === "" ? null : String(value) }];
    const usual =
      (slot === "license" && value === UNSPECIFIED_LICENSE) ||
      (slot === "mapping_set_id" && crosswalkOfUri(String(value)) !== null);
    if (usual) return [];
    const others = slot === "extension_definitions" ? this.foreignDefinitions() : value;
    if (Array.isArray(others) && others.length === 0) return [];
    const text = typeof others === "string" ? others.trim() : JSON.stringify(others);
    return text === "" ? [] : textPieces(setKey(slot), text);
  }

  private foreignDefinitions(): readonly unknown[] {
    return this.definitions().filter(({ property }) => keyOfProperty(String(property)) === null);
  }

  private otherPrefixes(codes: ReadonlySet<string>): readonly CustomAttribute[] {
    const others = [...this.prefixes].filter(
      ([prefix, base]) => !codes.has(prefix) && builtInPrefixes.get(prefix) !== base,
    );
    if (others.length === 0) return [];
    return textPieces(setKey("curie_map"), prefixesText(new Map(others)));
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
