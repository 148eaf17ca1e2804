import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { addCrosswalkMappings } from "../../../src/commands/crosswalks/addCrosswalkMappings.js";
import { createCrosswalk } from "../../../src/commands/crosswalks/createCrosswalk.js";
import { crosswalkQueries } from "../../../src/store/crosswalks/queries.js";
import { mappingQueries } from "../../../src/store/crosswalks/mappings.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { memberOf } from "../../support/viewers.js";
import { conceptQueries } from "../../../src/store/codeSystems/concepts.js";
import { codeSystemQueries } from "../../../src/store/codeSystems/queries.js";
import { repositoryVersionQueries } from "../../../src/store/repositories/versions.js";

const { database, takeStatements } = useTestDatabase();

test("smoke", async () => {
  const viewer = await memberOf(database, "Demo");
  const context = { database, viewer, now: () => new Date(), newUuid: () => randomUUID() };
  const created = await createCrosswalk(context, { name: "X", draft: false, customAttributes: [{key:"a", value:"b"}], mappings: [
    { sourceCodeSystem: "icd10cm", sourceCode: "A000", targetCodeSystem: "icd9cm", targets: [{ targetCode: "0010", customAttributes: [{key:"k",value:"v"}] }, {targetCode:"0011"}] },
    { sourceCodeSystem: "cpt2025", sourceCode: "A000", targetCodeSystem: "icd9cm", targets: [{ targetCode: "0010" }] },
  ] });
  expect(created).toMatchObject({ ok: true, value: { version: 1, skipped: [{ reason: "LICENSE_REQUIRED" }] } });
  if (!created.ok) return;
  takeStatements();
  const many = Array.from({length: 3000}, (_, i) => ({ sourceCodeSystem: "ndc", sourceCode: `c${String(i).padStart(5,"0")}`, targetCodeSystem: "rxnorm", targets: [{ targetCode: `t${i}` }] }));
  const added = await addCrosswalkMappings(context, { identifier: created.value.identifier, version: 1, draft: false, mappings: many });
  expect(added).toMatchObject({ ok: true, value: { version: 2, message: "Target codes added successfully." } });
  console.log(takeStatements().length);
  const reads = crosswalkQueries(database.reads);
  const [row] = await reads.byIdentifiers(viewer, [created.value.identifier]);
  console.log(row);
  const m = mappingQueries(database.reads);
  const snap = { containerId: row!.containerId, revision: row!.newest.revision };
  const page = await m.lists(viewer, [snap, {...snap, revision: 1}], { by: "page", size: 10, number: 250 });
  console.log(page.map(p => [p.items.length, p.items[0]?.sourceCode, p.hasNext]), JSON.stringify(page[0]?.items[0]));
  const page1 = await m.lists(viewer, [snap, {...snap, revision: 1}], { by: "cursor", size: 2, after: null, before: null, backward: false });
  console.log(page1.map(p => [p.items.length, p.items[0]?.sourceCode, p.hasNext]), JSON.stringify(page1[1]?.items[0]));
  const back = await m.lists(viewer, [snap], { by: "cursor", size: 2, after: null, before: ["ndc","c00005","rxnorm"], backward: true });
  console.log(back[0]?.items.map(i=>i.sourceCode));
  console.log(JSON.stringify(await m.ofSources(viewer, [{...snap, sourceSystem:"icd10cm", sourceCode:"A00.0"}])));
  console.log((await reads.list(viewer, {organization:null, includeArchived:false}, {by:"page", size: 10, number:1})).items.length, await reads.count(viewer, {organization:null, includeArchived:false}));
  console.log((await reads.versionLists(viewer, [row!.containerId], {by:"page", size: 10, number:1}))[0]?.items.map(v=>[v.ordinal, v.groupCount, v.sourceCodeCount, v.targetCount]));
  console.log(await database.reads.execute("select from_revision, to_revision, source_code, group_count from crosswalk_bucket order by 1,3"));
  const cs = await codeSystemQueries(database.reads).list(viewer, {q: "icd", ownerOrganization: null, ownerUser: null}, {by:"page", size: 10, number:1});
  console.log(cs.items.map(c=>[c.slug,c.licensed, c.ownerOrganization]));
  const c = conceptQueries(database.reads);
  await c.at(viewer,[{containerId:1,revision:1,code:"A"}]); await c.parents(viewer,[{containerId:1,revision:1,code:"A"}]);
  await c.children(viewer,[{containerId:1,revision:1,code:"A"}],{by:"page", size: 10, number:1});
  await c.childCounts(viewer,[{containerId:1,revision:1,code:"A"}]);
  await c.lists(viewer,[{containerId:1,revision:1}],{listing:{codes:null,conceptClass:null,datatype:null,includeRetired:false},window:{by:"page", size: 10, number:1}});
  await c.counts(viewer,[{containerId:1,revision:1}],{codes:null,conceptClass:null,datatype:["a"],includeRetired:false});
  const v = repositoryVersionQueries(database.reads);
  await v.byLabels(viewer,[{id:1,label:"x"}]); await v.byOrdinals(viewer,[{id:1,ordinal:1}]); await v.lists(viewer,[1],{released:null,window:{by:"page", size: 10, number:1}}); await v.counts(viewer,[1],true);
});
