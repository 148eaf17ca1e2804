import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CommandContext } from "../../../src/commands/context.js";
import { addCrosswalkMappings } from "../../../src/commands/crosswalks/addCrosswalkMappings.js";
import { archiveCrosswalk } from "../../../src/commands/crosswalks/archiveCrosswalk.js";
import { modifyCrosswalkAttributes } from "../../../src/commands/crosswalks/crosswalkAttributes.js";
import {
  createCrosswalkDraft,
  discardCrosswalkDraft,
  publishCrosswalkDraft,
} from "../../../src/commands/crosswalks/crosswalkDrafts.js";
import { deleteCrosswalkMappings } from "../../../src/commands/crosswalks/deleteCrosswalkMappings.js";
import type { CrosswalkOutcome } from "../../../src/commands/crosswalks/outcome.js";
import { updateCrosswalk } from "../../../src/commands/crosswalks/updateCrosswalk.js";
import type { Result } from "../../../src/kernel/result.js";
import type { Failures } from "../../../src/rules/failure.js";
import { openDatabase } from "../../../src/store/database.js";
import { commandsOf, makeCrosswalk, mapped } from "../../support/commands.js";
import { crosswalkOf, pairsOf, versionOf } from "../../support/readings.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { memberOf } from "../../support/viewers.js";
import { brokenInvariants } from "./invariants.js";

const WRITERS = 16;
const ROUNDS = 5;
const TIME_LIMIT = 180_000;

const { database, location } = useTestDatabase();
/** Connections enough for all writers at once. */
const crowd = openDatabase(location, { writeConnections: WRITERS });
let context: CommandContext;

beforeAll(async () => {
  context = commandsOf(crowd, await memberOf(database, "Demo"));
});

afterAll(async () => {
  await crowd.close(1);
});

type Answer = Promise<Result<CrosswalkOutcome, Failures>>;

/** All that a version holds, its name and attributes first. */
async function contentOf(identifier: string, version: number): Promise<readonly string[]> {
  const { viewer } = context;
  const { name, attributes } = await versionOf(database, viewer, { identifier, version });
  const own = attributes.map(({ key, value }) => `${key}=${value}`);
  return [name, ...own, ...(await pairsOf(database, viewer, { identifier, version }))];
}

/** An edit as an author sends it, and what it makes of the content before it. */
interface Sent {
  readonly send: (edit: { identifier: string; version: number; draft: boolean }) => Answer;
  readonly gains: readonly string[];
  readonly loses: readonly string[];
}

/** What a writer sends in a round, whatever the others do: a pair, an attribute, the pair away, a pair. */
function sentBy(writer: number, round: number): Sent {
  const code = `${writer}`;
  const pair = `ndc ${code} -> rxnorm x`;
  const gone = { sourceCodeSystem: "ndc", sourceCode: code, targetCodeSystem: "rxnorm" };
  const key = `w${writer}`;
  switch (round % 3) {
    case 0:
      return {
        send: (edit) => addCrosswalkMappings(context, { ...edit, mappings: [mapped(code, "x")] }),
        gains: [pair],
        loses: [],
      };
    case 1:
      return {
        send: (edit) =>
          modifyCrosswalkAttributes(context, {
            ...edit,
            customAttributes: [{ key, value: `${round}` }],
          }),
        gains: [`${key}=${round}`],
        loses: round < 3 ? [] : [`${key}=${round - 3}`],
      };
    default:
      return {
        send: (edit) =>
          deleteCrosswalkMappings(context, {
            ...edit,
            mappings: [{ ...gone, targetCodes: ["*"] }],
          }),
        gains: [],
        loses: [pair],
      };
  }
}

describe("sixteen writers on one crosswalk, each trying until it gets through,", () => {
  it(
    "make versions without gap or double, each equal to what its author sent",
    async () => {
      const identifier = await makeCrosswalk(context, { name: "Crowd" });
      const authored = new Map<number, Sent>();
      let refused = 0;
      const writer = async (name: number) => {
        let version = 1;
        for (let round = 0; round < ROUNDS; ) {
          const sent = sentBy(name, round);
          const answer = await sent.send({ identifier, version, draft: false });
          if (answer.ok) {
            expect(authored.has(answer.value.version)).toBe(false);
            expect(answer.value.version).toBe(version + 1);
            authored.set(answer.value.version, sent);
            version = answer.value.version;
            round += 1;
          } else {
            const [failure] = answer.failure;
            if (failure.kind !== "NotLatestVersion") throw new Error(failure.message);
            version = failure.latestVersion;
            refused += 1;
          }
        }
      };
      await Promise.all(Array.from({ length: WRITERS }, (_, name) => writer(name)));
      expect(refused).toBeGreaterThan(WRITERS);
      const last = WRITERS * ROUNDS + 1;
      expect([...authored.keys()].toSorted((a, b) => a - b)).toEqual(
        Array.from({ length: last - 1 }, (_, at) => at + 2),
      );
      let before = await contentOf(identifier, 1);
      expect(before).toEqual(["Crowd"]);
      for (let version = 2; version <= last; version += 1) {
        const { gains, loses } = authored.get(version) as Sent;
        const content = await contentOf(identifier, version);
        const expected = [...before.filter((one) => !loses.includes(one)), ...gains];
        expect(content.toSorted()).toEqual(expected.toSorted());
        before = content;
      }
      expect(await brokenInvariants(database)).toEqual([]);
    },
    TIME_LIMIT,
  );

  it("open one draft, and publish or discard it once", async () => {
    for (let round = 0; round < 4; round += 1) {
      const identifier = await makeCrosswalk(context, { name: "Crowd" });
      const opened = await atOnce(() => createCrosswalkDraft(context, { identifier, version: 1 }));
      expect(kindsOf(opened)).toEqual({ ok: 1, LatestVersionIsDraft: WRITERS - 1 });
      const mappings = [mapped("1", "x")];
      const edit = { identifier, version: 2, draft: true, mappings };
      await addCrosswalkMappings(context, edit);
      const finished = await atOnce((at) =>
        (at % 2 === 0 ? publishCrosswalkDraft : discardCrosswalkDraft)(context, {
          identifier,
          version: 2,
        }),
      );
      expect(kindsOf(finished)).toEqual({ ok: 1, NotADraft: WRITERS - 1 });
      const published = finished.findIndex(({ ok }) => ok) % 2 === 0;
      const { newest, publishedVersion } = await crosswalkOf(database, context.viewer, identifier);
      const version = published ? 2 : 1;
      expect([newest.ordinal, publishedVersion]).toEqual([version, version]);
      const pairs = published ? ["ndc 1 -> rxnorm x"] : [];
      expect(await contentOf(identifier, version)).toEqual(["Crowd", ...pairs]);
    }
    expect(await brokenInvariants(database)).toEqual([]);
  });

  it("edit it before it is archived, or are refused", async () => {
    const identifier = await makeCrosswalk(context, { name: "Crowd" });
    const answers = await atOnce((at) =>
      at % 4 === 3
        ? archiveCrosswalk(context, { identifier })
        : updateCrosswalk(context, { identifier, version: 1, draft: false, name: `Crowd ${at}` }),
    );
    const { archivedAt, newest } = await crosswalkOf(database, context.viewer, identifier);
    expect(archivedAt).not.toBeNull();
    const edits = answers.flatMap((answer, at) => (at % 4 === 3 || !answer.ok ? [] : [at]));
    expect(edits.map((at) => `Crowd ${at}`)).toEqual(newest.ordinal === 2 ? [newest.name] : []);
    const { ok, ...refused } = kindsOf(answers);
    expect(ok).toBe(WRITERS / 4 + edits.length);
    expect(Object.keys(refused)).not.toEqual([]);
    expect(["NotLatestVersion", "ResourceArchived"]).toEqual(
      expect.arrayContaining(Object.keys(refused)),
    );
  });
});

function atOnce(send: (at: number) => Answer): Promise<readonly Awaited<Answer>[]> {
  return Promise.all(Array.from({ length: WRITERS }, (_, at) => send(at)));
}

/** How many answers were of which kind. */
function kindsOf(answers: readonly Awaited<Answer>[]): Readonly<Record<string, number>> {
  const kinds: Record<string, number> = {};
  for (const answer of answers) {
    const kind = answer.ok ? "ok" : answer.failure.map((failure) => failure.kind).join(" ");
    kinds[kind] = (kinds[kind] ?? 0) + 1;
  }
  return kinds;
}
