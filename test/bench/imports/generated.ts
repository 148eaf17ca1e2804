import { Random } from "../content/random.js";

/** A code of ICD-10-CM's form; nothing is below one that is billable. */
interface Code {
  readonly code: string;
  readonly billable: boolean;
}

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const DIGITS = Array.from({ length: 10 }, (_, digit) => String(digit));
const WORDS = (
  "acute chronic displaced open closed fracture infection disorder lesion injury of the femur " +
  "tibia kidney liver lung heart valve artery initial subsequent encounter unspecified"
).split(" ");

/** Codes of 111 to a category: its header, ten headers below it, ten codes below each of those. */
function* codes(categories: number): Generator<Code> {
  for (let number = 0; number < categories; number += 1) {
    const letter = LETTERS[Math.floor(number / 100) % LETTERS.length];
    const category = letter + String(number % 100).padStart(2, "0");
    yield { code: category, billable: false };
    for (const fourth of DIGITS) {
      yield { code: category + fourth, billable: false };
      for (const fifth of DIGITS) yield { code: category + fourth + fifth, billable: true };
    }
  }
}

/** The text of an order file of ICD-10-CM with made-up codes, line by line. */
export function* orderLines(categories: number): Generator<string> {
  const random = new Random("order file");
  let order = 0;
  for (const { code, billable } of codes(categories)) {
    order += 1;
    const words = Array.from({ length: random.between(6, 14) }, () => random.pick(WORDS));
    const [short, long] = [words.join(" ").slice(0, 60), words.join(" ")];
    const columns = [String(order).padStart(5, "0"), code.padEnd(7), billable ? "1" : "0"];
    yield `${[...columns, short.padEnd(60), long].join(" ")}\n`;
  }
}

/** The text of a map from those codes to codes of ICD-9-CM's form, line by line. */
export function* mapLines(categories: number): Generator<string> {
  const random = new Random("general equivalence map");
  for (const { code, billable } of codes(categories)) {
    if (!billable) continue;
    const targets = new Set<number>();
    for (let count = random.chance(0.9) ? 1 : 2; targets.size < count; ) {
      targets.add(random.between(10_000, 99_999));
    }
    for (const target of targets) {
      yield `${code.padEnd(7)} ${String(target).padEnd(5)} ${random.pick(["00000", "10000"])}\n`;
    }
  }
}

/** The text of a CodeSystem of FHIR with made-up codes, eight below each, in pieces. */
export function* codeSystemPieces(concepts: number): Generator<string> {
  const random = new Random("code system");
  const url = "http://example.org/made-up";
  const header = { resourceType: "CodeSystem", id: "made-up", url, version: "1" };
  yield `${JSON.stringify(header).slice(0, -1)},"content":"complete","concept":[`;
  for (let number = 0; number < concepts; number += 1) {
    const words = Array.from({ length: random.between(3, 8) }, () => random.pick(WORDS));
    const parent = { code: "parent", valueCode: `C${Math.trunc(number / 8)}` };
    const concept = {
      code: `C${number}`,
      display: `${words.join(" ")} ${number}`,
      definition: `What is called ${words.join(" ")}.`,
      designation: [{ language: "de", value: `Begriff ${number}` }],
      property: [...(number === 0 ? [] : [parent]), { code: "status", valueCode: "active" }],
    };
    yield (number > 0 ? "," : "") + JSON.stringify(concept);
  }
  yield "]}";
}
