import { codeOf, sourceSystem } from "../content/concepts.js";

/** A collection to measure: how it is made up, out of a code system whose codes sort as numbers do. */
export interface CollectionShape {
  readonly name: string;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

const CLASSES = ["Diagnosis", "Procedure", "Finding", "Substance", "Device"];

function single(system: string, number: number): string {
  return `${system}concepts/${codeOf(sourceSystem, number)}/`;
}

function coded(system: string, pattern: string): string {
  return `${system}concepts/?code:regex=${encodeURIComponent(`${sourceSystem.letter}${pattern}`)}`;
}

function numbers(count: number, at: (nth: number) => number): readonly number[] {
  return Array.from({ length: count }, (_, nth) => at(nth));
}

/** Collections of nearly the same members, all whose codes begin alike: by 1, 5 and 200 references. */
export function largeCollections(system: string, stem: string): readonly CollectionShape[] {
  const [first = 0, second = 0] = [0, 1].map((digit) => Number(`${stem}${digit}`.padEnd(6, "0")));
  const step = second - first;
  return [
    { name: "Large-1", include: [coded(system, `${stem}.*`)], exclude: [] },
    {
      name: "Large-5",
      include: ["[0-3].*", "[4-6].*", "[7-9].*"].map((rest) => coded(system, stem + rest)),
      exclude: [single(system, first + 1), coded(system, `${stem.padEnd(4, "0")}2.`)],
    },
    {
      name: "Large-200",
      include: [
        ...numbers(10, (nth) => nth).map((digit) => coded(system, `${stem}${digit}.*`)),
        ...numbers(150, (nth) => 10 * step + nth).map((number) => single(system, number)),
      ],
      exclude: numbers(40, (nth) => first + nth * 7).map((number) => single(system, number)),
    },
  ];
}

/** Ten, ten thousand and all concepts of a code system, by 1, 5 and 200 references each. */
export function collectionShapes(system: string, concepts: number): readonly CollectionShape[] {
  const spread = (count: number) =>
    numbers(count, (nth) => Math.floor((nth * concepts) / count)).map((number) =>
      single(system, number),
    );
  const classes = CLASSES.map((name) => `${system}concepts/?class=${name}`);
  return [
    { name: "10 by 1", include: [coded(system, "00001.")], exclude: [] },
    {
      name: "10 by 5",
      include: ["[0-3]", "[4-6]", "[7-9]"].map((last) => coded(system, `00001${last}`)),
      exclude: [single(system, 1), coded(system, "00002.")],
    },
    {
      name: "10 by 200",
      include: numbers(10, (nth) => nth).map((number) => single(system, number)),
      exclude: numbers(190, (nth) => nth + 10).map((number) => single(system, number)),
    },
    { name: "10,000 by 1", include: [coded(system, "00.*")], exclude: [] },
    {
      name: "10,000 by 5",
      include: ["[0-3].*", "[4-6].*", "[7-9].*"].map((rest) => coded(system, `00${rest}`)),
      exclude: [single(system, 1), coded(system, "00002.")],
    },
    {
      name: "10,000 by 200",
      include: [
        ...numbers(10, (nth) => nth).map((nth) => coded(system, `00${nth}.*`)),
        ...spread(150),
      ],
      exclude: numbers(40, (nth) => nth * 7).map((number) => single(system, number)),
    },
    { name: "all by 1", include: [`${system}concepts/`], exclude: [] },
    {
      name: "all by 5",
      include: [`${system}concepts/`, ...classes.slice(0, 2)],
      exclude: [single(system, 1), coded(system, "00002.")],
    },
    {
      name: "all by 200",
      include: [
        ...classes,
        ...numbers(10, (nth) => nth).map((nth) => coded(system, `00${nth}.*`)),
        ...spread(145),
      ],
      exclude: numbers(40, (nth) => nth * 7).map((number) => single(system, number)),
    },
  ];
}
