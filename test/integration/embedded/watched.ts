import { thisMachine } from "../../../src/store/embedded/machine.js";
import { readPostmasterFile } from "../../../src/store/embedded/postmasterFile.js";

/** The process number of the server that runs on the data. */
export function serverPid(data: string): number {
  const file = readPostmasterFile(data);
  if (file === null) throw new Error(`no server runs on ${data}`);
  return file.pid;
}

/** The processes that watch over the server on the data. */
export function watchdogs(data: string): number[] {
  return thisMachine()
    .processes.all()
    .filter(({ command }) => command?.endsWith(`termgate-watchdog ${data}`))
    .map(({ pid }) => pid);
}
