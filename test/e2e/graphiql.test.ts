import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { chromiumHere, useBrowser } from "./browser.js";
import { startTermgate, type Termgate } from "./termgate.js";
import { compileFirst, project, START_LIMIT, useWorkplace } from "./workplace.js";

const EXAMPLE = readFileSync(
  join(project, "schema", "operations", "CrosswalksAtAGlance.graphql"),
  "utf8",
);
const LIMIT = 120_000;

const workplace = useWorkplace();
let server: Termgate;

beforeAll(async () => {
  await compileFirst(workplace);
  server = await startTermgate(workplace, { data: workplace.data("data") });
}, START_LIMIT);

interface Visit {
  readonly page: Page;
  /** Addresses that the page asked for. */
  readonly asked: readonly string[];
  /** Of those, the ones that are not the server's. */
  foreign(): readonly string[];
  /** What the browser did not like. */
  readonly complaints: readonly string[];
}

/** Opens GraphiQL in a new page and waits until its query can be executed. */
async function visit(page: Page, path: string): Promise<Visit> {
  const asked: string[] = [];
  const complaints: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  page.on("requestfailed", (request) => complaints.push(`failed: ${request.url()}`));
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  await page.goto(`${server.url}${path}`);
  await loaded(page);
  const foreign = () => asked.filter((url) => !url.startsWith(`${server.url}/`));
  return { page, asked, foreign, complaints };
}

async function loaded(page: Page): Promise<void> {
  await page.waitForSelector(".graphiql-execute-button");
  await page.waitForLoadState("networkidle");
}

/** The texts that stand in the page's editors of a kind. */
function textsOf(page: Page, editor: string): Promise<string[]> {
  const editors = `document.querySelectorAll(${JSON.stringify(`${editor} .CodeMirror`)})`;
  return page.evaluate(`[...${editors}].map((element) => element.CodeMirror.getValue())`);
}

async function headersOf(page: Page): Promise<string> {
  const found = (await textsOf(page, "")).find((text) => text.includes("Authorization"));
  return found ?? "";
}

async function execute(page: Page): Promise<unknown> {
  const answered = page.waitForResponse((response) => response.request().method() === "POST");
  await page.click(".graphiql-execute-button");
  return (await answered).json();
}

describe.runIf(chromiumHere.path)(
  `GraphiQL over the demo content${chromiumHere.absent}`,
  () => {
    const browser = useBrowser();

    test("shows the rows of the query that stands in it, and asks no other host", async () => {
      const { page, asked, foreign, complaints } = await visit(
        await browser.newPage(),
        "/graphiql",
      );
      expect(await textsOf(page, ".graphiql-query-editor")).toEqual([EXAMPLE]);
      await execute(page);
      const data = await server.ask(EXAMPLE);
      expect(data).toMatchObject({
        crosswalks: { totalCount: 2, nodes: [{}, { publishedVersion: { sourceCodeCount: 2064 } }] },
      });
      await expect
        .poll(() => textsOf(page, ".result-window"), { timeout: 10_000 })
        .toEqual([JSON.stringify({ data }, null, 2)]);
      const shown = await page.locator(".result-window").innerText();
      expect(shown).toContain("diphtheria, tetanus toxoids and pertussis vaccine");
      expect(asked.filter((url) => url === `${server.url}/graphql`)).toHaveLength(2);
      expect(foreign()).toEqual([]);
      expect(complaints).toEqual([]);
    });

    test("executes what is typed with the token that is filled in, also after coming back", async () => {
      const { page, foreign, complaints } = await visit(await browser.newPage(), "/graphiql");
      await page.click(".graphiql-query-editor .CodeMirror");
      await page.keyboard.press("Control+A");
      await page.keyboard.type("{ viewer { client organizations { name } } }");
      // It looks for the operation's name a moment after one stops typing.
      await page.waitForTimeout(500);
      const demo = { viewer: { client: "demo", organizations: [{ name: "Demo" }] } };
      expect(await execute(page)).toEqual({ data: demo });
      const before = await headersOf(page);
      expect(before).toMatch(/^\{\n {2}"Authorization": "Bearer eyJ[\w.-]+"\n\}$/);

      // GraphiQL stores what was typed after half a second, and a token is made anew each second.
      await page.waitForTimeout(1500);
      await page.reload();
      await loaded(page);
      expect((await textsOf(page, ".graphiql-query-editor"))[0]).toContain("viewer");
      expect(await execute(page)).toEqual({ data: demo });
      expect(await headersOf(page)).not.toBe(before);
      expect(foreign()).toEqual([]);
      expect(complaints).toEqual([]);
    });

    test("opens with the query of a link to /graphql", async () => {
      const link = "/graphql?query=%7B%20viewer%20%7B%20client%20%7D%20%7D";
      const { page, complaints } = await visit(await browser.newPage(), link);
      expect(new URL(page.url()).pathname).toBe("/graphiql");
      expect(await textsOf(page, ".graphiql-query-editor")).toEqual(["{ viewer { client } }"]);
      expect(complaints).toEqual([]);
    });

    test("is one click away from the root page", async () => {
      const page = await browser.newPage();
      await page.goto(server.url);
      const places = await page.locator("dt").allInnerTexts();
      expect(places).toEqual(["/graphql", "/graphiql", "/oauth/token", "/healthz", "/readyz"]);
      await page.click("text=/graphiql");
      await loaded(page);
      expect(await textsOf(page, ".graphiql-query-editor")).toEqual([EXAMPLE]);
    });
  },
  LIMIT,
);
