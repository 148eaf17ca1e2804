import { basename } from "node:path";
import { describe, expect, it } from "vitest";
import { importsOf, projectFiles, ringOf, sourceFiles, textOf } from "./sources.js";

const productFiles = sourceFiles.filter((path) => path.startsWith("src/"));
/** Each ring with those that it may reach into, itself aside. */
const rings: Readonly<Record<string, readonly string[]>> = {
  kernel: [],
  rules: ["kernel"],
  store: ["rules", "kernel"],
  importers: ["rules", "kernel"],
  commands: ["store", "importers", "rules", "kernel"],
  graph: ["commands", "store", "rules", "kernel"],
  server: ["graph", "commands", "store", "rules", "kernel"],
  cli: ["server", "graph", "commands", "store", "importers", "rules", "kernel"],
  main: ["cli", "server", "graph", "commands", "store", "rules", "kernel"],
};
/** The only rings that know a package, or may ask the machine for what is not the same twice. */
const reserved: readonly (readonly [what: RegExp, rings: readonly string[]])[] = [
  [/^(drizzle-orm|postgres|dataloader)(\/|$)/, ["store"]],
  [/^type-graphql|^graphql-scalars/, ["graph"]],
  [/^graphql$/, ["graph", "server", "cli"]],
  [/^@apollo\/|^(jose|pino|zod)$/, ["server"]],
  [/^(saxes|csv-parse|@streamparser\/json|tar-stream|yauzl)(\/|$)/, ["importers"]],
  [/^node:(?!crypto$)/, ["store", "importers", "server", "cli", "main"]],
  [/^node:crypto$/, ["kernel", "store", "server", "cli", "main"]],
];

/** What of the files is at fault, as `path: fault`. */
function faults(files: readonly string[], faultsOf: (path: string) => readonly string[]) {
  return files.flatMap((path) => faultsOf(path).map((fault) => `${path}: ${fault}`));
}

/** The files in which a pattern occurs, with what was found. */
function holding(files: readonly string[], pattern: RegExp): readonly string[] {
  return faults(files, (path) => textOf(path).match(new RegExp(pattern, "gm")) ?? []);
}

describe("the sources", () => {
  it("were all seen, with what they import", () => {
    expect(productFiles).toContain("src/main.ts");
    expect(new Set(productFiles.map(ringOf))).toEqual(new Set(Object.keys(rings)));
    expect(productFiles.length).toBeGreaterThan(200);
    expect(sourceFiles.length).toBeGreaterThan(productFiles.length + 100);
    expect(importsOf("src/graph/schema.ts")).toContain("src/graph/shared/connections.js");
    expect(importsOf("src/main.ts")).toContain("reflect-metadata");
    const imports = productFiles.flatMap(importsOf);
    expect(imports.filter((named) => named.startsWith("src/")).length).toBeGreaterThan(400);
  });

  it("reach further in, never out", () => {
    const broken = faults(productFiles, (path) => {
      const own = ringOf(path);
      const reached = importsOf(path).filter((named) => named.startsWith("src/"));
      return reached.filter(
        (named) => ringOf(named) !== own && !rings[own]?.includes(ringOf(named)),
      );
    });
    expect(broken).toEqual([]);
  });

  it.each(reserved)("know %s in %j alone", (what, allowed) => {
    const naming = productFiles.filter((path) => importsOf(path).some((named) => what.test(named)));
    expect(naming.length).toBeGreaterThan(0);
    expect(naming.filter((path) => !allowed.includes(ringOf(path)))).toEqual([]);
  });

  it("take clock and chance as arguments in the inner rings", () => {
    const inner = productFiles.filter((path) =>
      ["kernel", "rules", "commands", "graph", "importers"].includes(ringOf(path)),
    );
    expect(inner.length).toBeGreaterThan(100);
    expect(holding(inner, /\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\brandomUUID\b/)).toEqual(
      [],
    );
  });

  it("read the environment in one place", () => {
    const reading = productFiles.filter((path) => /\bprocess\.env\b/.test(textOf(path)));
    expect(reading).toEqual(["src/server/config.ts"]);
  });

  it("stay under 300 lines", () => {
    const long = (path: string) => textOf(path).split("\n").length - 1;
    expect(sourceFiles.filter((path) => long(path) > 300)).toEqual([]);
  });

  it("have names that say what is inside", () => {
    const vague = /^(index|utils?|helpers?|common|misc|shared|types)\.ts$/i;
    expect(sourceFiles.filter((path) => vague.test(basename(path)))).toEqual([]);
    expect(sourceFiles.filter((path) => /\/(utils?|helpers?|common)\//i.test(path))).toEqual([]);
  });

  it("export by name, what is their own", () => {
    const handed = /^export (\*|default\b|(type )?\{[^}]*\} from\b).*/;
    expect(holding(productFiles, handed)).toEqual([]);
    const tests = sourceFiles.filter((path) => path.startsWith("test/"));
    expect(holding(tests, handed)).toEqual([]);
  });

  it("test all that they hold", () => {
    const tests = sourceFiles.filter((path) => path.endsWith(".test.ts"));
    expect(tests.length).toBeGreaterThan(60);
    expect(holding(tests, /\b(it|describe|test)\.(only|todo|skip)\b/)).toEqual([]);
  });
});

describe("the project", () => {
  const texts = projectFiles().filter(
    (path) =>
      !/package-lock\.json$|(^|\/)(content|fixtures)\/|^drizzle\/meta\/|^LICENSE$/.test(path) &&
      path !== "test/contract/tidy.test.ts",
  );

  it("was seen whole", () => {
    expect(texts).toEqual(expect.arrayContaining([".ci/run", ".npmrc", "README.md", "run.mjs"]));
    expect(texts.length).toBeGreaterThan(sourceFiles.length);
  });

  it("names no host of a package registry", () => {
    expect(
      holding([...texts, "package-lock.json"], /[\w.-]*registry\.[\w-]+\.\w+|^registry\s*=.*/),
    ).toEqual([]);
  });

  it("speaks of itself alone", () => {
    const elsewhere =
      /\/work\/|\bhelper sessions?\b|\bfine[- ]print\b|\bproduct\.md\b|\bissue #?\d|\bAI\b|\bclaude\b/i;
    expect(holding(texts, elsewhere)).toEqual([]);
  });

  it("looks for files beside itself in the modules that find publishers' releases", () => {
    const beside = texts.filter((path) => /\.\.\/shared\/data/.test(textOf(path)));
    const allowed = ["test/bench/content/realContent.ts", "test/integration/largeData/releases.ts"];
    expect(beside.filter((path) => !allowed.includes(path))).toEqual([]);
    expect(beside).toContain("test/integration/largeData/releases.ts");
  });
});
