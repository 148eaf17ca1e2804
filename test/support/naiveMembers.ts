import type { ReferenceDefinition } from "../../src/rules/references/definition.js";
import { readSpecifiedId } from "../../src/rules/references/memberIds.js";
import type { Delivery, NaiveConcept, NaiveMapping, Row } from "./naiveWorld.js";

export interface NaiveMembers {
  readonly concepts: readonly Row<NaiveConcept>[];
  readonly mappings: readonly Row<NaiveMapping>[];
}

/** `/orgs/O/sources/S/ A1`: what is a member once, whatever its version. */
export function conceptIdentity({ system, content }: Row<NaiveConcept>): string {
  return `${system} ${content.code}`;
}

export function mappingIdentity({ system, content }: Row<NaiveMapping>): string {
  return `${system} ${content.id}`;
}

/** All that is brought in, without what is kept out; of several versions of one the newest. In no order. */
export function membersOf(deliveries: readonly Delivery[]): NaiveMembers {
  return {
    concepts: settled(deliveries, ({ concepts }) => concepts, conceptIdentity),
    mappings: settled(deliveries, ({ mappings }) => mappings, mappingIdentity),
  };
}

function settled<Content extends { readonly version: number }>(
  deliveries: readonly Delivery[],
  rowsOf: (delivery: Delivery) => readonly Row<Content>[],
  identity: (row: Row<Content>) => string,
): readonly Row<Content>[] {
  const brought = deliveries.filter(({ reference }) => reference.include).flatMap(rowsOf);
  const left = brought.filter(
    (row) => !deliveries.some((delivery) => !delivery.reference.include && keepsOut(delivery, row)),
  );
  function keepsOut(delivery: Delivery, row: Row<Content>): boolean {
    return rowsOf(delivery).some(
      (other) =>
        identity(other) === identity(row) &&
        (!isExact(delivery.reference, other) || other.content.version === row.content.version),
    );
  }
  return left.filter(
    (row, at) =>
      !left.some(
        (other, place) =>
          identity(other) === identity(row) &&
          (other.content.version > row.content.version ||
            (other.content.version === row.content.version && place < at)),
      ),
  );
}

/** Whether a reference named this version of it: what came by a cascade was not named. */
function isExact(
  { resourceVersion, referenceType, code }: ReferenceDefinition,
  { content }: Row<{ readonly version: number }>,
): boolean {
  if (resourceVersion === null) return false;
  const named =
    referenceType === "MAPPINGS"
      ? "id" in content && content.id
      : "code" in content && content.code;
  return named === code;
}

export interface NaiveMembership {
  readonly concept: string;
  readonly member: boolean;
  readonly because: readonly ReferenceDefinition[];
  readonly excludedBy: readonly ReferenceDefinition[];
}

/** Which of some concepts are members, and which references bring them in or keep them out. */
export function contains(
  deliveries: readonly Delivery[],
  concepts: readonly string[],
): readonly NaiveMembership[] {
  const { concepts: members } = membersOf(deliveries);
  return concepts.map((concept) => {
    const touching = (include: boolean) =>
      deliveries
        .filter((one) => one.reference.include === include)
        .filter((one) => one.concepts.some((row) => isNamed(row, concept)))
        .map(({ reference }) => reference);
    return {
      concept,
      member: members.some((row) => isNamed(row, concept)),
      because: touching(true),
      excludedBy: touching(false),
    };
  });
}

/** A concept by its URL, `OWNER:SOURCE:ID` or its code. */
function isNamed({ system, content: { code } }: Row<NaiveConcept>, name: string): boolean {
  const [, , owner, , source] = system.split("/");
  const specified = readSpecifiedId(name);
  return (
    name === code ||
    name === `${system}concepts/${code}/` ||
    (specified !== null &&
      specified.owner === owner &&
      specified.shortCode === source &&
      specified.code === code)
  );
}

export interface NaiveChange {
  readonly kind: "GAINED" | "LOST" | "VERSION_CHANGED";
  readonly identity: string;
}

/** What the later of two states has that the earlier had not, and the other way round. */
export function changesBetween(earlier: NaiveMembers, later: NaiveMembers): readonly NaiveChange[] {
  return [
    ...changed(earlier.concepts, later.concepts, conceptIdentity),
    ...changed(earlier.mappings, later.mappings, mappingIdentity),
  ];
}

function changed<Content extends { readonly version: number }>(
  earlier: readonly Row<Content>[],
  later: readonly Row<Content>[],
  identity: (row: Row<Content>) => string,
): readonly NaiveChange[] {
  const versions = (rows: readonly Row<Content>[]) =>
    new Map(rows.map((row) => [identity(row), row.content.version]));
  const before = versions(earlier);
  const after = versions(later);
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((key): NaiveChange[] => {
    if (!before.has(key)) return [{ kind: "GAINED", identity: key }];
    if (!after.has(key)) return [{ kind: "LOST", identity: key }];
    return before.get(key) === after.get(key) ? [] : [{ kind: "VERSION_CHANGED", identity: key }];
  });
}
