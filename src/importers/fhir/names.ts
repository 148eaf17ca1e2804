import type { ConceptName } from "../../rules/codeSystems/content.js";
import { NAME_LIMIT, NAMES_LIMIT } from "../../rules/codeSystems/limits.js";
import { isLocale } from "../../rules/codeSystems/locales.js";
import { isArray, isObject, type Json, type JsonObject } from "../json.js";
import { lengthFault } from "./lengths.js";

const SNOMED_TYPES: Readonly<Record<string, string | null>> = {
  "900000000000003001": "FULLY_SPECIFIED",
  "900000000000013009": null,
};

/** What a designation is used for: the type of the name, and whether it is its language's preferred one. */
function useOf(use: Json | undefined): Pick<ConceptName, "nameType" | "localePreferred"> {
  const code = isObject(use) ? use.get("code") : undefined;
  if (typeof code !== "string") return { nameType: null, localePreferred: false };
  if (code === "preferredForLanguage") return { nameType: null, localePreferred: true };
  const known = SNOMED_TYPES[code];
  return { nameType: known === undefined ? code : known, localePreferred: false };
}

type Read = { readonly name: ConceptName } | { readonly fault: string };

function designation(given: JsonObject, language: string): Read {
  const [value, ownLanguage = language] = [given.get("value"), given.get("language")];
  if (typeof value !== "string" || value.trim() === "") return { fault: "it has no value" };
  const tooLong = lengthFault(value.trim(), "the value", NAME_LIMIT);
  if (tooLong !== null) return { fault: tooLong };
  if (typeof ownLanguage !== "string" || !isLocale(ownLanguage)) {
    return { fault: `${JSON.stringify(ownLanguage)} is no language` };
  }
  const use = useOf(given.get("use"));
  return { name: { name: value.trim(), locale: ownLanguage, ...use, externalId: null } };
}

/**
 * The names of a concept, or which designation can't be read and why: the display, which is its language's
 * preferred one, and the designations. What comes twice stands there once, and one name of a language is
 * preferred.
 * @param display the code where there is none
 */
export function readNames(
  display: string,
  designations: Json | undefined,
  language: string,
): readonly ConceptName[] | { readonly at: string; readonly fault: string } {
  const names: ConceptName[] = [
    { name: display, locale: language, localePreferred: true, nameType: null, externalId: null },
  ];
  if (designations !== undefined && !isArray(designations)) {
    return { at: "designation", fault: "it is no array" };
  }
  for (const [index, given] of (designations ?? []).entries()) {
    const at = `designation[${index}]`;
    if (!isObject(given)) return { at, fault: "it is no object" };
    const read = designation(given, language);
    if ("fault" in read) return { at, fault: read.fault };
    add(names, read.name);
  }
  if (names.length > NAMES_LIMIT) {
    const fault = `with the display there are ${names.length} names; at most ${NAMES_LIMIT} are allowed`;
    return { at: "designation", fault };
  }
  return withFullName(names);
}

function add(names: ConceptName[], name: ConceptName): void {
  const sameLocale = names.filter(({ locale }) => locale === name.locale);
  if (sameLocale.some((one) => one.name === name.name && one.nameType === name.nameType)) return;
  const preferred = name.localePreferred && !sameLocale.some((one) => one.localePreferred);
  names.push({ ...name, localePreferred: preferred });
}

/** The display is the full name where no designation of its language is. */
function withFullName([display, ...others]: readonly ConceptName[]): readonly ConceptName[] {
  if (display === undefined) return [];
  const full = others.some(
    ({ locale, nameType }) => locale === display.locale && nameType === "FULLY_SPECIFIED",
  );
  return [{ ...display, nameType: full ? null : "FULLY_SPECIFIED" }, ...others];
}
