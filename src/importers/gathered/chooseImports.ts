import { type AskedBy, optionName } from "../../rules/imports/optionNames.js";
import { FileRefused, type ImportFormat } from "../format.js";
import { recognise } from "../formats.js";
import { headOf } from "../headBytes.js";
import { withoutBundles } from "./fhirBundle.js";
import { isPackageContent, readPackage, strictly } from "./fhirPackage.js";
import type { Container, GatheredFile, GatheredFiles } from "./gatheredFile.js";

/** A file with what it is. */
interface ChosenFile {
  readonly file: GatheredFile;
  readonly format: ImportFormat;
  /** What else it could be. */
  readonly candidates: readonly ImportFormat[];
  /** What its release is called where neither the caller nor the file says it. */
  readonly otherwiseVersion: string | null;
}

/** Files that are imported together. */
export interface ChosenImport extends Omit<ChosenFile, "file" | "candidates"> {
  readonly files: readonly GatheredFile[];
}

/** A file of an archive or folder that is not imported, and what it seems to be. */
export interface LeftAside {
  readonly name: string;
  readonly seems: string;
}

/** What is done with the files. */
export interface ChosenImports {
  readonly imports: readonly ChosenImport[];
  readonly leftAside: readonly LeftAside[];
}

/** What the caller said of the files. */
export interface Asked {
  /** Null: as they are recognised. */
  readonly format: ImportFormat | null;
  /** Slug of the code system that they are for; null: as they say. */
  readonly codeSystem: string | null;
  readonly askedBy: AskedBy;
}

/**
 * Chooses the format of the files: the one that was named, unless a file is plainly of another, or the one
 * that they are recognised as. Files of one format are one import, but where each says itself what it holds.
 * @throws FileRefused with the file and what it seems to be
 */
export async function chooseImports(
  asked: Asked,
  { files, containers }: GatheredFiles,
): Promise<ChosenImports> {
  const named = await withoutBundles(files);
  const chosen = await chooseNamed(asked, named.files);
  const leftAside: LeftAside[] = [...named.leftAside];
  for (const container of containers) {
    const unpacked = await withoutBundles(container.files);
    leftAside.push(...unpacked.leftAside);
    const contained = await chooseContained(asked, { ...container, files: unpacked.files });
    chosen.push(...contained.chosen);
    leftAside.push(...contained.leftAside);
  }
  return { imports: asImports(chosen, asked), leftAside };
}

async function chooseNamed(
  { format, codeSystem }: Asked,
  files: readonly GatheredFile[],
): Promise<ChosenFile[]> {
  const looked: Looked[] = [];
  for (const file of files) {
    const { candidates, seems } = await lookInto(file);
    if (candidates.length === 0 && !format) {
      throw new FileRefused(
        `${file.label} is of no known format: it seems to be ${seems}; --help lists the formats`,
      );
    }
    if (candidates.length > 0) looked.push({ file, candidates, seems });
  }
  const [first] = looked;
  const chosen =
    format ?? fitting(inCommon(looked), codeSystem) ?? fitting(first?.candidates ?? [], codeSystem);
  const other = looked.find(({ candidates }) => chosen && !candidates.includes(chosen));
  if (other) {
    throw new FileRefused(
      `${other.file.label} is not of format ${chosen?.name}: it seems to be ${other.seems}`,
    );
  }
  if (!chosen) return [];
  return files.map((file) => ({ file, format: chosen, candidates: [], otherwiseVersion: null }));
}

interface Looked {
  readonly file: GatheredFile;
  readonly candidates: readonly ImportFormat[];
  readonly seems: string;
}

/** What all of them can be: files that lie apart may be one release together. */
function inCommon(
  files: readonly { readonly candidates: readonly ImportFormat[] }[],
): readonly ImportFormat[] {
  const [first, ...others] = files;
  return (first?.candidates ?? []).filter((one) =>
    others.every(({ candidates }) => candidates.includes(one)),
  );
}

async function chooseContained(
  { format, codeSystem }: Asked,
  container: Container,
): Promise<{ readonly chosen: readonly ChosenFile[]; readonly leftAside: readonly LeftAside[] }> {
  const about = await readPackage(container);
  const chosen: ChosenFile[] = [];
  const leftAside: LeftAside[] = [];
  for (const file of container.files) {
    const { candidates, seems } = await lookInto(file);
    const own = format ? candidates.find((one) => one === format) : fitting(candidates, codeSystem);
    if (!own || (about && !isPackageContent(file))) leftAside.push({ name: file.name, seems });
    else {
      const release = format === null ? (about?.release ?? null) : null;
      const strict = release === null ? own : strictly(own, release);
      const otherwiseVersion = about?.version ?? null;
      chosen.push({ file, format: strict, candidates, otherwiseVersion });
    }
  }
  const meant = chosen.filter((one) => codeSystem !== null && isOf(one.format, codeSystem));
  if (meant.length > 0) return { chosen: meant, leftAside };
  if (chosen.length > 0) return withoutItsMaps(chosen, leftAside);
  const what = format ? `of format ${format.name}` : "of a known format";
  const held = leftAside.slice(0, 10).map(({ name, seems }) => `${name} (${seems})`);
  const listed = held.length > 0 ? `: it has ${held.join(", ")}` : "";
  throw new FileRefused(`${container.label} holds no file ${what}${listed}`);
}

/** A release of one code system in which maps from it lie too is taken for the code system. */
function withoutItsMaps(chosen: readonly ChosenFile[], leftAside: readonly LeftAside[]) {
  const systems = chosen.filter(({ format }) => format.kind === "CODE_SYSTEM");
  const isOne = new Set(systems.map(({ format }) => format)).size === 1;
  const maps = chosen.filter(({ format }) => format.kind === "CROSSWALK");
  if (!isOne || systems.length + maps.length < chosen.length) return { chosen, leftAside };
  const left = maps.map(({ file, format }) => ({ name: file.name, seems: format.name }));
  return { chosen: systems, leftAside: [...leftAside, ...left] };
}

async function lookInto(file: GatheredFile) {
  const found = recognise(await headOf(file));
  if ("seems" in found) return { candidates: [], seems: found.seems };
  return { candidates: [found.format, ...found.others], seems: found.format.name };
}

/** A file that holds both a code system and a crosswalk is taken for what the caller names. */
function fitting(
  candidates: readonly ImportFormat[],
  codeSystem: string | null,
): ImportFormat | undefined {
  return candidates.find((one) => codeSystem !== null && isOf(one, codeSystem)) ?? candidates[0];
}

/** Whether a format is that of a code system's publisher. */
function isOf(format: ImportFormat, codeSystem: string): boolean {
  return format.kind === "CODE_SYSTEM" && format.codeSystem === codeSystem;
}

/** Whether every file of a format is an import of its own. */
function isDescribing(format: ImportFormat): boolean {
  if (format.kind === "CROSSWALK") return format.open !== undefined;
  if (format.kind === "COLLECTION") return true;
  return format.kind === "CODE_SYSTEM" && format.codeSystem === null;
}

function asImports(chosen: readonly ChosenFile[], { askedBy }: Asked): readonly ChosenImport[] {
  const [first, ...others] = chosen;
  if (first === undefined) throw new FileRefused("no file was given");
  if (chosen.every(({ format }) => isDescribing(format))) {
    return withCompanions(chosen);
  }
  const other = others.find(({ format }) => format !== first.format);
  const [together] = other ? inCommon(chosen) : [];
  if (other && !together) {
    const [one, two] = [first, other].map(({ file, format }) => `${file.name} (${format.name})`);
    const option = optionName("format", askedBy);
    throw new FileRefused(`${one} and ${two} are of several formats; say which by ${option}`);
  }
  const { otherwiseVersion } = first;
  const files = chosen.map(({ file }) => file);
  return [{ format: together ?? first.format, files, otherwiseVersion }];
}

/** Files that say themselves what they hold, each with the metadata that lie beside it. */
function withCompanions(chosen: readonly ChosenFile[]): readonly ChosenImport[] {
  const companions = chosen.filter(({ file }) => METADATA.test(file.name));
  const others = chosen.filter((one) => !companions.includes(one));
  if (others.length === 0) {
    return chosen.map(({ file, candidates: _, ...about }) => ({ ...about, files: [file] }));
  }
  return others.map(({ file, candidates: _, ...about }) => {
    const beside = companions.filter(
      (one) =>
        one.format === about.format &&
        (others.length === 1 || stem(one.file.name) === stem(file.name)),
    );
    return { ...about, files: [file, ...beside.map((one) => one.file)] };
  });
}

const METADATA = /\.ya?ml$/i;

function stem(name: string): string {
  return name.replace(/\.[A-Za-z]+$/, "");
}
