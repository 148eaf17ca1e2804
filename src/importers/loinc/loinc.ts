import type { ReleasedConcept } from "../../rules/codeSystems/content.js";
import type { ImportRow, PublishersFormat, ReadOptions, SourceFile } from "../format.js";
import { FileRefused } from "../format.js";
import { groupedByKey, type Keyed } from "../grouped.js";
import { filesByRole, roleOf } from "../releaseFiles.js";
import { refuseEmpty } from "../rows.js";
import { withinLimits } from "../textLimits.js";
import { CheckDigits } from "./checkDigit.js";
import { loincConcept, REPLACED_BY } from "./concepts.js";
import { LOINC_ROLES, type LoincRole } from "./roles.js";
import { type LoincRow, readLoincTable } from "./tables.js";

const NOTICE =
  "LOINC is copyright of the Regenstrief Institute and the LOINC Committee; it is free under the licence " +
  "at loinc.org/license, whose notice goes with every copy";

type Tables = ReadonlyMap<LoincRole, readonly SourceFile[]>;

async function* readTables(
  tables: Tables,
): AsyncGenerator<Keyed<LoincRow> | { line: number; rejected: string }> {
  for (const [role, files] of tables) {
    for (const file of files) yield* readLoincTable(file, role);
  }
}

/** The tables of terms: the whole one, or the core of it where that is all there is. */
function chosen(tables: Tables, format: string): Tables {
  const [whole = [], core = []] = [tables.get("TERMS"), tables.get("CORE_TERMS")];
  const [first, second] = whole.length > 0 ? whole : core;
  if (!first) throw new FileRefused(`${format} needs the table of terms, Loinc.csv`);
  if (second) throw new FileRefused(`${first.name} and ${second.name} are both tables of terms`);
  return new Map([...tables].filter(([role]) => role !== "CORE_TERMS" || whole.length === 0));
}

async function* rows(
  files: readonly SourceFile[],
  { note }: ReadOptions,
  format: string,
): AsyncGenerator<ImportRow<ReleasedConcept>> {
  const tables = chosen(await filesByRole(files, LOINC_ROLES, format), format);
  const digits = new CheckDigits();
  let terms = 0;
  let noticed = 0;
  for await (const group of groupedByKey(readTables(tables))) {
    if ("rejected" in group) yield group;
    else {
      for (const row of loincConcept(group)) {
        if ("content" in row && row.content.extras.STATUS !== undefined) {
          terms += 1;
          if (row.content.extras.EXTERNAL_COPYRIGHT_NOTICE) noticed += 1;
          digits.look(row.content.code);
        }
        yield row;
      }
    }
  }
  if (terms === 0) refuseEmpty(files, "term");
  note?.(NOTICE);
  if (noticed > 0) {
    note?.(
      `${noticed} terms have a copyright notice of others, in their EXTERNAL_COPYRIGHT_NOTICE`,
    );
  }
  for (const text of digits.notes()) note?.(text);
}

/** The tables of a release of LOINC: the terms, and whatever is given of names, parts and hierarchy. */
export const loincTables: PublishersFormat = {
  kind: "CODE_SYSTEM",
  name: "loinc-csv",
  title: "LOINC tables: Loinc.csv, and beside it names, parts, hierarchy, MapTo.csv",
  codeSystem: "loinc",
  mapTypes: [REPLACED_BY],
  recognises: (head) => roleOf(LOINC_ROLES, head) !== null,
  read(files, options) {
    return withinLimits(rows(files, options, this.name));
  },
};
