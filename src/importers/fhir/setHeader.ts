import type { CollectionInput } from "../../rules/collections/details.js";
import {
  heldInFields,
  keptElements,
  SET_EXTENSION,
  type SetRelease,
  SINCE_R5,
} from "../../rules/collections/forms/fhirSetHeader.js";
import {
  FHIR_EXTRAS,
  labelMeant,
  type SetDescription,
  type SetVersion,
} from "../../rules/collections/forms/setContent.js";
import { isRecord } from "../../rules/crosswalks/forms/heldAttributes.js";
import type { Losses } from "../../rules/crosswalks/forms/losses.js";
import { collectionOfUri } from "../../rules/crosswalks/forms/ownUris.js";
import { localeTag } from "../../rules/repositories/locales.js";
import { isUri } from "../../rules/repositories/uris.js";
import { ownerOfUrl } from "../../rules/repositories/urls.js";
import { labelFault } from "../../rules/versions/labels.js";
import { FileRefused } from "../format.js";
import { isArray, isObject, type Json, plain } from "../json.js";
import { profiledRelease } from "./header.js";
import { ownExpressions } from "./setExtensions.js";
import type { SetOutline } from "./setOutline.js";

type Fields = Readonly<Record<string, unknown>>;

const STATUSES = ["draft", "active", "retired", "unknown"];
/** Elements whose parts, `_name`, may have extensions. */
const PRIMITIVES = new Set([
  ..."url version name title status description".split(" "),
  ...[...keptElements].flatMap(([name, type]) =>
    type === "TEXT" || type === "BOOLEAN" ? [name] : [],
  ),
]);

/** Reads what a ValueSet says of itself. */
export class SetHeader {
  constructor(
    private readonly file: string,
    private readonly outline: SetOutline,
    private readonly losses: Losses,
  ) {}

  refuse(at: string, why: string): never {
    throw new FileRefused(`${this.file}, ValueSet${at && `.${at}`}: ${why}`);
  }

  /**
   * Refuses what is no ValueSet, or is said to be of another release of FHIR than it is.
   * @returns the release that the file is of; null where it does not tell
   */
  check(said: SetRelease | null): SetRelease | null {
    const { elements } = this.outline;
    const type = elements.get("resourceType");
    if (typeof type !== "string") {
      throw new FileRefused(`${this.file}: this is no FHIR resource, it has no resourceType`);
    }
    if (type !== "ValueSet") {
      throw new FileRefused(`${this.file}, resourceType: this is a ${type}, not a ValueSet`);
    }
    for (const [at, fields] of this.places()) {
      if (!fields.has("modifierExtension")) continue;
      const why = "it changes the meaning of all else, and is not known here";
      this.refuse(at === "" ? "modifierExtension" : `${at}.modifierExtension`, why);
    }
    const [profiled, at] = profiledRelease(elements);
    if (said !== null && profiled !== null && profiled !== said) {
      this.refuse(at, `the file is of ${profiled}, not of ${said}`);
    }
    const release = said ?? profiled;
    for (const name of elements.keys()) {
      if (release === "R4" && SINCE_R5.has(name)) {
        this.refuse(name, "R4 does not have it; the file is of R5");
      }
    }
    if (release === "R4" && this.outline.compose?.has("property")) {
      this.refuse("compose.property", "R4 does not have it; the file is of R5");
    }
    return release;
  }

  private places() {
    const { elements, compose, entries } = this.outline;
    return [
      ["", elements],
      ["compose", compose ?? new Map<string, Json>()],
      ...entries.map(({ path, fields }) => [path.replace("ValueSet.", ""), fields]),
    ] as [string, ReadonlyMap<string, Json>][];
  }

  describe(): SetDescription {
    const own = this.own();
    const id = this.text("id");
    const [name, title] = [this.text("name"), this.text("title")];
    const url = this.url();
    const shown = name ?? title ?? id ?? url?.split(/[/:#]/).at(-1) ?? null;
    const shortCode = typeof own?.shortCode === "string" ? own.shortCode : id;
    const version = this.version(own);
    const uid = collectionOfUri(url ?? "");
    return {
      uid,
      owner: typeof own?.owner === "string" ? ownerOfUrl(own.owner, null) : null,
      shortCode,
      publisher: this.text("publisher"),
      details: {
        ...ownDetails(own),
        name: shown,
        fullName: title ?? shown,
        description: this.text("description"),
        defaultLocale: this.language(),
        canonicalUrl: uid === null ? url : null,
      },
      fhirId: id,
      status: this.status(),
      extras: { ...ownExtras(own), ...this.fhir(own, version) },
      wholeExtras: own !== null,
      version,
    };
  }

  private text(name: string): string | null {
    const value = this.outline.elements.get(name) ?? null;
    if (value === null) return null;
    if (typeof value !== "string") this.refuse(name, "it is no text");
    return value.trim() === "" ? null : value.trim();
  }

  private url(): string | null {
    const url = this.text("url");
    if (url !== null && !isUri(url)) this.refuse("url", `${JSON.stringify(url)} is no URI`);
    return url;
  }

  private language(): string {
    const language = this.text("language") ?? "en";
    if (localeTag(language) === null) {
      this.refuse("language", `${JSON.stringify(language)} is no language`);
    }
    return language;
  }

  private version(own: Fields | null): SetVersion | null {
    const named = this.text("version");
    if (named === null) return null;
    const label = labelMeant(named);
    const fault = labelFault(label);
    if (fault !== null) this.refuse("version", fault);
    const said = isRecord(own?.version) ? own.version : {};
    return {
      label,
      released: said.released !== false,
      retired: said.retired === true,
      description: "description" in said ? textOf(said.description) : this.text("description"),
      externalId: textOf(said.externalId),
      extras: isRecord(said.extras) ? said.extras : {},
    };
  }

  private status(): string | null {
    const status = this.text("status");
    if (status !== null && !STATUSES.includes(status)) {
      this.refuse("status", `${JSON.stringify(status)} is none of ${STATUSES.join(", ")}`);
    }
    return status;
  }

  /** What is kept of the file that no field of a collection holds. */
  private fhir(own: Fields | null, version: SetVersion | null): Fields {
    const named = this.text("version");
    const kept = {
      ...(named === null || named === version?.label ? {} : { version: named }),
      ...this.kept(),
      ...(isRecord(own?.newer) ? own.newer : {}),
      ...(isRecord(own?.compose) ? { compose: own.compose } : {}),
      ...this.composed(),
    };
    return Object.keys(kept).length > 0 ? { [FHIR_EXTRAS]: kept } : {};
  }

  private kept(): Fields {
    const kept: Record<string, unknown> = {};
    for (const [name, value] of this.outline.elements) {
      if (value === null || heldInFields.has(name)) continue;
      const type = keptElements.get(name);
      if (type !== undefined) kept[name] = this.checked(name, value, type);
      else if (name.startsWith("_") && PRIMITIVES.has(name.slice(1))) kept[name] = plain(value);
      else {
        const why = "A collection has no place for it.";
        this.losses.add("LEFT_OUT", name, why, `ValueSet.${name}`);
      }
    }
    const extension = this.extensions().filter((one) => one.get("url") !== SET_EXTENSION);
    const others = extension.filter((one) => ownExpressions([one]).length === 0);
    return others.length > 0 ? { ...kept, extension: others.map(plain) } : kept;
  }

  private checked(name: string, value: Json, type: string): unknown {
    const fits: Readonly<Record<string, boolean>> = {
      TEXT: typeof value === "string",
      BOOLEAN: typeof value === "boolean",
      LIST: isArray(value),
      OBJECT: isObject(value),
    };
    if (!fits[type]) this.refuse(name, `it is no ${NAMES[type]}`);
    return plain(value);
  }

  private composed(): Fields {
    const kept = [...(this.outline.compose ?? [])].filter(
      ([name, value]) => name !== "include" && name !== "exclude" && value !== null,
    );
    const inactive = this.outline.compose?.get("inactive") ?? null;
    if (inactive !== null && typeof inactive !== "boolean") {
      this.refuse("compose.inactive", "it is neither true nor false");
    }
    if (kept.length === 0) return {};
    return { compose: Object.fromEntries(kept.map(([name, value]) => [name, plain(value)])) };
  }

  extensions() {
    const { elements } = this.outline;
    const given = elements.get("extension") ?? null;
    if (given !== null && !isArray(given)) this.refuse("extension", "it is no array");
    return (given ?? []).filter(isObject);
  }

  /** What stands in our own extension; null: the file is not of ours, or needed none. */
  private own(): Fields | null {
    const found = this.extensions().find((one) => one.get("url") === SET_EXTENSION);
    const text = found?.get("valueString");
    if (typeof text !== "string") return null;
    try {
      const value: unknown = JSON.parse(text);
      if (isRecord(value)) return value;
    } catch {
      // Said below.
    }
    return this.refuse("extension", `what stands under ${SET_EXTENSION} is no JSON object`);
  }
}

function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

const NAMES: Readonly<Record<string, string>> = {
  TEXT: "text",
  BOOLEAN: "boolean",
  LIST: "array",
  OBJECT: "object",
};

const FIELDS = [
  ..."collectionType preferredSource website externalId customValidationSchema".split(" "),
  ..."publicAccess supportedLocales names descriptions".split(" "),
];

/** Fields of a collection that FHIR has no element for; those of another's file stay as they are. */
function ownDetails(own: Fields | null): CollectionInput {
  if (own === null) return {};
  const given = FIELDS.map((field) => [
    field,
    own[field] ?? (field === "publicAccess" ? "VIEW" : null),
  ]);
  return Object.fromEntries(given) as CollectionInput;
}

function ownExtras(own: Fields | null): Fields {
  return isRecord(own?.extras) ? own.extras : {};
}
