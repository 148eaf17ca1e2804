import { crosswalkCsv } from "../../importers/crosswalkTable.js";
import { conceptMapOf } from "../../importers/fhir/conceptMap.js";
import type { CrosswalkFormat, RejectedLine } from "../../importers/format.js";
import { sssomTsv } from "../../importers/sssom.js";
import { failed, ok, type Result } from "../../kernel/result.js";
import { chooseOrganization } from "../../rules/access/organizations.js";
import { signature } from "../../rules/access/viewer.js";
import {
  type DetailsInput,
  givenDetailsFaults,
  newDetailsFaults,
} from "../../rules/crosswalks/details.js";
import type { Loss } from "../../rules/crosswalks/forms/losses.js";
import type { MapFormat } from "../../rules/crosswalks/forms/mapFormats.js";
import { PAIRS_PER_MUTATION } from "../../rules/crosswalks/limits.js";
import type { Skip } from "../../rules/crosswalks/skips.js";
import { areFieldFaults, type Failures, fieldInvalid, refusal } from "../../rules/failure.js";
import { type ContentEncoding, contentBytes } from "../../rules/jobs/importRequest.js";
import { trimmed } from "../../rules/text.js";
import { organizationExists } from "../../store/access/queries.js";
import type { UnknownPair } from "../../store/crosswalks/bulk.js";
import type { CommandContext } from "../context.js";
import type { MappingsOutcome } from "../crosswalks/outcome.js";
import { importCrosswalk } from "./importCrosswalk.js";
import type { ImportRefusal } from "./report.js";

const formats: Readonly<Record<MapFormat, CrosswalkFormat>> = {
  CSV: crosswalkCsv,
  FHIR_R4: conceptMapOf.R4,
  FHIR_R5: conceptMapOf.R5,
  SSSOM: sssomTsv,
};

/** A crosswalk that comes with a request. */
export interface CrosswalkContent extends DetailsInput {
  readonly format: MapFormat;
  readonly content: string;
  readonly encoding: ContentEncoding;
  /** Name of one of the caller's organizations; needed only by a caller of several. */
  readonly organization?: string | null | undefined;
  readonly draft: boolean;
  /** Leaves out what can't be read instead of refusing the file. */
  readonly skipBadLines: boolean;
}

/** What became of the content. */
export interface ContentOutcome extends MappingsOutcome {
  /** The first of the lines that could not be read and were left out. */
  readonly skippedLines: readonly RejectedLine[];
  /** Slugs of the code systems that nobody knew. */
  readonly registered: readonly string[];
  readonly losses: readonly Loss[];
}

/** What messages call the content. */
const NAME = "content";

/**
 * Creates a crosswalk of a file that comes with a request, with version 1, published or as a draft. Pairs with
 * codes that a code system whose content is here does not have are skipped and reported.
 */
export async function importCrosswalkContent(
  { database, viewer, now, newUuid }: CommandContext,
  input: CrosswalkContent,
): Promise<Result<ContentOutcome, Failures>> {
  const organization = await chooseOrganization(viewer, input.organization, (name) =>
    organizationExists(database.reads, name),
  );
  if (!organization.ok && !areFieldFaults(organization.failure)) return organization;
  const bytes = contentBytes(input.content, input.encoding);
  const refused = refusal([
    ...(organization.ok ? [] : organization.failure),
    // A table does not say what it is called.
    ...(input.format === "CSV" ? newDetailsFaults(input) : givenDetailsFaults(input)),
    ...(bytes.ok ? [] : [bytes.failure]),
  ]);
  if (refused) return failed(refused);
  if (!organization.ok || !bytes.ok) throw new Error("A fault was not reported");
  const name = trimmed(input.name);
  const imported = await importCrosswalk(database, {
    organization: organization.value.name,
    crosswalk: name === null ? null : { name },
    release: null,
    format: formats[input.format],
    files: [{ name: NAME, bytes: { [Symbol.asyncIterator]: () => whole(bytes.value) } }],
    layout: null,
    strict: true,
    skipBadLines: input.skipBadLines,
    dryRun: false,
    limit: PAIRS_PER_MUTATION,
    made: {
      draft: input.draft,
      description: trimmed(input.description) ?? undefined,
      attributes: input.customAttributes ?? [],
    },
    by: signature(viewer),
    now: now(),
    newUuid,
  });
  if (!imported.ok) return failed(failuresOf(imported.failure));
  const { identifier, version, unknownPairs, skippedLines, registered, losses } = imported.value;
  const targets = unknownPairs.filter(({ end }) => end === "TARGET").map(({ code }) => code);
  return ok({
    identifier,
    version,
    message: null,
    skipped: unknownPairs.map(skipOf),
    invalidCodes: [...new Set(targets)],
    skippedLines,
    registered,
    losses,
  });
}

async function* whole(bytes: Buffer): AsyncGenerator<Uint8Array> {
  yield bytes;
}

function skipOf({ line, end, system, code }: UnknownPair): Skip {
  const reason = end === "SOURCE" ? "SOURCE_CODE_INVALID" : "TARGET_CODE_INVALID";
  return { path: [NAME, "line", String(line)], reason, codeSystem: system, code };
}

function failuresOf({ message, lines, failure }: ImportRefusal): Failures {
  if (failure) return [failure];
  const faults = lines.map(({ line, rejected }) =>
    fieldInvalid([NAME], `line ${line}: ${rejected}`),
  );
  return [fieldInvalid([NAME], message), ...faults];
}
