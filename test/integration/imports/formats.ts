import type {
  CodeSystemFormat,
  CrosswalkFormat,
  ImportRow,
} from "../../../src/importers/format.js";
import type { ConceptContent, ConceptName } from "../../../src/rules/codeSystems/content.js";
import type { PairContent } from "../../../src/rules/crosswalks/content.js";

type Given = Partial<ConceptContent> & { readonly code: string };

export function name(text: string, locale = "en", localePreferred = false): ConceptName {
  return { name: text, locale, localePreferred, nameType: null, externalId: null };
}

/** A concept that is called by its code, or what of it differs. */
export function concept(given: Given | string): ConceptContent {
  const differs = typeof given === "string" ? { code: given } : given;
  return {
    conceptClass: "Test",
    datatype: "N/A",
    names: [name(`The ${differs.code}`)],
    descriptions: [],
    parents: [],
    retired: false,
    externalId: null,
    extras: {},
    ...differs,
  };
}

/** A format whose files hold these concepts, a line each, whatever is in them. */
export function conceptFormat(
  codeSystem: string,
  concepts: readonly (Given | string)[],
): CodeSystemFormat {
  return {
    kind: "CODE_SYSTEM",
    name: "test-concepts",
    title: "Test concepts",
    codeSystem,
    recognises: () => false,
    read: () => rowsOf(concepts.map(concept)),
  };
}

/** `A -> 1` is related, `A = 1` equivalent, `A !` says that nothing corresponds; `A -> 1 k:v` has an attribute. */
export function pair(text: string): PairContent {
  const [sourceCode = "", sign, ...rest] = text.split(" ");
  const [targetCode = "", attribute] = sign === "!" ? ["", rest[0]] : rest;
  const [key, value = ""] = attribute?.split(":") ?? [];
  return {
    sourceSystem: "ndc",
    sourceCode,
    targetSystem: "rxnorm",
    targetCode,
    relationship: sign === "!" ? null : sign === "=" ? "EQUIVALENT" : "RELATED_TO",
    attributes: key === undefined ? [] : [{ key, value }],
  };
}

/** A format whose files hold these pairs, a line each. */
export function pairFormat(
  pairs: readonly (PairContent | string)[],
  systems = { sourceSystem: "ndc", targetSystem: "rxnorm" },
): CrosswalkFormat {
  return {
    kind: "CROSSWALK",
    name: "test-pairs",
    title: "Test pairs",
    subject: { ...systems, crosswalkName: "Test pairs" },
    recognises: () => false,
    read: () => rowsOf(pairs.map((one) => (typeof one === "string" ? pair(one) : one))),
  };
}

async function* rowsOf<Content>(contents: readonly Content[]): AsyncGenerator<ImportRow<Content>> {
  for (const [at, content] of contents.entries()) yield { line: at + 1, lines: 1, content };
}
