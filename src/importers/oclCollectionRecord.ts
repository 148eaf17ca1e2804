import type {
  ReadReference,
  SetDescription,
  SetVersion,
} from "../rules/collections/forms/setContent.js";
import type { Cascade } from "../rules/references/definition.js";
import { expandRequest } from "../rules/references/expandRequest.js";
import type { ReferenceInput } from "../rules/references/readReferenceInput.js";
import { isUri } from "../rules/repositories/uris.js";
import { repositoryOfUrl, repositoryUrl } from "../rules/repositories/urls.js";
import { labelFault } from "../rules/versions/labels.js";
import type { OclCollection, OclCollectionVersion, OclReferences } from "./ocl.js";
import {
  extras,
  flag,
  isDeletion,
  isJson,
  type OclJson as Json,
  list,
  locales,
  named,
  owner,
  text,
  Unusable,
} from "./oclFields.js";

const CASCADES: Readonly<Record<string, Cascade>> = {
  sourcemappings: "SOURCE_MAPPINGS",
  sourcetoconcepts: "SOURCE_TO_CONCEPTS",
};

/** What a line of the type `Collection` says. */
export function collectionRecord(object: Json): OclCollection {
  const shortCode = named(object, ["id", "short_code"]);
  const name = text(object, "name");
  if (name === null) throw new Unusable("a collection needs a name");
  return {
    kind: "COLLECTION",
    collection: urlOf(object, shortCode),
    description: describedCollection(object, shortCode, name),
  };
}

/** What an object of OCL's says of a collection. */
export function describedCollection(object: Json, shortCode: string, name: string): SetDescription {
  const access = (text(object, "public_access") ?? "View").toUpperCase();
  if (access !== "VIEW" && access !== "EDIT" && access !== "NONE") {
    throw new Unusable(`public_access ${access} is none of View, Edit and None`);
  }
  const canonicalUrl = text(object, "canonical_url");
  if (canonicalUrl !== null && !isUri(canonicalUrl)) {
    throw new Unusable(`canonical_url ${canonicalUrl} is no URI`);
  }
  const defaultLocale = text(object, "default_locale") ?? "en";
  const schema = text(object, "custom_validation_schema");
  return {
    uid: null,
    owner: ownerOf(object),
    shortCode,
    publisher: null,
    fhirId: null,
    status: null,
    details: {
      name,
      fullName: text(object, "full_name") ?? name,
      description: text(object, "description"),
      collectionType: text(object, "collection_type"),
      preferredSource: text(object, "preferred_source"),
      publicAccess: access,
      defaultLocale,
      supportedLocales: locales(object, defaultLocale),
      canonicalUrl,
      website: text(object, "website"),
      externalId: text(object, "external_id"),
      customValidationSchema: schema === "OpenMRS" ? schema : null,
    },
    extras: extras(object),
    wholeExtras: true,
    version: null,
  };
}

/** What a line of the type `Collection Version` says. */
export function collectionVersionRecord(object: Json): OclCollectionVersion {
  const label = text(object, "id") ?? "";
  const fault = labelFault(label);
  if (fault) throw new Unusable(fault);
  const collection = urlOf(object, named(object, ["collection"]));
  return { kind: "COLLECTION_VERSION", collection, version: describedVersion(object, label) };
}

/** What an object of OCL's says of a version of a collection. */
export function describedVersion(object: Json, label: string): SetVersion {
  return {
    label,
    released: flag(object, "released"),
    retired: flag(object, "retired"),
    description: text(object, "description"),
    externalId: text(object, "external_id"),
    extras: extras(object),
  };
}

/** What a line of the type `Reference` says. */
export function referenceRecord(object: Json): OclReferences {
  const url = text(object, "collection_url");
  const named = url === null ? null : repositoryOfUrl(url, null);
  if (url !== null && named?.kind !== "COLLECTION") {
    throw new Unusable(`collection_url ${url} names no collection`);
  }
  const collection = named ? repositoryUrl(named) : urlOf(object, namedCollection(object));
  const references = readReferences(object);
  return { kind: "REFERENCES", collection, references, isDeletion: isDeletion(object) };
}

function namedCollection(object: Json): string {
  return named(object, ["collection"]);
}

function ownerOf(object: Json) {
  const { ownerKind, owner: name } = owner(object);
  return { kind: ownerKind === "users" ? "USER" : "ORGANIZATION", name } as const;
}

function urlOf(object: Json, shortCode: string): string {
  return repositoryUrl({ owner: ownerOf(object), kind: "COLLECTION", shortCode });
}

function readReferences(object: Json): readonly ReadReference[] {
  const { data } = object;
  const given = isJson(data) ? data : { expressions: data };
  const cascade = cascadeOf(given.cascade ?? object.__cascade);
  const parts = Array.isArray(data) ? data.filter(isJson) : isParts(given) ? [given] : [];
  const read = expandRequest(
    {
      expressions: texts(given.expressions),
      references: parts.flatMap(partsOf),
      uri: parts.length > 0 ? null : text(given, "uri"),
      concepts: isParts(given) ? null : texts(given.concepts),
      mappings: isParts(given) ? null : texts(given.mappings),
      searchTerm: text(given, "search_term"),
      cascade,
      exclude: given.include === undefined ? flag(given, "exclude") : !flag(given, "include"),
    },
    null,
  );
  if (!read.ok) throw new Unusable(read.failure[0].message);
  return read.value.map((asked) => {
    if (!asked.read.ok) throw new Unusable(`${asked.requested}: ${asked.read.failure.hint}`);
    return { definition: asked.read.value, otherwise: null, said: null };
  });
}

/** Whether an object names what it is to in parts, not by URLs. */
function isParts(object: Json): boolean {
  const named = ["system", "url", "valueset", "valueSet", "code", "filter", "expression"];
  return named.some((name) => object[name] !== undefined && object[name] !== null);
}

function texts(value: unknown): readonly string[] | null {
  if (typeof value === "string") return [value];
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : null;
}

/** A reference in parts as OCL writes it, one for each concept and mapping that it lists. */
export function partsOf(object: Json): readonly ReferenceInput[] {
  const expression = text(object, "expression");
  const include = !(object.include === undefined
    ? flag(object, "exclude")
    : !flag(object, "include"));
  const cascade = cascadeOf(object.cascade);
  if (expression !== null) {
    return [{ expression, include, cascade: cascade === "NONE" ? null : cascade }];
  }
  const valueset = texts(object.valueset ?? object.valueSet);
  const isMapping = text(object, "reference_type")?.toLowerCase() === "mappings";
  const common: ReferenceInput = {
    system: text(object, "system") ?? text(object, "url"),
    version: text(object, "version"),
    valueset,
    filter: list(object, "filter").map((one) => ({
      property: text(one, "property") ?? "",
      op: text(one, "op"),
      value: text(one, "value") ?? "",
    })),
    include,
    cascade,
    referenceType: isMapping ? "MAPPINGS" : "CONCEPTS",
  };
  const concepts = resources(object.concept, "CONCEPTS");
  const listed = [...concepts, ...resources(object.mapping, "MAPPINGS")];
  if (listed.length > 0) return listed.map((one) => ({ ...common, ...one }));
  const [code, resourceVersion] = [text(object, "code"), text(object, "resource_version")];
  return [{ ...common, code, resourceVersion }];
}

function resources(
  value: unknown,
  referenceType: "CONCEPTS" | "MAPPINGS",
): readonly ReferenceInput[] {
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  return items.flatMap((one): readonly ReferenceInput[] => {
    if (typeof one === "string") return [{ code: one, referenceType }];
    if (!isJson(one)) return [];
    return [
      { code: text(one, "code"), resourceVersion: text(one, "resource_version"), referenceType },
    ];
  });
}

function cascadeOf(given: unknown): Cascade {
  const method = isJson(given) ? given.method : given;
  if (typeof method !== "string" || method.trim() === "" || method.toLowerCase() === "none") {
    return "NONE";
  }
  const cascade = CASCADES[method.trim().toLowerCase().replaceAll("_", "")];
  if (cascade === undefined) throw new Unusable(`"${method}" is no cascade`);
  return cascade;
}
