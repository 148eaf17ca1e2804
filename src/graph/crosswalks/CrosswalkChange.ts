import { Field, ObjectType } from "type-graphql";
import { NO_MAP } from "../../rules/crosswalks/content.js";
import type { PairChangeRow, PairState } from "../../store/crosswalks/history.js";
import type { CrosswalkVersionRow } from "../../store/crosswalks/queries.js";
import type { Context } from "../context.js";
import { Connection, connectionOf } from "../shared/connections.js";
import { badUserInput } from "../shared/errors.js";
import { type PageArguments, usualSizes, windowOf } from "../shared/PageArguments.js";
import { CrosswalkChangeKind } from "./CrosswalkChangeKind.js";
import { CrosswalkTarget } from "./CrosswalkTarget.js";
import type { ShownTarget } from "./shownMapping.js";

@ObjectType({ description: "A source-target pair that is not the same in two versions." })
export class CrosswalkChange {
  @Field(() => CrosswalkChangeKind, { description: "Whether it was added, removed or modified." })
  readonly kind!: string;

  @Field(() => String, { description: "Slug of the code system of the source code." })
  readonly sourceCodeSystem!: string;

  @Field(() => String, { description: "The source code, in its code system's own form." })
  readonly sourceCode!: string;

  @Field(() => String, { description: "Slug of the code system of the target code." })
  readonly targetCodeSystem!: string;

  @Field(() => String, {
    description:
      "The target code; blank where the change is of the statement that nothing corresponds.",
  })
  readonly targetCode!: string;

  @Field(() => CrosswalkTarget, {
    nullable: true,
    description: "The pair in the version `since`; null where it is not in it.",
  })
  readonly before!: object | null;

  @Field(() => CrosswalkTarget, {
    nullable: true,
    description: "The pair in this version; null where it is not in it.",
  })
  readonly after!: object | null;
}

export const CrosswalkChangeConnection = connectionOf(
  "CrosswalkChange",
  () => CrosswalkChange,
  "changes between two versions, in order of source code system, source code, target code system " +
    "and target code",
);

const shape = { ...usualSizes, key: ["string", "string", "string", "string"] } as const;

/**
 * What changed from one version to another, whichever is the older.
 * @throws BAD_USER_INPUT where the crosswalk has no version `since`
 */
export async function changesSince(
  version: CrosswalkVersionRow,
  since: number,
  page: PageArguments,
  { load, store, viewer }: Context,
) {
  const { containerId } = version;
  const window = windowOf(page, shape);
  const former = await load.crosswalks.version.load({ containerId, ordinal: since });
  if (!former) throw badUserInput(`The crosswalk has no version ${since}.`);
  const low = Math.min(former.revision, version.revision);
  const high = Math.max(former.revision, version.revision);
  const span = { containerId, low, high };
  const slice = await store.crosswalkHistory.changes(viewer, span, window);
  const items = slice.items.map((row) => shownChange(row, former, version));
  return new Connection({ ...slice, items }, window, {
    keyOf: ({ sourceCodeSystem, sourceCode, targetCodeSystem, targetCode }) => [
      sourceCodeSystem,
      sourceCode,
      targetCodeSystem,
      targetCode,
    ],
    count: () => store.crosswalkHistory.changeCount(viewer, span),
  });
}

function shownChange(
  row: PairChangeRow,
  former: CrosswalkVersionRow,
  latter: CrosswalkVersionRow,
): CrosswalkChange {
  const forwards = former.revision <= latter.revision;
  const before = forwards ? row.atLow : row.atHigh;
  const after = forwards ? row.atHigh : row.atLow;
  return {
    kind: before === null ? "ADDED" : after === null ? "REMOVED" : "MODIFIED",
    sourceCodeSystem: row.sourceSystem,
    sourceCode: row.sourceCode,
    targetCodeSystem: row.targetSystem,
    targetCode: row.targetCode,
    before: shownPair(row, before, former),
    after: shownPair(row, after, latter),
  };
}

function shownPair(
  row: PairChangeRow,
  state: PairState | null,
  version: CrosswalkVersionRow,
): ShownTarget | null {
  if (state === null || row.targetCode === NO_MAP) return null;
  const { sourceSystem, sourceCode, targetSystem, targetCode } = row;
  return { sourceSystem, sourceCode, targetSystem, targetCode, ...state, version };
}
