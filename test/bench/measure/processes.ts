import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";

let ticks: number | null = null;

function ticksPerSecond(): number {
  ticks ??= Number(execFileSync("getconf", ["CLK_TCK"], { encoding: "utf8" }));
  return ticks;
}

/** Seconds of processor time that a process and its children have used; null where nobody tells, or it is gone. */
export function cpuSeconds(pid: number): number | null {
  return summed(pid, cpuOf);
}

/**
 * Largest resident memory since the last {@link forgetPeak}, in bytes, of a process and its children
 * together; null where nobody tells.
 */
export function peakMemory(pid: number): number | null {
  return summed(pid, peakOf);
}

/** Begins the count of the largest memory anew. */
export function forgetPeak(pid: number): void {
  for (const each of familyOf(pid)) {
    try {
      writeFileSync(`/proc/${each}/clear_refs`, "5");
    } catch {
      // Then the peak is that of the whole run.
    }
  }
}

/** A process, its children and theirs. */
function familyOf(pid: number): number[] {
  const children = (processFile(pid, `task/${pid}/children`) ?? "").split(" ").filter(Boolean);
  return [pid, ...children.flatMap((child) => familyOf(Number(child)))];
}

function summed(pid: number, of: (pid: number) => number | null): number | null {
  const own = of(pid);
  if (own === null) return null;
  const [, ...children] = familyOf(pid);
  return children.reduce((sum, child) => sum + (of(child) ?? 0), own);
}

function cpuOf(pid: number): number | null {
  const stat = processFile(pid, "stat");
  if (stat === null) return null;
  // The name, in parentheses, may hold anything; the 14th and 15th fields are what we want.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond();
}

function peakOf(pid: number): number | null {
  const peak = /^VmHWM:\s+(\d+) kB/m.exec(processFile(pid, "status") ?? "")?.[1];
  return peak === undefined ? null : Number(peak) * 1024;
}

function processFile(pid: number, name: string): string | null {
  try {
    return readFileSync(`/proc/${pid}/${name}`, "utf8");
  } catch {
    return null;
  }
}
