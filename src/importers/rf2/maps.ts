import { type MapRelationship, NO_MAP, type PairContent } from "../../rules/crosswalks/content.js";
import type { CrosswalkFormat, ImportRow, RejectedLine, SourceFile } from "../format.js";
import { groupedByKey, type Keyed } from "../grouped.js";
import { headLines } from "../head.js";
import { filesByRole, roleOf } from "../releaseFiles.js";
import { refuseEmpty } from "../rows.js";
import { isSctid } from "./identifiers.js";
import { COLUMNS, chosenSet, MAP_ROLES, type MapTable } from "./roles.js";
import { fieldAt, newest, readStates, type State } from "./states.js";

/** The code system of the concepts that are mapped. */
const SOURCE = "snomedusedition";

/** A row of a map. */
interface MapRow extends Omit<State, "fields"> {
  readonly refset: string;
  readonly target: string;
  /** By their keys as attributes; those of simple maps have none. */
  readonly attributes: Readonly<Record<string, string>>;
}

const ATTRIBUTES = [
  "mapGroup",
  "mapPriority",
  "mapRule",
  "mapAdvice",
  "correlationId",
  "mapCategoryId",
];

const RELATIONSHIPS: Readonly<Record<string, MapRelationship>> = {
  "447557004": "EQUIVALENT",
  "447558009": "SOURCE_IS_NARROWER_THAN_TARGET",
  "447559001": "SOURCE_IS_BROADER_THAN_TARGET",
};

/** Which refsets of a file are of a map, and where they lead. */
interface MapSubject {
  targetOf(refset: string): string | null;
}

async function* readRows(
  files: readonly SourceFile[],
  tables: readonly MapTable[],
  format: string,
): AsyncGenerator<Keyed<MapRow> | RejectedLine> {
  const found = await filesByRole(chosenSet(files).files, MAP_ROLES, format);
  for (const table of tables) {
    for (const file of found.get(table) ?? []) yield* readMap(file, table);
  }
}

async function* readMap(
  file: SourceFile,
  table: MapTable,
): AsyncGenerator<Keyed<MapRow> | RejectedLine> {
  const target = fieldAt(table, "mapTarget");
  const columns = COLUMNS[table].split(" ");
  const kept = ATTRIBUTES.filter((name) => columns.includes(name));
  const places = kept.map((name) => [name, fieldAt(table, name)] as const);
  for await (const state of readStates(file, table, null)) {
    if ("rejected" in state) {
      yield state;
      continue;
    }
    const { fields, ...about } = state;
    const [refset = "", component = ""] = fields;
    if (!isSctid(component)) {
      const rejected = `${JSON.stringify(component)} is no concept's id`;
      yield { file: about.file, line: about.line, rejected };
      continue;
    }
    const attributes = Object.fromEntries(places.map(([name, at]) => [name, fields[at] ?? ""]));
    yield { key: component, row: { ...about, refset, target: fields[target] ?? "", attributes } };
  }
}

/** The rows of one concept in the order in which they are tried. */
function inOrder(rows: readonly MapRow[]): readonly MapRow[] {
  const place = ({ attributes: { mapGroup = "0", mapPriority = "0" } }: MapRow) =>
    Number(mapGroup) * 10_000 + Number(mapPriority);
  return rows.toSorted((one, other) => place(one) - place(other));
}

/** What several rows say that lead to the same target: rules and advice line by line, numbers by commas. */
function joined(rows: readonly MapRow[]): PairContent["attributes"] {
  const keys = Object.keys(rows[0]?.attributes ?? {});
  return keys
    .map((key) => {
      const separator = key === "mapRule" || key === "mapAdvice" ? "\n" : ",";
      return { key, value: rows.map(({ attributes }) => attributes[key] ?? "").join(separator) };
    })
    .filter(({ value }) => value !== "");
}

function relationshipOf(rows: readonly MapRow[]): MapRelationship {
  const found = new Set(
    rows.map(({ attributes }) => RELATIONSHIPS[attributes.correlationId ?? ""] ?? "RELATED_TO"),
  );
  const [first = "RELATED_TO"] = found;
  return found.size === 1 ? first : "RELATED_TO";
}

/** The pairs of one concept; where no row has a target, that nothing corresponds is content too. */
function* pairsOf(
  code: string,
  rows: readonly MapRow[],
  system: string,
): Generator<ImportRow<PairContent>> {
  const byTarget = new Map<string, MapRow[]>();
  for (const row of inOrder(rows)) {
    byTarget.set(row.target, [...(byTarget.get(row.target) ?? []), row]);
  }
  const without = byTarget.get("") ?? [];
  const targets = [...byTarget].filter(([target]) => target !== "");
  for (const [at, [target, same]] of targets.entries()) {
    const content = {
      sourceSystem: SOURCE,
      sourceCode: code,
      targetSystem: system,
      targetCode: target,
      relationship: relationshipOf(same),
      attributes: joined(same),
    };
    const lines = same.length + (at === 0 ? without.length : 0);
    yield { line: Math.min(...same.map(({ line }) => line)), lines, content };
  }
  const [first] = without;
  if (!first || targets.length > 0) return;
  yield {
    line: first.line,
    lines: without.length,
    content: {
      sourceSystem: SOURCE,
      sourceCode: code,
      targetSystem: system,
      targetCode: NO_MAP,
      relationship: null,
      attributes: [],
    },
  };
}

interface MapReading {
  readonly format: string;
  readonly tables: readonly MapTable[];
  readonly subject: MapSubject;
  readonly note: ((text: string) => void) | undefined;
}

async function* rows(
  files: readonly SourceFile[],
  { format, tables, subject, note }: MapReading,
): AsyncGenerator<ImportRow<PairContent>> {
  const leftOut = new Map<string, number>();
  let any = false;
  for await (const group of groupedByKey(readRows(files, tables, format))) {
    if ("rejected" in group) {
      yield group;
      continue;
    }
    const bySystem = new Map<string, MapRow[]>();
    for (const row of newest(group.rows)) {
      const system = subject.targetOf(row.refset);
      if (system === null) leftOut.set(row.refset, (leftOut.get(row.refset) ?? 0) + 1);
      else if (row.active) bySystem.set(system, [...(bySystem.get(system) ?? []), row]);
    }
    for (const [system, members] of bySystem) {
      any = true;
      yield* pairsOf(group.key, members, system);
    }
  }
  if (!any) refuseEmpty(files, "pair");
  for (const [refset, count] of leftOut) {
    note?.(`${count} rows of the refset ${refset} lead elsewhere and were left out`);
  }
}

/** The maps of the international edition that do not lead to ICD-10-CM, by their refsets. */
const ELSEWHERE: ReadonlyMap<string, string> = new Map([
  ["447562003", "icd10"],
  ["447563008", "icd9cm"],
]);

const REFSET = COLUMNS.EXTENDED_MAP.split(" ").indexOf("refsetId");

/** The refsets that the beginning of a file has rows of. */
function refsetsIn(head: string): ReadonlySet<string> {
  const [, ...lines] = headLines(head);
  return new Set(lines.map((line) => line.split("\t")[REFSET] ?? ""));
}

function extendedMap(name: string, targetSystem: string, label: string): CrosswalkFormat {
  const targetOf = (refset: string) =>
    (ELSEWHERE.get(refset) ?? "icd10cm") === targetSystem ? targetSystem : null;
  return {
    kind: "CROSSWALK",
    name,
    title: `SNOMED CT to ${label} in RF2 (der2_iisssccRefset_ExtendedMap…txt)`,
    subject: { sourceSystem: SOURCE, targetSystem, crosswalkName: `SNOMED CT to ${label}` },
    recognises(head) {
      const role = roleOf(MAP_ROLES, head);
      if (role !== "EXTENDED_MAP" && role !== "COMPLEX_MAP") return false;
      return [...refsetsIn(head)].some((refset) => targetOf(refset) !== null);
    },
    read(files, { note }) {
      const tables = ["EXTENDED_MAP", "COMPLEX_MAP"] as const;
      return rows(files, { format: name, tables, subject: { targetOf }, note });
    },
  };
}

/** The code systems that simple maps lead to, by their refsets; others are called after theirs. */
const SIMPLE_TARGETS: ReadonlyMap<string, string> = new Map([
  ["446608001", "icd-o"],
  ["900000000000497000", "ctv3"],
]);

/** Maps of SNOMED CT with rules, by where they lead. */
export const snomedMaps: readonly CrosswalkFormat[] = [
  extendedMap("snomed-icd10cm-map", "icd10cm", "ICD-10-CM"),
  extendedMap("snomed-icd10-map", "icd10", "ICD-10"),
  extendedMap("snomed-icd9cm-map", "icd9cm", "ICD-9-CM"),
];

/** Maps of SNOMED CT without rules; which they are is said by their refsets. */
export const snomedSimpleMap: CrosswalkFormat = {
  kind: "CROSSWALK",
  name: "snomed-simple-map",
  title: "Simple maps of SNOMED CT in RF2 (der2_sRefset_SimpleMap…txt)",
  subject: null,
  recognises: (head) => roleOf(MAP_ROLES, head) === "SIMPLE_MAP",
  read(files, { note }) {
    const targetOf = (refset: string) => SIMPLE_TARGETS.get(refset) ?? `refset-${refset}`;
    return rows(files, { format: this.name, tables: ["SIMPLE_MAP"], subject: { targetOf }, note });
  },
};
