import { Field, InputType } from "type-graphql";
import type { ConceptOrdering, ConceptSorting } from "../../store/codeSystems/searchPages.js";
import { SortDirection } from "../shared/SortDirection.js";
import { ConceptSort } from "./ConceptSort.js";

@InputType({ description: "How a list of concepts is sorted." })
export class ConceptOrder {
  @Field(() => ConceptSort, {
    defaultValue: "BEST_MATCH",
    description: "What it is sorted by.",
  })
  readonly field!: ConceptSorting;

  @Field(() => SortDirection, {
    nullable: true,
    description: "Which end comes first. Left out: DESC for LAST_UPDATE, ASC for the others.",
  })
  readonly direction?: "ASC" | "DESC" | null;
}

/** The order that is asked for, or the one that a list has by itself: best first where it is searched. */
export function conceptOrdering(
  order: ConceptOrder | null | undefined,
  { searched }: { readonly searched: boolean },
): ConceptOrdering {
  const by = order?.field ?? "BEST_MATCH";
  if (by === "BEST_MATCH") return { by: searched ? by : "ID", direction: "ASC" };
  return { by, direction: order?.direction ?? (by === "LAST_UPDATE" ? "DESC" : "ASC") };
}

export const orderArgument = {
  nullable: true,
  description: "In which order. Left out: best first where `filter.q` is given, else by code.",
} as const;
