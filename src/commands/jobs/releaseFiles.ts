import { openArchiveOf } from "../../importers/archives/openArchive.js";
import { type CodeSystemFormat, FileRefused, type SourceFile } from "../../importers/format.js";
import { type ChosenImport, chooseImports } from "../../importers/gathered/chooseImports.js";
import { type GatheredFile, memberFile } from "../../importers/gathered/gatheredFile.js";
import { onlyThese } from "../../importers/gathered/onlyThese.js";
import { UNPACKED_LIMIT } from "../../rules/jobs/importRequest.js";
import type { CodeSystemRow } from "../../store/codeSystems/queries.js";
import { misfitOf } from "./contentFormat.js";
import type { JobWork } from "./jobKind.js";

/** The files of one release, as the content of a job holds them. */
export interface ReleaseFiles {
  readonly format: CodeSystemFormat;
  readonly files: readonly SourceFile[];
  /** What the release is called where neither the caller nor the file says it. */
  readonly otherwiseVersion: string | null;
  close(): Promise<void>;
}

type Watched = Pick<JobWork, "progress" | "signal">;

/** What messages call the content. */
const NAME = "content";

/**
 * The release of a code system that a content is, or that is in it where it is an archive.
 * @param format null: as it is recognised
 * @throws FileRefused
 */
export async function releaseFiles(
  content: Buffer,
  { format, system }: { readonly format: CodeSystemFormat | null; readonly system: CodeSystemRow },
  work: Watched,
): Promise<ReleaseFiles> {
  const archive = await openArchiveOf(content, { name: NAME, unpackedLimit: UNPACKED_LIMIT });
  if (!archive) {
    if (!format) throw new Error("The content is of no format");
    const bytes = { [Symbol.asyncIterator]: () => portions(content) };
    const file = { name: NAME, label: NAME, size: content.length, bytes };
    return { format, files: watched([file], work), otherwiseVersion: null, close: async () => {} };
  }
  try {
    const files = archive.members.map((member) => memberFile(NAME, member, () => {}));
    const gathered = { files: [], containers: [{ label: NAME, files }] };
    const asked = { format, codeSystem: system.slug, askedBy: "GRAPH" } as const;
    const { imports } = await chooseImports(asked, gathered);
    const releases = imports.filter(({ format: { kind } }) => kind === "CODE_SYSTEM");
    const chosen = await releaseOf(releases.length > 0 ? releases : imports, system);
    const misfit = misfitOf(chosen.format, system.slug);
    if (misfit !== null || chosen.format.kind !== "CODE_SYSTEM") {
      throw new FileRefused(`${NAME}: ${misfit}`);
    }
    const { otherwiseVersion } = chosen;
    const release = watched(chosen.files, work);
    return { format: chosen.format, files: release, otherwiseVersion, close: archive.close };
  } catch (error) {
    await archive.close();
    throw error;
  }
}

/** Of several code systems in an archive the one with the canonical URL of that which was named. */
async function releaseOf(
  imports: readonly ChosenImport[],
  { slug, canonicalUrl }: CodeSystemRow,
): Promise<ChosenImport> {
  if (imports.length > 1 && canonicalUrl === null) {
    throw new FileRefused(
      `${NAME} holds ${imports.length} code systems, and ${slug} has no canonical URL to choose by`,
    );
  }
  const named = imports.length > 1 && canonicalUrl !== null ? [canonicalUrl] : [];
  const [chosen, ...others] = await onlyThese(imports, named);
  if (!chosen) throw new FileRefused(`${NAME} holds no code system`);
  if (others.length === 0) return chosen;
  const names = [chosen, ...others].flatMap(({ files }) => files.map(({ name }) => name));
  throw new FileRefused(`${NAME} holds ${canonicalUrl} several times: ${names.join(", ")}`);
}

const PORTION = 64 * 1024;

async function* portions(content: Buffer): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < content.length; at += PORTION) {
    yield content.subarray(at, at + PORTION);
    // All of it is here already: without a pause the server would answer nobody until it is read.
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Files that tell how much of them has been read, and end when the server does. */
function watched(
  files: readonly GatheredFile[],
  { progress, signal }: Watched,
): readonly SourceFile[] {
  const total = files.reduce((sum, { size }) => sum + size, 0);
  const read = files.map(() => 0);
  const tell = () =>
    progress(
      read.reduce((sum, bytes) => sum + bytes, 0),
      total,
    );
  return files.map(({ name, bytes }, at) => {
    async function* chunks(): AsyncGenerator<Uint8Array> {
      // Some formats look at a file's beginning before they read it.
      read[at] = 0;
      tell();
      for await (const chunk of bytes) {
        signal.throwIfAborted();
        yield chunk;
        read[at] = (read[at] ?? 0) + chunk.length;
        tell();
      }
    }
    return { name, bytes: { [Symbol.asyncIterator]: chunks } };
  });
}
