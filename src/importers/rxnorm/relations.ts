/** The types under which relations are kept, with what the tables call them read from the other end. */
const INVERSES: Readonly<Record<string, string>> = {
  consists_of: "constitutes",
  contains: "contained_in",
  has_dose_form: "dose_form_of",
  has_doseformgroup: "doseformgroup_of",
  has_form: "form_of",
  has_ingredient: "ingredient_of",
  has_ingredients: "ingredients_of",
  has_part: "part_of",
  has_precise_ingredient: "precise_ingredient_of",
  has_quantified_form: "quantified_form_of",
  has_tradename: "tradename_of",
  isa: "inverse_isa",
  reformulated_to: "reformulation_of",
};

const BY_INVERSE = new Map(Object.entries(INVERSES).map(([type, inverse]) => [inverse, type]));

/** The relation that makes one concept the parent of another. */
export const IS_A = "isa";

/** Types of the mappings that relations become. */
export const relationTypes: readonly string[] = Object.keys(INVERSES).filter(
  (type) => type !== IS_A,
);

/** One concept, what it is to another, and that other one. */
export interface Relation {
  readonly from: string;
  readonly type: string;
  readonly to: string;
}

/**
 * A relation as it is kept. The tables have each twice, once from either end; both are the same here. Null
 * for a type that RxNorm does not have among its own.
 */
export function relation({ from, type, to }: Relation): Relation | null {
  if (type in INVERSES) return { from, type, to };
  const kept = BY_INVERSE.get(type);
  return kept === undefined ? null : { from: to, type: kept, to: from };
}
