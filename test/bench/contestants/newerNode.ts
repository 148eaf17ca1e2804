import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const BINARY = fileURLToPath(new URL("../node_modules/node/bin/node", import.meta.url));

/** The Node that PostGraphile needs, which npm's package `node` brought. */
export function newerNode(): string {
  if (!existsSync(BINARY)) throw new Error(`${BINARY} is missing; npm's package "node" brings it`);
  return BINARY;
}
