import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

/** Has every process of the command say at its end how much memory it had at most, in KiB. */
const TELL_PEAK = `--import=data:text/javascript,${encodeURIComponent(
  "process.on('exit',()=>process.stderr.write('\\nPEAK '+process.resourceUsage().maxRSS+'\\n'))",
)}`;

/**
 * Runs one of the product's commands as its users do, to the end of the process.
 * @returns the most memory that it had, in MB
 * @throws with all that it said, where it does not end well
 */
export async function runCommand(
  name: "import" | "export",
  given: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<number> {
  const { PATH = "", HOME = "" } = process.env;
  const child = spawn(
    process.execPath,
    ["--enable-source-maps", "run.mjs", `cli/${name}`, ...given],
    {
      cwd: ROOT,
      env: { PATH, HOME, NODE_OPTIONS: TELL_PEAK, ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  let said = "";
  const listen = (chunk: Buffer) => {
    said += chunk.toString("utf8");
  };
  child.stdout.on("data", listen);
  child.stderr.on("data", listen);
  const code = await new Promise((resolve, reject) => {
    child.once("close", resolve).once("error", reject);
  });
  if (code !== 0) throw new Error(`The ${name} failed: ${said}`);
  const peaks = [...said.matchAll(/^PEAK (\d+)$/gm)].map(([, kibibytes]) => Number(kibibytes));
  return (Math.max(0, ...peaks) * 1024) / 1e6;
}
