import { isInterfaceType } from "graphql";
import { describe, expect, it } from "vitest";
import { buildGraph } from "../../src/graph/schema.js";
import { sourceFiles, textOf } from "./sources.js";

const graph = buildGraph();
const shared = ["message", "path"];
const graphTypes: Readonly<Record<string, string>> = { string: "String!", number: "Int!" };

/** Each kind of `Failure` with the fields that it has beside the shared ones, as its type declares them. */
function declaredKinds(): Readonly<Record<string, Readonly<Record<string, string>>>> {
  const members = textOf("src/rules/failure.ts").matchAll(
    /\| \{ readonly kind: "(\w+)"((?:; readonly \w+: \w+)*) \}/g,
  );
  return Object.fromEntries(
    [...members].map(([, kind, rest = ""]) => [
      kind,
      Object.fromEntries(
        [...rest.matchAll(/readonly (\w+): (\w+)/g)].map(([, name = "", type = ""]) => [
          name,
          graphTypes[type],
        ]),
      ),
    ]),
  );
}

/** Each UserError type with its own fields. */
function errorTypes(): Readonly<Record<string, Readonly<Record<string, string>>>> {
  const userError = graph.getType("UserError");
  const types = isInterfaceType(userError) ? graph.getPossibleTypes(userError) : [];
  return Object.fromEntries(
    types.map((type) => [
      type.name,
      Object.fromEntries(
        Object.values(type.getFields())
          .filter(({ name }) => !shared.includes(name))
          .map((field) => [field.name, String(field.type)]),
      ),
    ]),
  );
}

describe("kinds of failure and types of user error", () => {
  const kinds = declaredKinds();

  it("are the same, with the same fields", () => {
    expect(Object.keys(kinds)).toContain("NotLatestVersion");
    expect(errorTypes()).toEqual(kinds);
  });

  it.each(Object.keys(kinds))("%s is what some rule or command answers", (kind) => {
    const maker = kind.charAt(0).toLowerCase() + kind.slice(1);
    const made = new RegExp(`kind: "${kind}"|\\b${maker}\\(`);
    const makers = sourceFiles.filter(
      (path) => /^src\/(rules|commands)\/.*\//.test(path) && made.test(textOf(path)),
    );
    expect(makers).not.toEqual([]);
  });
});
