import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { plainEnvironment } from "./accounts.js";
import type { Machine } from "./machine.js";
import type { Place } from "./place.js";
import { run } from "./run.js";

/** A directory of server programs that have not been tried yet. */
export interface Programs {
  /** Where `postgres`, `initdb` and `pg_ctl` are. */
  readonly directory: string;
  /** What they need in their environment beyond the plain one. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Server programs that were tried and do run. */
export interface Binaries {
  /** As the server states it, for instance `18.4`. */
  readonly version: string;
  readonly major: number;
  readonly initdb: string;
  readonly postgres: string;
  readonly control: string;
  /** The whole environment to start them in. */
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * Tries server programs; answers with the reason when they do not run. Only running one tells: a
 * missing library, a missing permission and another C library all look well from outside.
 */
export async function tryPrograms(
  machine: Machine,
  place: Place,
  { directory, environment }: Programs,
): Promise<Binaries | string> {
  const file = (name: string) => path.join(directory, executable(machine, name));
  const whole = { ...plainEnvironment, ...environment };
  const { code, output } = await run(file("postgres"), ["--version"], place, whole);
  const version = /(\d+)[.\w]*/.exec(output);
  if (code !== 0 || version === null) return output || "it prints no version";
  return {
    version: version[0],
    major: Number(version[1]),
    initdb: file("initdb"),
    postgres: file("postgres"),
    control: file("pg_ctl"),
    environment: whole,
  };
}

/** The server programs that distributions have put on this machine, the newest first. */
export async function tryInstalled(machine: Machine, place: Place): Promise<Binaries[]> {
  const tried = machine.installed
    .flatMap(expand)
    .filter((directory) => existsSync(path.join(directory, executable(machine, "initdb"))))
    .map((directory) => tryPrograms(machine, place, { directory, environment: {} }));
  const found = (await Promise.all(tried)).filter((result) => typeof result !== "string");
  return found.sort((a, b) => b.major - a.major);
}

function executable(machine: Machine, name: string): string {
  return machine.platform === "win32" ? `${name}.exe` : name;
}

function expand(pattern: string): string[] {
  const star = pattern.indexOf("*");
  if (star < 0) return [pattern];
  const parent = path.dirname(`${pattern.slice(0, star)}x`);
  const prefix = pattern.slice(parent.length + 1, star);
  try {
    const names = readdirSync(parent).filter((name) => name.startsWith(prefix));
    return names.map((name) => path.join(parent, name) + pattern.slice(star + 1));
  } catch {
    return [];
  }
}
