import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import type { CommandContext } from "../../../src/commands/context.js";
import {
  type AddCrosswalkMappings,
  addCrosswalkMappings,
} from "../../../src/commands/crosswalks/addCrosswalkMappings.js";
import { commandsOf, makeCrosswalk, mapped } from "../../support/commands.js";
import { expectNothingDone, fieldsInvalid } from "../../support/refusals.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { callerOf, memberOf } from "../../support/viewers.js";

const { database } = useTestDatabase();
let context: CommandContext;

beforeAll(async () => {
  context = commandsOf(database, await memberOf(database, "Demo"));
});

function add(identifier: string, input: Partial<AddCrosswalkMappings>, as = context) {
  return addCrosswalkMappings(as, { version: 1, draft: false, ...input, identifier });
}

describe("addCrosswalkMappings refuses", () => {
  it.each<readonly [string, AddCrosswalkMappings["mappings"], ReturnType<typeof fieldsInvalid>]>([
    [
      "a faulty attribute, and does nothing of the rest",
      [mapped("1", "y"), { targets: [{ customAttributes: [{ key: " " }] }] }],
      fieldsInvalid([
        "mappings.1.targets.0.customAttributes.0.key",
        "Custom attribute key is required",
      ]),
    ],
    [
      "a no-map of a code that has targets",
      [mapped("3", "y"), { ...mapped("1"), noMap: true }],
      fieldsInvalid([
        "mappings.1.noMap",
        "1 has targets; delete them before stating that nothing corresponds to it",
      ]),
    ],
    [
      "faults of both kinds, at once",
      [
        { ...mapped("1"), noMap: true },
        { ...mapped("3"), targets: [{ targetCode: "x", customAttributes: [{}] }] },
      ],
      fieldsInvalid(
        ["mappings.1.targets.0.customAttributes.0.key", "Custom attribute key is required"],
        [
          "mappings.0.noMap",
          "1 has targets; delete them before stating that nothing corresponds to it",
        ],
      ),
    ],
    [
      "10,001 pairs",
      [mapped("1", ...Array.from({ length: 10_001 }, (_, at) => `${at}`))],
      fieldsInvalid([
        "mappings",
        "Mappings: 10001 pairs are given; at most 10000 are allowed in one request",
      ]),
    ],
    [
      "attributes that would make more than a hundred with those that are there",
      [{ ...mapped("1"), targets: [{ targetCode: "x", customAttributes: [{ key: "new" }] }] }],
      fieldsInvalid([
        "mappings.0.targets.0.customAttributes",
        "Custom attributes: the pair would have 101; at most 100 are allowed",
      ]),
    ],
  ])("%s", async (_, mappings, answer) => {
    const customAttributes = Array.from({ length: 100 }, (_, at) => ({ key: `${at}` }));
    const identifier = await makeCrosswalk(context, {
      mappings: [{ ...mapped("1"), targets: [{ targetCode: "x", customAttributes }] }],
    });
    await expectNothingDone(database, () => add(identifier, { mappings }), answer);
  });

  it.each([
    ["nothing", "no-such-thing"],
    ["an empty text", ""],
    ["a UUID of nothing", randomUUID()],
  ])("to find a crosswalk under %s", async (_, identifier) => {
    const work = () => add(identifier, { mappings: [mapped("1", "x")] });
    await expectNothingDone(database, work, {
      ok: false,
      failure: [
        {
          kind: "ResourceNotFound",
          path: ["identifier"],
          message: `There is no crosswalk ${identifier}.`,
        },
      ],
    });
  });

  it("to find a code system by its own identity", async () => {
    const [row] = await database.reads.execute<{ uid: string }>(
      "select uid from container where kind = 'CODE_SYSTEM' limit 1",
    );
    const work = () => add(row?.uid ?? "", { mappings: [mapped("1", "x")] });
    expect(await work()).toMatchObject({ ok: false, failure: [{ kind: "ResourceNotFound" }] });
  });

  it.each([
    ["of another organization", ["Other"]],
    ["of no organization", []],
  ])("to let a caller %s see the crosswalk, whatever else is wrong", async (_, organizations) => {
    const identifier = await makeCrosswalk(context);
    const stranger = commandsOf(database, await callerOf(database, { organizations }));
    const input = { version: 7, mappings: [{ targets: [{ customAttributes: [{}] }] }] };
    await expectNothingDone(database, () => add(identifier, input, stranger), {
      ok: false,
      failure: [
        {
          kind: "ResourceNotFound",
          path: ["identifier"],
          message: `There is no crosswalk ${identifier}.`,
        },
      ],
    });
  });
});
