import { Field, InputType } from "type-graphql";
import type { CollectionOrdering } from "../../store/collections/search.js";
import { SortDirection } from "../shared/SortDirection.js";
import { CollectionSort } from "./CollectionSort.js";

@InputType({ description: "How a list of collections is sorted." })
export class CollectionOrder {
  @Field(() => CollectionSort, {
    defaultValue: "BEST_MATCH",
    description: "What it is sorted by.",
  })
  readonly field!: CollectionOrdering["by"];

  @Field(() => SortDirection, {
    nullable: true,
    description: "Which end comes first. Left out: DESC for LAST_UPDATE, ASC for the others.",
  })
  readonly direction?: "ASC" | "DESC" | null;
}

/** The order that is asked for; `usual` where none is. */
export function collectionOrdering(
  order: CollectionOrder | null | undefined,
  usual: CollectionOrdering["by"],
): CollectionOrdering {
  const by = order?.field ?? usual;
  return { by, direction: order?.direction ?? (by === "LAST_UPDATE" ? "DESC" : "ASC") };
}

export const bestFirst = {
  nullable: true,
  description: "In which order. Left out: best first where `filter.q` is given, else by URL.",
} as const;

export const newestFirst = {
  nullable: true,
  description: "In which order. Left out: the last changed first.",
} as const;
