import { expect, test } from "vitest";
import { failed, ok } from "../../../src/kernel/result.js";
import { anonymous, type Viewer } from "../../../src/rules/access/viewer.js";
import { createAuthenticator, refuseToken } from "../../../src/server/auth.js";
import type { TokenVerifier } from "../../../src/server/tokens.js";
import type { Claims, KnownViewer } from "../../../src/store/access/queries.js";
import { FIXED_NOW } from "../../support/clock.js";

const MINUTE = 60_000;

/** An authenticator for which every token but "bad" and "old" names its client. */
function world(answer: Partial<KnownViewer> = {}) {
  const state = { now: FIXED_NOW.getTime(), asked: [] as string[], gate: Promise.resolve() };
  const tokens: TokenVerifier = {
    verify: async (token) => {
      if (token === "bad") return failed("invalid");
      if (token === "old") return failed("expired");
      const expiresAt = new Date(FIXED_NOW.getTime() + 60 * MINUTE);
      const claims = { client: token, user: null, organizations: [], scopes: new Set<never>() };
      return ok({ ...claims, provided: false, expiresAt });
    },
  };
  const findViewer = async ({ client }: Claims): Promise<KnownViewer> => {
    state.asked.push(client);
    await state.gate;
    return { viewer: { ...anonymous, client }, validUntil: null, ...answer };
  };
  const authenticator = createAuthenticator({
    tokens: { ...tokens, named: "/oauth/token" },
    findViewer,
    now: () => new Date(state.now),
  });
  return { state, authenticator };
}

test.each([undefined, "", "  "])("Without a token (%j) the caller is anonymous", async (header) => {
  const { state, authenticator } = world();
  expect(await authenticator.authenticate(header)).toEqual(ok(anonymous));
  expect(state.asked).toEqual([]);
});

test.each(["Bearer", "Bearer ", "Basic abc", "abc", "Bearer a b", "Bearer a, Bearer b", "Bearera"])(
  "The header %j is invalid",
  async (header) => {
    const { state, authenticator } = world();
    expect(await authenticator.authenticate(header)).toEqual(failed("invalid"));
    expect(state.asked).toEqual([]);
  },
);

test("The scheme may be written in any case", async () => {
  const { authenticator } = world();
  const viewer: Viewer = { ...anonymous, client: "a" };
  expect(await authenticator.authenticate("bearer  a ")).toEqual(ok(viewer));
});

test("Faults of tokens are passed on and not remembered", async () => {
  const { state, authenticator } = world();
  expect(await authenticator.authenticate("Bearer bad")).toEqual(failed("invalid"));
  expect(await authenticator.authenticate("Bearer old")).toEqual(failed("expired"));
  expect(state.asked).toEqual([]);
});

test("A caller is looked up once, and again after five minutes", async () => {
  const { state, authenticator } = world();
  await authenticator.authenticate("Bearer a");
  await authenticator.authenticate("Bearer a");
  await authenticator.authenticate("Bearer b");
  expect(state.asked).toEqual(["a", "b"]);
  state.now += 5 * MINUTE;
  await authenticator.authenticate("Bearer a");
  expect(state.asked).toEqual(["a", "b", "a"]);
});

test("A caller is looked up again once a licence has run out", async () => {
  const { state, authenticator } = world({ validUntil: new Date(FIXED_NOW.getTime() + MINUTE) });
  await authenticator.authenticate("Bearer a");
  state.now += MINUTE - 1;
  await authenticator.authenticate("Bearer a");
  expect(state.asked).toEqual(["a"]);
  state.now += 1;
  await authenticator.authenticate("Bearer a");
  expect(state.asked).toEqual(["a", "a"]);
});

test("What was being read when all was forgotten is not remembered", async () => {
  const { state, authenticator } = world();
  let open = () => {};
  state.gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const first = authenticator.authenticate("Bearer a");
  await Promise.resolve();
  authenticator.forget();
  open();
  expect(await first).toMatchObject({ ok: true });
  await authenticator.authenticate("Bearer a");
  expect(state.asked).toEqual(["a", "a"]);
});

test.each([
  ["expired", "The access token has expired"],
  ["invalid", "The access token is invalid"],
] as const)("A token that is %s is refused with 401", (fault, description) => {
  expect(refuseToken(fault, "/oauth/token")).toEqual({
    status: 401,
    headers: {
      "content-type": "application/json; charset=utf-8",
      "cache-control": "no-store",
      "www-authenticate": `Bearer error="invalid_token", error_description="${description}"`,
    },
    body: `${JSON.stringify({
      errors: [
        {
          message: `${description}; get a new one from /oauth/token`,
          extensions: { code: "UNAUTHENTICATED" },
        },
      ],
    })}\n`,
  });
});

test("A token that can't be checked now is to be tried again, not to be thrown away", () => {
  expect(refuseToken("unverifiable", "https://id.example.org")).toEqual({
    status: 503,
    headers: expect.objectContaining({ "retry-after": "10" }),
    body: expect.stringContaining('"INTERNAL_SERVER_ERROR"'),
  });
});
