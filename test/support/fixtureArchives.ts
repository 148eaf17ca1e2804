import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Member, zipOf } from "./archives.js";

const FIXTURES = fileURLToPath(new URL("../fixtures/", import.meta.url));

/** The folder of a format's fixtures. */
export function fixtureFolder(format: string): string {
  return join(FIXTURES, format);
}

/** All files of such a folder and of the folders in it, as members of an archive. */
export function fixtureMembers(format: string): readonly Member[] {
  const folder = fixtureFolder(format);
  const entries = readdirSync(folder, { recursive: true, encoding: "utf8" }).toSorted();
  const files = entries.filter((entry) => statSync(join(folder, entry)).isFile());
  return files.map((name) => ({ name, content: readFileSync(join(folder, name)) }));
}

/** The archive that a publisher would ship, with a text beside the tables. */
export function fixtureZip(format: string): Buffer {
  return zipOf([...fixtureMembers(format), { name: "readme.txt", content: "Hello\n" }]);
}
