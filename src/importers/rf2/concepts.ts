import type { ReleasedConcept, ReleasedMapping } from "../../rules/codeSystems/content.js";
import { fromYearMonthDay } from "../dates.js";
import type { ImportRow, RejectedLine, SourceFile } from "../format.js";
import type { Group, Keyed } from "../grouped.js";
import type { Described } from "./descriptions.js";
import { isConceptId, isSctid } from "./identifiers.js";
import { wordingOf } from "./names.js";
import { newest, readStates, repeated, type State } from "./states.js";

/** What the tables say of one concept. */
export type ConceptRow =
  | Described
  | ({ readonly kind: "CONCEPT"; readonly status: string } & StateOf)
  | ({ readonly kind: "IS_A"; readonly parent: string } & StateOf)
  | ({ readonly kind: "ASSOCIATION"; readonly refset: string; readonly target: string } & StateOf);

type StateOf = Omit<State, "fields">;
type Of<Kind extends ConceptRow["kind"]> = Extract<ConceptRow, { kind: Kind }>;

const IS_A = "116680003";
const STATED = "900000000000010007";
const DEFINED = "900000000000073002";

/** The types of the mappings from retired concepts, by the refsets that hold them. */
const ASSOCIATIONS: Readonly<Record<string, string>> = {
  "900000000000523009": "POSSIBLY-EQUIVALENT-TO",
  "900000000000524003": "MOVED-TO",
  "900000000000525002": "MOVED-FROM",
  "900000000000526001": "REPLACED-BY",
  "900000000000527005": "SAME-AS",
  "900000000000528000": "WAS-A",
  "900000000000529008": "SIMILAR-TO",
  "900000000000530003": "ALTERNATIVE",
  "900000000000531004": "REFERS-TO",
  "1186921001": "POSSIBLY-REPLACED-BY",
  "1186924009": "PARTIALLY-EQUIVALENT-TO",
};

/** The types of the mappings that a release brings. */
export const associationTypes: readonly string[] = Object.values(ASSOCIATIONS);

type RowOf = (state: State) => Keyed<ConceptRow> | RejectedLine | null;

function wrongId({ file, line }: State, id: string): RejectedLine {
  return { file, line, rejected: `${JSON.stringify(id)} is no concept's id` };
}

const readers: Readonly<Record<"CONCEPTS" | "RELATIONSHIPS" | "ASSOCIATIONS", RowOf>> = {
  CONCEPTS: ({ fields: [status = ""], ...state }) => {
    if (!isSctid(state.id)) return wrongId({ ...state, fields: [] }, state.id);
    return { key: state.id, row: { kind: "CONCEPT", status, ...state } };
  },
  RELATIONSHIPS: ({ fields, ...state }) => {
    const [child = "", parent = "", , type, characteristic] = fields;
    if (type !== IS_A || characteristic === STATED) return null;
    const wrong = [child, parent].find((id) => !isSctid(id));
    if (wrong !== undefined) return wrongId({ ...state, fields }, wrong);
    return { key: child, row: { kind: "IS_A", parent, ...state } };
  },
  ASSOCIATIONS: ({ fields, ...state }) => {
    const [refset = "", component = "", target = ""] = fields;
    // Descriptions refer to others too, which are no concepts.
    if (!(refset in ASSOCIATIONS) || !isConceptId(component)) return null;
    const wrong = [component, target].find((id) => !isSctid(id));
    if (wrong !== undefined) return wrongId({ ...state, fields }, wrong);
    return { key: component, row: { kind: "ASSOCIATION", refset, target, ...state } };
  },
};

/** The rows of a table by the concepts that they are about. */
export async function* readConceptTable(
  file: SourceFile,
  table: keyof typeof readers,
  until: string | null,
): AsyncGenerator<Keyed<ConceptRow> | RejectedLine> {
  for await (const state of readStates(file, table, until)) {
    const row = "rejected" in state ? state : readers[table](state);
    if (row !== null) yield row;
  }
}

function rowsOf<Kind extends ConceptRow["kind"]>(
  rows: readonly ConceptRow[],
  kind: Kind,
): readonly Of<Kind>[] {
  return rows.filter((row): row is Of<Kind> => row.kind === kind);
}

function mappingsOf(rows: readonly ConceptRow[]): readonly ReleasedMapping[] {
  const active = newest(rowsOf(rows, "ASSOCIATION")).filter((row) => row.active);
  const distinct = new Map(active.map((row) => [`${row.refset} ${row.target}`, row]));
  return [...distinct.values()]
    .map(({ refset, target }) => ({
      mapType: ASSOCIATIONS[refset] ?? "",
      toCode: target,
      toName: null,
      extras: {},
    }))
    .toSorted((one, other) => (one.toCode < other.toCode ? -1 : 1));
}

function contentOf(concept: Of<"CONCEPT">, rows: readonly ConceptRow[]): ReleasedConcept {
  const { id, active, status, moduleId, since } = concept;
  const { names, descriptions, tag } = wordingOf(rowsOf(rows, "DESCRIPTION"));
  const parents = newest(rowsOf(rows, "IS_A"))
    .filter((row) => row.active)
    .map(({ parent }) => parent);
  return {
    code: id,
    conceptClass: tag ?? "concept",
    datatype: "N/A",
    names,
    descriptions,
    parents: [...new Set(parents)].toSorted(),
    retired: !active,
    externalId: null,
    extras: {
      definitionStatus: status === DEFINED ? "defined" : "primitive",
      moduleId,
      effectiveTime: fromYearMonthDay(since) ?? since,
    },
    mappings: mappingsOf(rows),
  };
}

/** The concept that all tables together make, or the lines that are about none. */
export function conceptOf({ key: code, rows }: Group<ConceptRow>): ImportRow<ReleasedConcept> {
  const states = rowsOf(rows, "CONCEPT");
  const [concept] = newest(states);
  const [first] = rows;
  if (!concept) {
    const { file, line } = first ?? { file: "", line: 0 };
    return { file, line, rejected: `there is no concept ${code}` };
  }
  const { file, line } = concept;
  const again = repeated(states);
  if (again) {
    const rejected = `the concept ${code} of ${again.since} stands on line ${line} already`;
    return { file: again.file, line: again.line, rejected };
  }
  const content = contentOf(concept, rows);
  if (content.names.length > 0) return { line, lines: rows.length, content };
  return { file, line, rejected: `the concept ${code} has no description` };
}
