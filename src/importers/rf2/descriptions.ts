import type { RejectedLine, SourceFile } from "../format.js";
import { groupedByKey, type Keyed } from "../grouped.js";
import { isSctid } from "./identifiers.js";
import { newest, readStates, repeated } from "./states.js";

/** A description in its newest state, with what the dialects make of it. */
export interface Described {
  readonly kind: "DESCRIPTION";
  readonly file: string;
  readonly line: number;
  readonly id: string;
  readonly active: boolean;
  readonly language: string;
  readonly type: string;
  readonly term: string;
  /** By the refset of the dialect, whether it is the preferred one there; else it is acceptable. */
  readonly dialects: Readonly<Record<string, boolean>>;
}

const PREFERRED = "900000000000548007";

type Row =
  | {
      readonly kind: "TERM";
      readonly file: string;
      readonly line: number;
      readonly id: string;
      readonly since: string;
      readonly active: boolean;
      readonly concept: string;
      readonly language: string;
      readonly type: string;
      readonly term: string;
    }
  | {
      readonly kind: "MEMBER";
      readonly id: string;
      readonly since: string;
      readonly active: boolean;
      readonly refset: string;
      readonly preferred: boolean;
    };

type Of<Kind extends Row["kind"]> = Extract<Row, { kind: Kind }>;

/** The tables in which descriptions and their dialects stand. */
export interface DescriptionTables {
  readonly descriptions: readonly SourceFile[];
  readonly languages: readonly SourceFile[];
  readonly until: string | null;
}

async function* readRows({
  descriptions,
  languages,
  until,
}: DescriptionTables): AsyncGenerator<Keyed<Row> | RejectedLine> {
  for (const source of descriptions) {
    for await (const state of readStates(source, "DESCRIPTIONS", until)) {
      if ("rejected" in state) yield state;
      else {
        const { file, line, id, since, active, fields } = state;
        const [concept = "", language = "", type = "", term = ""] = fields;
        const rejected = faultOf(concept, language, term);
        const row = {
          kind: "TERM",
          file,
          line,
          id,
          since,
          active,
          concept,
          language,
          type,
          term,
        } as const;
        yield rejected === null ? { key: id, row } : { file, line, rejected };
      }
    }
  }
  for (const source of languages) {
    for await (const state of readStates(source, "LANGUAGES", until)) {
      if ("rejected" in state) yield state;
      else {
        const { id, since, active, fields } = state;
        const [refset = "", description = "", acceptability] = fields;
        const preferred = acceptability === PREFERRED;
        yield { key: description, row: { kind: "MEMBER", id, since, active, refset, preferred } };
      }
    }
  }
}

function faultOf(concept: string, language: string, term: string): string | null {
  if (!isSctid(concept)) return `${JSON.stringify(concept)} is no concept's id`;
  if (!/^[a-z]{2,3}$/.test(language)) return `${JSON.stringify(language)} is no language`;
  return term === "" ? "the description has no term" : null;
}

/**
 * The descriptions by their concepts.
 * @param onStray called for rows of dialects that are about no description of the files
 */
export async function* readDescriptions(
  tables: DescriptionTables,
  onStray: () => void,
): AsyncGenerator<Keyed<Described> | RejectedLine> {
  for await (const group of groupedByKey(readRows(tables))) {
    if ("rejected" in group) {
      yield group;
      continue;
    }
    const terms = group.rows.filter((row): row is Of<"TERM"> => row.kind === "TERM");
    const [term] = newest(terms);
    if (!term) {
      onStray();
      continue;
    }
    const again = repeated(terms);
    if (again) {
      const { file, line, id, since } = again;
      yield { file, line, rejected: `the description ${id} of ${since} stands there already` };
      continue;
    }
    const members = newest(group.rows.filter((row): row is Of<"MEMBER"> => row.kind === "MEMBER"));
    const dialects = Object.fromEntries(
      members.filter(({ active }) => active).map(({ refset, preferred }) => [refset, preferred]),
    );
    const { concept, file, line, id, active, language, type, term: text } = term;
    const row = { file, line, id, active, language, type, term: text, dialects };
    yield { key: concept, row: { kind: "DESCRIPTION", ...row } };
  }
}
