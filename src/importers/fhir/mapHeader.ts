import type { CustomAttribute } from "../../rules/crosswalks/content.js";
import { groupsText } from "../../rules/crosswalks/forms/fhirGroups.js";
import {
  elementNamed,
  GROUPS_KEY,
  type GroupDetails,
  headerKey,
  heldElsewhere,
  type MapRelease,
  releaseOfElement,
  TITLE_KEY,
  USUAL_STATUS,
  unmappedModes,
} from "../../rules/crosswalks/forms/fhirHeader.js";
import type { Losses } from "../../rules/crosswalks/forms/losses.js";
import { crosswalkOfUri } from "../../rules/crosswalks/forms/ownUris.js";
import { textPieces } from "../../rules/crosswalks/forms/pieces.js";
import { DESCRIPTION_LIMIT, NAME_LIMIT } from "../../rules/crosswalks/limits.js";
import { type CrosswalkDescription, FileRefused } from "../format.js";
import { isArray, isObject, type Json, type JsonObject, plain } from "../json.js";
import { profiledRelease } from "./header.js";
import { lengthFault } from "./lengths.js";
import type { MapOutline } from "./mapOutline.js";
import { ownAttributes } from "./ownExtensions.js";

/** The systems of a group's codes, as the file names them; null where it does not. */
export interface GroupSystems {
  readonly source: string | null;
  readonly target: string | null;
}

/** Reads what a ConceptMap says of itself. */
export class MapHeader {
  private found: readonly GroupSystems[] | null = null;

  constructor(
    private readonly file: string,
    private readonly outline: MapOutline,
    private readonly losses: Losses,
  ) {}

  refuse(at: string, why: string): never {
    throw new FileRefused(`${this.file}, ConceptMap${at && `.${at}`}: ${why}`);
  }

  /**
   * Refuses what is no ConceptMap, or is said to be of another release of FHIR than it is.
   * @returns the release that its own elements are of; null where they don't tell
   */
  check(said: MapRelease | null): MapRelease | null {
    const { elements } = this.outline;
    const type = elements.get("resourceType");
    if (typeof type !== "string") {
      throw new FileRefused(`${this.file}: this is no FHIR resource, it has no resourceType`);
    }
    if (type !== "ConceptMap") {
      throw new FileRefused(`${this.file}, resourceType: this is a ${type}, not a ConceptMap`);
    }
    if (elements.has("modifierExtension")) {
      this.refuse("modifierExtension", "it changes the meaning of all else, and is not known here");
    }
    const [profiled, at] = profiledRelease(elements);
    let release = said ?? profiled;
    if (said !== null && profiled !== null && profiled !== said) {
      this.refuse(at, `the file is of ${profiled}, not of ${said}`);
    }
    for (const name of elements.keys()) {
      const own = releaseOfElement(name);
      if (own !== null && release !== null && own !== release) {
        this.refuse(name, `${release} does not have it; the file is of ${own}`);
      }
      release = own ?? release;
    }
    return release;
  }

  describe(release: MapRelease | null): CrosswalkDescription {
    const [title, name] = [this.text("title"), this.text("name")];
    const url = this.text("url");
    const shown = title ?? name ?? url ?? this.text("id");
    const tooLong = lengthFault(shown ?? "", "it", NAME_LIMIT);
    if (tooLong !== null) this.refuse(title === null ? "name" : "title", tooLong);
    const description = this.text("description");
    const fits = lengthFault(description ?? "", "it", DESCRIPTION_LIMIT) === null;
    if (!fits) this.lost("description", "It is longer than a crosswalk's description may be.");
    return {
      identifier: crosswalkOfUri(url ?? ""),
      known:
        url === null || crosswalkOfUri(url) !== null ? null : { key: headerKey("url"), value: url },
      name: shown,
      release: this.text("version"),
      description: fits ? description : null,
      attributes: this.attributes(release, title !== null),
      owns: (key) => key.startsWith(headerKey("")),
    };
  }

  private text(name: string): string | null {
    const value = this.outline.elements.get(name) ?? null;
    if (value === null) return null;
    if (typeof value !== "string") this.refuse(name, "it is no text");
    return value.trim() === "" ? null : value.trim();
  }

  private lost(element: string, message: string): void {
    this.losses.add("LEFT_OUT", element, message, `ConceptMap.${element}`);
  }

  private attributes(release: MapRelease | null, titled: boolean): readonly CustomAttribute[] {
    const found: CustomAttribute[] = [];
    for (const [element, value] of this.outline.elements) {
      if (heldElsewhere.has(element)) continue;
      if (element === "extension") found.push(...ownAttributes(value, this.losses, "ConceptMap"));
      else found.push(...this.attribute(element, value, release ?? "R4"));
    }
    return [...found, ...(titled ? [] : [{ key: TITLE_KEY, value: null }]), ...this.groups()];
  }

  private attribute(name: string, value: Json, release: MapRelease): readonly CustomAttribute[] {
    const element = elementNamed(name, release);
    if (element === null) {
      this.lost(name, "A crosswalk has no place for it.");
      return [];
    }
    const key = headerKey(element.key);
    if (element.type === "TEXT") {
      const text = this.text(name);
      const usual =
        (name === "status" && text === USUAL_STATUS) ||
        (name === "url" && crosswalkOfUri(text ?? "") !== null);
      return text === null || usual ? [] : textPieces(key, text);
    }
    if (element.type === "BOOLEAN") {
      if (typeof value !== "boolean") this.refuse(name, "it is neither true nor false");
      return [{ key, value: String(value) }];
    }
    return this.json(name, key, value);
  }

  private json(name: string, key: string, value: Json): readonly CustomAttribute[] {
    if (name === "property") {
      const told = (isArray(value) ? value : []).filter((one) => !isPlainDefinition(one));
      return told.length === 0 ? [] : textPieces(key, JSON.stringify(told.map(plain)));
    }
    // R5 allows several identifiers, R4 one.
    const listed = name === "identifier" && isObject(value) ? [value] : value;
    return textPieces(key, JSON.stringify(plain(listed)));
  }

  /** The systems of the groups, in their order. */
  systems(): readonly GroupSystems[] {
    this.found ??= this.outline.groups.map((group, at) => ({
      source: this.system(group, at, "source"),
      target: this.system(group, at, "target"),
    }));
    return this.found;
  }

  private system(group: JsonObject, at: number, end: "source" | "target"): string | null {
    const path = `group[${at}].${end}`;
    const given = group.get(end) ?? null;
    if (given !== null && typeof given !== "string") this.refuse(path, "it is no text");
    if (given !== null && given.trim() !== "") return given.trim().split("|", 1)[0] ?? null;
    const scope = [`${end}Uri`, `${end}Canonical`, `${end}ScopeUri`, `${end}ScopeCanonical`];
    const named = scope.map((name) => this.text(name)).find((uri) => uri !== null) ?? null;
    if (named === null) return null;
    const message = `The group names no code system; what the map names as its ${end} is taken for it.`;
    this.losses.add("REPLACED", `group.${end}`, message, `ConceptMap.${path}`);
    return named.split("|", 1)[0] ?? null;
  }

  private groups(): readonly CustomAttribute[] {
    const systems = this.systems();
    const details: GroupDetails[] = [];
    for (const [at, group] of this.outline.groups.entries()) {
      const { source, target } = systems[at] ?? { source: null, target: null };
      const one = this.group(group, at);
      if (Object.keys(one).length === 0 || source === null || target === null) continue;
      const same = details.find((other) => other.source === source && other.target === target);
      if (same === undefined) details.push({ source, target, ...one });
      else if (JSON.stringify(same) !== JSON.stringify({ source, target, ...one })) {
        const path = `ConceptMap.group[${at}]`;
        const message = "An earlier group of the same systems says otherwise, and stands.";
        this.losses.add("LEFT_OUT", "group", message, path);
      }
    }
    return details.length === 0 ? [] : textPieces(GROUPS_KEY, groupsText(details));
  }

  private group(group: JsonObject, at: number): Partial<GroupDetails> {
    const told: Record<string, unknown> = {};
    for (const [name, value] of group) {
      const path = `group[${at}].${name}`;
      if (name === "source" || name === "target") {
        const version = typeof value === "string" ? /\|(.*)$/s.exec(value.trim())?.[1] : undefined;
        if (version !== undefined) told[`${name}Version`] = version;
      } else if (name === "sourceVersion" || name === "targetVersion") {
        if (typeof value !== "string") this.refuse(path, "it is no text");
        told[name] = value;
      } else if (name === "unmapped") told.unmapped = this.unmapped(value, path);
      else if (name === "modifierExtension") {
        this.refuse(path, "it changes the meaning of the group, and is not known here");
      } else if (name !== "element") {
        const message = "A crosswalk has no place for it.";
        this.losses.add("LEFT_OUT", `group.${name}`, message, `ConceptMap.${path}`);
      }
    }
    return told;
  }

  private unmapped(value: Json, path: string): Readonly<Record<string, unknown>> {
    if (!isObject(value)) this.refuse(path, "it is no object");
    const mode = value.get("mode");
    const modes = [...new Set([...unmappedModes.R4, ...unmappedModes.R5])];
    if (typeof mode !== "string" || !modes.includes(mode)) {
      this.refuse(`${path}.mode`, `${JSON.stringify(mode)} is none of ${modes.join(", ")}`);
    }
    return plain(value) as Readonly<Record<string, unknown>>;
  }
}

/** What is written for a property of which nothing is to be told. */
function isPlainDefinition(definition: Json): boolean {
  if (!isObject(definition)) return false;
  const known = definition.size === 2 && typeof definition.get("code") === "string";
  return known && definition.get("type") === "string";
}
