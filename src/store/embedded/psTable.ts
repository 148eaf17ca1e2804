import { spawnSync } from "node:child_process";
import { type ProcessEntry, type ProcessTable, probe } from "./processes.js";

const columns = "pid=,stat=,uid=,lstart=,ucomm=,command=";
const line =
  /^\s*(?<pid>\d+)\s+(?<stat>\S+)\s+(?<uid>-?\d+)\s+(?<start>\S+ \S+\s+\d+ [\d:]+ \d+)\s+(?<name>\S+)\s+(?<command>.*)$/;

/** Processes as `ps` prints them: macOS, and every Unix without /proc. */
export const psTable: ProcessTable = {
  ownMark: () => list("-p", String(process.pid))[0]?.mark ?? null,
  find: (pid) => {
    if (probe(pid) === null) return null;
    return list("-p", String(pid))[0] ?? probe(pid);
  },
  all: () => list("-A"),
};

function list(...selection: string[]): ProcessEntry[] {
  const ps = spawnSync("/bin/ps", ["-ww", "-o", columns, ...selection], {
    encoding: "utf8",
    env: { LC_ALL: "C", TZ: "UTC" },
    maxBuffer: 64 * 1024 * 1024,
  });
  return (ps.stdout ?? "")
    .split("\n")
    .map(parse)
    .filter((entry) => entry !== null);
}

function parse(text: string): ProcessEntry | null {
  const found = line.exec(text)?.groups;
  if (found === undefined) return null;
  return {
    pid: Number(found.pid),
    state: found.stat?.startsWith("Z") ? "zombie" : "running",
    mark: found.start?.replace(/\s+/g, " ") ?? null,
    uid: Number(found.uid) >>> 0,
    name: found.name ?? null,
    command: found.command?.trimEnd() ?? null,
  };
}
