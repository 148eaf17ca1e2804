import type { PairContent } from "../../rules/crosswalks/content.js";
import { readRrf } from "../fieldLines.js";
import type { CrosswalkFormat, ImportRow, SourceFile } from "../format.js";
import { elevenDigits, ndcParts } from "../ndc/code.js";
import { roleOf } from "../releaseFiles.js";
import { onlyFile, refuseEmpty } from "../rows.js";
import { CUI, FREE, OBSOLETE, withoutSubset } from "./ownContent.js";
import { RXNORM_ROLES, WIDTHS } from "./roles.js";

const NAME = "rxnorm-ndc";

/** A code of eleven digits, however it is written; null for any other text. */
function elevenOf(text: string): string | null {
  if (/^\d{11}$/.test(text)) return text;
  if (/^\d{5}-\d{4}-\d\d$/.test(text)) return text.replaceAll("-", "");
  const parts = ndcParts(text);
  return parts?.length === 3 ? elevenDigits(parts) : null;
}

async function* rows(files: readonly SourceFile[]): AsyncGenerator<ImportRow<PairContent>> {
  const file = onlyFile(withoutSubset(files), NAME);
  let any = false;
  for await (const read of readRrf(file, WIDTHS.ATTRIBUTES)) {
    if ("rejected" in read) {
      yield read;
      continue;
    }
    const at = (place: number): string => (read.fields[place] ?? "").trim();
    if (at(8) !== "NDC" || at(9) !== FREE || at(11) === OBSOLETE) continue;
    const [cui, ndc] = [at(0), elevenOf(at(10))];
    const { line } = read;
    if (!CUI.test(cui)) yield { line, rejected: `${JSON.stringify(cui)} is no RXCUI` };
    else if (ndc === null)
      yield { line, rejected: `${JSON.stringify(at(10))} is no NDC of a package` };
    else {
      any = true;
      yield { line, lines: 1, content: pairOf(cui, ndc) };
    }
  }
  if (!any) refuseEmpty(files, "pair");
}

function pairOf(sourceCode: string, targetCode: string): PairContent {
  return {
    sourceSystem: "rxnorm",
    sourceCode,
    targetSystem: "ndc",
    targetCode,
    relationship: "SOURCE_IS_BROADER_THAN_TARGET",
    attributes: [],
  };
}

/** Which packages a drug of RxNorm is sold in, by their codes in eleven digits; of RxNorm's own source alone. */
export const rxnormNdc: CrosswalkFormat = {
  kind: "CROSSWALK",
  name: NAME,
  title: "RxNorm to NDC in eleven digits, of the attributes in RXNSAT.RRF",
  subject: { sourceSystem: "rxnorm", targetSystem: "ndc", crosswalkName: "RxNorm to NDC" },
  recognises: (head) => roleOf(RXNORM_ROLES, head) === "ATTRIBUTES",
  read: rows,
};
