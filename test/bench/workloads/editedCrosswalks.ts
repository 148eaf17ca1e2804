import type { connect } from "../../../src/store/database.js";
import { codeOf, sourceSystem } from "../content/concepts.js";
import { Random } from "../content/random.js";
import type { Scale } from "../content/scale.js";
import type { Edit } from "./edits.js";

type Client = ReturnType<typeof connect>;

/** What an edit changes: an attribute of a pair that is there, or it adds a source code. */
export type EditKind = "attribute" | "source code";
export const editKinds: readonly EditKind[] = ["attribute", "source code"];

/** A crosswalk that edits are measured on. */
export interface EditedCrosswalk {
  readonly about: string;
  readonly id: number;
  readonly identifier: string;
  readonly newest: number;
  /** Edits without their versions, each to be made once. */
  readonly edits: Readonly<Record<EditKind, Omit<Edit, "version">[]>>;
}

/** The crosswalks that were loaded to be edited, by name, and the largest of the content. */
const NAMES = ["Edits, small", "Edits, small, old", "Edits, large", "Crosswalk 0"];

/** Finds the crosswalks, and draws so many edits of each kind for each of them. */
export async function editedCrosswalks(
  client: Client,
  scale: Scale,
  count: number,
): Promise<EditedCrosswalk[]> {
  const found: EditedCrosswalk[] = [];
  for (const name of NAMES) {
    const [row] = await client<
      { id: number; identifier: string; newest: number; pairs: number }[]
    >`select container.id, container.uid as identifier, container.newest_version as newest,
        details.target_count as pairs
      from container join crosswalk_version details on details.container_id = container.id
        and details.ordinal = container.newest_version
      where details.name = ${name}`;
    if (!row) throw new Error(`There is no crosswalk ${name}`);
    const about = `${row.pairs.toLocaleString("en")} pairs, version ${row.newest}`;
    const edits = {
      attribute: await attributeEdits(client, row, count),
      "source code": await sourceEdits(client, row, { scale, count }),
    };
    found.push({ about, ...row, edits });
  }
  return found;
}

interface Named {
  readonly id: number;
  readonly identifier: string;
}

async function attributeEdits(client: Client, { id, identifier }: Named, count: number) {
  const pairs = await client<Omit<Edit, "identifier" | "version" | "key" | "value">[]>`
    select source_system as "sourceSystem", source_code as "sourceCode",
      target_system as "targetSystem", target_code as "targetCode"
    from crosswalk_pair
    where container_id = ${id} and to_revision = 2147483647 and target_code > ''
    order by md5(identifier::text) limit ${count}`;
  return pairs.map((pair, at) => ({ ...pair, identifier, key: "bench", value: `edit ${at}` }));
}

async function sourceEdits(
  client: Client,
  { id, identifier }: Named,
  { scale, count }: { readonly scale: Scale; readonly count: number },
) {
  const taken = await client<{ code: string }[]>`
    select distinct source_code as code from crosswalk_group where container_id = ${id}`;
  const [pair] = await attributeEdits(client, { id, identifier }, 1);
  if (!pair) throw new Error("The crosswalk is empty");
  const codes = new Set(taken.map(({ code }) => code));
  const random = new Random(`source codes of ${identifier}`);
  const edits: Omit<Edit, "version">[] = [];
  while (edits.length < count) {
    const sourceCode = codeOf(sourceSystem, random.below(scale.sourceConcepts));
    if (codes.has(sourceCode)) continue;
    codes.add(sourceCode);
    edits.push({ ...pair, sourceCode, value: `added ${edits.length}` });
  }
  return edits;
}
