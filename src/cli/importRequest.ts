import type { CrosswalkImport } from "../commands/imports/importCrosswalk.js";
import type {
  BundleFormat,
  CodeSystemFormat,
  CollectionFormat,
  CrosswalkFormat,
  ImportFormat,
} from "../importers/format.js";
import { canonicalUuid } from "../kernel/uuid.js";
import type { ImportArguments } from "./importArguments.js";

const TRIAL_ORGANIZATION = "Demo";

/** What is to be imported, and into what; a file that says itself which crosswalk it is needs no name. */
export type ImportRequest =
  | { readonly format: CodeSystemFormat }
  | { readonly format: CollectionFormat; readonly collection: true }
  | { readonly format: BundleFormat; readonly bundle: true }
  | {
      readonly format: CrosswalkFormat;
      readonly organization: string;
      readonly crosswalk: CrosswalkImport["crosswalk"];
    };

/** Says so where files of a format are not of the code system that was named. */
export function misfitOf({ codeSystem }: ImportArguments, format: ImportFormat): string | null {
  if (codeSystem === null) return null;
  if (format.kind === "CODE_SYSTEM") {
    const fits = format.codeSystem === null || codeSystem === format.codeSystem;
    return fits ? null : `${format.name} files hold ${format.codeSystem}, not ${codeSystem}`;
  }
  if (format.kind === "BUNDLE") return `${format.name} files name their code systems themselves`;
  if (format.kind === "COLLECTION")
    return `${format.name} files hold a collection, not ${codeSystem}`;
  if (format.subject === null) return `${format.name} files hold a crosswalk, not ${codeSystem}`;
  const systems = [format.subject.sourceSystem, format.subject.targetSystem];
  const fits = systems.includes(codeSystem);
  return fits ? null : `${format.name} files map ${systems.join(" to ")}, not ${codeSystem}`;
}

/**
 * The request that arguments and a format make, or what is missing or is of no use with the format.
 * @param imports how many imports there are
 */
function requestOf(
  given: ImportArguments,
  format: ImportFormat,
  { trial, imports }: { readonly trial: boolean; readonly imports: number },
): ImportRequest | string {
  if (given.layout !== null && !isTable(format)) {
    return `--column, --value and --unquoted are for tables, not for ${format.name} files`;
  }
  const describes = saysItself(format);
  if (!describes && (given.owner !== null || given.only.length > 0)) {
    return `--owner and --only are for files that say what they hold, not for ${format.name} files`;
  }
  if (format.kind === "CODE_SYSTEM") {
    const { version, codeSystem, organization, crosswalk, strict } = given;
    if (organization !== null || crosswalk !== null || strict) {
      return `--organization, --crosswalk, --name and --strict are for crosswalks, not for ${format.name} files`;
    }
    if (imports > 1 && (version !== null || codeSystem !== null)) {
      return "--version and --code-system are for one code system, and there are several";
    }
    return describes || version !== null ? { format } : "--version is missing";
  }
  if (format.kind === "BUNDLE") return bundleRequest(given, format);
  if (format.kind === "COLLECTION") {
    const { organization, crosswalk, strict, version } = given;
    if (organization !== null || crosswalk !== null || strict) {
      return `--organization, --crosswalk, --name and --strict are for crosswalks, not for ${format.name} files`;
    }
    return imports > 1 && version !== null
      ? "--version is for one collection, and there are several"
      : { format, collection: true };
  }
  if (given.unreleased || given.older) {
    return `--unreleased and --older are for code systems, not for ${format.name} files`;
  }
  const organization = given.organization ?? (trial ? TRIAL_ORGANIZATION : null);
  if (organization === null) return "--organization is missing";
  if (imports > 1 && describes && (given.version !== null || given.crosswalk !== null)) {
    return "--version and --crosswalk are for one crosswalk, and there are several";
  }
  const which = given.crosswalk ?? format.subject?.crosswalkName ?? null;
  if (which === null && describes) return { format, organization, crosswalk: null };
  if (which === null) return "--crosswalk is missing";
  const identifier = canonicalUuid(which);
  const crosswalk = identifier === null ? { name: which } : { identifier };
  return { format, organization, crosswalk };
}

function bundleRequest(given: ImportArguments, format: BundleFormat): ImportRequest | string {
  const { version, organization, crosswalk, strict, unreleased, older } = given;
  const named = [version, organization, crosswalk].some((one) => one !== null);
  return named || strict || unreleased || older
    ? `${format.name} files say themselves what they hold: give --skip-bad-lines or --dry-run only`
    : { format, bundle: true };
}

function isTable(format: ImportFormat): boolean {
  return format.kind === "CROSSWALK" && format.subject === null && format.open === undefined;
}

/** Whether files of a format say themselves what they hold. */
function saysItself(format: ImportFormat): boolean {
  if (format.kind === "CROSSWALK") return format.open !== undefined;
  if (format.kind === "COLLECTION") return true;
  return format.kind === "CODE_SYSTEM" && format.codeSystem === null;
}

/**
 * The requests of several imports, or what is wrong with the first that has a fault. Where there are both code
 * systems and crosswalks, what is said of the one kind is not asked of the other.
 */
export function requestsOf(
  given: ImportArguments,
  formats: readonly ImportFormat[],
  trial: boolean,
): readonly ImportRequest[] | string {
  const requests: ImportRequest[] = [];
  const kinds = new Set(formats.map(({ kind }) => kind));
  for (const format of formats) {
    const asked = kinds.size > 1 ? ofKind(given, format) : given;
    const imports = formats.filter(({ kind }) => kind === format.kind).length;
    const request = requestOf(asked, format, { trial, imports });
    if (typeof request === "string") return request;
    requests.push(request);
  }
  return requests;
}

function ofKind(given: ImportArguments, { kind }: ImportFormat): ImportArguments {
  return kind === "CROSSWALK"
    ? { ...given, owner: null, unreleased: false, older: false }
    : { ...given, organization: null, crosswalk: null, strict: false };
}
