import { fhirCodeSystem, fhirCodeSystemOf } from "../fhir/codeSystem.js";
import { conceptMap, conceptMapOf } from "../fhir/conceptMap.js";
import { type FhirRelease, releaseOf } from "../fhir/header.js";
import { valueSet, valueSetOf } from "../fhir/valueSet.js";
import { FileRefused, type ImportFormat } from "../format.js";
import type { Container, GatheredFile } from "./gatheredFile.js";

/** What a package of FHIR says of itself. */
export interface FhirPackage {
  readonly version: string | null;
  /** The release of FHIR that it is of; null: it does not say. */
  readonly release: FhirRelease | null;
}

const MANIFEST = "package/package.json";
const MANIFEST_LIMIT = 1024 * 1024;

/**
 * Reads the manifest of a package of FHIR.
 * @returns null where the container is no such package
 * @throws FileRefused where it is damaged or of a release of FHIR that is not read
 */
export async function readPackage({ label, files }: Container): Promise<FhirPackage | null> {
  const file = files.find(({ name }) => name === MANIFEST);
  if (!file) return null;
  const manifest = await objectIn(file);
  const { version } = manifest;
  const versions = manifest.fhirVersions ?? manifest["fhir-version-list"];
  const [fhirVersion] = Array.isArray(versions) ? (versions as readonly unknown[]) : [];
  const about = { version: typeof version === "string" ? version : null };
  if (fhirVersion === undefined) return { ...about, release: null };
  const release = releaseOf(String(fhirVersion));
  if (release === null) {
    throw new FileRefused(
      `${label}: the package is of FHIR ${String(fhirVersion)}; R4 and R5 are read`,
    );
  }
  return { ...about, release };
}

/** A format, strictly of a release of FHIR where it is one of FHIR's. */
export function strictly(format: ImportFormat, release: FhirRelease): ImportFormat {
  if (format === conceptMap) return conceptMapOf[release];
  if (format === valueSet) return valueSetOf[release];
  return format === fhirCodeSystem ? fhirCodeSystemOf[release] : format;
}

/** Whether a file is content of its package: no manifest, no index, no example. */
export function isPackageContent({ name }: GatheredFile): boolean {
  return /^package\/[^/.][^/]*\.json$/.test(name) && name !== MANIFEST;
}

async function objectIn(file: GatheredFile): Promise<Readonly<Record<string, unknown>>> {
  if (file.size > MANIFEST_LIMIT) throw new FileRefused(`${file.label}: this is too large`);
  const chunks: Uint8Array[] = [];
  for await (const chunk of file.bytes) chunks.push(chunk);
  try {
    const parsed: unknown = JSON.parse(Buffer.concat(chunks).toString("utf8"));
    if (typeof parsed === "object" && parsed !== null) return { ...parsed };
  } catch {
    // Said below.
  }
  throw new FileRefused(`${file.label}: this is no manifest of a package`);
}
