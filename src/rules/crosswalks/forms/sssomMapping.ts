import { NO_MAP, type PairContent } from "../content.js";
import { placeOf } from "./fhirTarget.js";
import type { Losses } from "./losses.js";
import { takeText } from "./pieces.js";
import {
  isUsual,
  NO_MAP_PREDICATE,
  NO_TERM,
  type Predicate,
  relationshipOfPredicate,
  usualPredicate,
} from "./sssomPredicates.js";
import { JUSTIFICATION, slotOfKey, UNSPECIFIED } from "./sssomSlots.js";

/** A mapping: its slots, and what has none, by the keys of the attributes. */
export interface SssomMapping {
  readonly slots: ReadonlyMap<string, string>;
  readonly others: ReadonlyMap<string, string>;
}

/** What a mapping is written by. */
export interface MappingForm {
  /** URI of a code system. */
  readonly uriOf: (slug: string) => string;
  /** Slots that the set defines itself. */
  readonly defined: ReadonlySet<string>;
  readonly losses: Losses;
}

const PREDICATE = "predicate_id";

/** A pair as SSSOM has it. */
export function sssomMapping(pair: PairContent, form: MappingForm): SssomMapping {
  const left = new Map(pair.attributes.map(({ key, value }) => [key, value]));
  const noMap = pair.targetCode === NO_MAP;
  const { id, negated } = takePredicate(pair, left);
  const slots = new Map([
    ["subject_id", `${pair.sourceSystem}:${pair.sourceCode}`],
    [PREDICATE, id],
    ...(negated ? [["predicate_modifier", "Not"] as const] : []),
    ["object_id", noMap ? NO_TERM : `${pair.targetSystem}:${pair.targetCode}`],
    ...(noMap ? [["object_source", form.uriOf(pair.targetSystem)] as const] : []),
  ]);
  const others = new Map<string, string>();
  for (const key of [...left.keys()]) place(key, { pair, left, slots, others, form });
  if (!slots.has(JUSTIFICATION)) {
    const message = "SSSOM asks why codes are mapped; that nobody said it stands there.";
    form.losses.add("REPLACED", JUSTIFICATION, message, placeOf(pair));
    slots.set(JUSTIFICATION, UNSPECIFIED);
  }
  tellUnfit(pair, form.losses);
  return { slots, others };
}

interface Placing {
  readonly pair: PairContent;
  readonly left: Map<string, string | null>;
  readonly slots: Map<string, string>;
  readonly others: Map<string, string>;
  readonly form: MappingForm;
}

function place(key: string, { pair, left, slots, others, form }: Placing): void {
  const value = left.get(key);
  if (value === undefined) return;
  const where = placeOf(pair);
  if (value === null) {
    form.losses.add("LEFT_OUT", key, "SSSOM has no attributes without value.", where);
    return;
  }
  const slot = form.defined.has(key) ? key : slotOfKey(key);
  const free =
    slot !== null && !slots.has(slot) && !(slot === JUSTIFICATION && value === UNSPECIFIED);
  if (free) slots.set(slot, takeText(left, key) ?? "");
  else {
    form.losses.add("AS_EXTENSION", key, "SSSOM has no such slot.", where);
    others.set(key, value);
  }
}

/** The predicate of a pair; the attribute that says it is taken where it does. */
function takePredicate(pair: PairContent, left: Map<string, string | null>): Predicate {
  const id = left.get(PREDICATE) ?? null;
  if (pair.targetCode === NO_MAP) {
    if (id === null || id === NO_MAP_PREDICATE) return { id: NO_MAP_PREDICATE, negated: false };
    left.delete(PREDICATE);
    return { id, negated: false };
  }
  const negated = pair.relationship === "NOT_RELATED_TO";
  const said = id === null ? null : { id, negated };
  if (said === null || isUsual(said) || relationshipOfPredicate(said) !== pair.relationship) {
    return usualPredicate(pair.relationship);
  }
  left.delete(PREDICATE);
  return said;
}

function tellUnfit(pair: PairContent, losses: Losses): void {
  const unfit = [pair.sourceCode, pair.targetCode].some((code) => /[\s"<>\\^`{|}]/.test(code));
  if (!unfit) return;
  losses.add("REPLACED", "CURIE", "The code has characters that a CURIE has not.", placeOf(pair));
}
