import { sql } from "drizzle-orm";
import { beforeAll, expect, it } from "vitest";
import { createCollectionVersion } from "../../../src/commands/collections/createCollectionVersion.js";
import { bytewise } from "../../../src/kernel/bytewise.js";
import { valuesAt } from "../../../src/kernel/columns.js";
import { conceptPacking, mappingPacking } from "../../../src/store/collections/packedMembers.js";
import type { MemberState } from "../../../src/store/collections/pins.js";
import { openStore } from "../../../src/store/store.js";
import { commandsOf } from "../../support/commands.js";
import { importConcepts } from "../../support/content.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { memberOf } from "../../support/viewers.js";
import { add, makeCollection, sure } from "../references/world.js";

const { database } = useTestDatabase();
const SOURCE = "/orgs/CDC-NCIRD/sources/VIS/";
/** More than come in two rows. */
const COUNT = 8200;
const codes = [
  ...Array.from({ length: COUNT - 4 }, (_, at) => `C${String(at).padStart(5, "0")}`),
  ...["Ω", "\u{1F600}", "\u{FFFD}", "a\u{1F600}b c"],
];
const isRetired = (code: string) => code.endsWith("7");
let state: MemberState;

beforeAll(async () => {
  const as = await memberOf(database, "Demo");
  const concepts = codes.map((code) => ({ code, retired: isRetired(code) }));
  await importConcepts(database, { codeSystem: "vis", version: "1" }, concepts);
  // From every concept to the next but one; from some to two.
  await database.reads.execute(sql`
    insert into concept_mapping (container_id, mapping_id, from_revision, to_revision, uid, version, first_revision,
      map_type, from_system, from_code, to_system, to_code, retired, extras)
    select container_id, 'M' || nth || 'é' || copy, from_revision, to_revision, gen_random_uuid(), copy, from_revision,
      'SAME-AS', ${SOURCE}, code, ${SOURCE}, coalesce(next, 'none'), retired, '{}'
    from (select concept.*, row_number() over (order by code desc) as nth, lead(code, 2) over (order by code) as next
      from concept join code_system system on system.container_id = concept.container_id and system.slug = 'vis') concept
    cross join generate_series(1, case when nth % 100 = 0 then 2 else 1 end) as copy`);
  const context = commandsOf(database, as);
  const collection = await makeCollection(context, "All");
  const expressions = [`${SOURCE}concepts/`, `${SOURCE}mappings/`];
  await add(context, collection, { expressions, mode: "DYNAMIC" });
  sure(await createCollectionVersion(context, { collection, version: "1", released: true }));
  const [version] = await database.reads.execute<{ id: number; revision: number }>(
    sql`select container_id as id, revision from version
      join repository using (container_id) where short_code = 'All'`,
  );
  if (!version) throw new Error("There is no version");
  const key = { containerId: version.id, ordinal: 1 };
  const [pins = []] = await openStore(database.reads).pins.ofVersions([key]);
  state = { containerId: version.id, revision: version.revision, pins };
}, 240_000);

it("concepts come in order of their codes, however many there are", async () => {
  const [found] = await openStore(database.reads).collectionMembers.concepts([state]);
  if (!found) throw new Error("Nothing was gathered");
  const sorted = codes.toSorted(bytewise);
  expect(valuesAt(found.codes)).toEqual(sorted);
  expect([...found.retired]).toEqual(sorted.map((code) => Number(isRetired(code))));
  expect(Object.values(found.urls)).toEqual([SOURCE]);
  expect(new Set(found.ids)).toEqual(new Set(Object.keys(found.urls).map(Number)));
  expect(new Set(found.versions)).toEqual(new Set([1]));
  // Its place where it is listed included.
  expect(conceptPacking.byteLength(found) / COUNT).toBeLessThan(32);
});

it("mappings come in order of the codes that they are from", async () => {
  const [found] = await openStore(database.reads).collectionMembers.mappings([state]);
  if (!found) throw new Error("Nothing was gathered");
  const rows = await database.reads.execute<Record<string, unknown>>(
    sql`select container_id as id, mapping_id as code, version, uid, retired, from_code as from, to_code as to
      from concept_mapping order by from_code, mapping_id`,
  );
  const columns = valuesAt(found.codes).map((code, at) => ({
    ...{ id: found.ids[at], code, version: found.versions[at], uid: found.uids.at(at) },
    ...{ retired: found.retired[at] === 1, from: found.fromCodes.at(at), to: found.toCodes.at(at) },
  }));
  expect(columns).toHaveLength(COUNT + COUNT / 100);
  expect(columns).toEqual([...rows]);
  // Its places in two orders included.
  expect(mappingPacking.byteLength(found) / columns.length).toBeLessThan(72);
});

it("several at once are told apart, and what is empty is empty", async () => {
  const { collectionMembers: members } = openStore(database.reads);
  const [reference] = await database.reads.execute<{ id: number }>(
    sql`select id from collection_reference where expression like '%/concepts/'`,
  );
  const alone = { ...state, reference: reference?.id ?? 0 };
  const none = { ...state, revision: 0 };
  const concepts = await members.concepts([none, alone, state]);
  expect(concepts.map(({ codes: { length } }) => length)).toEqual([0, COUNT, COUNT]);
  const mappings = await members.mappings([state, alone]);
  expect(mappings.map(({ uids: { length } }) => length)).toEqual([COUNT + COUNT / 100, 0]);
});
