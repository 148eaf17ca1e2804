import {
  fhirInclude,
  type IncludeEntry,
  type IncludeForm,
  referenceExtension,
} from "../../rules/collections/forms/fhirInclude.js";
import {
  fhirExtras,
  type SetRelease,
  setHeader,
} from "../../rules/collections/forms/fhirSetHeader.js";
import { isRecord } from "../../rules/crosswalks/forms/heldAttributes.js";
import { Losses } from "../../rules/crosswalks/forms/losses.js";
import { expressionOf } from "../../rules/references/expressionOf.js";
import type { ExportedReference } from "../../store/collections/export.js";
import type { CollectionContent, CollectionWriter, Member } from "./collectionContent.js";
import type { Piece } from "./mapContent.js";

type FhirObject = Readonly<Record<string, unknown>>;

/** What is known of a set when it is written. */
interface Surveyed {
  readonly form: IncludeForm;
  /** How many entries `include` has, at least. */
  readonly included: number;
  /** Members that stand for a line that FHIR has no words for, by its uid. */
  readonly enumerated: ReadonlyMap<string, readonly IncludeEntry[]>;
  /** Lines that stand in extensions alone. */
  readonly beside: readonly FhirObject[];
}

/** Writes ValueSets of a release of FHIR, a concept on a line: what defines it, and its expansion. */
export function valueSetWriter(release: SetRelease): CollectionWriter {
  return async (content, losses) => {
    const form = { release, canonicalOf: content.canonicalOf, losses };
    if (content.mappingTotal > 0) {
      losses.add("LEFT_OUT", "mappings", "A value set has concepts alone.");
    }
    const surveyed = await survey(content, form);
    const composed = surveyed.included > 0;
    const header = setHeader(content, { release, composed, losses });
    const compose = composed ? composeMembers(content, release, losses) : {};
    return pieces(
      content,
      { ...surveyed, form: { ...form, losses: new Losses() } },
      header,
      compose,
    );
  };
}

async function survey(content: CollectionContent, form: IncludeForm): Promise<Surveyed> {
  const enumerated = new Map<string, readonly IncludeEntry[]>();
  const silent: FhirObject[] = [];
  const excluded: FhirObject[] = [];
  let included = 0;
  for await (const batch of content.references()) {
    for (const reference of batch) {
      const entry = fhirInclude(reference, form);
      const entries = entry === null ? await entriesFor(content, reference, form) : [entry];
      if (entry === null && entries.length === 0) {
        silent.push(referenceExtension(reference));
        continue;
      }
      if (entry === null) enumerated.set(reference.uid, entries);
      if (reference.definition.include) included += 1;
      else excluded.push(referenceExtension(reference));
    }
  }
  // FHIR has no exclusions without inclusions.
  const beside = included === 0 ? [...silent, ...excluded] : silent;
  return { form, included, enumerated, beside };
}

/** The members that stand for a line that FHIR has no words for; none for mappings. */
async function entriesFor(
  content: CollectionContent,
  reference: ExportedReference,
  { losses }: IncludeForm,
): Promise<readonly IncludeEntry[]> {
  const { definition } = reference;
  const extension = referenceExtension(reference);
  const ofMappings = definition.referenceType === "MAPPINGS" || definition.mappingsOf !== null;
  const delivered = ofMappings ? [] : await content.delivered(reference);
  const message =
    delivered.length === 0
      ? "FHIR has no words for it."
      : "FHIR has no words for it; what it delivers now stands beside, code by code.";
  losses.add("AS_EXTENSION", "reference", message, expressionOf(definition));
  return delivered.flatMap(({ system: { uri, version }, codes }) =>
    codes.map((code) => ({
      include: definition.include,
      members: {
        extension: [extension],
        system: uri,
        ...(version === null ? {} : { version }),
      },
      concept: { code },
    })),
  );
}

function composeMembers(
  content: CollectionContent,
  release: SetRelease,
  losses: Losses,
): FhirObject {
  const { compose } = fhirExtras(content.details);
  if (!isRecord(compose)) return {};
  if (release === "R5" || !("property" in compose)) return compose;
  losses.add("LEFT_OUT", "compose.property", "R4 does not have it.");
  const { property: _, ...rest } = compose;
  return rest;
}

async function* pieces(
  content: CollectionContent,
  surveyed: Surveyed,
  header: FhirObject,
  compose: FhirObject,
): AsyncGenerator<Piece> {
  const { included, beside } = surveyed;
  const { extension } = header;
  const all = [...(Array.isArray(extension) ? (extension as readonly unknown[]) : []), ...beside];
  const whole = all.length > 0 ? { ...header, extension: all } : header;
  yield { text: JSON.stringify(whole).slice(0, -1), rows: 0 };
  if (included > 0) {
    const members = JSON.stringify(compose).slice(0, -1);
    yield { text: `,\n"compose":${members}${members === "{" ? "" : ","}"include":[`, rows: 0 };
    yield* entries(content, surveyed, true);
    yield { text: "]", rows: 0 };
    yield* entries(content, surveyed, false);
    yield { text: "}", rows: 0 };
  }
  yield* expansion(content, compose.inactive === false);
  yield { text: "}\n", rows: 0 };
}

/** The entries of `include`, or all of `exclude` where there are any. */
async function* entries(
  content: CollectionContent,
  { form, enumerated }: Surveyed,
  include: boolean,
): AsyncGenerator<Piece> {
  let standing: string | null = null;
  let first = true;
  for await (const batch of content.references()) {
    let text = "";
    for (const reference of batch) {
      if (reference.definition.include !== include) continue;
      const written = fhirInclude(reference, form);
      for (const entry of written ? [written] : (enumerated.get(reference.uid) ?? [])) {
        const members = JSON.stringify(entry.members);
        if (entry.concept !== null && members === standing) {
          text += `,\n${JSON.stringify(entry.concept)}`;
          continue;
        }
        text += standing === null ? "" : "]}";
        text += first ? (include ? "\n" : ',"exclude":[\n') : ",\n";
        first = false;
        standing = entry.concept === null ? null : members;
        text +=
          entry.concept === null
            ? members
            : `${members.slice(0, -1)},"concept":[\n${JSON.stringify(entry.concept)}`;
      }
    }
    yield { text, rows: 0 };
  }
  yield { text: `${standing === null ? "" : "]}"}${first || include ? "" : "]"}`, rows: 0 };
}

async function* expansion(content: CollectionContent, activeOnly: boolean): AsyncGenerator<Piece> {
  const timestamp = content.moment.toISOString();
  let first = true;
  yield { text: `,\n"expansion":{"timestamp":${JSON.stringify(timestamp)}`, rows: 0 };
  if (!activeOnly) yield { text: `,"total":${content.total}`, rows: 0 };
  for await (const batch of content.members()) {
    const shown = batch.filter(({ retired }) => !(activeOnly && retired));
    const lines = shown.map((member) => JSON.stringify(contained(member))).join(",\n");
    const opening = first ? ',"contains":[\n' : ",\n";
    yield { text: shown.length === 0 ? "" : `${opening}${lines}`, rows: batch.length };
    first &&= shown.length === 0;
  }
  yield { text: first ? "}" : "]}", rows: 0 };
}

function contained({ system, code, display, retired }: Member): FhirObject {
  return {
    system: system.uri,
    ...(retired ? { inactive: true } : {}),
    ...(system.version === null ? {} : { version: system.version }),
    code,
    display,
  };
}
