import { encodedCode } from "../rules/codeSystems/conceptCodes.js";
import type { ConceptDescription, ConceptName } from "../rules/codeSystems/content.js";
import type { ConceptEnd } from "../rules/conceptMappings/content.js";
import { conceptAddress, systemReference, systemUrl } from "../rules/conceptMappings/urls.js";
import { isUri } from "../rules/repositories/uris.js";
import { labelFault } from "../rules/versions/labels.js";
import type { OclMapping, OclRecord } from "./ocl.js";
import {
  collectionRecord,
  collectionVersionRecord,
  referenceRecord,
} from "./oclCollectionRecord.js";
import {
  extras,
  flag,
  isDeletion,
  isStorableJson,
  type OclJson as Json,
  list,
  locales,
  NAME,
  named,
  owner,
  text,
  Unusable,
} from "./oclFields.js";
import { textsFault } from "./textLimits.js";

const TYPES: Readonly<Record<string, string>> = {
  "fully specified": "FULLY_SPECIFIED",
  fully_specified: "FULLY_SPECIFIED",
  short: "SHORT",
  "index term": "INDEX_TERM",
  index_term: "INDEX_TERM",
};

/**
 * What an object of an OCL file says, or the reason why it is of no use. A concept is followed by the mappings
 * that stand in it.
 */
export function oclRecords(object: Json): readonly OclRecord[] | { readonly rejected: string } {
  try {
    if (!isStorableJson(object)) throw new Unusable("it holds a character that is not text");
    return records(object);
  } catch (error) {
    if (error instanceof Unusable) return { rejected: error.message };
    throw error;
  }
}

function records(object: Json): readonly OclRecord[] {
  const type = text(object, "type");
  if (type === null) throw new Unusable('"type" should be present in each line');
  switch (type.toLowerCase()) {
    case "organization":
      return isDeletion(object)
        ? [{ kind: "OTHER", type: `${type} (DELETE)` }]
        : [organization(object)];
    case "source":
      return isDeletion(object) ? [{ kind: "OTHER", type: `${type} (DELETE)` }] : [source(object)];
    case "source version":
      return isDeletion(object)
        ? [{ kind: "OTHER", type: `${type} (DELETE)` }]
        : [sourceVersion(object)];
    case "concept":
      return [concept(object), ...embeddedMappings(object)];
    case "collection":
      return isDeletion(object)
        ? [{ kind: "OTHER", type: `${type} (DELETE)` }]
        : [collectionRecord(object)];
    case "collection version":
      return isDeletion(object)
        ? [{ kind: "OTHER", type: `${type} (DELETE)` }]
        : [collectionVersionRecord(object)];
    case "reference":
      return [referenceRecord(object)];
    case "mapping":
      return [mapping(object, sourceOf(object))];
    default:
      return [{ kind: "OTHER", type }];
  }
}

function organization(object: Json): OclRecord {
  const name = named(object, ["id"]);
  const [displayName, website] = [text(object, "name"), text(object, "website")];
  return { kind: "ORGANIZATION", name, displayName, website };
}

function source(object: Json): OclRecord {
  const shortCode = named(object, ["id", "short_code"]);
  const access = (text(object, "public_access") ?? "View").toUpperCase();
  if (access !== "VIEW" && access !== "EDIT" && access !== "NONE") {
    throw new Unusable(`public_access ${access} is none of View, Edit and None`);
  }
  const name = text(object, "name");
  if (name === null) throw new Unusable("a source needs a name");
  const schema = text(object, "custom_validation_schema");
  const defaultLocale = text(object, "default_locale") ?? "en";
  const canonicalUrl = text(object, "canonical_url");
  if (canonicalUrl !== null && !isUri(canonicalUrl)) {
    throw new Unusable(`canonical_url ${canonicalUrl} is no URI`);
  }
  return {
    kind: "SOURCE",
    source: systemUrl({ ...owner(object), shortCode }),
    name,
    fullName: text(object, "full_name"),
    description: text(object, "description"),
    sourceType: text(object, "source_type"),
    publicAccess: access,
    defaultLocale,
    supportedLocales: locales(object, defaultLocale),
    canonicalUrl,
    website: text(object, "website"),
    externalId: text(object, "external_id"),
    customValidationSchema: schema === "OpenMRS" ? schema : null,
    extras: extras(object),
  };
}

function sourceVersion(object: Json): OclRecord {
  const label = text(object, "id") ?? "";
  const fault = labelFault(label);
  if (fault) throw new Unusable(fault);
  return {
    kind: "SOURCE_VERSION",
    source: sourceOf(object),
    label,
    description: text(object, "description"),
    released: flag(object, "released"),
  };
}

function concept(object: Json): OclRecord {
  const code = encodedCode(text(object, "id") ?? "");
  if (code === "" || code.length > 255) throw new Unusable("a concept needs an id");
  const conceptClass = text(object, "concept_class");
  if (conceptClass === null) throw new Unusable(`${code} needs a concept_class`);
  const names = list(object, "names").map(conceptName);
  if (names.length === 0) throw new Unusable(`${code}: A concept must have at least one name`);
  const descriptions = list(object, "descriptions").flatMap(description);
  const fault = textsFault({ names, descriptions });
  if (fault !== null) throw new Unusable(`${code}: ${fault}`);
  const source = sourceOf(object);
  return {
    kind: "CONCEPT",
    source,
    content: {
      code,
      conceptClass,
      datatype: text(object, "datatype") ?? "N/A",
      names,
      descriptions,
      parents: parents(object, source),
      retired: flag(object, "retired") || isDeletion(object),
      externalId: text(object, "external_id"),
      extras: extras(object),
    },
  };
}

function conceptName(object: Json): ConceptName {
  const name = text(object, "name");
  if (name === null) throw new Unusable("a name is blank");
  return {
    name,
    locale: text(object, "locale") ?? "en",
    localePreferred: flag(object, "locale_preferred"),
    nameType: kindOf(object, "name_type"),
    externalId: text(object, "external_id"),
  };
}

function description(object: Json): readonly ConceptDescription[] {
  const given = text(object, "description");
  if (given === null) return [];
  return [
    {
      description: given,
      locale: text(object, "locale") ?? "en",
      localePreferred: flag(object, "locale_preferred"),
      descriptionType: kindOf(object, "description_type"),
      externalId: text(object, "external_id"),
    },
  ];
}

function kindOf(object: Json, field: string): string | null {
  const given = text(object, field);
  if (given === null || /^(?:none|synonym)$/i.test(given)) return null;
  return TYPES[given.toLowerCase()] ?? given;
}

function parents(object: Json, source: string): readonly string[] {
  const given = object.parent_concept_urls;
  const urls = Array.isArray(given) ? given.map(String) : [];
  return [...new Set(urls)].map((url) => {
    const end = conceptNamed(url);
    if (end?.system !== source) throw new Unusable(`the parent ${url} is not in the same source`);
    return end.code;
  });
}

function embeddedMappings(object: Json): readonly OclMapping[] {
  const source = sourceOf(object);
  const from = `${source}concepts/${encodeURIComponent(text(object, "id") ?? "")}/`;
  return list(object, "mappings").map((one) => mapping({ from_concept_url: from, ...one }, source));
}

function mapping(object: Json, source: string): OclMapping {
  const mapType = text(object, "map_type");
  if (mapType === null) throw new Unusable("a mapping needs a map_type");
  const from = conceptNamed(text(object, "from_concept_url") ?? "");
  if (!from) throw new Unusable("Must specify a 'from_concept'.");
  const to = target(object);
  const id = text(object, "id");
  if (id !== null && !NAME.test(id)) throw new Unusable(`${id} can't be the id of a mapping`);
  const weight = object.sort_weight;
  const sortWeight =
    weight === null || weight === undefined || weight === "" ? null : Number(weight);
  if (sortWeight !== null && !Number.isFinite(sortWeight)) {
    throw new Unusable(`sort_weight ${String(weight)} is no number`);
  }
  return {
    kind: "MAPPING",
    source,
    mappingId: id,
    content: {
      mapType,
      fromSystem: from.system,
      fromCode: from.code,
      toSystem: to.system,
      toCode: to.code,
      toName: text(object, "to_concept_name"),
      retired: flag(object, "retired") || isDeletion(object),
      sortWeight,
      externalId: text(object, "external_id"),
      extras: extras(object),
    },
  };
}

function target(object: Json): { readonly system: string; readonly code: string } {
  const concept = conceptNamed(text(object, "to_concept_url") ?? "");
  if (concept) return concept;
  const system = systemReference(text(object, "to_source_url") ?? "");
  const code = text(object, "to_concept_code");
  if (system !== null && code !== null) return { system, code };
  throw new Unusable(
    "Must specify either 'to_concept_url' or 'to_source_url' & 'to_concept_code'.",
  );
}

/** The concept of a URL, in which OCL writes the id as it keeps it: `Food%2FPapaya` is the id itself. */
function conceptNamed(url: string): ConceptEnd | null {
  const end = conceptAddress(url);
  return end && { ...end, code: encodedCode(end.code) };
}

function sourceOf(object: Json): string {
  return systemUrl({ ...owner(object), shortCode: named(object, ["source"]) });
}
