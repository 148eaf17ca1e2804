import { decodeHead } from "./decode.js";
import { FileRefused, type SourceFile } from "./format.js";
import { headLines } from "./head.js";
import { headOf } from "./headBytes.js";
import { textBytes } from "./textBytes.js";

/** What the files of a release are for, by their first lines. */
export type Roles<Role extends string> = Readonly<Record<Role, (first: string) => boolean>>;

/** The role that a file has which begins like this; null where it has none. */
export function roleOf<Role extends string>(roles: Roles<Role>, head: string): Role | null {
  const [first = ""] = headLines(head);
  const found = (Object.keys(roles) as Role[]).find((role) => roles[role](first));
  return found ?? null;
}

/**
 * The files of a release by what they are for.
 * @throws FileRefused where a file is for nothing of it
 */
export async function filesByRole<Role extends string>(
  files: readonly SourceFile[],
  roles: Roles<Role>,
  format: string,
): Promise<ReadonlyMap<Role, readonly SourceFile[]>> {
  const found = new Map<Role, SourceFile[]>();
  for (const file of files) {
    const role = roleOf(roles, decodeHead(await headOf(file)));
    // A binary file is told by what it is.
    for await (const _ of textBytes(file)) break;
    if (role === null) throw new FileRefused(`${file.name}, line 1: this is no file of ${format}`);
    found.set(role, [...(found.get(role) ?? []), file]);
  }
  return found;
}

/**
 * The one file that is for something; null where there is none.
 * @throws FileRefused where there are several
 */
export function oneOf<Role extends string>(
  files: ReadonlyMap<Role, readonly SourceFile[]>,
  role: Role,
): SourceFile | null {
  const [file = null, other] = files.get(role) ?? [];
  if (file === null || other === undefined) return file;
  throw new FileRefused(`${file.name} and ${other.name} are the same table; one of each is read`);
}
