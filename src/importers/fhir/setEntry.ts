import { failed, ok, type Result } from "../../kernel/result.js";
import { filtersMeant, OPS_SINCE_R5 } from "../../rules/collections/forms/fhirFilters.js";
import type { SetRelease } from "../../rules/collections/forms/fhirSetHeader.js";
import { labelMeant, type ReadReference } from "../../rules/collections/forms/setContent.js";
import type { Losses } from "../../rules/crosswalks/forms/losses.js";
import { repositoryOfUri } from "../../rules/crosswalks/forms/ownUris.js";
import { checkedDefinition } from "../../rules/references/checkedDefinition.js";
import type {
  NamedRepository,
  ReferenceDefinition,
  ReferenceFilter,
} from "../../rules/references/definition.js";
import { expressionOf } from "../../rules/references/expressionOf.js";
import { EXPRESSION_LIMIT } from "../../rules/references/limits.js";
import { readExpression } from "../../rules/references/readExpression.js";
import { readNamedRepository, readVersion } from "../../rules/references/repositories.js";
import { characters } from "../../rules/text.js";
import { isArray, isObject, type Json, type JsonObject } from "../json.js";
import { isForeign, type OwnExpression, ownExpressions, ownRepository } from "./setExtensions.js";
import type { RawEntry } from "./setOutline.js";

/** What is wrong, and where below the entry: `filter[0].op`; "" where it is the entry. */
export interface EntryFault {
  readonly at: string;
  readonly fault: string;
}

/** An entry of a compose: what all of its concepts, or the list that it is, have in common. */
export interface ReadEntry {
  readonly definition: ReferenceDefinition;
  /** The same by canonical URLs alone; null: it has no others. */
  readonly otherwise: ReferenceDefinition | null;
  /** What the file calls the version of the code system, where that is no label. */
  readonly version: string | null;
}

/** How an entry is read. */
export interface EntryContext {
  readonly release: SetRelease | null;
  readonly losses: Losses;
}

const READ = new Set([
  "system",
  "version",
  "concept",
  "filter",
  "valueSet",
  "_valueSet",
  "extension",
]);

/** Reads an entry; one that stands for a line in our own words is answered as that line. */
export function readEntry(
  { fields, include }: RawEntry,
  context: EntryContext,
): Result<ReadEntry | ReadReference, EntryFault> {
  const [own] = ownExpressions(fields.get("extension"));
  if (own !== undefined) return readOwn(own);
  const newer = newerMember(fields, context.release);
  if (newer !== null) return failed({ at: newer, fault: "R4 does not have it; the file is of R5" });
  tellLost(fields, context.losses);
  const system = readSystem(fields);
  if (!system.ok) return system;
  const valuesets = readValuesets(fields, context.losses);
  if (!valuesets.ok) return valuesets;
  const filters = readFilters(fields.get("filter") ?? null);
  if (!filters.ok) return filters;
  if (fields.get("concept") === null)
    return failed({ at: "concept", fault: "it lists no concept" });
  const listed = fields.has("concept");
  if (listed && filters.value.length > 0) {
    return failed({ at: "filter", fault: "an entry lists concepts or filters them, not both" });
  }
  const { named, canonical, version } = system.value;
  if (named === null && (listed || filters.value.length > 0)) {
    return failed({ at: "system", fault: "it is missing" });
  }
  if (named === null && valuesets.value.named.length === 0) {
    return failed({ at: "", fault: "it has neither system nor valueSet" });
  }
  const definition: ReferenceDefinition = {
    ...{ referenceType: "CONCEPTS", include, code: null, resourceVersion: null },
    ...{ mappingsOf: null, cascade: "NONE" },
    system: named,
    valuesets: valuesets.value.named,
    filters: filters.value,
  };
  const checked = checkedReference(definition);
  if (!checked.ok) return checked;
  const other = canonical !== null || valuesets.value.canonical.some((one) => one !== null);
  const otherwise = other
    ? {
        ...definition,
        system: canonical ?? named,
        valuesets: valuesets.value.named.map((one, at) => valuesets.value.canonical[at] ?? one),
      }
    : null;
  return ok({ definition: checked.value, otherwise, version });
}

/** A definition whose parts go together, or which part below the entry is at fault. */
export function checkedReference(
  definition: ReferenceDefinition,
): Result<ReferenceDefinition, EntryFault> {
  const checked = checkedDefinition(definition);
  if (!checked.ok) {
    const [fault] = checked.failure;
    const [first = "", index] = fault?.path ?? [];
    const name = first === "valueset" ? "valueSet" : first;
    const at = index === undefined ? name : `${name}[${index}]`;
    return failed({ at, fault: fault?.message ?? "" });
  }
  if (characters(expressionOf(checked.value)) > EXPRESSION_LIMIT) {
    const fault = `written as an expression it has more than ${EXPRESSION_LIMIT} characters`;
    return failed({ at: "", fault });
  }
  return checked;
}

/** A line in our own words, as a reference. */
export function readOwn(own: OwnExpression): Result<ReadReference, EntryFault> {
  const read = readExpression(own.expression, null);
  if (!read.ok)
    return failed({ at: "extension", fault: `"${own.expression}": ${read.failure.hint}` });
  const { include, said } = own;
  return ok({ definition: { ...read.value, include }, otherwise: null, said });
}

function newerMember(fields: JsonObject, release: SetRelease | null): string | null {
  if (release !== "R4") return null;
  if (fields.has("copyright")) return "copyright";
  const filters = fields.get("filter");
  const at = (isArray(filters) ? filters : []).findIndex((one) => {
    const op = isObject(one) ? one.get("op") : null;
    return typeof op === "string" && OPS_SINCE_R5.has(op);
  });
  return at < 0 ? null : `filter[${at}].op`;
}

function tellLost(fields: JsonObject, losses: Losses): void {
  const message = "A line of a collection has no place for it.";
  for (const [name, value] of fields) {
    const isExtension = name === "extension" && isArray(value) && value.some(isForeign);
    if (READ.has(name) && !isExtension) continue;
    losses.add("LEFT_OUT", `compose.include.${name}`, message);
  }
}

function readSystem(fields: JsonObject): Result<
  {
    readonly named: NamedRepository | null;
    readonly canonical: NamedRepository | null;
    readonly version: string | null;
  },
  EntryFault
> {
  const system = fields.get("system") ?? null;
  const version = fields.get("version") ?? null;
  if (version !== null && typeof version !== "string") {
    return failed({ at: "version", fault: "it is no text" });
  }
  if (system === null) {
    return version === null
      ? ok({ named: null, canonical: null, version: null })
      : failed({ at: "version", fault: "a version must be of a system" });
  }
  if (typeof system !== "string") return failed({ at: "system", fault: "it is no text" });
  const read = readRepository(system, version, ownRepository(fields.get("extension")));
  return read.ok ? read : failed({ at: "system", fault: read.failure });
}

interface ReadRepository {
  readonly named: NamedRepository;
  /** By its canonical URL, where it is named by its owner's beside. */
  readonly canonical: NamedRepository | null;
  readonly version: string | null;
}

function readRepository(
  uri: string,
  version: string | null,
  own: string | null,
): Result<ReadRepository, string> {
  const called = version?.trim() ?? "";
  const label = labelMeant(called);
  const meant = readVersion(label);
  if (!meant.ok) return failed(meant.failure);
  const given = readNamedRepository(repositoryOfUri(uri.trim()) ?? uri.trim(), null);
  if (!given.ok) return given;
  const canonical = { ...given.value, version: meant.value };
  const said = called === label ? null : called;
  const named = own === null ? null : readNamedRepository(own, null);
  if (named === null || !named.ok) return ok({ named: canonical, canonical: null, version: said });
  return ok({ named: { ...named.value, version: meant.value }, canonical, version: said });
}

function readValuesets(
  fields: JsonObject,
  losses: Losses,
): Result<
  {
    readonly named: readonly NamedRepository[];
    readonly canonical: readonly (NamedRepository | null)[];
  },
  EntryFault
> {
  const given = fields.get("valueSet") ?? [];
  const beside = fields.get("_valueSet");
  if (!isArray(given)) return failed({ at: "valueSet", fault: "it is no array" });
  const named: NamedRepository[] = [];
  const canonical: (NamedRepository | null)[] = [];
  for (const [index, text] of given.entries()) {
    const at = `valueSet[${index}]`;
    if (typeof text !== "string") return failed({ at, fault: "it is no text" });
    if (text.startsWith("#")) {
      return failed({ at, fault: "value sets that are contained in others are not read" });
    }
    const [uri = "", version = null, ...others] = text.split("|");
    if (others.length > 0) return failed({ at, fault: `"${text}" has more than one |` });
    const part = isArray(beside) ? beside[index] : undefined;
    const extension = isObject(part) ? part.get("extension") : undefined;
    const read = readRepository(uri, version, ownRepository(extension));
    if (!read.ok) return failed({ at, fault: read.failure });
    if (read.value.version !== null) {
      const message = "A version's label has letters, digits and -._@ alone.";
      losses.add("REPLACED", "compose.include.valueSet", message, read.value.version);
    }
    named.push(read.value.named);
    canonical.push(read.value.canonical);
  }
  return ok({ named, canonical });
}

function readFilters(given: Json): Result<readonly ReferenceFilter[], EntryFault> {
  if (given === null) return ok([]);
  if (!isArray(given)) return failed({ at: "filter", fault: "it is no array" });
  const filters: ReferenceFilter[] = [];
  for (const [index, one] of given.entries()) {
    const at = `filter[${index}]`;
    const part = (name: string) => (isObject(one) ? one.get(name) : null);
    const [property, op, value] = ["property", "op", "value"].map(part);
    if (typeof property !== "string" || typeof op !== "string" || typeof value !== "string") {
      return failed({ at, fault: "it has property, op and value, all of them texts" });
    }
    const meant = filtersMeant({ property: property.trim(), op: op.trim(), value: value.trim() });
    if (!meant.ok) return failed({ at, fault: meant.failure });
    filters.push(...meant.value);
  }
  return ok(filters);
}
