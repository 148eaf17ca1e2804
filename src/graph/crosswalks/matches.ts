import { canonicalUuid } from "../../kernel/uuid.js";
import type { SystemCode } from "../../rules/crosswalks/resolveMappings.js";
import {
  type MatchDirection,
  type MatchRow,
  type MatchScope,
  matchKey,
} from "../../store/crosswalks/translations.js";
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
  const items = await Promise.all(slice.items.map((row) => shownMatch(row, context)));
  return new Connection({ ...slice, items }, window, {
    keyOf: ({ match }) => matchKey(match),
    count: () => matchCount.load({ of, direction, scope }),
  });
}

/** A match as the graph shows pairs, with the version that it stands in. */
export async function shownMatch(
  match: MatchRow,
  { load }: Context,
): Promise<ShownTarget & { readonly match: MatchRow }> {
  const { containerId, ordinal } = match;
  const version = await load.crosswalks.version.load({ containerId, ordinal });
  if (!version) throw new Error(`Crosswalk ${match.crosswalk} has no version ${ordinal}`);
  return { ...match, version, match };
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
