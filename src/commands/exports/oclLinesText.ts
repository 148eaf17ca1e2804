import type { HeaderContent } from "../../rules/collections/forms/fhirSetHeader.js";
import {
  oclCollection,
  oclOwner,
  oclVersion,
  tellUnsaid,
} from "../../rules/collections/forms/oclSet.js";
import { expressionOf } from "../../rules/references/expressionOf.js";
import type { ExportedReference } from "../../store/collections/export.js";
import type { CollectionWriter } from "./collectionContent.js";
import type { Piece } from "./mapContent.js";

/** Expressions on one line. */
const ON_A_LINE = 500;

/** Writes OCL's bulk import: the collection, its references, and the version where it has a name. */
export const writeOclLines: CollectionWriter = async (content, losses) => {
  const collection = oclCollection(content, losses);
  for await (const batch of content.references()) {
    for (const reference of batch) tellUnsaid(reference, [], losses);
  }
  async function* pieces(): AsyncGenerator<Piece> {
    yield { text: lineOf(collection), rows: 0 };
    for await (const batch of content.references()) {
      yield { text: referenceLines(batch, content), rows: 0 };
    }
    const { version } = content;
    const text = version === null ? "" : lineOf(oclVersion(content, version));
    yield { text, rows: content.total };
  }
  return pieces();
};

function lineOf(object: Readonly<Record<string, unknown>>): string {
  return `${JSON.stringify(object)}\n`;
}

/** The lines keep the order of the references: those that include and those that exclude are apart. */
function referenceLines(
  references: readonly ExportedReference[],
  { shortCode, owner }: HeaderContent,
): string {
  const groups: { readonly include: boolean; readonly expressions: string[] }[] = [];
  for (const { definition } of references) {
    const { include } = definition;
    const last = groups.at(-1);
    const fits = last?.include === include && last.expressions.length < ON_A_LINE;
    if (fits) last.expressions.push(expressionOf(definition));
    else groups.push({ include, expressions: [expressionOf(definition)] });
  }
  return groups
    .map(({ include, expressions }) =>
      lineOf({
        type: "Reference",
        collection: shortCode,
        ...oclOwner(owner),
        data: { ...(include ? {} : { exclude: true }), expressions },
      }),
    )
    .join("");
}
