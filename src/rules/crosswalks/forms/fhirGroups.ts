import { type GroupDetails, type MapRelease, unmappedModes, unmappedOf } from "./fhirHeader.js";
import { isRecord, recordsIn } from "./heldAttributes.js";
import type { Losses } from "./losses.js";

type Members = Readonly<Record<string, unknown>>;

/** What is said of groups, in the one form that it is kept in: R5's words, in order of the systems. */
export function groupsText(groups: readonly GroupDetails[]): string {
  return JSON.stringify(
    groups.toSorted((one, other) => (orderKey(one) < orderKey(other) ? -1 : 1)).map(ownForm),
  );
}

function orderKey({ source, target }: GroupDetails): string {
  return `${source}\u0000${target}`;
}

function ownForm({ source, target, sourceVersion, targetVersion, unmapped }: GroupDetails) {
  return {
    source,
    target,
    ...(sourceVersion === undefined ? {} : { sourceVersion }),
    ...(targetVersion === undefined ? {} : { targetVersion }),
    ...(unmapped === undefined ? {} : { unmapped: unmappedOf(unmapped, "R5", () => {}) }),
  };
}

/**
 * Reads what is said of groups; null where the text is anything else than {@link groupsText} writes of groups
 * that have pairs.
 */
export function groupsIn(
  text: string,
  hasPairs: (source: string, target: string) => boolean,
): readonly GroupDetails[] | null {
  const groups = recordsIn(text);
  if (groups === null || !groups.every(isDetails)) return null;
  const different = new Set(groups.map(orderKey)).size === groups.length;
  const present = groups.every(({ source, target }) => hasPairs(source, target));
  return different && present && groupsText(groups) === text ? groups : null;
}

function isDetails(group: Members): group is Members & GroupDetails {
  const { source, target, sourceVersion, targetVersion, unmapped, ...others } = group;
  const isUri = (uri: unknown) => typeof uri === "string" && uri !== "" && !uri.includes("|");
  const isVersion = (given: unknown) =>
    given === undefined || (typeof given === "string" && given !== "" && given === given.trim());
  const isTold = (sourceVersion ?? targetVersion ?? unmapped) !== undefined;
  const fits =
    isUri(source) && isUri(target) && isVersion(sourceVersion) && isVersion(targetVersion);
  return fits && isTold && isUnmapped(unmapped) && Object.keys(others).length === 0;
}

function isUnmapped(unmapped: unknown): boolean {
  if (unmapped === undefined) return true;
  return isRecord(unmapped) && unmappedModes.R5.includes(String(unmapped.mode));
}

/** The members of a group beside its elements: before them, and behind. */
export function groupMembers(
  { source, target, sourceVersion, targetVersion, unmapped }: GroupDetails,
  release: MapRelease,
  losses: Losses,
): { readonly before: Members; readonly behind: Members } {
  const version = (name: string, given?: string) => (given === undefined ? {} : { [name]: given });
  const versioned = (url: string, given?: string) =>
    given === undefined ? url : `${url}|${given}`;
  const before =
    release === "R4"
      ? {
          source,
          ...version("sourceVersion", sourceVersion),
          target,
          ...version("targetVersion", targetVersion),
        }
      : { source: versioned(source, sourceVersion), target: versioned(target, targetVersion) };
  if (unmapped === undefined) return { before, behind: {} };
  const lost = (member: string) => {
    const where = `${source} → ${target}`;
    losses.add("LEFT_OUT", `group.unmapped.${member}`, "R4 does not have it.", where);
  };
  return { before, behind: { unmapped: unmappedOf(unmapped, release, lost) } };
}
