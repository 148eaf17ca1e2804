import { failed, type Result } from "../../kernel/result.js";
import { canonicalUuid } from "../../kernel/uuid.js";
import { type MappingInput, readMapping } from "../../rules/conceptMappings/mappingInputs.js";
import { mappingAddress } from "../../rules/conceptMappings/urls.js";
import { type Failures, fieldInvalid, refusal, resourceNotFound } from "../../rules/failure.js";
import { isStorable, trimmed } from "../../rules/text.js";
import {
  type OpenMapping,
  openMapping,
  systemOfMapping,
} from "../../store/conceptMappings/writes.js";
import type { Queries } from "../../store/database.js";
import type { CommandContext } from "../context.js";
import {
  type AuthoredSystem,
  lockAuthored,
  type MappingOutcome,
  settleMapping,
  writeMapping,
} from "./authoring.js";
import { messageFaults } from "./messages.js";

interface NamedMapping {
  /** Its URL, of whatever version, or its uuid. */
  readonly conceptMapping: string;
  readonly updateComment?: string | null | undefined;
}

export interface EditConceptMapping extends MappingInput, NamedMapping {}

const PATH = ["conceptMapping"];

/** Changes what a mapping says: a new version of it, at HEAD of its code system. */
export async function editConceptMapping(
  context: CommandContext,
  input: EditConceptMapping,
): Promise<Result<MappingOutcome, Failures>> {
  return await withMapping(context, input, async (authored, present) => {
    const { faults, read } = readMapping(input, { system: present.toSystem, code: present.toCode });
    const refused = refusal([...faults, ...messageFaults(input.updateComment)]);
    if (refused) return failed(refused);
    const content = await settleMapping(authored, read, present);
    if (!content.ok) return content;
    return await writeMapping(context, authored, {
      identity: present,
      content: content.value,
      present,
      kind: "MAPPING_EDITED",
      message: trimmed(input.updateComment),
    });
  });
}

/** Takes a mapping out of use; it stays readable. */
export async function retireConceptMapping(
  context: CommandContext,
  input: NamedMapping,
): Promise<Result<MappingOutcome, Failures>> {
  return await withMapping(context, input, async (authored, present) => {
    const refused = refusal([
      ...(present.retired ? [fieldInvalid(PATH, "Mapping is already retired")] : []),
      ...messageFaults(input.updateComment),
    ]);
    if (refused) return failed(refused);
    return await writeMapping(context, authored, {
      identity: present,
      content: { ...present, retired: true },
      present,
      kind: "MAPPING_RETIRED",
      message: trimmed(input.updateComment),
    });
  });
}

async function withMapping(
  { database, viewer }: CommandContext,
  { conceptMapping }: NamedMapping,
  edit: (
    authored: AuthoredSystem,
    present: OpenMapping,
  ) => Promise<Result<MappingOutcome, Failures>>,
): Promise<Result<MappingOutcome, Failures>> {
  const missing = failed([
    resourceNotFound(PATH, `There is no mapping ${conceptMapping}.`),
  ] as const);
  return await database.write(async ({ queries }) => {
    const named = await addressed(queries, conceptMapping);
    if (!named) return missing;
    const authored = await lockAuthored(queries, viewer, named.system, PATH);
    if (!authored.ok) {
      const [{ kind }] = authored.failure;
      return kind === "ResourceNotFound" ? missing : authored;
    }
    const present = await openMapping(queries, authored.value.system.containerId, named.mapping);
    return present ? await edit(authored.value, present) : missing;
  });
}

/** The code system of a mapping, by slug or URL, and what the mapping is called in it. */
async function addressed(queries: Queries, text: string) {
  if (!isStorable(text)) return null;
  const uid = canonicalUuid(text.trim());
  if (uid !== null) {
    const system = await systemOfMapping(queries, uid);
    return system === null ? null : { system, mapping: { uid } };
  }
  const address = mappingAddress(text);
  return address && { system: address.system, mapping: { mappingId: address.mappingId } };
}
