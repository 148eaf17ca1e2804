import { repositoryNameOf, repositoryUrl } from "../../rules/repositories/urls.js";
import type { MemberState } from "../../store/collections/pins.js";
import type { Context } from "../context.js";
import type { ResolvedVersion } from "./ResolvedVersion.js";

/** Where the references of collections read code systems and other collections, each version once. */
export async function resolvedVersionsOf(
  states: readonly MemberState[],
  { load }: Context,
): Promise<readonly ResolvedVersion[]> {
  const lists = await Promise.all(
    states.map((state) => load.collectionMembers.resolvedVersions.load(state)),
  );
  const shown = lists.flat().map(({ isCollection, version, explicit, newerReleased, ...row }) => {
    const url = repositoryUrl(repositoryNameOf(row, isCollection ? "COLLECTION" : "CODE_SYSTEM"));
    return {
      codeSystemUrl: isCollection ? null : url,
      collectionUrl: isCollection ? url : null,
      ...{ version, explicit, newerReleased },
    };
  });
  return [...new Map(shown.map((one) => [JSON.stringify(one), one])).values()];
}
