import type { ReleasedConcept } from "../../rules/codeSystems/content.js";
import {
  FileRefused,
  type ImportRow,
  type PublishersFormat,
  type RejectedLine,
  type SourceFile,
} from "../format.js";
import { groupedByKey, type Keyed } from "../grouped.js";
import { filesByRole, oneOf, roleOf } from "../releaseFiles.js";
import { refuseEmpty } from "../rows.js";
import { withinLimits } from "../textLimits.js";
import { ndcConcepts } from "./concepts.js";
import { NDC_ROLES, type NdcRole, type NdcRow, readNdcTable } from "./tables.js";

async function* readTables(
  files: readonly SourceFile[],
  format: string,
): AsyncGenerator<Keyed<NdcRow> | RejectedLine> {
  const tables = await filesByRole(files, NDC_ROLES, format);
  if (!tables.has("PRODUCTS")) throw new FileRefused(`${format} needs the products, product.txt`);
  for (const role of ["PRODUCTS", "PACKAGES"] satisfies NdcRole[]) {
    const file = oneOf(tables, role);
    if (file !== null) yield* readNdcTable(file, role);
  }
}

async function* rows(
  files: readonly SourceFile[],
  asOf: Date,
  format: string,
): AsyncGenerator<ImportRow<ReleasedConcept>> {
  const day = asOf.toISOString().slice(0, 10);
  let products = 0;
  for await (const group of groupedByKey(readTables(files, format))) {
    if ("rejected" in group) yield group;
    else {
      for (const row of ndcConcepts(group, day)) {
        if ("content" in row) products += 1;
        yield row;
      }
    }
  }
  if (products === 0) refuseEmpty(files, "code");
}

/** The FDA's directory: products, and packages below them, by the codes that the FDA writes. */
export const ndcDirectory: PublishersFormat = {
  kind: "CODE_SYSTEM",
  name: "ndc-directory",
  title: "NDC directory of the FDA: product.txt, and package.txt beside it",
  codeSystem: "ndc",
  recognises: (head) => roleOf(NDC_ROLES, head) !== null,
  read(files, { asOf }) {
    return withinLimits(rows(files, asOf, this.name));
  },
};
