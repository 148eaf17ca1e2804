import { failed, ok, type Result } from "../../kernel/result.js";
import { looksLikeUrl } from "../conceptMappings/urls.js";
import { type Failure, type Failures, fieldInvalid, refusal } from "../failure.js";
import { isStorable, trimmed } from "../text.js";
import { checkedDefinition } from "./checkedDefinition.js";
import type { Cascade, NamedRepository, ReferenceDefinition } from "./definition.js";
import { expressionOf } from "./expressionOf.js";
import { LISTS_PER_COLLECTION, REFERENCES_PER_REQUEST } from "./limits.js";
import { INVALID_EXPRESSION } from "./messages.js";
import { type InvalidExpression, readExpression } from "./readExpression.js";
import { hasParts, type ReferenceInput, readReferenceInput } from "./readReferenceInput.js";
import { readNamedRepository } from "./repositories.js";

/** Whether one concept or mapping without a version is pinned to its newest, or follows. */
export type ReferenceMode = "PIN" | "DYNAMIC";

type Given<Value> = Value | null | undefined;

/** What a caller wants to be added to a collection. */
export interface ReferenceRequest {
  readonly expressions?: Given<readonly string[]>;
  readonly references?: Given<readonly ReferenceInput[]>;
  /** The repository that `*` and plain codes are of. */
  readonly uri?: Given<string>;
  readonly concepts?: Given<readonly string[]>;
  readonly mappings?: Given<readonly string[]>;
  readonly searchTerm?: Given<string>;
  readonly cascade?: Given<Cascade>;
  readonly exclude?: Given<boolean>;
}

/** One reference that is asked for. */
export interface AskedReference {
  /** As the caller wrote it, or the expression of what was written in parts. */
  readonly requested: string;
  readonly read: Result<ReferenceDefinition, InvalidExpression>;
  /** It came of `*`: to be pinned it names the repository's newest release. */
  readonly everything: boolean;
}

/**
 * All that a request asks for, in the order of its answers: expressions, references, concepts, mappings. An
 * expression that says nothing is one of them; what is wrong with other fields refuses the request.
 * @param caller name of the user who asks, whom `/user/` stands for
 */
export function expandRequest(
  request: ReferenceRequest,
  caller: string | null,
): Result<readonly AskedReference[], Failures> {
  const excess = tooMany(request);
  if (excess) return failed([excess]);
  const uri = readUri(request, caller);
  const faults: Failure[] = [...uri.faults, ...shapeFaults(request)];
  const expressions = (request.expressions ?? []).map((text) => askedByText(text, caller));
  const references = (request.references ?? []).flatMap((input, at) => {
    const asked = askedInParts(input, ["references", `${at}`], caller);
    if (!asked.ok) faults.push(...asked.failure);
    return asked.ok ? [asked.value] : [];
  });
  const members = (["concepts", "mappings"] as const).flatMap((field) =>
    (request[field] ?? []).map((text) => askedAsMember(text, field, { request, uri, caller })),
  );
  const refused = refusal(faults);
  if (refused) return failed(refused);
  const all = [...expressions, ...references, ...members];
  return ok(all.map((asked) => withDefaults(asked, request)));
}

/** Why a collection can't have so many references that are evaluated, or null. */
export function tooManyLists(lists: number): Failure | null {
  if (lists <= LISTS_PER_COLLECTION) return null;
  const message =
    `The collection would have ${lists} references to lists; ` +
    `at most ${LISTS_PER_COLLECTION} are allowed`;
  return fieldInvalid(["expressions"], message);
}

function tooMany(request: ReferenceRequest): Failure | null {
  let count = 0;
  for (const field of ["expressions", "references", "concepts", "mappings"] as const) {
    count += request[field]?.length ?? 0;
    if (count > REFERENCES_PER_REQUEST) {
      const message = `More than ${REFERENCES_PER_REQUEST} references are given; add them in several requests`;
      return fieldInvalid([field], message);
    }
  }
  return count === 0 && trimmed(request.uri) === null
    ? fieldInvalid(["expressions"], "Expressions, references, concepts or mappings are required")
    : null;
}

interface ReadUri {
  readonly named: NamedRepository | null;
  readonly faults: readonly Failure[];
}

function readUri({ uri }: ReferenceRequest, caller: string | null): ReadUri {
  const text = trimmed(uri);
  if (text === null) return { named: null, faults: [] };
  const named = isStorable(text)
    ? readNamedRepository(text, caller)
    : failed("it holds a character that is not text");
  return named.ok
    ? { named: named.value, faults: [] }
    : { named: null, faults: [fieldInvalid(["uri"], `uri: ${named.failure}`)] };
}

function shapeFaults({ uri, concepts, mappings, searchTerm }: ReferenceRequest) {
  const lists = Object.entries({ concepts: concepts ?? [], mappings: mappings ?? [] });
  const starred = lists.filter(([, list]) => list.some(isStar));
  const faults: Failure[] = [];
  const given = trimmed(uri) !== null;
  if (!given) {
    for (const [field] of starred) {
      faults.push(fieldInvalid([field], "* needs a uri, the repository that everything is of"));
    }
  } else if (lists.every(([, list]) => list.length === 0)) {
    faults.push(fieldInvalid(["uri"], 'Say what of it: concepts: ["*"], mappings: ["*"] or both'));
  }
  const term = trimmed(searchTerm);
  if (term !== null && (!given || starred.length === 0)) {
    faults.push(fieldInvalid(["searchTerm"], 'A search term needs a uri and concepts: ["*"]'));
  }
  if (term !== null && !isStorable(term)) {
    faults.push(fieldInvalid(["searchTerm"], "Search term holds a character that is not text"));
  }
  return faults;
}

function isStar(text: string): boolean {
  return text.trim() === "*";
}

function askedByText(requested: string, caller: string | null): AskedReference {
  return { requested, read: readExpression(requested, caller), everything: false };
}

function askedInParts(
  input: ReferenceInput,
  path: readonly string[],
  caller: string | null,
): Result<AskedReference, readonly Failure[]> {
  const text = trimmed(input.expression);
  if (text === null) {
    const read = readReferenceInput(input, path, caller);
    if (!read.ok) return read;
    return ok({ requested: expressionOf(read.value), read, everything: false });
  }
  if (hasParts(input)) {
    const message = "A reference is an expression or its parts, not both";
    return failed([fieldInvalid([...path, "expression"], message)]);
  }
  const asked = askedByText(text, caller);
  if (!asked.read.ok) return ok(asked);
  const { include, cascade } = input;
  const { value } = asked.read;
  return ok({
    ...asked,
    read: ok({ ...value, include: include ?? true, cascade: cascade ?? value.cascade }),
  });
}

function askedAsMember(
  text: string,
  field: "concepts" | "mappings",
  {
    request,
    uri: { named },
    caller,
  }: { readonly request: ReferenceRequest; readonly uri: ReadUri; readonly caller: string | null },
): AskedReference {
  const code = trimmed(text);
  if (!named || code === null || !isStorable(code) || looksLikeUrl(code)) {
    return askedByText(text, caller);
  }
  const term = trimmed(request.searchTerm);
  const everything = isStar(code);
  const checked = checkedDefinition({
    referenceType: field === "concepts" ? "CONCEPTS" : "MAPPINGS",
    include: true,
    system: named,
    valuesets: [],
    code: everything ? null : code,
    resourceVersion: null,
    mappingsOf: null,
    filters: everything && term !== null ? [{ property: "q", op: "=", value: term }] : [],
    cascade: "NONE",
  });
  return checked.ok
    ? { requested: everything ? expressionOf(checked.value) : text, read: checked, everything }
    : { requested: text, read: failed(invalid(checked.failure[0]?.message)), everything };
}

function invalid(hint = ""): InvalidExpression {
  return { message: INVALID_EXPRESSION, hint };
}

/** The cascade of the request where a reference has none, and that all of it excludes. */
function withDefaults(asked: AskedReference, request: ReferenceRequest): AskedReference {
  if (!asked.read.ok) return asked;
  const { include, cascade, referenceType } = asked.read.value;
  const given = cascade === "NONE" ? (request.cascade ?? "NONE") : cascade;
  const definition = {
    ...asked.read.value,
    include: include && !request.exclude,
    cascade: referenceType === "MAPPINGS" ? "NONE" : given,
  };
  return { ...asked, read: ok(definition) };
}
