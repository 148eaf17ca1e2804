import type {
  ConceptName,
  ReleasedConcept,
  ReleasedMapping,
} from "../../rules/codeSystems/content.js";
import { concept, synonym } from "../concept.js";
import type { ImportRow } from "../format.js";
import type { Group } from "../grouped.js";
import { IS_A } from "./relations.js";
import type { RxnormRow } from "./tables.js";

/** The type of the mappings from a retired concept to what is to be used instead. */
export const REPLACED_BY = "REPLACED-BY";

type Of<Kind extends RxnormRow["kind"]> = Extract<RxnormRow, { kind: Kind }>;

/** Term types that say what a concept is, the first that it has before the others. */
const DEFINING =
  "IN PIN MIN BN SCDC SCDF SCDFP SCDG SCDGP SCD SBDC SBDF SBDFP SBDG SBD GPCK BPCK DF DFG ET".split(
    " ",
  );
/** The name that is meant for prescriptions. */
const PRESCRIBABLE_NAME = "PSN";

function factsOf<Kind extends RxnormRow["kind"]>(
  rows: readonly RxnormRow[],
  kind: Kind,
): readonly Of<Kind>[] {
  return rows.filter((row): row is Of<Kind> => row.kind === kind);
}

function distinct<Item>(items: readonly Item[], keyOf: (item: Item) => string): readonly Item[] {
  return [...new Map(items.toReversed().map((item) => [keyOf(item), item])).values()].toReversed();
}

/** The atom that names the concept: defining ones before others, of those in use before the others. */
function namingAtom(atoms: readonly Of<"ATOM">[]): Of<"ATOM"> | null {
  const rank = ({ type, suppress }: Of<"ATOM">) => {
    const place = DEFINING.indexOf(type);
    const [isOther, isOut] = [place === -1, suppress !== "N"];
    return (isOther ? 1000 : place) + (isOut ? 100 : 0);
  };
  return atoms.toSorted((one, other) => rank(one) - rank(other))[0] ?? null;
}

function namesOf(atoms: readonly Of<"ATOM">[], naming: Of<"ATOM">): readonly ConceptName[] {
  const shown = atoms.filter(({ suppress }) => suppress === "N" || naming.suppress !== "N");
  const names = shown.map(({ type, name, atom }) => ({
    ...synonym(name),
    nameType: type === PRESCRIBABLE_NAME ? PRESCRIBABLE_NAME : null,
    externalId: atom === "" ? null : atom,
  }));
  const own = {
    ...synonym(naming.name),
    localePreferred: true,
    nameType: "FULLY_SPECIFIED",
    externalId: naming.atom === "" ? null : naming.atom,
  };
  return distinct([own, ...names], ({ name, nameType }) => `${nameType === "PSN"} ${name}`);
}

/** NDCs and what else the attributes say; of those that a concept has several times, a list. */
function attributesOf(facts: readonly Of<"ATTRIBUTE">[]): Readonly<Record<string, unknown>> {
  const values = new Map<string, Set<string>>();
  for (const { name, value } of facts) {
    values.set(name, (values.get(name) ?? new Set<string>()).add(value));
  }
  const attributeValue = (name: string, all: ReadonlySet<string>) =>
    all.size === 1 && name !== "NDC" ? [...all][0] : [...all].toSorted();
  return Object.fromEntries([...values].map(([name, all]) => [name, attributeValue(name, all)]));
}

/** Atoms of a concept in use may have gone elsewhere; the concept has not. */
function successorsOf(
  code: string,
  rows: readonly RxnormRow[],
  retired: boolean,
): readonly ReleasedMapping[] {
  const merged = retired ? factsOf(rows, "ARCHIVED") : [];
  const into = [...factsOf(rows, "SUCCESSOR"), ...merged].map((fact) => fact.into);
  return [...new Set(into)]
    .filter((one) => one !== "" && one !== code)
    .toSorted()
    .map((one) => mapping(REPLACED_BY, one));
}

function mapping(mapType: string, toCode: string): ReleasedMapping {
  return { mapType, toCode, toName: null, extras: {} };
}

/** A concept that has atoms in the release. */
function present(code: string, rows: readonly RxnormRow[], naming: Of<"ATOM">): ReleasedConcept {
  const atoms = factsOf(rows, "ATOM");
  const relations = distinct(factsOf(rows, "RELATION"), ({ type, to }) => `${type} ${to}`);
  const types = [...new Set(factsOf(rows, "TYPE").map(({ type }) => type))].toSorted();
  const others = relations.filter(({ type }) => type !== IS_A);
  const retired = naming.suppress !== "N";
  const content = concept({
    code,
    conceptClass: naming.type,
    name: naming.name,
    parents: relations.filter(({ type }) => type === IS_A).map(({ to }) => to),
    retired,
    extras: {
      ...attributesOf(factsOf(rows, "ATTRIBUTE")),
      ...(types.length > 0 ? { semanticTypes: types } : {}),
      ...(retired ? { SUPPRESS: naming.suppress } : {}),
      ...(atoms.some(({ prescribable }) => prescribable) ? { prescribable: true } : {}),
    },
  });
  return {
    ...content,
    names: namesOf(atoms, naming),
    mappings: [
      ...others.map(({ type, to }) => mapping(type, to)),
      ...successorsOf(code, rows, retired),
    ],
  };
}

/** A concept that is in no table of atoms any more, retired. */
function archived(code: string, rows: readonly RxnormRow[]): ReleasedConcept | null {
  const [atom] = factsOf(rows, "ARCHIVED");
  const [successor] = factsOf(rows, "SUCCESSOR");
  if (!atom && !successor) return null;
  const content = concept({
    code,
    conceptClass: atom?.type || "Retired",
    name: atom?.name || code,
    retired: true,
    extras: successor && successor.last !== "" ? { lastVersion: successor.last } : {},
  });
  return { ...content, mappings: successorsOf(code, rows, true) };
}

/** The concept that all tables together make, or the lines that are about none. */
export function* rxnormConcept({
  key: code,
  rows,
}: Group<RxnormRow>): Generator<ImportRow<ReleasedConcept>> {
  const naming = namingAtom(factsOf(rows, "ATOM"));
  const content = naming ? present(code, rows, naming) : archived(code, rows);
  const [first] = rows;
  if (!first) return;
  if (content) yield { line: first.line, lines: rows.length, content };
  // A table of semantic types has the concepts of all sources.
  else if (rows.some(({ kind }) => kind !== "TYPE")) {
    const { file, line } = rows.find(({ kind }) => kind !== "TYPE") ?? first;
    yield { file, line, rejected: `there is no concept ${code} of RxNorm` };
  }
}
