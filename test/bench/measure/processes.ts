import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";

let ticks: number | null = null;

function ticksPerSecond(): number {
  ticks ??= Number(execFileSync("getconf", ["CLK_TCK"], { encoding: "utf8" }));
  return ticks;
}

/** Seconds of processor time that a process has used; null where nobody tells, or it is gone. */
export function cpuSeconds(pid: number): number | null {
  const stat = processFile(pid, "stat");
  if (stat === null) return null;
  // The name, in parentheses, may hold anything; the 14th and 15th fields are what we want.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond();
}

/** Largest resident memory since the last {@link forgetPeak}, in bytes; null where nobody tells. */
export function peakMemory(pid: number): number | null {
  const peak = /^VmHWM:\s+(\d+) kB/m.exec(processFile(pid, "status") ?? "")?.[1];
  return peak === undefined ? null : Number(peak) * 1024;
}

/** Begins the count of the largest memory anew. */
export function forgetPeak(pid: number): void {
  try {
    writeFileSync(`/proc/${pid}/clear_refs`, "5");
  } catch {
    // Then the peak is that of the whole run.
  }
}

function processFile(pid: number, name: string): string | null {
  try {
    return readFileSync(`/proc/${pid}/${name}`, "utf8");
  } catch {
    return null;
  }
}
