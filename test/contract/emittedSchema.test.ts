import { basename } from "node:path";
import { buildSchema, Kind, parse, validate } from "graphql";
import { describe, expect, it } from "vitest";
import { emittedSchema } from "../../src/cli/emitSchema.js";
import { projectFiles, textOf } from "./sources.js";

const committed = textOf("schema/schema.graphql");

it("schema/schema.graphql is what the code makes; `npm run schema` writes it", () => {
  expect(committed).toBe(emittedSchema());
});

describe("schema/operations", () => {
  const documents = projectFiles("schema/operations");
  const schema = buildSchema(committed);

  it("are documents of the graph", () => {
    expect(documents.length).toBeGreaterThan(0);
    expect(documents.filter((path) => !path.endsWith(".graphql"))).toEqual([]);
  });

  it.each(documents)("%s is one valid operation of the file's name", (path) => {
    const document = parse(textOf(path));
    expect(validate(schema, document)).toEqual([]);
    const operations = document.definitions.filter(
      (definition) => definition.kind === Kind.OPERATION_DEFINITION,
    );
    expect(operations.map(({ name }) => name?.value)).toEqual([basename(path, ".graphql")]);
  });
});
