import type { ImportFormat } from "../../importers/format.js";
import { formatNamed, formats, recognise } from "../../importers/formats.js";
import { failed, ok, type Result } from "../../kernel/result.js";
import { type Failure, type Failures, fieldInvalid, refusal } from "../../rules/failure.js";
import {
  type ContentEncoding,
  contentBytes,
  releaseLabelFaults,
} from "../../rules/jobs/importRequest.js";
import { trimmed } from "../../rules/text.js";
import { queueJob } from "../../store/jobs/writes.js";
import type { CommandContext } from "../context.js";
import { importableSystem } from "./importAccess.js";
import type { ImportJobInput } from "./importCodeSystemJob.js";

/** A release that comes with a request. */
export interface ImportRequest {
  /** Slug, URL or canonical URL. */
  readonly codeSystem: string;
  readonly version?: string | null | undefined;
  /** Null: as the content is recognised. */
  readonly format?: string | null | undefined;
  readonly content: string;
  readonly encoding: ContentEncoding;
  readonly released: boolean;
  readonly older: boolean;
  readonly skipBadLines: boolean;
}

/**
 * Looks at a release as far as that is quickly done, and puts its import on the queue. Answers the job's id.
 */
export async function requestImport(
  { database, viewer, now, newUuid }: CommandContext,
  request: ImportRequest,
): Promise<Result<{ readonly job: string }, Failures>> {
  return await database.write(async (transaction) => {
    const found = await importableSystem(transaction.queries, viewer, request.codeSystem.trim());
    if (!found.ok) return found;
    const system = found.value;

    const version = trimmed(request.version) ?? "";
    const bytes = contentBytes(request.content, request.encoding);
    const format = bytes.ok ? formatOf(request.format, bytes.value, system.slug) : null;
    const named = bytes.ok ? [] : namedFormatFaults(request.format);
    const refused = refusal([
      ...releaseLabelFaults(version),
      ...(bytes.ok ? [] : [bytes.failure]),
      ...(format && !format.ok ? [format.failure] : named),
    ]);
    if (refused) return failed(refused);
    if (!bytes.ok || !format?.ok) throw new Error("A fault was not reported");

    const { released, older, skipBadLines } = request;
    const input: ImportJobInput = {
      codeSystem: system.slug,
      version,
      format: format.value.name,
      released,
      older,
      skipBadLines,
    };
    const id = newUuid();
    await queueJob(transaction, viewer, {
      id,
      kind: "IMPORT_CODE_SYSTEM",
      queue: `codeSystem:${system.slug}`,
      input,
      content: bytes.value,
      at: now(),
    });
    return ok({ job: id });
  });
}

const known = formats.filter(({ kind }) => kind === "CODE_SYSTEM").map(({ name }) => name);

function namedFormatFaults(given: string | null | undefined): readonly Failure[] {
  const name = trimmed(given);
  if (name === null || known.includes(name)) return [];
  return [fieldInvalid(["format"], `There is no format ${name}; there are ${known.join(", ")}`)];
}

/** The format that was named, unless the content is plainly of another, or the one it is recognised as. */
function formatOf(
  given: string | null | undefined,
  content: Buffer,
  slug: string,
): Result<ImportFormat, Failure> {
  const [unknown] = namedFormatFaults(given);
  if (unknown) return failed(unknown);
  const recognised = recognise(content, "CODE_SYSTEM");
  const candidates = "format" in recognised ? [recognised.format, ...recognised.others] : [];
  const named = formatNamed(trimmed(given) ?? "");
  const refuse = (message: string) => failed(fieldInvalid([given ? "format" : "content"], message));
  if ("seems" in recognised && !named) {
    return refuse(`The content is of no known format: it seems to be ${recognised.seems}`);
  }
  if (named && candidates.length > 0 && !candidates.includes(named)) {
    return refuse(`The content is not ${named.name}: it seems to be ${candidates[0]?.name}`);
  }
  const fitting = candidates.find((one) => one.kind === "CODE_SYSTEM" && one.codeSystem === slug);
  const chosen = named ?? fitting ?? candidates[0];
  if (chosen?.kind !== "CODE_SYSTEM") throw new Error("No format was chosen");
  // A format that says itself what it holds is checked when its content is read.
  if (chosen.codeSystem !== null && chosen.codeSystem !== slug) {
    return refuse(`${chosen.name} files hold ${chosen.codeSystem}, not ${slug}`);
  }
  return ok(chosen);
}
