import type { ConceptContent, ConceptDescription } from "../../rules/codeSystems/content.js";
import { CODE_LIMIT, DESCRIPTION_LIMIT, NAME_LIMIT } from "../../rules/codeSystems/limits.js";
import type { Parsed } from "../rows.js";
import { lengthFault } from "./lengths.js";
import { readNames } from "./names.js";
import type { RawConcept } from "./outline.js";
import { asExtras, codeNamed, type Roles, readProperties, takesOut } from "./properties.js";

/** FHIR's own word for what these are. */
const CONCEPT_CLASS = "Concept";

/** What the resource says that its concepts depend on. */
export interface ConceptContext {
  /** Of texts that name none of their own. */
  readonly language: string;
  readonly roles: Roles;
}

/** A concept, and the codes of those that it says are below it. */
export interface FhirConcept extends ConceptContent {
  readonly children: readonly string[];
}

function codeFault(code: unknown): string | null {
  if (code === undefined || code === null || code === "") return "there is no code";
  if (typeof code !== "string") return "the code is no text";
  if (code !== code.trim()) return `the code ${JSON.stringify(code)} has blanks around it`;
  return lengthFault(code, "the code", CODE_LIMIT);
}

function description(text: string, locale: string): ConceptDescription {
  return {
    description: text,
    locale,
    localePreferred: true,
    descriptionType: "Definition",
    externalId: null,
  };
}

/** A text of a concept, trimmed, "" where there is none; or what is wrong with it. */
function textOf(
  { fields }: RawConcept,
  name: string,
  limit: number,
): { readonly text: string } | { readonly fault: string } {
  const value = fields.get(name) ?? "";
  if (typeof value !== "string") return { fault: "it is no text" };
  const text = value.trim();
  const fault = lengthFault(text, "it", limit);
  return fault === null ? { text } : { fault };
}

/** What a concept says, or why it can't be read, with its path. */
export function readConcept(raw: RawConcept, context: ConceptContext): Parsed<FhirConcept> {
  const rejected = (fault: string, at = "") => ({
    rejected: `${raw.path}${at && `.${at}`}: ${fault}`,
  });
  const code = raw.fields.get("code");
  const fault = codeFault(code);
  if (fault !== null || typeof code !== "string") return rejected(fault ?? "there is no code");
  const display = textOf(raw, "display", NAME_LIMIT);
  if ("fault" in display) return rejected(display.fault, "display");
  const definition = textOf(raw, "definition", DESCRIPTION_LIMIT);
  if ("fault" in definition) return rejected(definition.fault, "definition");
  const names = readNames(display.text || code, raw.fields.get("designation"), context.language);
  if ("fault" in names) return rejected(names.fault, names.at);
  const properties = readProperties(raw.fields.get("property"));
  if ("fault" in properties) return rejected(properties.fault, properties.at);
  const above = raw.above?.fields.get("code");
  const named = { PARENT: new Set<string>(), CHILD: new Set<string>() };
  if (raw.above !== null) {
    if (typeof above !== "string") return rejected("the concept that it is nested in has no code");
    named.PARENT.add(above);
  }
  for (const [index, { code: property, value }] of properties.entries()) {
    const role = context.roles.get(property);
    if (role !== "PARENT" && role !== "CHILD") continue;
    const one = codeNamed(value);
    if (one === null) return rejected("it names no code", `property[${index}]`);
    named[role].add(one);
  }
  const others = properties.filter(({ code: property }) => {
    const role = context.roles.get(property);
    return role !== "PARENT" && role !== "CHILD";
  });
  const content: FhirConcept = {
    code,
    conceptClass: CONCEPT_CLASS,
    datatype: "N/A",
    names,
    descriptions: definition.text === "" ? [] : [description(definition.text, context.language)],
    parents: [...named.PARENT],
    children: [...named.CHILD],
    retired: others.some(({ code: property, value }) =>
      takesOut(context.roles.get(property), value),
    ),
    externalId: null,
    extras: asExtras(others),
  };
  return { content };
}
