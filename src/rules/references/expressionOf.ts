import type { NamedRepository, ReferenceDefinition, ReferenceFilter } from "./definition.js";
import { filterValues } from "./filters.js";
import { cascadeWords, EXACTLY } from "./readQuery.js";
import { isCollection, namedRepositoryText } from "./repositories.js";

/**
 * The one text that stands for all that a reference says, but for whether it includes or excludes:
 * `readExpression` reads the same reference from it.
 */
export function expressionOf(definition: ReferenceDefinition): string {
  const { base, system, valuesets } = baseOf(definition);
  const path = contentsPath(definition, base);
  const query = [
    ...filterParameters(definition.filters),
    ...(system ? [`system=${queryText(namedRepositoryText(system))}`] : []),
    ...valuesets.map((valueset) => `valueset=${queryText(namedRepositoryText(valueset))}`),
    ...optionParameters(definition, base),
  ].join("&");
  return `${withPath(base, path, query !== "")}${query === "" ? "" : `?${query}`}`;
}

/** What the path begins with, and what is left for the query. */
function baseOf({ system, valuesets }: ReferenceDefinition) {
  const [first = null, ...others] = valuesets;
  if (system !== null && canBegin(system)) return { base: system, system: null, valuesets };
  return system === null && first && isCollection(first)
    ? { base: first, system, valuesets: others }
    : { base: null, system, valuesets };
}

/** Some canonical URLs would seem to end too soon where something stands behind them. */
function canBegin({ repository }: NamedRepository): boolean {
  return (
    "kind" in repository || !/\/(?:concepts|mappings)(?:\/|$)|\?/.test(repository.canonicalUrl)
  );
}

function contentsPath(definition: ReferenceDefinition, base: NamedRepository | null): string {
  const { referenceType, code, resourceVersion, mappingsOf } = definition;
  const all = base === null ? "concepts/" : "";
  const word = { CONCEPTS: "concepts/", MAPPINGS: "mappings/", ALL: all }[referenceType];
  if (code === null) return word;
  const encoded = encodeURIComponent(code);
  if (mappingsOf !== null) return `concepts/${encoded}/mappings/`;
  return `${word}${encoded}/${resourceVersion === null ? "" : `${resourceVersion}/`}`;
}

function withPath(base: NamedRepository | null, path: string, hasQuery: boolean): string {
  if (base === null) return `/${path}`;
  const name = namedRepositoryText(base);
  if ("kind" in base.repository) return `${name}${path}`;
  const alone = path === "" || (path === "concepts/" && !hasQuery);
  return alone ? name : `${name}/${path}`;
}

function filterParameters(filters: readonly ReferenceFilter[]): readonly string[] {
  return filters.map((filter) => {
    const { property, op } = filter;
    const values = filterValues(filter).map(queryText).join(",");
    const plain = filters.filter(
      (other) => other.property === property && (other.op === "=" || other.op === "in"),
    );
    const written = op === "=" || op === "in";
    const alone = written && (plain.length === 1 || property === "q");
    const name = queryText(property).replaceAll(":", "%3A");
    return `${name}${alone ? "" : `:${op === "=" ? EXACTLY : op}`}=${values}`;
  });
}

function optionParameters(
  { cascade, mappingsOf, referenceType }: ReferenceDefinition,
  base: NamedRepository | null,
): readonly string[] {
  const relative = base !== null && "kind" in base.repository;
  return [
    ...(mappingsOf === "WITH_INVERSE" ? ["includeInverseMappings=true"] : []),
    ...(referenceType === "ALL" && !relative ? ["referenceType=ALL"] : []),
    ...(cascade === "NONE" ? [] : [`cascade=${cascadeWords[cascade]}`]),
  ];
}

/** A text within a query: what means something else there is percent-encoded. */
function queryText(text: string): string {
  return encodeURIComponent(text).replaceAll(/%(2F|3A|40)/g, (code) => decodeURIComponent(code));
}
