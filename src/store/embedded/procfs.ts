import { readdirSync, readFileSync, statSync } from "node:fs";
import { type ProcessEntry, type ProcessTable, probe } from "./processes.js";

// Positions in /proc/<pid>/stat, counted after the name, which may itself hold spaces and brackets.
const stateField = 0;
const startField = 19;

/** Processes as Linux shows them under /proc. */
export const procfs: ProcessTable = {
  ownMark: () => read(process.pid)?.mark ?? null,
  find: (pid) => read(pid) ?? probe(pid),
  all: () =>
    readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .map((name) => read(Number(name)))
      .filter((entry) => entry !== null),
};

function read(pid: number): ProcessEntry | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const nameEnd = stat.lastIndexOf(")");
    const fields = stat.slice(nameEnd + 2).split(" ");
    const state = fields[stateField];
    // X: the process is being taken down this very moment.
    if (state === "X" || state === "x") return null;
    return {
      pid,
      state: state === "Z" ? "zombie" : "running",
      mark: `${bootId()}/${fields[startField]}`,
      uid: statSync(`/proc/${pid}`).uid,
      name: stat.slice(stat.indexOf("(") + 1, nameEnd),
      command: readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trimEnd(),
    };
  } catch {
    return null;
  }
}

// Start times count from the boot, so the boot is part of the mark.
function bootId(): string {
  try {
    return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  } catch {
    return "";
  }
}
