import { existsSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { isRoot } from "../integration/embedded/sandbox.js";
import { demoOf, wholeDemo } from "./demo.js";
import { readyTermgate, serverEnvironment, startTermgate } from "./termgate.js";
import { compileFirst, START_LIMIT, useWorkplace } from "./workplace.js";

const workplace = useWorkplace();
const data = workplace.data("data");
const IDENTITIES = "{ crosswalks { nodes { id identifier updatedAt } } }";
let identities: unknown;

/** Milliseconds that a program takes that only says how it is used. */
async function smallProgram(): Promise<number> {
  const begun = performance.now();
  await workplace.run("cli/access", ["--help"]).ended;
  return performance.now() - begun;
}

beforeAll(() => compileFirst(workplace), START_LIMIT);

test("the first start loads the demo content and says where everything is", async () => {
  const server = await startTermgate(workplace, { data });
  const { program, url, token, took } = server;
  expect(took).toBeLessThan(60_000);
  expect(program.stderr).toBe(
    [25, 50, 75, 100].map((percent) => `Loading demo content: ${percent}%\n`).join(""),
  );
  expect(program.stdout.slice(0, program.stdout.indexOf(token))).toBe(
    `Termgate is ready at ${url}
  GraphQL   ${url}/graphql
  GraphiQL  ${url}/graphiql
  Data      ${join(data, "pg18")}

To try it, send this header; it is the client demo's and holds for an hour:
Authorization: Bearer `,
  );
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
  expect(await (await fetch(`${url}/graphiql`)).text()).toContain(token.split(".")[0]);
  expect(await demoOf(server)).toEqual(wholeDemo);
  const asked = "{ viewer { client scopes user { name } organizations { name } } }";
  expect(await server.ask(asked)).toEqual({
    viewer: {
      client: "demo",
      scopes: ["read", "write", "publish"],
      user: { name: "demo" },
      organizations: [{ name: "Demo" }],
    },
  });
  identities = await server.ask(IDENTITIES);
  expect(await server.stop()).toEqual({ code: 0, signal: null });
  await workplace.allGone(data);
});

// Five seconds on a quiet machine; a slow one has as many times what a small program takes there.
test("the second start is ready in under five seconds and loads nothing again", {
  retry: 2,
}, async () => {
  const before = await smallProgram();
  const server = await startTermgate(workplace, { data });
  expect(server.program.stderr).toBe("");
  expect(await demoOf(server)).toEqual(wholeDemo);
  expect(await server.ask(IDENTITIES)).toEqual(identities);
  expect(await server.stop()).toEqual({ code: 0, signal: null });
  await workplace.allGone(data);
  expect(server.took).toBeLessThan(Math.max(5000, 6 * Math.max(before, await smallProgram())));
});

test("npm start comes to the same", async () => {
  const begun = performance.now();
  const npm = workplace.start("npm", ["start"], { env: serverEnvironment(data), ownGroup: true });
  const server = await readyTermgate(npm, begun);
  expect(npm.stderr).toBe("");
  expect(await demoOf(server)).toEqual(wholeDemo);
  // Ctrl-C reaches everyone in the terminal, and npm passes it on besides.
  npm.kill("group", "SIGINT");
  await npm.ended;
  await workplace.allGone(data);
});

test.runIf(isRoot)("an ordinary user starts it as well", async () => {
  const { directory, account } = workplace.home("home");
  const own = join(directory, "data");
  const server = await startTermgate(workplace, { data: own, ...account });
  expect(server.program.stdout).toContain(`  Data      ${join(own, "pg18")}\n`);
  expect(existsSync(join(own, "pg18", "PG_VERSION"))).toBe(true);
  expect(await demoOf(server)).toEqual(wholeDemo);
  expect(await server.stop()).toEqual({ code: 0, signal: null });
  await workplace.allGone(own);
});
