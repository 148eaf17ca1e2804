import { failed, ok, type Result } from "../../kernel/result.js";
import type { Cascade, FilterOp, ReferenceDefinition } from "./definition.js";
import { filterOf, filterOp, propertyNamed } from "./filters.js";
import { readNamedRepository } from "./repositories.js";

/** What stands between two `&`: `name:op=one,two`. */
interface Parameter {
  readonly name: string;
  /** As it is written; null: none, and parameters of one name belong together. */
  readonly op: string | null;
  readonly values: readonly string[];
}

/** Cascades as expressions have them. */
export const cascadeWords: Readonly<Record<Cascade, string>> = {
  NONE: "none",
  SOURCE_MAPPINGS: "sourcemappings",
  SOURCE_TO_CONCEPTS: "sourcetoconcepts",
};

/** How equality is written where a second condition on the same property must not be read as an `in`. */
export const EXACTLY = "eq";

/** Parameters whose commas are part of a text. */
const WHOLE: ReadonlySet<string> = new Set(["q", "system", "valueset"]);

type Read = Result<ReferenceDefinition, string>;

/** What an expression says with its query, over and above its path. A failure says what is wrong. */
export function readQuery(query: string, path: ReferenceDefinition, caller: string | null): Read {
  const parameters: Parameter[] = [];
  for (const text of query.split("&").filter((part) => part !== "")) {
    const parameter = readParameter(text);
    if (!parameter.ok) return parameter;
    add(parameters, parameter.value);
  }
  let definition = path;
  for (const parameter of parameters) {
    const read = withParameter(definition, parameter, caller);
    if (!read.ok) return read;
    definition = read.value;
  }
  return ok(definition);
}

/** Other values for the same property are alternatives; searches, and what has an operator, are not. */
function add(parameters: Parameter[], parameter: Parameter): void {
  const { name, op, values } = parameter;
  const same = parameters.findIndex((one) => one.name === name && one.op === null);
  const before = parameters[same];
  if (op !== null || !before || name === "q" || name === "valueset") {
    parameters.push(parameter);
  } else {
    parameters[same] = { ...before, values: [...new Set([...before.values, ...values])] };
  }
}

function readParameter(text: string): Result<Parameter, string> {
  const equals = text.indexOf("=");
  const key = equals < 0 ? text : text.slice(0, equals);
  const colon = key.indexOf(":");
  try {
    const written = decoded(colon < 0 ? key : key.slice(0, colon));
    const raw = equals < 0 ? "" : text.slice(equals + 1);
    const name = propertyNamed(written);
    const parts = WHOLE.has(name) ? [raw] : raw.split(",");
    const values = [...new Set(parts.map(decoded).filter((value) => value !== ""))];
    if (values.length === 0) return failed(`"${written}" has no value`);
    const op = colon < 0 ? null : decoded(key.slice(colon + 1));
    return ok(
      name === "descendantsOf" && op === null
        ? { name: "code", op: "descendent-of", values }
        : { name, op, values },
    );
  } catch {
    return failed(`"${text}" has a % that is not followed by two hexadecimal digits`);
  }
}

function decoded(text: string): string {
  return decodeURIComponent(text.replaceAll("+", " ")).trim();
}

function withParameter(
  definition: ReferenceDefinition,
  { name, op, values }: Parameter,
  caller: string | null,
): Read {
  const [value = ""] = values;
  const single = values.length === 1 && op === null;
  switch (name) {
    case "includeInverseMappings":
      return inverse(definition, single ? value : "");
    case "cascade": {
      const cascade = single ? readCascade(value) : null;
      return cascade === null
        ? failed(`"${value}" is no cascade; there are ${Object.values(cascadeWords).join(", ")}`)
        : ok({ ...definition, cascade });
    }
    case "referenceType":
      return single && value === "ALL" && definition.code === null
        ? ok({ ...definition, referenceType: value })
        : failed(`referenceType can only be ALL, of a list`);
    case "system": {
      const named = readNamedRepository(value, caller);
      if (!named.ok) return failed(named.failure);
      return definition.system || !single
        ? failed(`"${value}" is one code system too many`)
        : ok({ ...definition, system: named.value });
    }
    case "valueset": {
      const named = readNamedRepository(value, caller);
      return named.ok
        ? ok({ ...definition, valuesets: [...definition.valuesets, named.value] })
        : failed(named.failure);
    }
    default:
      return withFilter(definition, { name, op, values });
  }
}

function withFilter(definition: ReferenceDefinition, { name, op, values }: Parameter): Read {
  const implied: FilterOp = values.length > 1 ? "in" : "=";
  const meant = op === null ? implied : op === EXACTLY ? "=" : filterOp(op);
  if (meant === null) return failed(`"${op}" is no operator of filters`);
  if (values.length > 1 && meant !== "in" && meant !== "not-in") {
    return failed(`"${name}" is compared by "${op}" with one value`);
  }
  const filters = [...definition.filters, filterOf(name, meant, values)];
  return ok({ ...definition, filters });
}

function inverse(definition: ReferenceDefinition, value: string): Read {
  if (value !== "true" && value !== "false")
    return failed("includeInverseMappings is true or false");
  if (definition.mappingsOf === null) {
    return failed("includeInverseMappings is for the mappings of one concept");
  }
  return ok({ ...definition, mappingsOf: value === "true" ? "WITH_INVERSE" : "DIRECT" });
}

/** A cascade by its word, whatever its case; null where it is none. */
function readCascade(word: string): Cascade | null {
  const folded = word.toLowerCase();
  const [found] = Object.entries(cascadeWords).find(([, known]) => known === folded) ?? [];
  return (found as Cascade | undefined) ?? null;
}
