import { readFileSync } from "node:fs";

const CHECK = 500;

/**
 * Resolves when the npm that started this process is gone: killed outright, it tells nobody, and the server
 * would go on with nobody to stop it. Some shells stand between the two for as long as both run.
 */
export function npmGone(): Promise<void> {
  const shell = process.ppid;
  const npm = isShell(shell) ? parentOf(shell) : null;
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      if (process.ppid === shell && (npm === null || parentOf(shell) === npm)) return;
      clearInterval(timer);
      resolve();
    }, CHECK);
    timer.unref();
  });
}

function isShell(pid: number): boolean {
  return /^(ba|da|a|z|k|)sh$|^busybox$/.test(statusOf(pid)?.name ?? "");
}

function parentOf(pid: number): number | null {
  return statusOf(pid)?.parent ?? null;
}

/** Null where there is no /proc: the shells of those systems make way for what they start. */
function statusOf(pid: number): { readonly name: string; readonly parent: number } | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const end = stat.lastIndexOf(")");
    const [, parent] = stat.slice(end + 2).split(" ");
    return { name: stat.slice(stat.indexOf("(") + 1, end), parent: Number(parent) };
  } catch {
    return null;
  }
}
