import type { RejectedLine } from "../../importers/format.js";
import type { Viewer } from "../../rules/access/viewer.js";
import type { ReadReference, SaidOfReference } from "../../rules/collections/forms/setContent.js";
import type { Losses } from "../../rules/crosswalks/forms/losses.js";
import type { ReferenceDefinition } from "../../rules/references/definition.js";
import { LISTS_PER_COLLECTION } from "../../rules/references/limits.js";
import { namedRepositoryText } from "../../rules/references/repositories.js";
import { emptySystems, licensedSystems } from "../../store/codeSystems/importTarget.js";
import type { NewReference } from "../../store/collections/referenceWrites.js";
import type { Queries } from "../../store/database.js";
import { nestingFaults } from "../references/nesting.js";
import { newReference } from "../references/newReference.js";
import {
  isResource,
  type LocatedReference,
  locateReferences,
} from "../references/resolveReferences.js";
import { refused } from "./refusals.js";

/** A line of a file that becomes one of a collection. */
export interface FileLine {
  readonly line: number;
  readonly content: ReadReference;
}

/** The lines of a file as they are written. */
export interface LocatedLines {
  readonly references: readonly NewReference[];
  /** Lines that say what another says, and were left out. */
  readonly repeats: number;
  /** What lines name that is not here, or has no content here, with the number of lines. */
  readonly missing: readonly { readonly name: string; readonly references: number }[];
  /** Codes that their code system does not have, where it is here. */
  readonly unknownCodes: readonly { readonly codeSystem: string; readonly codes: number }[];
}

const AT_ONCE = 10_000;

interface Locating {
  readonly viewer: Viewer;
  readonly newUuid: () => string;
  readonly containerId: number;
  readonly losses: Losses;
}

/** Finds what the lines of a file name, as far as it is here for the collection's owner. */
export async function locatedLines(
  queries: Queries,
  lines: readonly FileLine[],
  { viewer, newUuid, containerId, losses }: Locating,
): Promise<LocatedLines> {
  const licensed = await licensedSystems(queries);
  const rows = new Map<string, NewReference>();
  const missing = new Map<string, number>();
  const unknown = new Map<string, number>();
  const circular: RejectedLine[] = [];
  for (let start = 0; start < lines.length; start += AT_ONCE) {
    const batch = lines.slice(start, start + AT_ONCE);
    const located = await locate(queries, viewer, batch, losses);
    const ids = located.flatMap(({ system }) => (system ? [system.id] : []));
    const empty = await emptySystems(queries, [...new Set(ids)]);
    const nesting = await nestingFaults(queries, containerId, located);
    for (const [at, one] of located.entries()) {
      const { line, content } = batch[at] ?? { line: 0, content: null };
      const rejected = nesting[at] ?? null;
      if (rejected !== null) circular.push({ line, rejected });
      const said = allowedWords(content?.said ?? null, one.definition, { licensed, losses });
      const row = newReference(one, said, { newUuid, viewer });
      const key = `${row.include} ${row.identity}`;
      if (rows.has(key)) continue;
      rows.set(key, row);
      const isEmpty = one.system !== null && empty.has(one.system.id);
      const absent = [...absentIn(one), ...(isEmpty ? systemNames(one) : [])];
      for (const name of absent) missing.set(name, (missing.get(name) ?? 0) + 1);
      if (absent.length > 0 || !isResource(one) || one.found !== null) continue;
      for (const name of systemNames(one)) unknown.set(name, (unknown.get(name) ?? 0) + 1);
    }
  }
  if (circular.length > 0) {
    throw refused("The file brings collections into each other in a circle", circular);
  }
  refuseLists([...rows.values()]);
  return {
    references: [...rows.values()],
    repeats: lines.length - rows.size,
    missing: [...missing].map(([name, references]) => ({ name, references })),
    unknownCodes: [...unknown].map(([codeSystem, codes]) => ({ codeSystem, codes })),
  };
}

function refuseLists(rows: readonly NewReference[]): void {
  const lists = rows.filter(({ kind }) => kind === "LIST").length;
  if (lists <= LISTS_PER_COLLECTION) return;
  throw refused(
    `The file has ${lists} filters, imports and the like; a collection has at most ${LISTS_PER_COLLECTION}`,
  );
}

/** By what else a line says where what it names is not here; without the version of a concept that never was. */
async function locate(
  queries: Queries,
  viewer: Viewer,
  batch: readonly FileLine[],
  losses: Losses,
): Promise<readonly LocatedReference[]> {
  const definitions = batch.map(({ content }) => content.definition);
  const located = [...(await locateReferences(queries, viewer, definitions))];
  const retry = async (
    again: readonly { readonly at: number; readonly definition: ReferenceDefinition }[],
  ) => {
    const found =
      again.length > 0
        ? await locateReferences(
            queries,
            viewer,
            again.map(({ definition }) => definition),
          )
        : [];
    return again.flatMap(({ at }, n) => {
      const one = found[n];
      return one ? [{ at, one }] : [];
    });
  };
  const elsewhere = batch.flatMap(({ content: { otherwise } }, at) => {
    const one = located[at];
    return otherwise && one && absentIn(one).length > 0 ? [{ at, definition: otherwise }] : [];
  });
  for (const { at, one } of await retry(elsewhere)) {
    if (absentIn(one).length === 0) located[at] = one;
  }
  const unpinned = located.flatMap((one, at) => {
    const { definition } = one;
    const lacks = isResource(one) && one.found === null && definition.resourceVersion !== null;
    return lacks ? [{ at, definition: { ...definition, resourceVersion: null } }] : [];
  });
  for (const { at, one } of await retry(unpinned)) {
    const message = "The version is not here: the newest of its code system stands for it.";
    losses.add("REPLACED", "resource_version", message, one.definition.code ?? "");
    located[at] = one;
  }
  return located;
}

function absentIn({ definition, system, valuesets }: LocatedReference): readonly string[] {
  const named = [
    ...(definition.system ? [{ named: definition.system, target: system }] : []),
    ...definition.valuesets.map((one, at) => ({ named: one, target: valuesets[at] ?? null })),
  ];
  return named.flatMap(({ named: one, target }) =>
    (target?.revision ?? null) === null ? [namedRepositoryText(one)] : [],
  );
}

function systemNames({ definition: { system } }: LocatedReference): readonly string[] {
  return system ? [namedRepositoryText(system)] : [];
}

/** Displays are the publisher's: where that needs a licence they stand in the code system alone. */
function allowedWords(
  said: SaidOfReference | null,
  { system, code }: ReferenceDefinition,
  { licensed, losses }: { readonly licensed: ReadonlySet<string>; readonly losses: Losses },
): SaidOfReference | null {
  if (said === null || system === null) return said;
  if (!licensed.has(namedRepositoryText({ ...system, version: null }))) return said;
  const { display, designation, ...rest } = said;
  if (display === undefined && designation === undefined) return said;
  const message = "It belongs to a code system that needs a licence, and stands there alone.";
  losses.add("LEFT_OUT", "display", message, code ?? "");
  return Object.keys(rest).length > 0 ? rest : null;
}
