import { createRequire } from "node:module";
import { defineConfig } from "vitest/config";

const require = createRequire(import.meta.url);

// graphql ships CommonJS and ES modules side by side. One of the two must be used by everybody, or every
// schema test fails with "another module or realm".
const resolve = { alias: [{ find: /^graphql$/, replacement: require.resolve("graphql") }] };
const setupFiles = ["test/support/setup.ts"];
/** What is held against the clock; the whole machine is its own. */
const timed = ["test/e2e/start.test.ts"];

export default defineConfig({
  test: {
    maxWorkers: 3,
    projects: [
      {
        resolve,
        test: {
          name: "unit",
          include: ["test/unit/**/*.test.ts"],
          setupFiles,
          testTimeout: 30_000,
        },
      },
      {
        resolve,
        test: {
          name: "database",
          include: ["test/{integration,contract,e2e}/**/*.test.ts"],
          exclude: timed,
          setupFiles,
          globalSetup: ["test/support/globalSetup.ts"],
          testTimeout: 120_000,
          hookTimeout: 240_000,
        },
      },
      {
        resolve,
        test: {
          name: "timed",
          include: timed,
          setupFiles,
          sequence: { groupOrder: 1 },
          testTimeout: 120_000,
          hookTimeout: 240_000,
        },
      },
    ],
  },
});
