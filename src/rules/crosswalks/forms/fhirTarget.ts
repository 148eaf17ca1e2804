import { type CustomAttribute, NO_MAP, type PairContent } from "../content.js";
import {
  type AdditionalAttributes,
  type Condition,
  conditionForR4,
  conditionForR5,
  isOfRelease,
} from "./fhirConditions.js";
import type { MapRelease } from "./fhirHeader.js";
import {
  DEPENDS_ON,
  EQUIVALENCE,
  type FhirSlots,
  fhirSlots,
  PRODUCT,
  SOURCE_DISPLAY,
} from "./fhirSlots.js";
import { fitsType, propertyValue } from "./fhirValues.js";
import type { Losses } from "./losses.js";
import { ATTRIBUTE_URI } from "./ownUris.js";
import { takeText } from "./pieces.js";
import {
  noMapEquivalences,
  relationshipCode,
  relationshipOfEquivalence,
  usualEquivalence,
} from "./relationships.js";

/** An object of JSON. */
export type FhirObject = Readonly<Record<string, unknown>>;

/** What a map says that its targets are written by. */
export interface TargetForm {
  readonly release: MapRelease;
  /** Types of the properties that the map declares, by their codes. */
  readonly types: ReadonlyMap<string, string>;
  readonly attributes: AdditionalAttributes;
  readonly losses: Losses;
  /** Takes the codes of the properties that are used. */
  readonly used: Set<string>;
}

/** A pair as an element of a group has it. */
export interface FhirPair {
  readonly display: string | null;
  /** Null: there is none, and nothing corresponds. */
  readonly target: FhirObject | null;
  /** Of the element; only where there is no target. */
  readonly extension: readonly FhirObject[];
}

const ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";

/** A pair as a release of FHIR has it. */
export function fhirPair(pair: PairContent, form: TargetForm): FhirPair {
  const noMap = pair.targetCode === NO_MAP;
  return noMap && form.release === "R5" ? noMapOfR5(pair, form) : withTarget(pair, form);
}

/** R5 says that there is no target in the element alone, which has no place for anything but the display. */
function noMapOfR5(pair: PairContent, form: TargetForm): FhirPair {
  const left = new Map(pair.attributes.map(({ key, value }) => [key, value]));
  const display = takeText(left, SOURCE_DISPLAY);
  const others = [...left].map(([key, value]) => ({ key, value }));
  const message = "R5 has no place for it where nothing corresponds.";
  return { display, target: null, extension: extensions(others, pair, { ...form, message }) };
}

function withTarget(pair: PairContent, form: TargetForm): FhirPair {
  const { release, types } = form;
  const fits = release === "R5" ? fitsType(types) : () => false;
  const slots = fhirSlots(pair.attributes, fits);
  const { equivalence, others } = ownEquivalence(pair, slots, release);
  const message =
    release === "R4" ? "R4 has no properties of targets." : "It can't be the value of a property.";
  const own = extensions(others, pair, { ...form, message });
  for (const { code } of slots.properties) form.used.add(code);
  const target = {
    ...(own.length > 0 ? { extension: own } : {}),
    ...(pair.targetCode === NO_MAP ? {} : { code: pair.targetCode }),
    ...(slots.targetDisplay === null ? {} : { display: slots.targetDisplay }),
    ...related(pair, equivalence, form),
    ...(slots.comment === null ? {} : { comment: slots.comment }),
    ...list(
      "property",
      slots.properties.map((one) => propertyValue(one, types)),
    ),
    ...conditions(pair, DEPENDS_ON, slots.dependsOn, form),
    ...conditions(pair, PRODUCT, slots.product, form),
  };
  return { display: slots.sourceDisplay, target, extension: [] };
}

function list(name: string, values: readonly FhirObject[]): FhirObject {
  return values.length === 0 ? {} : { [name]: values };
}

/** R4's own code, where the pair has one that says more than its relationship. */
function ownEquivalence(
  pair: PairContent,
  { equivalence, others }: FhirSlots,
  release: MapRelease,
): { readonly equivalence: string | null; readonly others: readonly CustomAttribute[] } {
  if (equivalence === null) return { equivalence: null, others };
  const fits =
    release === "R4" &&
    (pair.targetCode === NO_MAP
      ? noMapEquivalences.indexOf(equivalence) > 0
      : pair.relationship !== null &&
        relationshipOfEquivalence(equivalence) === pair.relationship &&
        usualEquivalence(pair.relationship) !== equivalence);
  if (fits) return { equivalence, others };
  return { equivalence: null, others: [...others, { key: EQUIVALENCE, value: equivalence }] };
}

function related(pair: PairContent, equivalence: string | null, form: TargetForm): FhirObject {
  const name = form.release === "R4" ? "equivalence" : "relationship";
  if (form.release === "R4" && pair.targetCode === NO_MAP) {
    return { equivalence: equivalence ?? noMapEquivalences[0] };
  }
  if (pair.relationship === null) {
    const message = `${form.release} asks for one; an extension says that it is not known.`;
    form.losses.add("AS_EXTENSION", `group.element.target.${name}`, message, placeOf(pair));
    return { [`_${name}`]: { extension: [{ url: ABSENT, valueCode: "unknown" }] } };
  }
  return form.release === "R4"
    ? { equivalence: equivalence ?? usualEquivalence(pair.relationship) }
    : { relationship: relationshipCode(pair.relationship) };
}

function conditions(
  pair: PairContent,
  name: string,
  given: readonly Condition[],
  { release, attributes, losses }: TargetForm,
): FhirObject {
  const element = `group.element.target.${name}`;
  const written = given.flatMap((condition) => {
    if (isOfRelease(condition, release)) return [condition];
    const converted =
      release === "R5"
        ? conditionForR5(condition, attributes)
        : conditionForR4(condition, attributes);
    if (converted === null) {
      losses.add("LEFT_OUT", element, "R4 has no place for its value.", placeOf(pair));
      return [];
    }
    const other = release === "R4" ? "R5" : "R4";
    losses.add("REPLACED", element, `It was as ${other} has it.`, placeOf(pair));
    return [converted];
  });
  return list(name, written);
}

function extensions(
  attributes: readonly CustomAttribute[],
  pair: PairContent,
  { losses, message }: TargetForm & { readonly message: string },
): readonly FhirObject[] {
  for (const { key } of attributes) losses.add("AS_EXTENSION", key, message, placeOf(pair));
  return attributes.map(attributeExtension);
}

/** An attribute that FHIR has no place for. */
export function attributeExtension({ key, value }: CustomAttribute): FhirObject {
  const inner = [
    { url: "key", valueString: key },
    ...(value === null ? [] : [{ url: "value", valueString: value }]),
  ];
  return { url: ATTRIBUTE_URI, extension: inner };
}

/** What a pair is called in a list of losses. */
export function placeOf(pair: PairContent): string {
  return `${pair.sourceSystem} ${pair.sourceCode} → ${pair.targetSystem} ${pair.targetCode || "(none)"}`;
}
