import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { type Browser as ChromiumBrowser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll } from "vitest";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
];

function findChromium(): string | null {
  const directories = (process.env.PATH ?? "").split(delimiter);
  const candidates = NAMES.flatMap((name) => directories.map((directory) => join(directory, name)));
  return candidates.find(isExecutable) ?? null;
}

const path = findChromium();

/** The Chromium of this machine: its path, or null and words for the titles of tests that need it. */
export const chromiumHere = {
  path,
  absent: path === null ? " (skipped: there is no Chromium on the PATH)" : "",
};

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

export interface Browser {
  /** A page that knows nothing of the pages of other tests. */
  newPage(): Promise<Page>;
}

/** A browser for the tests of one suite, which finds no host but this machine. */
export function useBrowser(): Browser {
  let browser: ChromiumBrowser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: path ?? "", args: ARGUMENTS });
  });
  afterAll(() => browser.close());
  return {
    newPage: async () => {
      const viewport = { width: 1400, height: 900 };
      const context = await browser.newContext({ viewport });
      return await context.newPage();
    },
  };
}
