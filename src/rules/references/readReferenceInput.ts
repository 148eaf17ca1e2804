import { failed, type Result } from "../../kernel/result.js";
import { type Failure, fieldInvalid } from "../failure.js";
import { characters, isStorable, trimmed } from "../text.js";
import { checkedDefinition, type PartFault } from "./checkedDefinition.js";
import type {
  Cascade,
  FilterOp,
  NamedRepository,
  ReferenceDefinition,
  ReferenceFilter,
  ReferenceType,
} from "./definition.js";
import { expressionOf } from "./expressionOf.js";
import { filterOf, filterOp, filterValues, propertyNamed } from "./filters.js";
import { EXPRESSION_LIMIT } from "./limits.js";
import { readNamedRepository, readVersion } from "./repositories.js";

type Given<Value> = Value | null | undefined;

/** A reference as a caller writes it in parts, or as an expression. */
export interface ReferenceInput {
  readonly expression?: Given<string>;
  /** Relative or canonical URL, with or without a version; `version` goes before that. */
  readonly system?: Given<string>;
  readonly version?: Given<string>;
  readonly code?: Given<string>;
  readonly resourceVersion?: Given<string>;
  readonly valueset?: Given<readonly string[]>;
  readonly filter?: Given<readonly FilterInput[]>;
  readonly include?: Given<boolean>;
  readonly cascade?: Given<Cascade>;
  readonly referenceType?: Given<ReferenceType>;
}

export interface FilterInput {
  readonly property: string;
  readonly op?: Given<string>;
  readonly value: string;
}

/**
 * What a reference that is written in parts says, or all that is wrong with it, with paths below `path`.
 * @param caller name of the user who asks, whom `/user/` stands for
 */
export function readReferenceInput(
  input: ReferenceInput,
  path: readonly string[],
  caller: string | null,
): Result<ReferenceDefinition, readonly Failure[]> {
  const faults: PartFault[] = [];
  const note = (at: readonly string[], message: string) => faults.push({ path: at, message });
  const definition: ReferenceDefinition = {
    referenceType: input.referenceType ?? "CONCEPTS",
    include: input.include ?? true,
    system: readSystem(input, caller, note),
    valuesets: (input.valueset ?? []).flatMap((text, at) => {
      const named = readNamed(text, caller);
      if (!named.ok) note(["valueset", `${at}`], named.failure);
      return named.ok ? [named.value] : [];
    }),
    code: readText(input.code, ["code"], note),
    resourceVersion: readText(input.resourceVersion, ["resourceVersion"], note),
    mappingsOf: null,
    filters: (input.filter ?? []).flatMap((filter, at) => readFilter(filter, at, note)),
    cascade: input.cascade ?? "NONE",
  };
  const checked = faults.length > 0 ? failed(faults) : checkedDefinition(definition);
  if (!checked.ok) return failed(checked.failure.map((fault) => asFailure(fault, path)));
  return characters(expressionOf(checked.value)) > EXPRESSION_LIMIT
    ? failed([
        fieldInvalid(
          path,
          `Written as an expression it has more than ${EXPRESSION_LIMIT} characters`,
        ),
      ])
    : checked;
}

/** Whether a reference has anything but an expression, whether it includes, and its cascade. */
export function hasParts(input: ReferenceInput): boolean {
  const { system, version, code, resourceVersion, valueset, filter } = input;
  const texts = [system, version, code, resourceVersion].map(trimmed);
  return texts.some((text) => text !== null) || [valueset, filter].some((list) => list?.length);
}

type Note = (path: readonly string[], message: string) => void;

function readSystem(
  input: ReferenceInput,
  caller: string | null,
  note: Note,
): NamedRepository | null {
  const text = trimmed(input.system);
  const label = trimmed(input.version);
  if (text === null) {
    if (label !== null) note(["version"], "a version must be of a system");
    return null;
  }
  const named = readNamed(text, caller);
  if (!named.ok) note(["system"], named.failure);
  const version = label === null ? null : readVersion(label);
  if (version && !version.ok) note(["version"], version.failure);
  if (!named.ok) return null;
  return version?.ok ? { ...named.value, version: version.value } : named.value;
}

function readNamed(text: string, caller: string | null): Result<NamedRepository, string> {
  return isStorable(text)
    ? readNamedRepository(text, caller)
    : failed("it holds a character that is not text");
}

function readText(given: Given<string>, path: readonly string[], note: Note): string | null {
  const text = trimmed(given);
  if (text !== null && !isStorable(text)) note(path, "it holds a character that is not text");
  return text;
}

function readFilter(filter: FilterInput, at: number, note: Note): readonly ReferenceFilter[] {
  const path = ["filter", `${at}`];
  const op: FilterOp | null = filterOp((filter.op ?? "=").trim());
  if (op === null) note([...path, "op"], `"${filter.op}" is no operator of filters`);
  if (!isStorable(filter.property) || !isStorable(filter.value)) {
    note(path, "it holds a character that is not text");
  }
  if (op === null) return [];
  const property = propertyNamed(filter.property.trim());
  return [filterOf(property, op, filterValues({ property, op, value: filter.value.trim() }))];
}

function asFailure({ path, message }: PartFault, below: readonly string[]): Failure {
  const [first = "", ...rest] = [...message];
  return fieldInvalid([...below, ...path], `${first.toUpperCase()}${rest.join("")}`);
}
