import { processConfig } from "../server/config.js";
import { exportUsage, readExportArguments } from "./exportArguments.js";
import { runExport } from "./runExport.js";

const REFUSED = 1;
const USAGE = 2;

async function main(): Promise<number> {
  const given = readExportArguments(process.argv.slice(2));
  if (!given.ok) {
    process.stderr.write(`${given.failure}; see --help\n`);
    return USAGE;
  }
  if (given.value === "help") {
    process.stdout.write(exportUsage);
    return 0;
  }
  const config = processConfig();
  if (!config.ok) {
    process.stderr.write(`${config.failure.join("\n")}\n`);
    return REFUSED;
  }
  return await runExport(given.value, config.value);
}

process.exitCode = await main();
