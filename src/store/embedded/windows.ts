import { spawnSync } from "node:child_process";
import { createServer } from "node:net";
import path from "node:path";
import { type ProcessEntry, type ProcessTable, probe } from "./processes.js";

/** The watchdog where there is no shell: the same two lines, and pg_ctl instead of a signal. */
export const nodeWatchdog = `
  const { spawn } = require("node:child_process");
  const [control, data] = process.argv.slice(1);
  let text = "";
  process.stdin.on("data", (chunk) => {
    text += chunk;
  });
  process.stdin.on("close", () => {
    const lines = text.split("\\n").length - 1;
    if (lines !== 1) return;
    spawn(control, ["stop", "-W", "-m", "fast", "-D", data], {
      stdio: "ignore",
      windowsHide: true,
    });
  });
`;

/** A TCP port of the loopback address that is free at this moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

/**
 * Processes as Windows shows them. A start time costs a second of PowerShell, so that the name of
 * the program has to do as the mark.
 */
export const windowsTable: ProcessTable = {
  ownMark: () => path.win32.basename(process.execPath).toLowerCase(),
  find: (pid) => (probe(pid) === null ? null : (query(pid) ?? probe(pid))),
  all: () => [],
};

function query(pid: number): ProcessEntry | null {
  const script =
    `Get-CimInstance Win32_Process -Filter "ProcessId=${pid}" | ` +
    "ForEach-Object { $_.Name; $_.CommandLine }";
  const shell = spawnSync("powershell.exe", ["-NoProfile", "-Command", script], {
    encoding: "utf8",
    windowsHide: true,
  });
  const [name, command] = (shell.stdout ?? "").split(/\r?\n/);
  if (!name) return null;
  const bare = name.toLowerCase();
  const words = (command ?? "").replaceAll('"', "").trimEnd();
  return { pid, state: "running", mark: bare, uid: null, name: bare, command: words };
}
