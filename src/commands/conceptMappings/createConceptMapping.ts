import { failed, type Result } from "../../kernel/result.js";
import { nameUuid } from "../../kernel/uuid.js";
import { nameFault } from "../../rules/access/names.js";
import { type MappingInput, readMapping } from "../../rules/conceptMappings/mappingInputs.js";
import { alreadyExists, type Failures, fieldInvalid, refusal } from "../../rules/failure.js";
import { trimmed } from "../../rules/text.js";
import { nextMappingId, openMapping } from "../../store/conceptMappings/writes.js";
import type { CommandContext } from "../context.js";
import { lockAuthored, type MappingOutcome, settleMapping, writeMapping } from "./authoring.js";
import { messageFaults } from "./messages.js";

export interface CreateConceptMapping extends MappingInput {
  /** Slug or URL. */
  readonly codeSystem: string;
  /** Its name in URLs; the next number where none is given. */
  readonly mappingId?: string | null | undefined;
  readonly updateComment?: string | null | undefined;
}

/** Maps a concept to another, in HEAD of the code system in which the mapping is kept. */
export async function createConceptMapping(
  context: CommandContext,
  input: CreateConceptMapping,
): Promise<Result<MappingOutcome, Failures>> {
  return await context.database.write(async ({ queries }) => {
    const authored = await lockAuthored(queries, context.viewer, input.codeSystem, ["codeSystem"]);
    if (!authored.ok) return authored;
    const { containerId, uid } = authored.value.system;
    const given = trimmed(input.mappingId);
    const { faults, read } = readMapping(input, null);
    const fault = given === null ? null : nameFault("a mapping", given);
    const refused = refusal([
      ...faults,
      ...(fault ? [fieldInvalid(["mappingId"], fault)] : []),
      ...messageFaults(input.updateComment),
    ]);
    if (refused) return failed(refused);
    if (given !== null && (await openMapping(queries, containerId, { mappingId: given }))) {
      return failed([alreadyExists(["mappingId"], `There is a mapping ${given} already.`)]);
    }
    const content = await settleMapping(authored.value, read, null);
    if (!content.ok) return content;
    const mappingId = given ?? (await nextMappingId(queries, containerId));
    return await writeMapping(context, authored.value, {
      identity: { containerId, mappingId, uid: nameUuid(uid, "mapping", mappingId) },
      content: content.value,
      present: null,
      kind: "MAPPING_CREATED",
      message: trimmed(input.updateComment),
    });
  });
}
