import { isStorable } from "../../rules/text.js";
import type { CodeSystemListing } from "../../store/codeSystems/queries.js";
import type { Context } from "../context.js";
import { authorizeReading } from "../shared/authorize.js";
import { Connection, connectionOf } from "../shared/connections.js";
import { badUserInput } from "../shared/errors.js";
import { type PageArguments, usualSizes, windowOf } from "../shared/PageArguments.js";
import { CodeSystem } from "./CodeSystem.js";

export const CodeSystemConnection = connectionOf("CodeSystem", () => CodeSystem, "code systems");

/** A list of code systems, in order of slug. */
export async function codeSystemsOf(context: Context, of: CodeSystemListing, page: PageArguments) {
  const { store, viewer } = context;
  authorizeReading(viewer);
  if (of.q !== null && !isStorable(of.q))
    throw badUserInput("q holds a character that is not text.");
  const window = windowOf(page, { ...usualSizes, key: ["string"] });
  return new Connection(await store.codeSystems.list(viewer, of, window), window, {
    keyOf: ({ slug }) => [slug],
    count: () => store.codeSystems.count(viewer, of),
  });
}
