import type { ConceptContent } from "../rules/codeSystems/content.js";
import { concept } from "./concept.js";
import type { CodeSystemFormat, ImportRow, SourceFile } from "./format.js";
import {
  extras,
  type HcpcsLine,
  hcpcsLine,
  isCutRecord,
  longDescription,
  shortDescription,
  terminationDate,
} from "./hcpcsLine.js";
import { headLines, mostOf } from "./head.js";
import { type Line, readLines } from "./lines.js";
import { cutOff, onlyFile, releaseRows } from "./rows.js";

type Row = ImportRow<ConceptContent>;

/** A code while its lines are being read. */
interface HeldCode {
  readonly first: HcpcsLine;
  readonly line: number;
  lines: number;
  sequence: number;
  readonly pieces: string[];
  /** A code is left out as a whole if a piece of its description is missing. */
  isIncomplete: boolean;
}

class HcpcsRows {
  private held: HeldCode | null = null;

  /** `asOf` in ISO form. */
  constructor(private readonly asOf: string) {}

  *push(line: Line): Generator<Row> {
    const record = hcpcsLine(line.text);
    if (record === null) {
      const isCut = !line.terminated && isCutRecord(line.text);
      if (isCut) yield { line: line.number, ...cutOff(line) };
      return;
    }
    const isCut = !line.terminated && record.fault !== null;
    const known = isCut ? { ...record, fault: cutOff(line).rejected } : record;
    yield* record.isFirst ? this.begin(known, line.number) : this.continue(known, line.number);
  }

  *end(): Generator<Row> {
    const { held } = this;
    this.held = null;
    if (held === null) return;
    const { first, line, lines } = held;
    if (!held.isIncomplete) yield { line, lines, content: this.content(held) };
    else if (first.fault === null) {
      yield { line, rejected: `a line that continues ${first.code} cannot be read` };
    }
  }

  private *begin(first: HcpcsLine, line: number): Generator<Row> {
    yield* this.end();
    const { sequence, fault } = first;
    const pieces = [longDescription(first)];
    this.held = { first, line, lines: 1, sequence, pieces, isIncomplete: fault !== null };
    if (fault !== null) yield { line, rejected: fault };
  }

  private *continue(record: HcpcsLine, line: number): Generator<Row> {
    const held = this.held?.first.code === record.code ? this.held : null;
    const rejected = record.fault ?? this.misplacement(record, held);
    if (rejected !== null) {
      if (held !== null) held.isIncomplete = true;
      yield { line, rejected };
    } else if (held !== null) {
      held.lines += 1;
      held.sequence = record.sequence;
      held.pieces.push(longDescription(record));
    }
  }

  private misplacement({ code, sequence }: HcpcsLine, held: HeldCode | null): string | null {
    if (held === null) return `the first line of ${code} does not stand above`;
    if (held.first.fault !== null) return `the first line of ${code} cannot be read`;
    return sequence > held.sequence ? null : `the lines of ${code} are not in sequence`;
  }

  private content({ first, pieces }: HeldCode): ConceptContent {
    const terminated = terminationDate(first);
    return concept({
      code: first.code,
      conceptClass: first.isModifier ? "Modifier" : "Procedure",
      name: pieces.filter((piece) => piece !== "").join(" "),
      shortName: shortDescription(first),
      retired: terminated !== null && terminated < this.asOf,
      extras: extras(first),
    });
  }
}

async function* rows(file: SourceFile, asOf: Date): AsyncGenerator<Row> {
  const hcpcs = new HcpcsRows(asOf.toISOString().slice(0, 10));
  for await (const line of readLines(file)) for (const row of hcpcs.push(line)) yield row;
  yield* hcpcs.end();
}

function isRecord(line: string): boolean {
  const record = hcpcsLine(line);
  return record !== null && record.fault === null;
}

/** CMS's file for contractors: codes and modifiers, terminated ones for four years more. */
export const hcpcsContractor: CodeSystemFormat = {
  kind: "CODE_SYSTEM",
  name: "hcpcs-contractor",
  title: "HCPCS Level II contractor file (HCPCYYYY_CONTR_ANWEB.txt)",
  codeSystem: "hcpcs",
  recognises(head) {
    const lines = headLines(head);
    const begin = lines.findIndex((line) => hcpcsLine(line) !== null);
    return begin !== -1 && mostOf(lines.slice(begin), isRecord);
  },
  read(files, { asOf }) {
    return releaseRows(rows(onlyFile(files, this.name), asOf), files);
  },
};
