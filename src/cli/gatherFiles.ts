import { relative } from "node:path";
import type { Archive } from "../importers/archives/archive.js";
import { openArchive } from "../importers/archives/openArchive.js";
import { FileRefused } from "../importers/format.js";
import {
  type Container,
  type GatheredFile,
  type GatheredFiles,
  memberFile,
} from "../importers/gathered/gatheredFile.js";
import { headOf } from "../importers/headBytes.js";
import { filesBelow, localFile, lookAt } from "./sourceFiles.js";

/** Files that can be read until they are closed. */
interface OpenedFiles extends GatheredFiles {
  close(): Promise<void>;
}

/**
 * Finds the files under some paths: archives are opened, folders are looked through.
 * @param onRead called with the number of bytes of every chunk that is read of any of them
 * @throws FileRefused
 */
export async function gatherFiles(
  paths: readonly string[],
  onRead: (bytes: number) => void,
): Promise<OpenedFiles> {
  const files: GatheredFile[] = [];
  const containers: Container[] = [];
  const archives: Archive[] = [];
  const close = async () => {
    for (const archive of archives) await archive.close();
  };
  try {
    for (const path of paths) {
      const archive = await archiveAt(path);
      if (archive) {
        archives.push(archive);
        const members = archive.members.map((member) => memberFile(path, member, onRead));
        containers.push({ label: path, files: members });
      } else if ((await lookAt(path)).isFile) files.push(await localFile(path, onRead));
      else containers.push({ label: path, files: await filesOfFolder(path, onRead) });
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { files, containers, close };
}

/** The archive under a path, opened; null where there is none. */
async function archiveAt(path: string): Promise<Archive | null> {
  const { size, isFile } = await lookAt(path);
  if (!isFile) return null;
  const head = await headOf(await localFile(path, () => {}));
  return await openArchive(path, { head, size });
}

async function filesOfFolder(
  path: string,
  onRead: (bytes: number) => void,
): Promise<readonly GatheredFile[]> {
  const files = await filesBelow(path);
  if (files.length === 0) throw new FileRefused(`${path}: this is a directory`);
  return await Promise.all(files.map((file) => localFile(file, onRead, relative(path, file))));
}
