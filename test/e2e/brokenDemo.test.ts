import { beforeAll, expect, test } from "vitest";
import { demoOf, wholeDemo } from "./demo.js";
import { serverEnvironment, startTermgate } from "./termgate.js";
import { compileFirst, START_LIMIT, useWorkplace } from "./workplace.js";

const workplace = useWorkplace();
const data = workplace.data("data");

beforeAll(() => compileFirst(workplace), START_LIMIT);

function start() {
  return workplace.run("main", [], { env: serverEnvironment(data) });
}

test(
  "a load of the demo content that was killed, then stopped, is completed exactly once",
  async () => {
    const killed = start();
    await killed.says(/^Loading demo content: 25%$/m);
    killed.kill("process", "SIGKILL");
    await killed.ended;
    expect(killed.stdout).not.toContain("is ready");

    const stopped = start();
    await stopped.says(/^Loading demo content: 75%$/m);
    stopped.kill("process", "SIGINT");
    expect(await stopped.ended).toEqual({ code: 0, signal: null });
    expect(stopped.stdout).not.toContain("is ready");
    expect(stopped.stderr).toBe(
      [25, 50, 75].map((percent) => `Loading demo content: ${percent}%\n`).join(""),
    );
    await workplace.allGone(data);

    const server = await startTermgate(workplace, { data });
    expect(await demoOf(server)).toEqual(wholeDemo);
    await server.stop();
  },
  START_LIMIT,
);
