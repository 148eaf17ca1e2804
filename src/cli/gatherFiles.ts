import { type Archive } from "../importers/archives/archive.js";
import { openTarball } from "../importers/archives/tar.js";
import { openZip } from "../importers/archives/zip.js";
import { binaryKind } from "../importers/binary.js";
import { FileRefused } from "../importers/format.js";
import {
  headOf,
  jsonFilesOf,
  type LocalFile,
  localFile,
  lookAt,
  memberFile,
} from "./sourceFiles.js";

/** An archive or a folder, of whose files some may be of no use. */
export interface Container {
  readonly label: string;
  readonly files: readonly LocalFile[];
}

/** The files that were named, and the archives and folders. */
export interface GatheredFiles {
  readonly files: readonly LocalFile[];
  readonly containers: readonly Container[];
  close(): Promise<void>;
}

/**
 * Finds the files under some paths: archives are opened, folders are looked through for JSON.
 * @param onRead called with the number of bytes of every chunk that is read of any of them
 * @throws FileRefused
 */
export async function gatherFiles(
  paths: readonly string[],
  onRead: (bytes: number) => void,
): Promise<GatheredFiles> {
  const files: LocalFile[] = [];
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
  const kind = binaryKind(await headOf(await localFile(path, () => {})));
  if (kind === "a zip archive") return await openZip(path, size);
  return kind === "a gzip file" ? await openTarball(path, size) : null;
}

async function filesOfFolder(
  path: string,
  onRead: (bytes: number) => void,
): Promise<readonly LocalFile[]> {
  const files = await jsonFilesOf(path);
  if (files.length === 0) throw new FileRefused(`${path}: this is a directory`);
  return await Promise.all(files.map((file) => localFile(file, onRead)));
}
