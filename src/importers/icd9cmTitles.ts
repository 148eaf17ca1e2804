import type { ConceptContent } from "../rules/codeSystems/content.js";
import { type CodeNormalization, normalizeCode } from "../rules/codeSystems/normalization.js";
import { concept } from "./concept.js";
import type { CodeSystemFormat, ImportRow, RejectedLine, SourceFile } from "./format.js";
import { FileRefused } from "./format.js";
import { mostLines } from "./head.js";
import { readLines } from "./lines.js";
import { misshapen, refuseEmpty } from "./rows.js";

/** What tells the diagnoses from the procedures. */
interface Titles {
  readonly name: string;
  readonly title: string;
  readonly codeSystem: string;
  readonly conceptClass: string;
  readonly normalization: CodeNormalization;
  /** A code and its title. */
  readonly line: RegExp;
}

/**
 * Code, blanks up to a fixed column, and a title without columns of its own; but no line of an
 * equivalence map or of an order file, which can look like that.
 */
function titleLine(codes: string, columns: number): RegExp {
  const noOtherFile = "(?!\\S+ +[0-9A-Z]{3,7} +(?:[01] |\\d{5}$))";
  const title = "\\S(?:(?! {3}\\S).)*";
  return new RegExp(`^(?=.{${columns}} \\S)${noOtherFile}(${codes}) +(${title})$`);
}

/** Short titles have at most so many characters; a longer one tells the file of long titles. */
const SHORT_TITLE_LIMIT = 24;

/** ICD-9-CM is closed, with 14,567 diagnoses. Both files are held in memory. */
const CODES_LIMIT = 20_000;

/** The titles of one file by code, with the lines they stand on. */
type TitlesByCode = Map<string, { readonly line: number; readonly text: string }>;

interface TitleFile {
  readonly titles: TitlesByCode;
  readonly rejected: readonly RejectedLine[];
  readonly longest: number;
  readonly characters: number;
}

async function readTitles(source: SourceFile, format: Titles): Promise<TitleFile> {
  const titles: TitlesByCode = new Map();
  const rejected: RejectedLine[] = [];
  let longest = 0;
  let characters = 0;
  for await (const line of readLines(source)) {
    if (line.text.trim() === "") continue;
    const [, code, text] = (line.terminated && format.line.exec(line.text)) || [];
    const first = titles.get(code ?? "")?.line;
    if (code === undefined || text === undefined || first !== undefined) {
      const repeated = { rejected: `the code ${code} stands on line ${first} already` };
      const why = first === undefined ? misshapen(line, "ICD-9-CM code with its title") : repeated;
      rejected.push({ file: source.name, line: line.number, ...why });
    } else {
      const title = text.trimEnd();
      titles.set(code, { line: line.number, text: title });
      longest = Math.max(longest, title.length);
      characters += title.length;
    }
    if (titles.size + rejected.length > CODES_LIMIT) {
      throw new FileRefused(`${source.name} has more lines than ICD-9-CM has codes`);
    }
  }
  return { titles, rejected, longest, characters };
}

/** Tells long titles from short ones by their lengths; file names differ from place to place. */
function longAndShort(files: readonly TitleFile[]): { long: TitlesByCode; short: TitlesByCode } {
  const [first, second] = files.toSorted(
    (a, b) => b.longest - a.longest || b.characters - a.characters,
  );
  const none: TitlesByCode = new Map();
  if (first === undefined) return { long: none, short: none };
  if (second === undefined && first.longest <= SHORT_TITLE_LIMIT) {
    return { long: none, short: first.titles };
  }
  return { long: first.titles, short: second?.titles ?? none };
}

async function* rows(
  files: readonly SourceFile[],
  format: Titles,
): AsyncGenerator<ImportRow<ConceptContent>> {
  const read: TitleFile[] = [];
  for (const file of files) read.push(await readTitles(file, format));
  for (const { rejected } of read) yield* rejected;
  if (read.filter(({ longest }) => longest > SHORT_TITLE_LIMIT).length > 1) {
    const names = files.map((file) => file.name).join(" and ");
    throw new FileRefused(`${names} both hold long titles; one of each kind is read`);
  }
  const { long, short } = longAndShort(read);
  const codes = new Set([...long.keys(), ...short.keys()]);
  if (codes.size === 0) refuseEmpty(files, "code");
  for (const code of codes) {
    const [longTitle, shortTitle] = [long.get(code), short.get(code)];
    const line = longTitle?.line ?? shortTitle?.line ?? 0;
    const content = concept({
      code: normalizeCode(format.normalization, code),
      conceptClass: format.conceptClass,
      name: longTitle?.text ?? "",
      shortName: shortTitle?.text ?? "",
    });
    yield { line, lines: longTitle && shortTitle ? 2 : 1, content };
  }
}

function titlesFormat(format: Titles): CodeSystemFormat {
  return {
    kind: "CODE_SYSTEM",
    name: format.name,
    title: format.title,
    codeSystem: format.codeSystem,
    recognises: (head) => mostLines(head, (line) => format.line.test(line)),
    read(files) {
      if (files.length === 1 || files.length === 2) return rows(files, format);
      throw new FileRefused(`${format.name} reads one or two files; ${files.length} were given`);
    },
  };
}

/** ICD-9-CM diagnoses: the files of long and of short titles together, or one of them. */
export const icd9cmDiagnosisTitles = titlesFormat({
  name: "icd9cm-dx-titles",
  title: "ICD-9-CM diagnoses, long and short titles (CMS32_DESC_LONG_DX.txt and …SHORT_DX.txt)",
  codeSystem: "icd9cm",
  conceptClass: "Diagnosis",
  normalization: "ICD9CM_DIAGNOSES",
  line: titleLine("\\d{3,5}|V\\d{2,4}|E\\d{3,4}", 5),
});

/** ICD-9-CM procedures: the files of long and of short titles together, or one of them. */
export const icd9cmProcedureTitles = titlesFormat({
  name: "icd9cm-sg-titles",
  title: "ICD-9-CM procedures, long and short titles (CMS32_DESC_LONG_SG.txt and …SHORT_SG.txt)",
  codeSystem: "icd9pcs",
  conceptClass: "Procedure",
  normalization: "ICD9CM_PROCEDURES",
  line: titleLine("\\d{2,4}", 4),
});
