import { setTimeout as sleep } from "node:timers/promises";
import { beforeEach, describe, expect, it } from "vitest";
import { anonymous } from "../../../src/rules/access/viewer.js";
import { AnswerMemory, answerKey } from "../../../src/server/answerMemory.js";
import { limits } from "../../../src/server/limits.js";

const asked = { viewer: anonymous, body: Buffer.from("{ hello }") };
const keyOf = (more: Partial<typeof asked> = {}) => {
  const { viewer, body } = { ...asked, ...more };
  return answerKey(viewer, body);
};
const answer = "hello";
const SETTLED = 30;
let state: string;
let looks: number;
let memory: AnswerMemory;

beforeEach(async () => {
  state = "first";
  looks = 0;
  memory = new AnswerMemory(async () => {
    looks += 1;
    if (state === "gone") throw new Error("The connection is lost");
    return state;
  });
  for (let time = 0; time < 2; time += 1) {
    memory.offer(keyOf({ body: Buffer.from("{ other }") }), answer, null);
  }
  await sleep(SETTLED);
});

async function keep(more: Partial<typeof asked> = {}, text = answer) {
  for (let time = 0; time < 2; time += 1) memory.offer(keyOf(more), text, memory.state);
  await sleep(SETTLED);
}

describe("an answer is given out again", () => {
  it("while the database is in the state that it was worked out in", async () => {
    await keep();
    expect(await memory.find(keyOf())).toEqual(Buffer.from(answer));
  });

  it("not once the state is another, nor when it is like that no more", async () => {
    await keep();
    state = "second";
    expect(await memory.find(keyOf())).toBeNull();
    state = "first";
    expect(await memory.find(keyOf())).toBeNull();
  });

  it("not if something changed while it was worked out", async () => {
    const begun = memory.state;
    state = "second";
    for (let time = 0; time < 2; time += 1) memory.offer(keyOf(), answer, begun);
    await sleep(SETTLED);
    expect(await memory.find(keyOf())).toBeNull();
  });

  it("not if it is not known in which state it was begun", async () => {
    expect(await memory.find(keyOf({ body: Buffer.from("{ other }") }))).toBeNull();
  });

  it("not to another viewer, nor to another operation", async () => {
    await keep();
    const viewer = { ...anonymous, scopes: new Set(["read"] as const) };
    expect(await memory.find(keyOf({ viewer }))).toBeNull();
    expect(await memory.find(keyOf({ body: Buffer.from("{ hell }") }))).toBeNull();
    expect(await memory.find(keyOf({ viewer: { ...anonymous } }))).toEqual(Buffer.from(answer));
  });

  it("not while the database does not say what state it is in", async () => {
    await keep();
    state = "gone";
    expect(await memory.find(keyOf())).toBeNull();
  });
});

it("an answer is kept from the second time on that it is worked out, also after a change", async () => {
  const before = looks;
  memory.offer(keyOf(), answer, memory.state);
  await sleep(SETTLED);
  expect(looks).toBe(before);
  expect(await memory.find(keyOf())).toBeNull();
  memory.offer(keyOf(), answer, memory.state);
  await sleep(SETTLED);
  expect(await memory.find(keyOf())).toEqual(Buffer.from(answer));
  state = "second";
  expect(await memory.find(keyOf())).toBeNull();
  memory.offer(keyOf(), "hello again", memory.state);
  await sleep(SETTLED);
  expect(await memory.find(keyOf())).toEqual(Buffer.from("hello again"));
});

it("what is not known costs no look at the database", async () => {
  const before = looks;
  expect(await memory.find(keyOf())).toBeNull();
  expect(looks).toBe(before);
});

it("a long answer comes out as it went in", async () => {
  const long = "é, ".repeat(100_000);
  await keep({}, long);
  // It is packed beside the main thread, which takes its time where others work too.
  await expect.poll(async () => (await memory.find(keyOf()))?.equals(Buffer.from(long))).toBe(true);
});

it("an answer that is too long is not kept", async () => {
  await keep({}, "x".repeat(limits.keptAnswer));
  expect(await memory.find(keyOf())).toBeNull();
});
