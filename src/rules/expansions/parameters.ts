import { failed, ok, type Result } from "../../kernel/result.js";
import type { NamedRepository } from "../references/definition.js";
import { readNamedRepository } from "../references/repositories.js";
import { isStorable, trimmed } from "../text.js";
import { type Span, spanOf } from "./dates.js";

/** How many values one parameter may have. */
export const VALUES_LIMIT = 100;

/** The parameters of an expansion as they are asked for; what is null or left out is as usual. */
export interface GivenParameters {
  readonly activeOnly?: boolean | null;
  readonly filter?: string | null;
  readonly date?: readonly string[] | null;
  readonly excludeSystem?: readonly string[] | null;
  readonly systemVersion?: readonly string[] | null;
  readonly checkSystemVersion?: readonly string[] | null;
  readonly forceSystemVersion?: readonly string[] | null;
}

/** A code system or collection that a parameter names; `argument` is what messages call it. */
export interface NamedInParameter {
  readonly argument: string;
  readonly text: string;
  readonly named: NamedRepository;
}

/** The parameters of an expansion as they are understood. */
export interface ExpansionParameters {
  readonly activeOnly: boolean;
  readonly filter: string | null;
  readonly dates: readonly Span[];
  readonly excludeSystem: readonly NamedInParameter[];
  readonly systemVersion: readonly NamedInParameter[];
  readonly checkSystemVersion: readonly NamedInParameter[];
  readonly forceSystemVersion: readonly NamedInParameter[];
}

/**
 * Reads the parameters of an expansion. Lists may have commas within their texts as well.
 * @param caller name of the user who asks, whom `/user/` stands for
 * @returns all that is wrong with them, each as a sentence that names the parameter
 */
export function readParameters(
  given: GivenParameters,
  caller: string | null,
): Result<ExpansionParameters, readonly string[]> {
  const faults: string[] = [];
  const values = <Value>(
    name: keyof GivenParameters,
    texts: readonly string[] | null | undefined,
    read: (text: string) => Result<Value, string>,
  ): readonly Value[] => {
    const parts = (texts ?? []).flatMap((text) => text.split(",")).map((part) => part.trim());
    const said = parts.filter((part) => part !== "");
    if (said.length > VALUES_LIMIT) {
      faults.push(
        `parameters.${name} has ${said.length} values; at most ${VALUES_LIMIT} are allowed.`,
      );
      return [];
    }
    return said.flatMap((text) => {
      const value = isStorable(text) ? read(text) : failed("it holds a character that is not text");
      if (value.ok) return [value.value];
      faults.push(`parameters.${name}: ${value.failure}.`);
      return [];
    });
  };
  const named = (name: keyof GivenParameters, versioned: boolean) => (text: string) =>
    readNamed({ name, text, versioned }, caller);
  const filter = trimmed(given.filter);
  if (filter !== null && !isStorable(filter)) {
    faults.push("parameters.filter holds a character that is not text.");
  }
  const read: ExpansionParameters = {
    activeOnly: given.activeOnly === true,
    filter,
    dates: values("date", given.date, spanOf),
    excludeSystem: values("excludeSystem", given.excludeSystem, named("excludeSystem", false)),
    systemVersion: values("systemVersion", given.systemVersion, named("systemVersion", true)),
    checkSystemVersion: values(
      "checkSystemVersion",
      given.checkSystemVersion,
      named("checkSystemVersion", true),
    ),
    forceSystemVersion: values(
      "forceSystemVersion",
      given.forceSystemVersion,
      named("forceSystemVersion", true),
    ),
  };
  return faults.length > 0 ? failed(faults) : ok(read);
}

function readNamed(
  asked: { readonly name: string; readonly text: string; readonly versioned: boolean },
  caller: string | null,
): Result<NamedInParameter, string> {
  const { name, text, versioned } = asked;
  const read = readNamedRepository(text, caller);
  if (!read.ok) return read;
  if (versioned && read.value.version === null) {
    return failed(`"${text}" names no version; http://loinc.org|2.77 does`);
  }
  return ok({ argument: `parameters.${name}`, text, named: read.value });
}
