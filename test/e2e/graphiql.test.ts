import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { EXAMPLE_QUERY, smallServer } from "../integration/server/testServer.js";
import { useTestDatabase } from "../support/testDatabase.js";
import { findChromium, inBrowser } from "./browser.js";

const { database } = useTestDatabase();
const server = smallServer(database);
const chromium = findChromium();
const LIMIT = 120_000;

const reason = chromium === null ? " (skipped: there is no Chromium on the PATH)" : "";
const browserTest = test.skipIf(chromium === null);

/**
 * Opens GraphiQL, gathering every address that the page asks for and every complaint of the
 * browser.
 */
async function visit(page: Page, path: string) {
  const asked: string[] = [];
  const complaints: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  page.on("requestfailed", (request) => complaints.push(`failed: ${request.url()}`));
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  await page.goto(`${server.url()}${path}`);
  await page.waitForSelector(".graphiql-execute-button");
  return { asked, complaints };
}

/** The texts that stand in the page's editors of a kind. */
function textsOf(page: Page, editor: string): Promise<string[]> {
  const editors = `document.querySelectorAll(${JSON.stringify(`${editor} .CodeMirror`)})`;
  return page.evaluate(`[...${editors}].map((element) => element.CodeMirror.getValue())`);
}

async function execute(page: Page): Promise<unknown> {
  const answered = page.waitForResponse((response) => response.request().method() === "POST");
  await page.click(".graphiql-execute-button");
  return (await answered).json();
}

browserTest(
  `GraphiQL shows the rows of the query that stands in it${reason}`,
  async () => {
    await inBrowser(chromium ?? "", async (browser) => {
      const page = await browser.newPage();
      const { asked, complaints } = await visit(page, "/graphiql");
      await page.waitForLoadState("networkidle");
      expect(await textsOf(page, ".graphiql-query-editor")).toEqual([EXAMPLE_QUERY]);
      await execute(page);
      const rows = [0, 1, 2].map((index) => ({ code: `A${index}`, display: `Display ${index}` }));
      await expect
        .poll(() => textsOf(page, ".result-window"), { timeout: 10_000 })
        .toEqual([JSON.stringify({ data: { rows } }, null, 2)]);
      expect(asked.filter((url) => !url.startsWith(`${server.url()}/graphi`))).toEqual([
        `${server.url()}/graphql`,
        `${server.url()}/graphql`,
      ]);
      expect(complaints).toEqual([]);
    });
  },
  LIMIT,
);

browserTest(
  `What is typed is executed with the token that is filled in, also after coming back${reason}`,
  async () => {
    await inBrowser(chromium ?? "", async (browser) => {
      const page = await browser.newPage();
      const { complaints } = await visit(page, "/graphiql");
      await page.waitForLoadState("networkidle");
      await page.click(".graphiql-query-editor .CodeMirror");
      await page.keyboard.press("Control+A");
      await page.keyboard.type("{ viewer { client organizations } }");
      const demo = { viewer: { client: "demo", organizations: ["Demo ADMINISTRATOR"] } };
      expect(await execute(page)).toEqual({ data: demo });
      const [before] = (await textsOf(page, "")).filter((text) => text.includes("Authorization"));
      expect(before).toMatch(/^\{\n {2}"Authorization": "Bearer eyJ[\w.-]+"\n\}$/);

      // GraphiQL stores what was typed after half a second, and a token is made anew each second.
      await page.waitForTimeout(1500);
      await page.reload();
      await page.waitForSelector(".graphiql-execute-button");
      await page.waitForLoadState("networkidle");
      expect((await textsOf(page, ".graphiql-query-editor"))[0]).toContain("viewer");
      expect(await execute(page)).toEqual({ data: demo });
      const [after] = (await textsOf(page, "")).filter((text) => text.includes("Authorization"));
      expect(after).not.toBe(before);
      expect(complaints).toEqual([]);
    });
  },
  LIMIT,
);

browserTest(
  `A link to /graphql with a query opens GraphiQL with it${reason}`,
  async () => {
    await inBrowser(chromium ?? "", async (browser) => {
      const page = await browser.newPage();
      const { complaints } = await visit(page, "/graphql?query=%7B%20hello%20%7D");
      expect(new URL(page.url()).pathname).toBe("/graphiql");
      expect(await textsOf(page, ".graphiql-query-editor")).toEqual(["{ hello }"]);
      expect(complaints).toEqual([]);
    });
  },
  LIMIT,
);
