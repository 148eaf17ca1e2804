import { isArchive } from "../../importers/archives/openArchive.js";
import type { CodeSystemFormat, ImportFormat } from "../../importers/format.js";
import { formatNamed, formats, recognise } from "../../importers/formats.js";
import { failed, ok, type Result } from "../../kernel/result.js";
import { type Failure, fieldInvalid } from "../../rules/failure.js";
import { trimmed } from "../../rules/text.js";

const known = formats.filter(({ kind }) => kind === "CODE_SYSTEM").map(({ name }) => name);

/** What is wrong with the name of a format. */
export function namedFormatFaults(given: string | null | undefined): readonly Failure[] {
  const name = trimmed(given);
  if (name === null || known.includes(name)) return [];
  return [fieldInvalid(["format"], `There is no format ${name}; there are ${known.join(", ")}`)];
}

/** The format of a code system's release that was named, if one was. */
export function codeSystemFormat(name: string | null): CodeSystemFormat | null {
  const format = name === null ? null : formatNamed(name);
  if (format === null || format?.kind === "CODE_SYSTEM") return format;
  throw new Error(`There is no format ${name} any more`);
}

/** Why files of a format are no release of a code system; null where they are, or may be. */
export function misfitOf(format: ImportFormat, slug: string): string | null {
  switch (format.kind) {
    case "BUNDLE":
      return (
        `${format.name} files hold owners, code systems, versions and mappings of their own; ` +
        "import them by command line"
      );
    case "CROSSWALK":
      return `${format.name} files hold a crosswalk; import them by command line`;
    case "COLLECTION":
      return `${format.name} files hold a collection; import them by command line`;
    case "CODE_SYSTEM": {
      // A format that says itself what it holds is checked when its content is read.
      const fits = format.codeSystem === null || format.codeSystem === slug;
      return fits ? null : `${format.name} files hold ${format.codeSystem}, not ${slug}`;
    }
  }
}

/**
 * The format that was named, unless the content is plainly of another, or the one it is recognised as. Null
 * for an archive, whose files are looked at when it is opened.
 */
export function formatOfContent(
  given: string | null | undefined,
  content: Buffer,
  slug: string,
): Result<CodeSystemFormat | null, Failure> {
  const [unknown] = namedFormatFaults(given);
  if (unknown) return failed(unknown);
  const named = codeSystemFormat(trimmed(given));
  const refuse = (message: string) => failed(fieldInvalid([named ? "format" : "content"], message));
  if (isArchive(content)) return named ? fitting(named, slug, refuse) : ok(null);
  const recognised = recognise(content);
  if ("seems" in recognised) {
    if (named) return fitting(named, slug, refuse);
    return refuse(`The content is of no known format: it seems to be ${recognised.seems}`);
  }
  const candidates = [recognised.format, ...recognised.others];
  if (named && !candidates.includes(named)) {
    return refuse(`The content is not ${named.name}: it seems to be ${recognised.format.name}`);
  }
  const meant = candidates.find((one) => misfitOf(one, slug) === null);
  return fitting(named ?? meant ?? recognised.format, slug, refuse);
}

function fitting(
  format: ImportFormat,
  slug: string,
  refuse: (message: string) => Result<never, Failure>,
): Result<CodeSystemFormat, Failure> {
  const misfit = misfitOf(format, slug);
  if (misfit !== null || format.kind !== "CODE_SYSTEM") return refuse(misfit ?? "");
  return ok(format);
}
