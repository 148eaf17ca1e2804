import { type BundleFormat, FileRefused, type ImportRow, type SourceFile } from "./format.js";
import { headLines } from "./head.js";
import type { OclRecord } from "./ocl.js";
import { isOclExport } from "./oclExport.js";
import { oclRecords } from "./oclRecord.js";
import { onlyFile, refuseEmpty } from "./rows.js";
import { utf8Bytes } from "./utf8Bytes.js";

const TYPED =
  /"type"\s*:\s*"(?:Organization|Source|Source Version|Collection|Collection Version|Concept|Mapping|Reference)"/i;

/** OCL's bulk import: an object on every line. Lines may be long; each is held for itself. */
export const oclJson: BundleFormat = {
  kind: "BUNDLE",
  name: "ocl-json",
  title: "OCL bulk import, JSON lines: organizations, sources, concepts, mappings, collections",
  recognises: (head) => {
    const [first = ""] = headLines(head);
    return first.trimStart().startsWith("{") && TYPED.test(first) && !isOclExport(head);
  },
  read(files) {
    return rows(onlyFile(files, this.name));
  },
};

async function* rows(file: SourceFile): AsyncGenerator<ImportRow<OclRecord>> {
  let line = 0;
  let any = false;
  for await (const text of longLines(file)) {
    line += 1;
    if (text.trim() === "") continue;
    any = true;
    yield* rowsOf(text, line);
  }
  if (!any) refuseEmpty([file], "object");
}

/** A concept with hundreds of names and mappings stays far below it. */
const LINE_LIMIT = 4 * 1024 * 1024;

async function* longLines(file: SourceFile): AsyncGenerator<string> {
  let number = 1;
  let held = "";
  for await (const bytes of utf8Bytes(file)) {
    const [first = "", ...others] = bytes.toString("utf8").split("\n");
    held += first;
    for (const next of others) {
      yield held;
      number += 1;
      held = next;
    }
    if (held.length > LINE_LIMIT) {
      const limit = `${LINE_LIMIT} characters`;
      throw new FileRefused(`${file.name}, line ${number}: the line is longer than ${limit}`);
    }
  }
  if (held !== "") yield held;
}

function* rowsOf(text: string, line: number): Generator<ImportRow<OclRecord>> {
  const object = parsed(text);
  if (object === null) {
    yield { line, rejected: "this is no JSON object" };
    return;
  }
  const records = oclRecords(object);
  if ("rejected" in records) {
    yield { line, rejected: records.rejected };
    return;
  }
  for (const [at, content] of records.entries()) yield { line, lines: at === 0 ? 1 : 0, content };
}

function parsed(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
