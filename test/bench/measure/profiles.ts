import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Bench } from "../bench.js";
import { readContentIndex } from "../content/contentIndex.js";
import { makeClient, startTermgate, usualVariant } from "../contestants/termgate.js";
import { Generator } from "../load/generator.js";
import type { Table } from "../report/table.js";
import type { ReadWorkload } from "../workloads/workload.js";
import { type CpuProfile, type SelfTime, selfTimes } from "./cpuProfile.js";
import { drawerOf, prepareRequests } from "./questions.js";

const FOLDER = fileURLToPath(new URL("../profile/", import.meta.url));
const MODULES = 14;
const FUNCTIONS = 25;

/**
 * Tells where the product's processor time goes under each workload. The profiles themselves stay in
 * `profile`, to be looked at with the developer tools of a browser.
 */
export async function profileReads(
  { options, server, databases, tell }: Bench,
  workloads: readonly ReadWorkload[],
): Promise<Table[]> {
  const database = databases.content;
  const content = await readContentIndex(server.location(database));
  const client = await makeClient(server, database);
  const { requests, warmupSeconds, seconds, connections } = options.effort;
  const tables: Table[] = [];
  mkdirSync(FOLDER, { recursive: true });
  for (const workload of workloads) {
    const file = `${workload.name.split(" ")[0]}.cpuprofile`;
    const nodeOptions = ["--cpu-prof", `--cpu-prof-dir=${FOLDER}`, `--cpu-prof-name=${file}`];
    const termgate = await startTermgate(usualVariant, { server, database, client, nodeOptions });
    const generator = new Generator();
    try {
      await prepareRequests(generator, [termgate], {
        ...{ workload, draw: drawerOf(workload, content) },
        ...{ digests: new Map(), count: requests },
      });
      const milliseconds = (warmupSeconds + seconds) * 1000;
      await generator.run(termgate.name, connections[0] ?? 1, milliseconds);
    } finally {
      generator.stop();
      await termgate.stop();
    }
    const profile = JSON.parse(readFileSync(join(FOLDER, file), "utf8")) as CpuProfile;
    const { modules, functions } = selfTimes(profile, seconds);
    tables.push(shareTable(`${workload.name}: by module`, modules.slice(0, MODULES)));
    tables.push(shareTable(`${workload.name}: by function`, functions.slice(0, FUNCTIONS)));
    tell(`${workload.name}: profiled`);
  }
  return tables;
}

function shareTable(title: string, times: readonly SelfTime[]): Table {
  return {
    title,
    columns: ["where the time itself is spent", "% of the busy time"],
    rows: times.map(({ name, share }) => [name, (share * 100).toFixed(1)]),
  };
}
