import { canonicalUuid } from "../../kernel/uuid.js";
import type { SystemCode } from "../../rules/crosswalks/resolveMappings.js";
import type { MatchDirection } from "../../store/crosswalks/matchScope.js";
import { type MatchRow, type MatchScope, matchKey } from "../../store/crosswalks/translations.js";
import type { Context } from "../context.js";
import { Connection, connectionOf } from "../shared/connections.js";
import { type PageArguments, usualSizes, windowOf } from "../shared/PageArguments.js";
import { CrosswalkTarget } from "./CrosswalkTarget.js";
import type { ShownTarget } from "./shownMapping.js";

export const CrosswalkTargetConnection = connectionOf(
  "CrosswalkTarget",
  () => CrosswalkTarget,
  "source-target pairs, in order of crosswalk identifier and target code",
);

const shape = { ...usualSizes, key: ["string", "string", "string", "string", "string"] } as const;

/** The pairs in which a code is the source (FORWARD) or the target (BACKWARD), a window of them. */
export async function matchesOf(
  of: SystemCode,
  { direction, scope }: { readonly direction: MatchDirection; readonly scope: MatchScope },
  page: PageArguments,
  context: Context,
) {
  const window = windowOf(page, shape);
  const { matches, matchCount } = context.load.crosswalks;
  const slice = await matches.load({ of, direction, scope, window });
  const items = slice.items.map(shownMatch);
  return new Connection({ ...slice, items }, window, {
    keyOf: ({ match }) => matchKey(match),
    count: () => matchCount.load({ of, direction, scope }),
  });
}

/** A match as the graph shows pairs, with the version that it stands in. */
function shownMatch(match: MatchRow): ShownTarget & { readonly match: MatchRow } {
  const { crosswalk, containerId, ordinal } = match;
  return { ...match, version: { identifier: crosswalk, containerId, ordinal }, match };
}

/** The crosswalk that a caller names as the only one to look in; null where it is not there to be seen. */
export async function onlyIn(
  crosswalk: string,
  context: Context,
): Promise<Pick<MatchScope, "containerId"> | null> {
  const identifier = canonicalUuid(crosswalk);
  const row = identifier && (await context.load.crosswalks.byIdentifier.load(identifier));
  return row ? { containerId: row.containerId } : null;
}
