import { isSlug } from "../rules/codeSystems/slugs.js";
import { attributeFaults, mergeAttributes } from "../rules/crosswalks/attributes.js";
import { type CustomAttribute, NO_MAP, type PairContent } from "../rules/crosswalks/content.js";
import { textPieces } from "../rules/crosswalks/forms/pieces.js";
import {
  isUsual,
  NO_MAP_PREDICATE,
  NO_TERM,
  relationshipOfPredicate,
} from "../rules/crosswalks/forms/sssomPredicates.js";
import {
  JUSTIFICATION,
  keyOfSlot,
  UNSPECIFIED,
  urisOfBase,
} from "../rules/crosswalks/forms/sssomSlots.js";
import { CODE_LIMIT } from "../rules/crosswalks/limits.js";
import { textFaults } from "../rules/text.js";
import type { Parsed } from "./rows.js";
import type { SssomSet } from "./sssomSet.js";

/** A code of a system, or what makes no such thing of a text. */
export type Curie = { readonly prefix: string; readonly code: string } | { readonly fault: string };

/** Splits what stands for a code: `MP:0012051`, or its whole URI where a prefix has its beginning. */
export function splitCurie(text: string, prefixes: ReadonlyMap<string, string>): Curie {
  const colon = text.indexOf(":");
  const prefix = text.slice(0, Math.max(0, colon));
  if (/^(https?|urn)$/i.test(prefix) && !prefixes.has(prefix)) return contracted(text, prefixes);
  const code = text.slice(colon + 1).trim();
  if (!isSlug(prefix) || code === "") return { fault: `${JSON.stringify(text)} is no CURIE` };
  return { prefix, code };
}

function contracted(uri: string, prefixes: ReadonlyMap<string, string>): Curie {
  const [found] = [...prefixes]
    .filter(([prefix, base]) => uri.startsWith(base) && uri !== base && isSlug(prefix))
    .toSorted(([, one], [, other]) => other.length - one.length);
  if (found === undefined) return { fault: `no prefix is known for ${uri}` };
  const [prefix, base] = found;
  return { prefix, code: uri.slice(base.length) };
}

/** What is known when a row is read. */
export interface RowContext {
  readonly set: SssomSet;
  /** Prefixes of the objects in the file. */
  readonly objects: ReadonlySet<string>;
}

/** A row by the names of its columns, without those that are empty. */
export type SssomCells = ReadonlyMap<string, string>;

/** What a row says, or why it can't be read. Code systems are named by prefixes, or by URIs. */
export function readRow(cells: SssomCells, context: RowContext): Parsed<PairContent> {
  const faults: string[] = [];
  const required = (slot: string) => {
    const value = cells.get(slot) ?? "";
    if (value === "") faults.push(`${slot} is missing`);
    return value;
  };
  const [subject, predicate, object] = [
    required("subject_id"),
    required("predicate_id"),
    required("object_id"),
  ];
  if (context.set.needsJustification) required(JUSTIFICATION);
  const modifier = cells.get("predicate_modifier") ?? "";
  if (modifier !== "" && modifier !== "Not") {
    faults.push(`predicate_modifier ${JSON.stringify(modifier)} is not "Not"`);
  }
  if (faults.length > 0) return { rejected: faults.join("; ") };
  const said = { id: predicate, negated: modifier === "Not" };
  const noMap = object === NO_TERM;
  if (subject === NO_TERM)
    return { rejected: "the subject is no term; a crosswalk maps codes to codes" };
  if (noMap && said.negated)
    return { rejected: "that there is no term is denied; nothing is said by it" };
  const source = splitCurie(subject, context.set.prefixes);
  const target = noMap ? noTerm(cells, context) : splitCurie(object, context.set.prefixes);
  if ("fault" in source) return { rejected: `subject_id: ${source.fault}` };
  if ("fault" in target) return { rejected: `object_id: ${target.fault}` };
  const usual = noMap ? predicate === NO_MAP_PREDICATE : isUsual(said);
  const attributes = [
    ...(usual ? [] : [{ key: "predicate_id", value: predicate }]),
    ...attributesOf(cells, context.set, noMap),
  ];
  const content: PairContent = {
    sourceSystem: source.prefix,
    sourceCode: source.code,
    targetSystem: target.prefix,
    targetCode: target.code,
    relationship: noMap ? null : relationshipOfPredicate(said),
    attributes: mergeAttributes([], attributes),
  };
  return checked(content);
}

/** The system in which there is no term: that of all objects, or what `object_source` says. */
function noTerm(cells: SssomCells, { set, objects }: RowContext): Curie {
  const said = cells.get("object_source") ?? set.text("object_source");
  const named = [...set.prefixes].find(
    ([, base]) => said !== null && urisOfBase(base).includes(said),
  );
  const [only, ...others] = objects;
  if (named && isSlug(named[0])) return { prefix: named[0], code: NO_MAP };
  if (only !== undefined && others.length === 0 && (said === null || !isOwn(said))) {
    return { prefix: only, code: NO_MAP };
  }
  if (said !== null) return { prefix: said, code: NO_MAP };
  return { fault: `${NO_TERM} needs an object_source, which says of what` };
}

function isOwn(uri: string): boolean {
  return /^(urn:|https?:)/.test(uri);
}

function attributesOf(
  cells: SssomCells,
  set: SssomSet,
  noMap: boolean,
): readonly CustomAttribute[] {
  return [...cells].flatMap(([slot, value]) => {
    const own = set.extensions.get(slot);
    if (own !== undefined) return [{ key: own, value }];
    const key = keyOfSlot(slot);
    const usual =
      (slot === JUSTIFICATION && value === UNSPECIFIED) || (noMap && slot === "object_source");
    return key === null || usual ? [] : textPieces(key, value);
  });
}

function checked(content: PairContent): Parsed<PairContent> {
  const code = (name: string, text: string) =>
    textFaults(text, { name, path: [], limit: CODE_LIMIT });
  const faults = [
    ...code("subject_id", content.sourceCode),
    ...code("object_id", content.targetCode),
    ...attributeFaults(content.attributes, []),
  ].map(({ message }) => message);
  return faults.length > 0 ? { rejected: faults.join("; ") } : { content };
}
