import type { ReleasedConcept } from "../../rules/codeSystems/content.js";
import {
  FileRefused,
  type ImportRow,
  type PublishersFormat,
  type ReadOptions,
  type RejectedLine,
  type SourceFile,
} from "../format.js";
import { groupedByKey, type Keyed } from "../grouped.js";
import { filesByRole, oneOf, roleOf } from "../releaseFiles.js";
import { refuseEmpty } from "../rows.js";
import { withinLimits } from "../textLimits.js";
import { REPLACED_BY, rxnormConcept } from "./concepts.js";
import { withoutSubset } from "./ownContent.js";
import { relationTypes } from "./relations.js";
import { RXNORM_ROLES, type RxnormRole } from "./roles.js";
import { type RxnormRow, readRxnormTable } from "./tables.js";

const NOTICE =
  "RxNorm is made available by the National Library of Medicine, which does not answer for this copy; only " +
  "its own content is read, which is free";

async function* readTables(
  files: readonly SourceFile[],
  format: string,
): AsyncGenerator<Keyed<RxnormRow> | RejectedLine> {
  const tables = await filesByRole(withoutSubset(files), RXNORM_ROLES, format);
  if (!tables.has("ATOMS")) throw new FileRefused(`${format} needs the table of atoms, RXNCONSO`);
  for (const role of Object.keys(RXNORM_ROLES) as RxnormRole[]) {
    const file = oneOf(tables, role);
    if (file !== null) yield* readRxnormTable(file, role);
  }
}

async function* rows(
  files: readonly SourceFile[],
  { note }: ReadOptions,
  format: string,
): AsyncGenerator<ImportRow<ReleasedConcept>> {
  let concepts = 0;
  for await (const group of groupedByKey(readTables(files, format))) {
    if ("rejected" in group) yield group;
    else {
      for (const row of rxnormConcept(group)) {
        if ("content" in row) concepts += 1;
        yield row;
      }
    }
  }
  if (concepts === 0) refuseEmpty(files, "code of RxNorm's own");
  note?.(NOTICE);
}

/**
 * RxNorm's own concepts, with what they are to each other. Rows of other sources, which need their licences,
 * are left aside; so are those about atoms.
 */
export const rxnormRrf: PublishersFormat = {
  kind: "CODE_SYSTEM",
  name: "rxnorm-rrf",
  title:
    "RxNorm's own content: RXNCONSO.RRF, and beside it RXNREL, RXNSAT, RXNSTY, RXNCUI, RXNATOMARCHIVE",
  codeSystem: "rxnorm",
  mapTypes: [...relationTypes, REPLACED_BY],
  recognises: (head) => roleOf(RXNORM_ROLES, head) !== null,
  read(files, options) {
    return withinLimits(rows(files, options, this.name));
  },
};
