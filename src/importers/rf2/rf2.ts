import type { ReleasedConcept } from "../../rules/codeSystems/content.js";
import {
  FileRefused,
  type ImportRow,
  type PublishersFormat,
  type ReadOptions,
  type RejectedLine,
  type SourceFile,
} from "../format.js";
import { groupedByKey, type Keyed } from "../grouped.js";
import { filesByRole, roleOf } from "../releaseFiles.js";
import { refuseEmpty } from "../rows.js";
import { withinLimits } from "../textLimits.js";
import { associationTypes, type ConceptRow, conceptOf, readConceptTable } from "./concepts.js";
import { readDescriptions } from "./descriptions.js";
import { isRightSctid } from "./identifiers.js";
import { chosenSet, RELEASE_ROLES, type ReleaseTable } from "./roles.js";

/** The day that a label names, as the tables write days. */
function dayOf(label = ""): string | null {
  return /^(\d{4})-?(\d\d)-?(\d\d)$/.exec(label.trim())?.slice(1).join("") ?? null;
}

/** Counts what is no fault of a line. */
class Findings {
  stray = 0;
  wrong = 0;
  private first = "";
  newest = "";

  look({ code, extras }: ReleasedConcept): void {
    const time = String(extras.effectiveTime);
    if (time > this.newest) this.newest = time;
    if (isRightSctid(code)) return;
    if (this.wrong === 0) this.first = code;
    this.wrong += 1;
  }

  *notes(isFull: boolean): Generator<string> {
    if (isFull) yield `a Full set: the states of ${this.newest} and before, each in its newest one`;
    if (this.wrong > 0)
      yield `${this.wrong} ids have a wrong check digit, ${this.first} among them`;
    if (this.stray > 0) {
      yield `${this.stray} rows of dialects are about descriptions that are not in the files`;
    }
  }
}

async function* readTables(
  tables: ReadonlyMap<ReleaseTable, readonly SourceFile[]>,
  until: string | null,
  findings: Findings,
): AsyncGenerator<Keyed<ConceptRow> | RejectedLine> {
  for (const table of ["CONCEPTS", "RELATIONSHIPS", "ASSOCIATIONS"] as const) {
    for (const file of tables.get(table) ?? []) yield* readConceptTable(file, table, until);
  }
  const [descriptions = [], languages = []] = [tables.get("DESCRIPTIONS"), tables.get("LANGUAGES")];
  yield* readDescriptions({ descriptions, languages, until }, () => {
    findings.stray += 1;
  });
}

async function* rows(
  files: readonly SourceFile[],
  { version, note }: ReadOptions,
  format: string,
): AsyncGenerator<ImportRow<ReleasedConcept>> {
  const { files: chosen, isFull } = chosenSet(files);
  const tables = await filesByRole(chosen, RELEASE_ROLES, format);
  const missing = (["CONCEPTS", "DESCRIPTIONS"] as const).find((table) => !tables.has(table));
  if (missing) throw new FileRefused(`${format} needs the table of ${missing.toLowerCase()}`);
  const findings = new Findings();
  let concepts = 0;
  for await (const group of groupedByKey(
    readTables(tables, isFull ? dayOf(version) : null, findings),
  )) {
    const row = "rejected" in group ? group : conceptOf(group);
    if ("content" in row) {
      findings.look(row.content);
      concepts += 1;
    }
    yield row;
  }
  if (concepts === 0) refuseEmpty(files, "concept");
  for (const text of findings.notes(isFull)) {
    note?.(text);
  }
}

/**
 * A release of SNOMED CT in its Release Format 2. A Full set is read as it was on the day that the version is
 * named by, or as it is now.
 */
export const snomedRf2: PublishersFormat = {
  kind: "CODE_SYSTEM",
  name: "snomed-rf2",
  title: "SNOMED CT in RF2, Snapshot or Full: concepts, descriptions, relationships, refsets",
  codeSystem: "snomedusedition",
  mapTypes: associationTypes,
  recognises: (head) => roleOf(RELEASE_ROLES, head) !== null,
  read(files, options) {
    return withinLimits(rows(files, options, this.name));
  },
};
