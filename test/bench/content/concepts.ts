import type { CodeSystemFormat } from "../../../src/importers/format.js";
import type { ReleasedConcept, ReleasedMapping } from "../../../src/rules/codeSystems/content.js";
import { Random } from "./random.js";

/** A code system that was made up. */
export interface SyntheticSystem {
  readonly slug: string;
  readonly title: string;
  readonly letter: string;
  /** Types of the mappings between its concepts; a concept has each of them once at most. */
  readonly mapTypes: readonly string[];
}

export const sourceSystem: SyntheticSystem = {
  slug: "bench-source",
  title: "Synthetic source codes",
  letter: "S",
  mapTypes: ["BROADER-THAN", "NARROWER-THAN", "SAME-AS"],
};

export const targetSystem: SyntheticSystem = {
  slug: "bench-target",
  title: "Synthetic target codes",
  letter: "T",
  mapTypes: [],
};

/** The code of a number; codes sort as their numbers do. */
export function codeOf({ letter }: SyntheticSystem, number: number): string {
  return letter + String(number).padStart(6, "0");
}

const CLASSES = ["Diagnosis", "Procedure", "Finding", "Substance", "Device"] as const;
const WORDS = (
  "acute chronic primary secondary bilateral left right upper lower open closed displaced benign " +
  "malignant congenital acquired recurrent initial subsequent fracture infection disorder lesion " +
  "injury neoplasm deficiency obstruction stenosis edema of the femur tibia radius ulna kidney " +
  "liver lung heart valve artery vein nerve retina cornea skin tissue with without complication"
).split(" ");

function words(random: Random, count: number): string {
  return Array.from({ length: count }, () => random.pick(WORDS)).join(" ");
}

function conceptOf(system: SyntheticSystem, number: number, random: Random): ReleasedConcept {
  const code = codeOf(system, number);
  const name = (text: string, nameType: string, localePreferred: boolean) => ({
    name: `${text} ${code}`,
    locale: "en",
    localePreferred,
    nameType,
    externalId: null,
  });
  return {
    code,
    conceptClass: random.pick(CLASSES),
    datatype: "N/A",
    names: [
      name(words(random, random.between(5, 12)), "FULLY_SPECIFIED", true),
      name(words(random, 3), "SHORT", false),
    ],
    descriptions: [],
    parents: [],
    retired: false,
    externalId: null,
    extras: {},
  };
}

const MAPPED = 0.4;

function mappingsOf(system: Sized, random: Random): ReleasedMapping[] {
  const types = system.mapTypes.filter(() => random.chance(MAPPED));
  return types.map((mapType) => ({
    ...{ mapType, toCode: codeOf(system, random.below(system.count)), toName: null, extras: {} },
  }));
}

interface Sized extends SyntheticSystem {
  readonly count: number;
}

/** A release of a synthetic code system in the shape that the product's import takes. */
export function syntheticRelease(system: SyntheticSystem, count: number): CodeSystemFormat {
  return {
    kind: "CODE_SYSTEM",
    codeSystem: system.slug,
    name: system.slug,
    title: system.title,
    mapTypes: system.mapTypes,
    recognises: () => false,
    read: async function* () {
      const random = new Random(`concepts of ${system.slug}`);
      const mapped = new Random(`mappings of ${system.slug}`);
      for (let number = 0; number < count; number += 1) {
        const mappings = mappingsOf({ ...system, count }, mapped);
        const content = { ...conceptOf(system, number, random), mappings };
        yield { line: number + 1, lines: 1, content };
      }
    },
  };
}
