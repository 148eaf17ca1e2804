import { connect, type Location } from "../../../src/store/database.js";
import { sourceSystem } from "./concepts.js";
import type { Random } from "./random.js";

/** A source code while a crosswalk maps it into a target system. */
export interface GroupLife {
  readonly sourceSystem: string;
  readonly sourceCode: string;
  readonly targetSystem: string;
  /** In the versions from here … */
  readonly from: number;
  /** … up to, not including, here. */
  readonly to: number;
}

/** A crosswalk as the content has it. */
export interface CrosswalkEntry {
  readonly id: number;
  readonly identifier: string;
  readonly newest: number;
  /** Source codes by version; the first entry is version 1's. */
  readonly mappingCounts: readonly number[];
  readonly groups: readonly GroupLife[];
}

/** A version of a collection with its members. */
export interface CollectionEntry {
  readonly id: number;
  readonly url: string;
  /** Of the members, in order. */
  readonly codes: readonly string[];
}

/** What there is to ask for. Draws depend on nothing but the content and the dice. */
export class ContentIndex {
  /** In order of creation; the largest comes first among equals of its making. */
  readonly crosswalks: readonly CrosswalkEntry[];
  readonly collections: readonly CollectionEntry[];
  /** How many codes the synthetic source system has. */
  readonly sourceCodes: number;
  readonly largest: CrosswalkEntry;

  constructor(
    crosswalks: readonly CrosswalkEntry[],
    collections: readonly CollectionEntry[],
    sourceCodes: number,
  ) {
    this.sourceCodes = sourceCodes;
    this.crosswalks = crosswalks;
    this.collections = collections;
    this.largest = crosswalks.reduce((largest, each) =>
      each.groups.length > largest.groups.length ? each : largest,
    );
  }

  /** The largest as often as all others together. */
  crosswalk(random: Random): CrosswalkEntry {
    return random.chance(0.5) ? this.largest : random.pick(this.crosswalks);
  }

  /** One that has an older version than its newest. */
  editedCrosswalk(random: Random): CrosswalkEntry {
    for (;;) {
      const crosswalk = this.crosswalk(random);
      if (crosswalk.newest > 1) return crosswalk;
    }
  }
}

/** A source code that a crosswalk maps in a version. */
export function groupAt({ groups }: CrosswalkEntry, version: number, random: Random): GroupLife {
  for (;;) {
    const group = random.pick(groups);
    if (group.from <= version && group.to > version) return group;
  }
}

interface GroupRow extends GroupLife {
  readonly id: number;
}

/** Reads from a loaded database what can be asked of it. */
export async function readContentIndex(location: Location): Promise<ContentIndex> {
  const client = connect(location, { max: 1 });
  try {
    const versions = await client<
      { id: number; identifier: string; version: number; mappings: number }[]
    >`select container.id, container.uid as identifier, details.ordinal as version,
        details.group_count as mappings
      from crosswalk join container on container.id = crosswalk.container_id
      join crosswalk_version details on details.container_id = container.id
      order by container.id, details.ordinal`;
    const entries = new Map<number, CrosswalkEntry & { groups: GroupLife[] }>();
    for (const { id, identifier, version, mappings } of versions) {
      const counts = entries.get(id)?.mappingCounts ?? [];
      const groups = entries.get(id)?.groups ?? [];
      const mappingCounts = [...counts, mappings];
      entries.set(id, { id, identifier, newest: version, mappingCounts, groups });
    }
    const lives = client<GroupRow[]>`
      select held.container_id as id, held.source_system as "sourceSystem",
        held.source_code as "sourceCode", held.target_system as "targetSystem",
        opened.ordinal as from, coalesce(closed.ordinal, 2147483647) as to
      from crosswalk_group held
      join version opened
        on opened.container_id = held.container_id and opened.revision = held.from_revision
      left join version closed
        on closed.container_id = held.container_id and closed.revision = held.to_revision
      order by 1, 2, 3, 4, 5`.cursor(20_000);
    for await (const rows of lives) {
      for (const { id, ...life } of rows) entries.get(id)?.groups.push(life);
    }
    const collections = await client<CollectionEntry[]>`
      select id, url, array_agg(code order by code) as codes
      from bench.collection join bench.member on member.collection_id = collection.id
      group by id order by id`;
    const [known] = await client<{ codes: number }[]>`
      select count(*)::int as codes from concept join code_system using (container_id)
      where slug = ${sourceSystem.slug}`;
    return new ContentIndex([...entries.values()], collections, known?.codes ?? 0);
  } finally {
    await client.end({ timeout: 5 });
  }
}
