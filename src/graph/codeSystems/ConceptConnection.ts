import type { Slice, Window } from "../../kernel/window.js";
import type { ConceptRow, Snapshot } from "../../store/codeSystems/concepts.js";
import type { CodeSystemRow } from "../../store/codeSystems/queries.js";
import type { Context } from "../context.js";
import { Connection, connectionOf } from "../shared/connections.js";
import { type PageArguments, usualSizes, windowOf } from "../shared/PageArguments.js";
import { Concept } from "./Concept.js";
import { type ConceptFilter, conceptListing } from "./ConceptFilter.js";

export const ConceptConnection = connectionOf("Concept", () => Concept, "concepts");

const shape = { ...usualSizes, key: ["string"] } as const;

/** The concepts of a code system at a revision, in order of code. */
export async function conceptsAt(
  { at, system, context }: { at: Snapshot; system: CodeSystemRow; context: Context },
  filter: ConceptFilter | null | undefined,
  page: PageArguments,
) {
  const window = windowOf(page, shape);
  const { containerId, revision } = at;
  const key = {
    at: { containerId, revision },
    listing: conceptListing(filter, system.codeNormalization),
  };
  const { concepts, conceptCount } = context.load.codeSystems;
  return conceptConnection(await concepts.load({ ...key, window }), window, () =>
    conceptCount.load(key),
  );
}

/** The children of a concept where it was read, in order of code. */
export async function childrenOf(parent: ConceptRow, page: PageArguments, context: Context) {
  const window = windowOf(page, shape);
  const { containerId, revision, code } = parent;
  const key = { containerId, revision, code };
  const { children, childCount } = context.load.codeSystems;
  return conceptConnection(await children.load({ key, window }), window, () =>
    childCount.load(key),
  );
}

function conceptConnection(slice: Slice<ConceptRow>, window: Window, count: () => Promise<number>) {
  return new Connection(slice, window, { keyOf: ({ code }) => [code], count });
}
