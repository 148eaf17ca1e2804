import { describe, expect, it } from "vitest";
import type { Context } from "../../../src/graph/context.js";
import { ForAll, forEachOf } from "../../../src/graph/shared/forAll.js";

const calls: (readonly string[])[] = [];

class Greetings {
  readonly #word = "Hello";

  @ForAll()
  async greet(names: readonly string[], mark: string, _context: Context) {
    calls.push(names);
    return names.map((name) =>
      name === "" ? new Error("Nobody is there") : `${this.#word} ${name}${mark}`,
    );
  }
}

const greetings = new Greetings();
/** As those see it who know of one object at a time. */
const greet = greetings.greet.bind(greetings) as unknown as (
  name: string,
  mark: string,
  context: Context,
) => Promise<string>;

/** All that is looked at of a context is what the request has loaded. */
const request = () => ({ load: {} }) as unknown as Context;

async function callsOf(ask: () => readonly Promise<unknown>[]): Promise<(readonly string[])[]> {
  calls.length = 0;
  await Promise.allSettled(ask());
  return [...calls];
}

describe("a method for all objects", () => {
  it("is called once for those who are asked for one by one", async () => {
    const context = request();
    const answers: Promise<string>[] = [];
    const made = await callsOf(() => {
      for (const name of ["Ada", "Ben"]) answers.push(greet(name, "!", context));
      return answers;
    });
    expect(made).toEqual([["Ada", "Ben"]]);
    expect(await Promise.all(answers)).toEqual(["Hello Ada!", "Hello Ben!"]);
  });

  it("is called anew for other arguments, for other requests, and later", async () => {
    const [one, other] = [request(), request()];
    expect(
      await callsOf(() => [
        greet("Ada", "!", one),
        greet("Ben", "?", one),
        greet("Cyd", "!", other),
        greet("Dan", "!", one),
      ]),
    ).toEqual([["Ada", "Dan"], ["Ben"], ["Cyd"]]);
    expect(await callsOf(() => [greet("Ada", "!", one)])).toEqual([["Ada"]]);
  });

  it("has an error for an object alone", async () => {
    const context = request();
    const [fine, none] = [greet("Ada", "!", context), greet("", "!", context)];
    await expect(none).rejects.toThrow("Nobody is there");
    expect(await fine).toBe("Hello Ada!");
  });

  it("is found by those who know of all", async () => {
    const method = forEachOf(Greetings.prototype.greet);
    expect(await method?.call(greetings, ["Ada", "Ben"], "!", request())).toEqual([
      "Hello Ada!",
      "Hello Ben!",
    ]);
    expect(forEachOf(() => null)).toBeNull();
  });
});
