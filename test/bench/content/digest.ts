import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Scale } from "./scale.js";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
/** What decides how the loaded content looks: our generator, the peers' tables, our migrations. */
const SOURCES = [
  "test/bench/content",
  "test/bench/contestants/postgraphile",
  "test/bench/collections",
  "drizzle",
];

/** Names the content of a scale: as long as it stays the same, loaded content can be used again. */
export function contentDigest({ name }: Scale): string {
  const hash = createHash("sha256").update(name);
  for (const folder of SOURCES) {
    const files = readdirSync(join(ROOT, folder)).filter((file) => /\.(ts|sql)$/.test(file));
    for (const file of files.sort())
      hash.update(file).update(readFileSync(join(ROOT, folder, file)));
  }
  return hash.digest("hex").slice(0, 12);
}
