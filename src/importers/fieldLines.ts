import { FileRefused, type RejectedLine, type SourceFile } from "./format.js";
import { type Line, readLines } from "./lines.js";
import { cutOff } from "./rows.js";
import { utf8Bytes } from "./utf8Bytes.js";

/** A line of a table without quotation marks, taken apart. */
export interface FieldLine {
  readonly line: number;
  readonly fields: readonly string[];
}

/** Lines as they come, those that have another number of fields than the table rejected. */
type FieldLines = AsyncGenerator<FieldLine | RejectedLine>;

/** Whether the last field of a line that nothing ends may be whole. */
type IsWhole = (last: string) => boolean;

/** The same file, of which what is no UTF-8 is refused. */
export function strictly({ name, bytes }: SourceFile): SourceFile {
  return { name, bytes: utf8Bytes({ name, bytes }) };
}

/**
 * Reads a table that names its columns in its first line.
 * @param columns the wanted ones; those behind the first `required` may be absent, and are empty then
 * @throws FileRefused where a required one is absent
 */
export async function* readHeaded(
  file: SourceFile,
  columns: { readonly names: readonly string[]; readonly required: number },
  isWhole: IsWhole,
): FieldLines {
  let places: readonly number[] | null = null;
  let width = 0;
  for await (const line of readLines(file)) {
    if (line.text.trim() === "") continue;
    const fields = line.text.split("\t");
    if (places === null) {
      places = placesOf(file, fields, columns);
      width = fields.length;
      continue;
    }
    const fault = faultOf(line, fields, { width, isWhole });
    if (fault) yield { file: file.name, line: line.number, ...fault };
    else yield { line: line.number, fields: places.map((place) => (fields[place] ?? "").trim()) };
  }
}

function placesOf(
  file: SourceFile,
  header: readonly string[],
  { names, required }: { readonly names: readonly string[]; readonly required: number },
): readonly number[] {
  const found = header.map((name) => name.trim());
  const places = names.map((name) => found.indexOf(name));
  const missing = names.filter((_, at) => at < required && places[at] === -1);
  if (missing.length === 0) return places;
  const columns = missing.length === 1 ? "column" : "columns";
  throw new FileRefused(
    `${file.name}, line 1: the ${columns} ${missing.join(", ")} ${missing.length === 1 ? "is" : "are"} missing`,
  );
}

interface Due {
  readonly width: number;
  readonly isWhole: IsWhole;
}

function faultOf(line: Line, fields: readonly string[], { width, isWhole }: Due) {
  const isCut = !line.terminated && (fields.length < width || !isWhole(fields.at(-1) ?? ""));
  if (isCut) return cutOff(line);
  if (fields.length === width) return null;
  return { rejected: `the line has ${fields.length} fields; ${width} are due` };
}

/** Reads a table in which a vertical bar ends every field: no header, no quotation marks, UTF-8. */
export async function* readRrf(file: SourceFile, width: number): FieldLines {
  for await (const line of readLines(strictly(file))) {
    if (line.text.trim() === "") continue;
    const fields = line.text.split("|");
    const fault = faultOf(line, fields, { width: width + 1, isWhole: (last) => last === "" });
    if (fault) yield { file: file.name, line: line.number, ...withoutTail(fault, fields, width) };
    else if (fields.pop() !== "") {
      const rejected = "the last field is not ended by a vertical bar";
      yield { file: file.name, line: line.number, rejected };
    } else yield { line: line.number, fields };
  }
}

/** The bar that ends the last field makes no field more. */
function withoutTail(
  fault: { readonly rejected: string },
  fields: readonly string[],
  width: number,
): { readonly rejected: string } {
  if (!fault.rejected.startsWith("the line has")) return fault;
  const count = fields.at(-1) === "" ? fields.length - 1 : fields.length;
  return { rejected: `the line has ${count} fields; ${width} are due` };
}
