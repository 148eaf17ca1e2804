import { failed, ok, type Result } from "../../kernel/result.js";
import { type Failures, refusal } from "../../rules/failure.js";
import {
  type ContentEncoding,
  contentBytes,
  releaseLabelFaults,
} from "../../rules/jobs/importRequest.js";
import { trimmed } from "../../rules/text.js";
import { queueJob } from "../../store/jobs/writes.js";
import type { CommandContext } from "../context.js";
import { formatOfContent, namedFormatFaults } from "./contentFormat.js";
import { importableSystem } from "./importAccess.js";
import type { ImportJobInput } from "./importCodeSystemJob.js";

/** A release that comes with a request. */
export interface ImportRequest {
  /** Slug, URL or canonical URL. */
  readonly codeSystem: string;
  /** Null: as the content says, where it does. */
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

    const version = trimmed(request.version);
    const bytes = contentBytes(request.content, request.encoding);
    const format = bytes.ok ? formatOfContent(request.format, bytes.value, system.slug) : null;
    const named = bytes.ok ? [] : namedFormatFaults(request.format);
    const needsLabel = format?.ok === true && (format.value?.codeSystem ?? null) !== null;
    const refused = refusal([
      ...releaseLabelFaults(version, needsLabel),
      ...(bytes.ok ? [] : [bytes.failure]),
      ...(format && !format.ok ? [format.failure] : named),
    ]);
    if (refused) return failed(refused);
    if (!bytes.ok || !format?.ok) throw new Error("A fault was not reported");

    const { released, older, skipBadLines } = request;
    const input: ImportJobInput = {
      codeSystem: system.slug,
      version,
      format: format.value?.name ?? null,
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
