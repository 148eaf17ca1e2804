import type { NamedRepository, ReferenceDefinition, ReferenceFilter } from "./definition.js";
import { filterValues } from "./filters.js";

/** One English sentence, without a full stop, that says what a reference brings in or keeps out. */
export function translationOf(definition: ReferenceDefinition): string {
  const { include, system, valuesets, filters } = definition;
  const repositories = [...(system ? [system] : []), ...valuesets].map(repositoryWords);
  return [
    include ? "Include" : "Exclude",
    subject(definition),
    ...(repositories.length > 0 ? [`from ${repositories.join(" intersection with ")}`] : []),
    ...(filters.length > 0 ? [filters.map(filterWords).join(" and ")] : []),
    ...cascadeWords(definition),
  ].join(" ");
}

function subject(definition: ReferenceDefinition): string {
  const { referenceType, code, resourceVersion, mappingsOf } = definition;
  const unversioned = (definition.system ?? definition.valuesets[0])?.version === null;
  const latest = unversioned ? "latest " : "";
  if (code === null) {
    const many = { CONCEPTS: "concepts", MAPPINGS: "mappings", ALL: "concepts and mappings" };
    return `${latest}${many[referenceType]}`;
  }
  if (mappingsOf !== null) {
    const direction = mappingsOf === "DIRECT" ? "of" : "from and to";
    return `${latest}mappings ${direction} concept "${code}"`;
  }
  const one = `${referenceType === "MAPPINGS" ? "mapping" : "concept"} "${code}"`;
  return resourceVersion === null ? `${latest}${one}` : `version "${resourceVersion}" of ${one}`;
}

function repositoryWords({ repository, version }: NamedRepository): string {
  const name =
    "canonicalUrl" in repository
      ? repository.canonicalUrl
      : `${repository.owner.name}/${repository.shortCode}`;
  if (version === null) return name;
  return version === "HEAD" ? `HEAD of ${name}` : `version "${version}" of ${name}`;
}

const names: Readonly<Record<string, string>> = {
  externalId: "external id",
  conceptClass: "concept class",
  mapType: "map type",
  fromConcept: "source concept",
  toConcept: "target concept",
  fromCodeSystem: "source code system",
  toCodeSystem: "target code system",
};

function filterWords(filter: ReferenceFilter): string {
  const { property, op, value } = filter;
  const name = names[property] ?? property;
  const values = filterValues(filter)
    .map((one) => `"${one}"`)
    .join(", ");
  if (property === "q") return `matching ${values}`;
  switch (op) {
    case "=":
      return `having ${name} equal to ${values}`;
    case "in":
      return `having ${name} among ${values}`;
    case "not-in":
      return `having ${name} not among ${values}`;
    case "regex":
      return `having ${name} like the pattern ${values}`;
    case "exists":
      return value === "true" ? `having ${name}` : `without ${name}`;
    case "is-a":
      return `being ${values} or a descendant of it`;
    case "descendent-of":
      return `being descendants of ${values}`;
    case "is-not-a":
      return `being neither ${values} nor a descendant of it`;
    case "generalizes":
      return `being ${values} or an ancestor of it`;
  }
}

function cascadeWords({ cascade, code }: ReferenceDefinition): readonly string[] {
  const whose = code === null ? "their" : "its";
  if (cascade === "NONE") return [];
  return cascade === "SOURCE_MAPPINGS"
    ? [`PLUS ${whose} mappings`]
    : [`PLUS ${whose} mappings and their target concepts`];
}
