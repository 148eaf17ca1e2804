import { afterEach, expect } from "vitest";
import { jobOf, queuedImport, runNext } from "../../support/jobs.js";
import { useAuthor } from "../codeSystems/world.js";
import { type Resource, resource } from "../imports/resources.js";

export const URL = "http://codes.example.org/ours";

/** A CodeSystem of three codes in JSON. */
export const json = (url: string, more: Resource = {}) =>
  JSON.stringify(resource("ours", { url, ...more }));

/** A content in base64, of which no label is said. */
export const base64 = (content: Buffer) => ({
  content: content.toString("base64"),
  encoding: "BASE64",
  version: null,
});

/** How an import looks that put a first release in. */
export const imported = (version: string, concepts: number) => ({
  status: "SUCCEEDED",
  progress: 1,
  userErrors: [],
  result: { report: { outcome: "IMPORTED", version, concepts, added: concepts } },
});

/** A database with an author, whose imports are asked for and carried out. */
export function useContents() {
  const world = useAuthor();
  const { database, ask, author, newSystem } = world;

  afterEach(async () => {
    await database.reads.execute("delete from job");
  });

  let made = 0;
  /** A code system of the author's with a canonical URL of its own. */
  async function ours(): Promise<{ readonly codeSystem: string; readonly url: string }> {
    made += 1;
    const url = `${URL}-${made}`;
    return { codeSystem: await newSystem({ canonicalUrl: url }), url };
  }

  /** How an import ends. */
  async function ended(input: Readonly<Record<string, unknown>>, as = author()) {
    const id = await queuedImport(ask, as, input);
    expect(await runNext(database)).toEqual({ id, outcome: "ENDED" });
    return await jobOf(ask, as, id);
  }

  /** That an import ends with one fault of its content. */
  async function fails(input: Readonly<Record<string, unknown>>, message: unknown): Promise<void> {
    expect(await ended(input)).toMatchObject({
      status: "FAILED",
      message,
      result: null,
      userErrors: [{ __typename: "FieldInvalid", path: ["content"], message }],
    });
  }

  return { ...world, ours, ended, fails };
}
