import { Random } from "../content/random.js";

/** A form in which a crosswalk of any size is written down. */
export interface FormFile {
  /** As `--format` of the export names it. */
  readonly form: string;
  readonly file: string;
  /** What the import is told beside the file. */
  readonly given: readonly string[];
  /** Its text with so many pairs. */
  readonly pieces: (pairs: number) => Generator<string>;
}

const [SOURCE, TARGET] = ["http://example.org/bench/a", "http://example.org/bench/b"];
const NAME = "Bench map";

interface MadeUp {
  readonly source: string;
  readonly target: string;
  readonly comment: string;
}

/** Two targets to every source code, with a comment each. */
function* madeUp(pairs: number): Generator<MadeUp> {
  const random = new Random("forms of crosswalks");
  for (let number = 0; number < pairs; number += 1) {
    const source = `S${String(Math.trunc(number / 2)).padStart(6, "0")}`;
    const target = `T${number % 2}${random.between(10_000, 99_999)}`;
    yield { source, target, comment: `Chosen by rule ${random.between(1, 50)}` };
  }
}

function* csvPieces(pairs: number): Generator<string> {
  yield "sourceCodeSystem,sourceCode,targetCodeSystem,targetCode,relationship,attribute:comment\n";
  for (const { source, target, comment } of madeUp(pairs)) {
    yield `bench-a,${source},bench-b,${target},EQUIVALENT,${comment}\n`;
  }
}

function* sssomPieces(pairs: number): Generator<string> {
  yield `#mapping_set_id: http://example.org/bench/sssom\n#mapping_set_title: ${NAME}\n#curie_map:\n`;
  yield `#  bench-a: ${SOURCE}/\n#  bench-b: ${TARGET}/\n`;
  yield "subject_id\tpredicate_id\tobject_id\tmapping_justification\tcomment\n";
  for (const { source, target, comment } of madeUp(pairs)) {
    const why = "semapv:ManualMappingCuration";
    yield `bench-a:${source}\tskos:exactMatch\tbench-b:${target}\t${why}\t${comment}\n`;
  }
}

function* conceptMapPieces(pairs: number): Generator<string> {
  const about = { resourceType: "ConceptMap", name: NAME, title: NAME, status: "active" };
  yield `${JSON.stringify(about).slice(0, -1)},"group":[{"source":"${SOURCE}","target":"${TARGET}","element":[\n`;
  let before: MadeUp | null = null;
  for (const one of madeUp(pairs)) {
    const { target: code, comment } = one;
    const target = JSON.stringify({ code, equivalence: "equivalent", comment });
    if (before?.source === one.source) yield `,${target}`;
    else {
      yield before === null ? "" : "]},\n";
      yield `{"code":"${one.source}","target":[${target}`;
    }
    before = one;
  }
  yield before === null ? "]}]}" : "]}\n]}]}\n";
}

/** The forms that are measured. */
export const formFiles: readonly FormFile[] = [
  { form: "csv", file: "map.csv", given: ["--crosswalk", NAME], pieces: csvPieces },
  { form: "fhir-r4", file: "map.json", given: [], pieces: conceptMapPieces },
  { form: "sssom", file: "map.sssom.tsv", given: [], pieces: sssomPieces },
];
