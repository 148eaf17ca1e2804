import { bytewise } from "../../../kernel/bytewise.js";
import { mapRelationships, type PairContent } from "../content.js";
import { ATTRIBUTES_LIMIT } from "../limits.js";
import { isRecord, jsonIn } from "./heldAttributes.js";
import { takeText, textPieces } from "./pieces.js";

/**
 * A file may map one code to another several times: under conditions that differ, or for different reasons. A
 * crosswalk has the pair once, as the file says it first; what else it says stands in attributes of these keys,
 * whole, from `alternative 2` on.
 */
const KEY = /^alternative ([1-9]\d*)$/;

/** What a file says of a pair. */
type Statement = Pick<PairContent, "relationship" | "attributes">;

/** A pair with all that was said of it, and how many statements found no room. */
export interface Folded {
  readonly pair: PairContent;
  readonly leftOut: number;
}

/** Makes one pair of all that a file says of it, in its order; what it says twice counts once. */
export function foldAlternatives(first: PairContent, others: readonly PairContent[] = []): Folded {
  const [base, ...more] = unfoldAlternatives(first);
  return folded(base ?? first, [...more, ...others.flatMap(unfoldAlternatives)]);
}

function folded(base: PairContent, others: readonly PairContent[]): Folded {
  const taken = new Set(base.attributes.map(({ key }) => key));
  const attributes = [...base.attributes];
  const said = new Set([textOf(base)]);
  let number = 2;
  let leftOut = 0;
  for (const text of others.map(textOf)) {
    if (said.has(text)) continue;
    said.add(text);
    while (taken.has(keyOf(number))) number += 1;
    const pieces = textPieces(keyOf(number), text);
    number += 1;
    if (attributes.length + pieces.length > ATTRIBUTES_LIMIT) leftOut += 1;
    else attributes.push(...pieces);
  }
  return { pair: { ...base, attributes }, leftOut };
}

/** All that was said of a pair, as if it stood there several times. What only looks so is left as it is. */
export function unfoldAlternatives(pair: PairContent): readonly PairContent[] {
  if (!pair.attributes.some(({ key }) => KEY.test(key))) return [pair];
  const left = new Map(pair.attributes.map(({ key, value }) => [key, value]));
  const numbers = [...left.keys()].flatMap((key) => KEY.exec(key)?.[1] ?? []).map(Number);
  const statements: Statement[] = [];
  for (const number of numbers.toSorted((one, other) => one - other)) {
    const rest = new Map(left);
    const statement = statementIn(takeText(rest, keyOf(number)) ?? "");
    if (statement === null) continue;
    statements.push(statement);
    for (const key of [...left.keys()]) if (!rest.has(key)) left.delete(key);
  }
  const first = { ...pair, attributes: [...left].map(([key, value]) => ({ key, value })) };
  const others = statements.map((one) => ({ ...pair, ...one }));
  return textOf(folded(first, others).pair) === textOf(pair) ? [first, ...others] : [pair];
}

function keyOf(number: number): string {
  return `alternative ${number}`;
}

/** The same for statements that say the same: the order of attributes says nothing. */
function textOf({ relationship, attributes }: Statement): string {
  const pairs = attributes.map(({ key, value }) => [key, value] as const);
  const inOrder = pairs.toSorted(([one], [other]) => bytewise(one, other));
  return JSON.stringify({ relationship, attributes: inOrder });
}

/** A statement that is written so and not otherwise; null where the text is none. */
function statementIn(text: string): Statement | null {
  const value = jsonIn(text);
  if (!isRecord(value) || !Array.isArray(value.attributes)) return null;
  const relationship = mapRelationships.find((one) => one === value.relationship) ?? null;
  const attributes = value.attributes
    .filter(isAttribute)
    .map(([key, said]) => ({ key, value: said }));
  const statement = { relationship, attributes };
  return textOf(statement) === text ? statement : null;
}

function isAttribute(value: unknown): value is readonly [string, string | null] {
  const [key, said, ...more] = Array.isArray(value) ? value : [];
  return (
    typeof key === "string" && (said === null || typeof said === "string") && more.length === 0
  );
}
