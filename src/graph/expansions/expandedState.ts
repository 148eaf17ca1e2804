import {
  type ChosenVersion,
  chosenPins,
  otherNamedVersion,
} from "../../rules/expansions/chosenVersions.js";
import {
  type ExpansionParameters,
  type NamedInParameter,
  readParameters,
} from "../../rules/expansions/parameters.js";
import type { MemberState } from "../../store/collections/pins.js";
import type { Excluded } from "../../store/expansions/narrowing.js";
import {
  headOf,
  namedVersionOf,
  type ShownCollectionVersion,
} from "../collections/shownCollectionVersion.js";
import { stateOf } from "../collections/shownMember.js";
import type { Context } from "../context.js";
import { type NamedVersion, versionsNamed } from "../repositories/namedVersions.js";
import { badUserInput } from "../shared/errors.js";
import type { ExpansionParameters as GivenParameters } from "./ExpansionParameters.js";

/** How many versions of a collection an expansion leaves out where none is named. */
const VERSIONS = { by: "page", size: 1000, number: 1 } as const;

/**
 * Where an expansion of a version of a collection is read. Without parameters it is the version itself.
 * @throws BAD_USER_INPUT naming the parameters that are at fault
 */
export async function expandedState(
  version: ShownCollectionVersion,
  given: GivenParameters | null | undefined,
  context: Context,
): Promise<MemberState> {
  const read = readParameters(given ?? {}, context.viewer.user?.name ?? null);
  if (!read.ok) throw badUserInput(read.failure.join(" "));
  const parameters = read.value;
  const [state, chosen, without] = await Promise.all([
    stateOf(version, context),
    chosenVersions(parameters, context),
    excludedBy(parameters.excludeSystem, context),
  ]);
  for (const { argument, text, ...choice } of chosen.filter(({ checked }) => checked)) {
    const other = otherNamedVersion(state.pins, choice);
    if (other === null) continue;
    throw badUserInput(`${argument} is ${text}, but references of the collection read ${other}.`);
  }
  const [pins = state.pins, ...others] = chosenPins(state.pins, chosen);
  const { activeOnly, filter, dates } = parameters;
  const isPlain =
    !activeOnly && filter === null && [others, dates, without].every((list) => list.length === 0);
  const base = { ...state, pins };
  return isPlain ? base : { ...base, narrowing: { others, activeOnly, filter, dates, without } };
}

interface Choice extends ChosenVersion {
  readonly argument: string;
  readonly text: string;
  readonly checked: boolean;
}

/** The versions of code systems that parameters choose. */
async function chosenVersions(
  { systemVersion, checkSystemVersion, forceSystemVersion }: ExpansionParameters,
  context: Context,
): Promise<readonly Choice[]> {
  const all = [...systemVersion, ...checkSystemVersion, ...forceSystemVersion];
  const versions = await versionsNamed(all, context);
  return all.map((one, at): Choice => {
    const { argument, text } = one;
    const found = versions[at];
    if (found?.kind !== "CODE_SYSTEM") {
      throw badUserInput(`${argument} names ${text}, which is a collection, not a code system.`);
    }
    const { containerId: id, revision, ordinal } = found.version;
    const [checked, forced] = [checkSystemVersion, forceSystemVersion].map((list) =>
      list.includes(one),
    );
    return {
      ...{ argument, text, id, revision, ordinal },
      checked: checked === true,
      forced: forced === true,
    };
  });
}

/** What an expansion leaves out. */
async function excludedBy(
  named: readonly NamedInParameter[],
  context: Context,
): Promise<readonly Excluded[]> {
  const versions = await versionsNamed(named, context);
  const each = await Promise.all(
    named.map(async ({ named: { version } }, at) => {
      const found = versions[at];
      return found ? await contentOf(found, version !== null, context) : [];
    }),
  );
  return each.flat();
}

async function contentOf(
  { kind, version }: NamedVersion,
  isVersioned: boolean,
  context: Context,
): Promise<readonly Excluded[]> {
  if (kind === "CODE_SYSTEM") {
    const { containerId, revision } = version;
    return [isVersioned ? { kind, containerId, revision } : { kind: "ALL_OF", id: containerId }];
  }
  const versions = isVersioned ? [version] : await everyVersion(version, context);
  const states = await Promise.all(versions.map((one) => stateOf(one, context)));
  return states.map((state) => ({ kind, state }));
}

/** HEAD of a collection, and every version of it. */
async function everyVersion(
  { collection }: ShownCollectionVersion,
  { load }: Context,
): Promise<readonly ShownCollectionVersion[]> {
  const key = { id: collection.containerId, released: null, processing: null, window: VERSIONS };
  const { items } = await load.repositories.versions.load(key);
  return [headOf(collection), ...items.map((row) => namedVersionOf(collection, row))];
}
