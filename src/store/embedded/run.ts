import { spawn } from "node:child_process";
import { runAs } from "./accounts.js";
import type { Place } from "./place.js";

/** What came of running a program to its end. */
export interface Outcome {
  /** Null when it could not be started, or was ended by a signal. */
  readonly code: number | null;
  /** Both output streams in the order of arrival; the reason when it could not be started. */
  readonly output: string;
}

/** Runs a program to its end, as the account of the place. Never throws. */
export function run(
  file: string,
  args: readonly string[],
  place: Place,
  environment: Readonly<Record<string, string>>,
): Promise<Outcome> {
  return new Promise((resolve) => {
    let output = "";
    const collect = (chunk: Buffer) => {
      output += chunk.toString();
    };
    const child = spawn(file, args, {
      ...runAs(place.account),
      cwd: place.root,
      env: { ...environment },
      stdio: ["ignore", "pipe", "pipe"],
      windowsHide: true,
    });
    child.stdout.on("data", collect);
    child.stderr.on("data", collect);
    child.once("error", (error) => resolve({ code: null, output: error.message }));
    child.once("close", (code) => resolve({ code, output: output.trim() }));
  });
}
