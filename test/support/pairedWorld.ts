import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import type { Viewer } from "../../src/rules/access/viewer.js";
import type {
  NamedRepository,
  ReferenceDefinition,
} from "../../src/rules/references/definition.js";
import { expressionOf } from "../../src/rules/references/expressionOf.js";
import { identityOf, kindOf } from "../../src/rules/references/identity.js";
import { keepPins, pinQueries } from "../../src/store/collections/pins.js";
import {
  collection,
  collectionDetails,
  collectionReference,
} from "../../src/store/collections/tables.js";
import type { Database } from "../../src/store/database.js";
import { beginRevision, createContainer, putVersion } from "../../src/store/ledger/writes.js";
import { insertRepository } from "../../src/store/repositories/writes.js";
import { authoringAs } from "./authoringGraph.js";
import { FIXED_NOW } from "./clock.js";
import { type Ask, dataOf } from "./graph.js";
import { deliveriesOf, freeze } from "./naiveCollections.js";
import {
  type NaiveCollection,
  type NaiveConcept,
  type NaiveMapping,
  type NaiveSystem,
  type NaiveWorld,
  naiveCollection,
  naiveSystem,
  putConcept,
  putMapping,
  releaseSystem,
  repositoryNamed,
} from "./naiveWorld.js";

const change = { at: FIXED_NOW, by: "tester" };

/** Code systems and collections of organization Demo, in the database and in the model of it. */
export class PairedWorld {
  readonly model: NaiveWorld = { systems: [], collections: [] };
  readonly #ids = new Map<string, number>();
  readonly #author;

  constructor(
    private readonly database: Database,
    private readonly ask: Ask,
    private readonly caller: Viewer,
    private readonly mark: string = randomUUID().slice(0, 8),
  ) {
    this.#author = authoringAs(ask, () => caller);
  }

  async system(name: string, canonicalUrl: string | null = null): Promise<NaiveSystem> {
    const shortCode = `${name}-${this.mark}`;
    const made = await this.#author("createCodeSystem", {
      owner: "/orgs/Demo/",
      shortCode,
      name,
      canonicalUrl,
    });
    if (!made.made) throw new Error(JSON.stringify(made));
    const system = naiveSystem(`/orgs/Demo/sources/${shortCode}/`, canonicalUrl);
    this.model.systems.push(system);
    return system;
  }

  async concept(
    system: NaiveSystem,
    given: Partial<NaiveConcept> & { readonly code: string },
  ): Promise<void> {
    const exists = system.head.concepts.find(({ code }) => code === given.code);
    const concept = putConcept(system, { ...exists, ...given });
    const { code, names, conceptClass, datatype, parents, extras, externalId } = concept;
    const said = { names, conceptClass, datatype, parents, extras, externalId };
    const { url: codeSystem } = system;
    const answer = await this.#author(exists ? "editConcept" : "createConcept", {
      codeSystem,
      code,
      ...said,
    });
    if (answer.made?.version !== `${concept.version}`) throw new Error(JSON.stringify(answer));
  }

  /** Takes a concept out of use, which makes a version of it. */
  async retire(system: NaiveSystem, code: string): Promise<void> {
    const concept = system.head.concepts.find((one) => one.code === code);
    if (!concept || concept.retired) return;
    putConcept(system, { ...concept, retired: true });
    const answer = await this.#author("retireConcept", { codeSystem: system.url, code });
    if (answer.userErrors.length > 0) throw new Error(JSON.stringify(answer));
  }

  async mapping(
    system: NaiveSystem,
    given: Pick<NaiveMapping, "id" | "fromCode" | "toCode" | "mapType"> &
      Partial<Pick<NaiveMapping, "toName" | "toSystem">>,
  ): Promise<void> {
    const { fromCode, toCode, mapType, toName = null, toSystem } = given;
    const text = `mutation ($input: CreateConceptMappingInput!) { createConceptMapping(input: $input) {
      conceptMapping { url } userErrors { message } } }`;
    const end = toSystem ? { toSourceUrl: toSystem, toConceptCode: toCode } : { toConcept: toCode };
    const ends = { fromConcept: fromCode, ...end, toConceptName: toName };
    const input = { codeSystem: system.url, mapType, ...ends };
    const { createConceptMapping: made } = (await dataOf(
      this.ask(text, { as: this.caller, variables: { input } }),
    )) as { createConceptMapping: { conceptMapping: { url: string } | null } };
    const id = made.conceptMapping?.url.split("/").at(-2);
    if (!id) throw new Error(JSON.stringify(made));
    putMapping(system, { ...given, id });
  }

  /** Gives a code system another canonical URL; null: none. */
  async rename(system: NaiveSystem, canonicalUrl: string | null): Promise<void> {
    system.canonicalUrl = canonicalUrl;
    const answer = await this.#author("editCodeSystem", { codeSystem: system.url, canonicalUrl });
    if (answer.userErrors.length > 0) throw new Error(JSON.stringify(answer));
  }

  async release(system: NaiveSystem, label: string, released = true): Promise<void> {
    releaseSystem(system, label, released);
    const answer = await this.#author("createCodeSystemVersion", {
      codeSystem: system.url,
      version: label,
      released,
    });
    if (!answer.made) throw new Error(JSON.stringify(answer));
  }

  async collection(name: string, canonicalUrl: string | null = null): Promise<NaiveCollection> {
    const shortCode = `${name}-${this.mark}`;
    const url = `/orgs/Demo/collections/${shortCode}/`;
    await this.database.write(async ({ queries }) => {
      const containerId = await createContainer(queries, {
        uid: randomUUID(),
        kind: "COLLECTION",
        ...change,
      });
      const details = {
        name,
        fullName: name,
        description: null,
        publicAccess: "VIEW",
        defaultLocale: "en",
        supportedLocales: ["en"],
        canonicalUrl,
        website: null,
        externalId: null,
        customValidationSchema: null,
        extras: {},
      } as const;
      const owner = {
        kind: "ORGANIZATION",
        id: sql`(select id from organization where name = 'Demo')`,
      } as const;
      await insertRepository(queries, { containerId, owner, shortCode, details }, change);
      await queries.insert(collection).values({ containerId });
      const revision = await beginRevision(queries, containerId, { ...change, kind: "CREATED" });
      const said = { ...details, collectionType: null, preferredSource: null };
      await queries
        .insert(collectionDetails)
        .values({ containerId, fromRevision: revision, details: said as never });
      this.#ids.set(url, containerId);
    });
    const made = naiveCollection(url, canonicalUrl);
    this.model.collections.push(made);
    return made;
  }

  /** Leaves a collection with these references. */
  async refer(of: NaiveCollection, references: readonly ReferenceDefinition[]): Promise<void> {
    of.references = references;
    const containerId = this.#idOf(of);
    await this.database.write(async ({ queries }) => {
      const revision = await beginRevision(queries, containerId, { ...change, kind: "CHANGED" });
      await queries.execute(sql`update collection_reference set to_revision = ${revision}
        where container_id = ${containerId} and to_revision > ${revision}`);
      for (const definition of references) {
        const [systemId] = definition.system ? [await this.#target(definition.system)] : [null];
        const valuesetIds = await Promise.all(
          definition.valuesets.map(async (named) => (await this.#target(named)) ?? 0),
        );
        await queries.insert(collectionReference).values({
          uid: randomUUID(),
          containerId,
          fromRevision: revision,
          include: definition.include,
          expression: expressionOf(definition),
          identity: identityOf(definition),
          definition,
          kind: kindOf(definition),
          targetId: systemId,
          targetVersion: definition.system?.version ?? null,
          code: definition.code,
          resourceVersion:
            definition.resourceVersion === null ? null : Number(definition.resourceVersion),
          valuesetIds,
          valuesetVersions: definition.valuesets.map(({ version }) => version ?? ""),
        });
      }
    });
  }

  async version(of: NaiveCollection, label: string, released = true): Promise<void> {
    freeze(this.model, of, { label, released });
    const containerId = this.#idOf(of);
    const ordinal = of.versions.length;
    await this.database.write(async ({ queries }) => {
      const revision = await beginRevision(queries, containerId, { ...change, kind: "VERSION" });
      const [pins = []] = await pinQueries(queries).ofHeads([{ containerId, revision }], null);
      await putVersion(queries, { containerId, ordinal, label, revision, released }, change);
      await queries.execute(
        sql`insert into collection_version (container_id, ordinal) values (${containerId}, ${ordinal})`,
      );
      await keepPins(queries, { containerId, ordinal }, pins);
    });
  }

  /** What the model says that a collection's HEAD delivers. */
  deliveries(of: NaiveCollection) {
    return deliveriesOf(this.model, of);
  }

  #idOf({ url }: NaiveCollection): number {
    const id = this.#ids.get(url);
    if (id === undefined) throw new Error(`There is no collection ${url}`);
    return id;
  }

  async #target(named: NamedRepository): Promise<number | null> {
    const collection = repositoryNamed(this.model.collections, named);
    if (collection) return this.#idOf(collection);
    const system = repositoryNamed(this.model.systems, named);
    if (!system) return null;
    const [shortCode] = system.url.split("/").slice(-2);
    const [row] = await this.database.reads.execute<{ id: number }>(
      sql`select container_id as id from repository where short_code = ${shortCode}`,
    );
    return row?.id ?? null;
  }
}
