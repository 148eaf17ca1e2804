import { failed, ok, type Result } from "../../kernel/result.js";
import { characters, isStorable } from "../text.js";
import { checkedDefinition } from "./checkedDefinition.js";
import type { NamedRepository, ReferenceDefinition } from "./definition.js";
import { EXPRESSION_LIMIT } from "./limits.js";
import { INVALID_EXPRESSION } from "./messages.js";
import { readQuery } from "./readQuery.js";
import { looksCanonical, pathSegments, readCanonical, readRepositoryPath } from "./repositories.js";

/** Why an expression says nothing that a collection could hold. */
export interface InvalidExpression {
  readonly message: typeof INVALID_EXPRESSION;
  /** Which part is wrong, as a sentence that begins small. */
  readonly hint: string;
}

/**
 * What an expression says: the URL of concepts or mappings, of one of them, or of a repository, relative or
 * canonical, as OCL's interface has it. Reads all that `expressionOf` writes. It is an include.
 * @param caller name of the user who asks, whom `/user/` stands for
 */
export function readExpression(
  text: string,
  caller: string | null,
): Result<ReferenceDefinition, InvalidExpression> {
  const read = readText(text.trim(), caller);
  return read.ok ? ok(read.value) : failed({ message: INVALID_EXPRESSION, hint: read.failure });
}

function readText(text: string, caller: string | null): Result<ReferenceDefinition, string> {
  if (text === "") return failed("it is empty");
  if (!isStorable(text)) return failed("it holds a character that is not text");
  if (characters(text) > EXPRESSION_LIMIT) {
    return failed(`it has more than ${EXPRESSION_LIMIT} characters`);
  }
  const { base, query } = looksCanonical(text) ? canonicalParts(text) : relativeParts(text, caller);
  if (!base.ok) return failed(base.failure);
  const contents = readContents(base.value);
  if (!contents.ok) return failed(contents.failure);
  const read = readQuery(query, contents.value, caller);
  if (!read.ok) return failed(read.failure);
  const checked = checkedDefinition(read.value);
  return checked.ok ? ok(checked.value) : failed(checked.failure[0]?.message ?? "");
}

/** The repository, null: everything; and the segments behind it. */
type Base = Result<
  { readonly named: NamedRepository | null; readonly rest: readonly string[] },
  string
>;

interface Parts {
  readonly base: Base;
  readonly query: string;
}

function relativeParts(text: string, caller: string | null): Parts {
  const [path, query] = cut(text, text.indexOf("?"));
  const segments = pathSegments(path);
  if (!segments.ok) return { base: failed(segments.failure), query };
  const [first] = segments.value;
  if (first === "concepts" || first === "mappings") {
    return { base: ok({ named: null, rest: segments.value }), query };
  }
  return { base: readRepositoryPath(segments.value, caller), query };
}

/** A canonical URL ends at its version, at the first segment that is `concepts` or `mappings`, or the query. */
function canonicalParts(text: string): Parts {
  const end = text.search(/\/(?:concepts|mappings)(?:[/?]|$)|[?|]/);
  const url = end < 0 ? text : text.slice(0, end);
  const behind = end < 0 ? "" : text.slice(end);
  const [path, query] = cut(behind, behind.indexOf("?"));
  const [label, rest] = path.startsWith("|")
    ? cut(path.slice(1), path.indexOf("/") - 1)
    : ["", path];
  const named = readCanonical(url, label);
  if (!named.ok) return { base: failed(named.failure), query };
  const segments = pathSegments(rest);
  if (!segments.ok) return { base: failed(segments.failure), query };
  // A code system that is named like this alone stands for its concepts, as in FHIR.
  const contents = segments.value.length === 0 ? ["concepts"] : segments.value;
  return { base: ok({ named: named.value, rest: contents }), query };
}

/** What stands before and behind one character; all of it before where there is none. */
function cut(text: string, at: number): readonly [string, string] {
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}

/** What the path alone says. */
function readContents({
  named,
  rest,
}: {
  readonly named: NamedRepository | null;
  readonly rest: readonly string[];
}): Result<ReferenceDefinition, string> {
  const [word, code = null, third, ...others] = rest;
  const definition: ReferenceDefinition = {
    referenceType: word === undefined ? "ALL" : word === "mappings" ? "MAPPINGS" : "CONCEPTS",
    include: true,
    system: named,
    valuesets: [],
    code,
    resourceVersion: null,
    mappingsOf: null,
    filters: [],
    cascade: "NONE",
  };
  if (word !== undefined && word !== "concepts" && word !== "mappings") {
    return failed(`"${word}" should be concepts or mappings`);
  }
  if (others[0] !== undefined) return failed(`"${others[0]}" is too much`);
  if (third === undefined) return ok(definition);
  return word === "concepts" && third === "mappings"
    ? ok({ ...definition, referenceType: "MAPPINGS", mappingsOf: "DIRECT" })
    : ok({ ...definition, resourceVersion: third });
}
