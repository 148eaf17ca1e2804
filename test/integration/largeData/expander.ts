import { readFileSync } from "node:fs";
import { releaseFiles, releasePath } from "./releases.js";

/** A code system as plain JavaScript reads it from the publisher's files. */
interface PlainSystem {
  readonly codes: Set<string>;
  /** `child` to its parents. */
  readonly parents: Map<string, string[]>;
  readonly properties: Map<string, Readonly<Record<string, string>>>;
}

interface Filter {
  readonly property: string;
  readonly op: string;
  readonly value: string;
}

interface Entry {
  readonly system?: string;
  readonly concept?: readonly { readonly code: string }[];
  readonly filter?: readonly Filter[];
  readonly valueSet?: readonly string[];
}

interface FhirConcept {
  readonly code: string;
  readonly concept?: readonly FhirConcept[];
  readonly property?: readonly { readonly code: string; readonly valueCode?: string }[];
}

/** A ValueSet as its file has it. */
export interface FhirSet {
  readonly resourceType: string;
  readonly url: string;
  readonly version?: string;
  readonly name: string;
  readonly compose: { readonly include: readonly Entry[]; readonly exclude?: readonly Entry[] };
}

export function json(path: string) {
  return JSON.parse(readFileSync(releasePath(path), "utf8"));
}

function plainSystem(): PlainSystem {
  return { codes: new Set(), parents: new Map(), properties: new Map() };
}

function put({ parents }: PlainSystem, child: string, parent: string): void {
  parents.set(child, [...(parents.get(child) ?? []), parent]);
}

function ofFhir(concepts: readonly FhirConcept[]): PlainSystem {
  const system = plainSystem();
  const visit = (one: FhirConcept, above: string | null) => {
    system.codes.add(one.code);
    if (above !== null) put(system, one.code, above);
    for (const { code, valueCode } of one.property ?? []) {
      if (code === "subsumedBy" || code === "parent") put(system, one.code, valueCode ?? "");
    }
    for (const below of one.concept ?? []) visit(below, one.code);
  };
  for (const one of concepts) visit(one, null);
  return system;
}

function lines(path: string): readonly string[] {
  return readFileSync(releasePath(path), "utf8").split(/\r?\n/).filter(Boolean);
}

/** Rows of a table in which every field stands in quotation marks. */
function quoted(path: string): readonly Readonly<Record<string, string>>[] {
  const [header = [], ...rows] = lines(path).map((line) =>
    [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
      ([, inside, plain]) => inside?.replaceAll('""', '"') ?? plain ?? "",
    ),
  );
  return rows.map((row) => Object.fromEntries(header.map((name, at) => [name, row[at] ?? ""])));
}

function loinc(): PlainSystem {
  const system = plainSystem();
  for (const row of quoted("loinc/LoincTable/Loinc.csv")) {
    system.codes.add(row.LOINC_NUM ?? "");
    system.properties.set(row.LOINC_NUM ?? "", row);
  }
  for (const row of quoted("loinc/AccessoryFiles/PartFile/Part.csv")) {
    system.codes.add(row.PartNumber ?? "");
    system.properties.set(row.PartNumber ?? "", { STATUS: row.Status ?? "" });
  }
  const tree = "loinc/AccessoryFiles/ComponentHierarchyBySystem/ComponentHierarchyBySystem.csv";
  for (const { CODE = "", IMMEDIATE_PARENT = "" } of quoted(tree)) {
    system.codes.add(CODE);
    if (IMMEDIATE_PARENT !== "") put(system, CODE, IMMEDIATE_PARENT);
  }
  return system;
}

function snomed(): PlainSystem {
  const folder = "snomed/gps_derived_rf2/Snapshot/Terminology";
  const system = plainSystem();
  for (const line of lines(`${folder}/sct2_Concept_Snapshot_GPS_20200930.txt`).slice(1)) {
    system.codes.add(line.split("\t")[0] ?? "");
  }
  for (const line of lines(`${folder}/sct2_Relationship_Snapshot_GPS_20200930.txt`).slice(1)) {
    const [, , active, , child = "", parent = "", , type] = line.split("\t");
    if (active === "1" && type === "116680003") put(system, child, parent);
  }
  return system;
}

function cvx(): PlainSystem {
  const system = plainSystem();
  const text = readFileSync(releasePath("cvx/2025-12-09/cvx.xml"), "latin1");
  for (const [, code = ""] of text.matchAll(/<CVXCode>([^<]*)<\/CVXCode>/g)) {
    system.codes.add(code.trim());
  }
  return system;
}

/** Every code system of the folder that the value sets name, by its URL. */
export function plainSystems(): ReadonlyMap<string, PlainSystem> {
  const fhir = releaseFiles()
    .filter((path) => /^fhir\/.*\/CodeSystem-[^/]*\.json$/.test(path))
    .map(json)
    .filter(({ content }) => content !== "supplement")
    .map(({ url, concept = [] }) => [url, ofFhir(concept)] as const);
  return new Map([
    ...fhir,
    ["http://loinc.org", loinc()],
    ["http://snomed.info/sct", snomed()],
    ["http://hl7.org/fhir/sid/cvx", cvx()],
  ]);
}

function above({ parents }: PlainSystem, code: string): ReadonlySet<string> {
  const found = new Set([code]);
  for (const one of found) for (const parent of parents.get(one) ?? []) found.add(parent);
  return found;
}

function fits(system: PlainSystem, code: string, { property, op, value }: Filter): boolean {
  if (op === "is-a") return above(system, code).has(value);
  if (op === "descendent-of") return code !== value && above(system, code).has(value);
  if (property === "parent") return (system.parents.get(code) ?? []).includes(value);
  return (system.properties.get(code)?.[property] ?? null) === value;
}

/** Whether all that a set names is at hand. */
export function isWhole(
  set: FhirSet,
  systems: ReadonlyMap<string, PlainSystem>,
  sets: ReadonlyMap<string, FhirSet>,
): boolean {
  return [...set.compose.include, ...(set.compose.exclude ?? [])].every(
    ({ system, valueSet = [] }) =>
      (system === undefined || systems.has(system)) &&
      valueSet.every((url) => {
        const inner = sets.get(url);
        return inner !== undefined && isWhole(inner, systems, sets);
      }),
  );
}

/** The members of a set, as `system|code`. */
export function expanded(
  { compose }: FhirSet,
  systems: ReadonlyMap<string, PlainSystem>,
  sets: ReadonlyMap<string, FhirSet>,
): ReadonlySet<string> {
  const of = ({ system: url, concept, filter = [], valueSet = [] }: Entry): readonly string[] => {
    const inner = valueSet.map((one) => {
      const set = sets.get(one);
      return set ? expanded(set, systems, sets) : new Set<string>();
    });
    if (url === undefined) {
      const [first = new Set<string>(), ...others] = inner;
      return [...first].filter((one) => others.every((other) => other.has(one)));
    }
    const system = systems.get(url) ?? plainSystem();
    const listed = concept?.map(({ code }) => code) ?? [...system.codes];
    return listed
      .filter((code) => system.codes.has(code))
      .filter((code) => filter.every((one) => fits(system, code, one)))
      .map((code) => `${url}|${code}`)
      .filter((one) => inner.every((other) => other.has(one)));
  };
  const out = new Set((compose.exclude ?? []).flatMap(of));
  return new Set(compose.include.flatMap(of).filter((one) => !out.has(one)));
}
