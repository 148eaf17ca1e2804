import { describe, expect, it } from "vitest";
import { projectFiles, textOf } from "./sources.js";

interface LockedPackage {
  readonly resolved?: string;
  readonly integrity?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const locks = projectFiles().filter((path) => path.endsWith("package-lock.json"));

function packagesOf(path: string): Readonly<Record<string, LockedPackage>> {
  const lock = JSON.parse(textOf(path)) as { packages: Record<string, LockedPackage> };
  return lock.packages;
}

/** Where a package that stands at `from` may find another, the nearest place first. */
function placesOf(name: string, from: string): readonly string[] {
  const own = `${from === "" ? "" : `${from}/`}node_modules/${name}`;
  if (from === "") return [own];
  const above = from.lastIndexOf("/node_modules/");
  return [own, ...placesOf(name, above < 0 ? "" : from.slice(0, above))];
}

it("there is a lock file of the project", () => {
  expect(locks).toContain("package-lock.json");
});

describe.each(locks)("%s", (path) => {
  const packages = packagesOf(path);

  // `npm ci` breaks, on other platforms at times, where an optional dependency has no entry.
  it("has an entry for every package that one of its packages needs, also on other platforms", () => {
    const needed = Object.entries(packages).flatMap(
      ([at, { dependencies, optionalDependencies }]) =>
        Object.keys({ ...dependencies, ...optionalDependencies }).map((name) => ({ at, name })),
    );
    expect(needed.length).toBeGreaterThan(100);
    const missing = needed.filter(({ at, name }) => !placesOf(name, at).some((to) => packages[to]));
    expect(missing).toEqual([]);
  });

  it("pins contents, not the place they came from", () => {
    const others = Object.entries(packages).filter(([at]) => at !== "");
    expect(others.filter(([, { integrity }]) => integrity === undefined)).toEqual([]);
    expect(others.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
  });
});
