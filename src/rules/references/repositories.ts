import { failed, ok, type Result } from "../../kernel/result.js";
import { isUri } from "../repositories/uris.js";
import { readRepository, repositoryUrl } from "../repositories/urls.js";
import { isStorable } from "../text.js";
import { labelFault } from "../versions/labels.js";
import type { NamedRepository } from "./definition.js";

/**
 * A label of a version as references have it: `latest` is what is read without a version, null. A failure
 * says what is wrong with it.
 */
export function readVersion(label: string): Result<string | null, string> {
  if (label === "HEAD") return ok(label);
  if (label === "" || label === "latest") return ok(null);
  const fault = labelFault(label);
  return fault === null ? ok(label) : failed(fault);
}

/** Whether a text is to be a canonical URL, not a path. */
export function looksCanonical(text: string): boolean {
  return /^[A-Za-z][A-Za-z0-9+.-]*:/.test(text);
}

/**
 * A code system or collection by its relative or canonical URL, with or without a version behind it:
 * `/orgs/O/collections/C/v1/`, `http://loinc.org|2.77`. A failure says what is wrong with it.
 * @param caller name of the user who asks, whom `/user/` stands for
 */
export function readNamedRepository(
  text: string,
  caller: string | null,
): Result<NamedRepository, string> {
  const [url = "", label, ...others] = text.trim().split("|");
  if (others.length > 0) return failed(`"${text}" has more than one |`);
  return looksCanonical(url) ? readCanonical(url, label ?? "") : readRelative(url, label, caller);
}

/** A canonical URL and the label of a version; blank: none. */
export function readCanonical(url: string, label: string): Result<NamedRepository, string> {
  if (!isUri(url)) return failed(`"${url}" is no URI`);
  const version = readVersion(label.trim());
  return version.ok
    ? ok({ repository: { canonicalUrl: url }, version: version.value })
    : failed(version.failure);
}

function readRelative(
  url: string,
  label: string | undefined,
  caller: string | null,
): Result<NamedRepository, string> {
  const segments = pathSegments(url);
  if (!segments.ok) return failed(segments.failure);
  const read = readRepositoryPath(segments.value, caller);
  if (!read.ok) return failed(read.failure);
  const { named, rest } = read.value;
  if (rest[0] !== undefined) return failed(`"${rest[0]}" is too much behind a repository`);
  if (label === undefined) return ok(named);
  const version = readVersion(label.trim());
  return version.ok ? ok({ ...named, version: version.value }) : failed(version.failure);
}

/** The decoded segments of a path, whose ends may have a slash. A failure says why it is none. */
export function pathSegments(path: string): Result<readonly string[], string> {
  const raw = path.trim().replace(/^\//, "").replace(/\/$/, "");
  if (raw === "") return ok([]);
  try {
    const segments = raw.split("/").map((segment) => decodeURIComponent(segment).trim());
    if (!segments.every(isStorable)) return failed(`"${path}" holds a character that is not text`);
    return segments.includes("") ? failed(`"${path}" has a part that is empty`) : ok(segments);
  } catch {
    return failed(`"${path}" has a % that is not followed by two hexadecimal digits`);
  }
}

const CONTENTS: ReadonlySet<string> = new Set(["concepts", "mappings"]);

/** The repository and version that a path begins with, and the segments from `concepts` or `mappings` on. */
export function readRepositoryPath(
  segments: readonly string[],
  caller: string | null,
): Result<{ readonly named: NamedRepository; readonly rest: readonly string[] }, string> {
  const [repository, ...behind] = readRepository(segments, caller);
  if (!repository) return failed(notRepository(segments, caller));
  const [word, label, ...others] = behind;
  if (word === undefined || CONTENTS.has(word)) {
    return ok({ named: { repository, version: null }, rest: behind });
  }
  const spelled = word === "versions";
  if (spelled && label === undefined) return failed('"versions" must be followed by a version');
  const version = readVersion(spelled ? (label ?? "") : word);
  if (!version.ok) return failed(version.failure);
  return ok({
    named: { repository, version: version.value },
    rest: spelled ? others : behind.slice(1),
  });
}

function notRepository(segments: readonly string[], caller: string | null): string {
  const [first = "", ...rest] = segments;
  if (first === "user" && caller === null) return '"user" is nobody; name a user: /users/NAME/';
  if (!["orgs", "users", "user"].includes(first)) {
    return `"${first}" should be orgs, users or user, or the beginning of a canonical URL`;
  }
  const [word] = first === "user" ? rest : rest.slice(1);
  return word === undefined || word === "sources" || word === "collections"
    ? "it ends before a source or collection is named"
    : `"${word}" should be sources or collections`;
}

/** `/orgs/O/sources/S/v1/`, or `http://loinc.org|2.77`: what {@link readNamedRepository} reads. */
export function namedRepositoryText({ repository, version }: NamedRepository): string {
  if ("canonicalUrl" in repository) {
    return version === null ? repository.canonicalUrl : `${repository.canonicalUrl}|${version}`;
  }
  return version === null
    ? repositoryUrl(repository)
    : `${repositoryUrl(repository)}${encodeURIComponent(version).replaceAll("%40", "@")}/`;
}

/** Whether a reference names something by an owner's URL that is a collection. */
export function isCollection({ repository }: NamedRepository): boolean {
  return "kind" in repository && repository.kind === "COLLECTION";
}
