import { failed, ok, type Result } from "../../kernel/result.js";
import type { ReadReference, SaidOfReference } from "../../rules/collections/forms/setContent.js";
import { Losses } from "../../rules/crosswalks/forms/losses.js";
import type { ImportRow, SourceFile } from "../format.js";
import { isArray, isObject, type Json, plain } from "../json.js";
import {
  checkedReference,
  type EntryContext,
  type EntryFault,
  type ReadEntry,
  readEntry,
} from "./setEntry.js";
import { isForeign, ownConceptVersion } from "./setExtensions.js";
import { type RawEntry, type RawMember, readMembers, type SetOutline } from "./setOutline.js";

type Row = ImportRow<ReadReference>;

/** The lines of a compose, entry by entry; the concepts of one stand for themselves. */
export async function* composeRows(
  file: SourceFile,
  { entries }: SetOutline,
  context: EntryContext,
): AsyncGenerator<Row> {
  const read = entries.map((entry) => readEntry(entry, context));
  let told = 0;
  const upTo = function* (end: number): Generator<Row> {
    for (; told < end; told += 1) {
      const entry = entries[told];
      const one = read[told];
      if (entry && one) yield* entryRows(entry, one);
    }
  };
  for await (const member of readMembers(file)) {
    if (member.entry < 0) continue;
    yield* upTo(member.entry + 1);
    const entry = read[member.entry];
    // What is wrong with the whole entry has been said; a line in our own words needs no concepts.
    if (entry?.ok && !("said" in entry.value)) yield memberRow(member, entry.value, context);
  }
  yield* upTo(entries.length);
}

function* entryRows(
  { path, line, fields }: RawEntry,
  read: Result<ReadEntry | ReadReference, EntryFault>,
): Generator<Row> {
  if (!read.ok) {
    const { at, fault } = read.failure;
    yield { line, rejected: `${path}${at && `.${at}`}: ${fault}` };
  } else if ("said" in read.value) yield { line, lines: 1, content: read.value };
  else if (!fields.has("concept")) {
    const { definition, otherwise, version } = read.value;
    const said = version === null ? null : { version };
    yield { line, lines: 1, content: { definition, otherwise, said } };
  }
}

function memberRow({ path, line, value }: RawMember, entry: ReadEntry, context: EntryContext): Row {
  const read = readMember(value, entry, context);
  if (read.ok) return { line, lines: 1, content: read.value };
  const { at, fault } = read.failure;
  return { line, rejected: `${path}${at && `.${at}`}: ${fault}` };
}

function readMember(
  value: Json,
  { definition, otherwise, version }: ReadEntry,
  { release, losses }: EntryContext,
): Result<ReadReference, EntryFault> {
  if (!isObject(value)) return failed({ at: "", fault: "it is no object" });
  const code = value.get("code");
  if (typeof code !== "string" || code.trim() === "") {
    return failed({ at: "code", fault: "it is missing" });
  }
  if (value.has("modifierExtension")) {
    const fault = "it changes the meaning of all else, and is not known here";
    return failed({ at: "modifierExtension", fault });
  }
  const said = readSaid(value, version);
  if (!said.ok) return said;
  const newer = said.value?.designation?.some((one) => "additionalUse" in one);
  if (newer && release === "R4") {
    return failed({ at: "designation", fault: "R4 has no additionalUse; the file is of R5" });
  }
  for (const name of value.keys()) {
    if (READ.has(name)) continue;
    const message = "A line of a collection has no place for it.";
    losses.add("LEFT_OUT", `compose.include.concept.${name}`, message, code);
  }
  const resourceVersion = ownConceptVersion(value.get("extension"));
  const own = { code: code.trim(), resourceVersion };
  const checked = checkedReference({ ...definition, ...own });
  if (!checked.ok) return checked;
  const other = otherwise && { ...otherwise, ...own };
  return ok({ definition: checked.value, otherwise: other, said: said.value });
}

const READ = new Set(["code", "display", "designation", "extension"]);

function readSaid(
  value: ReadonlyMap<string, Json>,
  version: string | null,
): Result<SaidOfReference | null, EntryFault> {
  const display = value.get("display") ?? null;
  if (display !== null && typeof display !== "string") {
    return failed({ at: "display", fault: "it is no text" });
  }
  const designation = value.get("designation") ?? [];
  if (!isArray(designation) || !designation.every(isObject)) {
    return failed({ at: "designation", fault: "it is no array of objects" });
  }
  const given = value.get("extension") ?? [];
  const extension = isArray(given) ? given.filter(isForeign) : [];
  const said = {
    ...(display === null ? {} : { display }),
    ...(designation.length > 0 ? { designation: records(designation) } : {}),
    ...(extension.length > 0 ? { extension: records(extension) } : {}),
    ...(version === null ? {} : { version }),
  };
  return ok(Object.keys(said).length > 0 ? said : null);
}

function records(values: readonly Json[]) {
  return values.map(plain) as readonly Readonly<Record<string, unknown>>[];
}

/** The concepts of an expansion that nothing defines: each for itself, those that are nested too. */
export async function* expansionRows(file: SourceFile): AsyncGenerator<Row> {
  for await (const { path, line, value } of readMembers(file))
    yield* containedRows(value, path, line);
}

function* containedRows(value: Json, path: string, line: number): Generator<Row> {
  if (!isObject(value)) {
    yield { line, rejected: `${path}: it is no object` };
    return;
  }
  const [system, code] = ["system", "code"].map((name) => value.get(name));
  // A heading is not to be chosen.
  if (value.get("abstract") !== true && code !== undefined) {
    const fields = new Map([...value].filter(([name]) => name === "system" || name === "version"));
    const context = { release: null, losses: new Losses() };
    const entry = readEntry({ path, line, include: true, fields }, context);
    const concept = new Map(
      [...value].filter(([name]) => ["code", "display", "designation"].includes(name)),
    );
    if (typeof system !== "string" || !entry.ok || "said" in entry.value) {
      const fault = entry.ok
        ? "system: it is missing"
        : `${entry.failure.at}: ${entry.failure.fault}`;
      yield { line, rejected: `${path}.${fault}` };
    } else yield memberRow({ path, line, entry: -1, value: concept }, entry.value, context);
  }
  const nested = value.get("contains") ?? [];
  for (const [at, inner] of (isArray(nested) ? nested : []).entries()) {
    yield* containedRows(inner, `${path}.contains[${at}]`, line);
  }
}
