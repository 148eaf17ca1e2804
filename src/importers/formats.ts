import { crosswalkCsv, crosswalkTsv } from "./crosswalkTable.js";
import { cvxFlat } from "./cvxFlat.js";
import { cvxXml } from "./cvxXml.js";
import { decodeHead } from "./decode.js";
import { fhirCodeSystem, fhirCodeSystemOf } from "./fhir/codeSystem.js";
import { conceptMap, conceptMapOf } from "./fhir/conceptMap.js";
import { valueSet, valueSetOf } from "./fhir/valueSet.js";
import type { ImportFormat } from "./format.js";
import { gemFormats } from "./gem.js";
import { hcpcsContractor } from "./hcpcs.js";
import { HEAD_BYTES } from "./headBytes.js";
import { icd9cmDiagnosisTitles, icd9cmProcedureTitles } from "./icd9cmTitles.js";
import { icd10cmOrder } from "./icd10cmOrder.js";
import { icd10cmRelease } from "./icd10cmRelease.js";
import { icd10pcsOrder } from "./icd10pcsOrder.js";
import { loincTables } from "./loinc/loinc.js";
import { mvxFlat } from "./mvxFlat.js";
import { mvxXml } from "./mvxXml.js";
import { ndcDirectory } from "./ndc/ndc.js";
import { oclCollection } from "./oclCollection.js";
import { oclCsv } from "./oclCsv.js";
import { oclExport } from "./oclExport.js";
import { oclJson } from "./oclJson.js";
import { snomedMaps, snomedSimpleMap } from "./rf2/maps.js";
import { snomedRf2 } from "./rf2/rf2.js";
import { rxnormNdc } from "./rxnorm/ndcCodes.js";
import { rxnormRrf } from "./rxnorm/rxnorm.js";
import { seems } from "./seems.js";
import { sssomTsv } from "./sssom.js";
import { icd10cmTabular } from "./tabular/icd10cmTabular.js";
import { v2ToFhir } from "./v2ToFhir.js";
import { vaccineGroupXml, vaccineToGroupXml } from "./vaccineGroupXml.js";
import { ndcUnitOfSale, ndcUnitOfUse } from "./vaccines/ndcUnits.js";
import { cptToCvxXml, productNamesFlat, productNamesXml } from "./vaccines/products.js";
import { cvxToVisXml, visXml } from "./vaccines/vis.js";

/** Every format there is. A new one is registered here and nowhere else. */
export const formats: readonly ImportFormat[] = [
  icd10cmOrder,
  icd10cmTabular,
  icd10cmRelease,
  icd10pcsOrder,
  icd9cmDiagnosisTitles,
  icd9cmProcedureTitles,
  cvxXml,
  cvxFlat,
  mvxXml,
  mvxFlat,
  vaccineGroupXml,
  visXml,
  hcpcsContractor,
  loincTables,
  snomedRf2,
  rxnormRrf,
  ndcDirectory,
  fhirCodeSystem,
  fhirCodeSystemOf.R4,
  fhirCodeSystemOf.R5,
  ...gemFormats,
  vaccineToGroupXml,
  cvxToVisXml,
  productNamesXml,
  productNamesFlat,
  ndcUnitOfUse,
  ndcUnitOfSale,
  cptToCvxXml,
  rxnormNdc,
  ...snomedMaps,
  snomedSimpleMap,
  conceptMap,
  conceptMapOf.R4,
  conceptMapOf.R5,
  valueSet,
  valueSetOf.R4,
  valueSetOf.R5,
  sssomTsv,
  v2ToFhir,
  crosswalkCsv,
  crosswalkTsv,
  oclJson,
  oclCsv,
  oclExport,
  oclCollection,
];

/** The format of a name as given to `--format`. */
export function formatNamed(name: string): ImportFormat | undefined {
  return formats.find((format) => format.name === name);
}

/**
 * What a file is. `others` are further formats of the same file: the vaccine groups are a code
 * system and a crosswalk in one. `seems` ends a sentence: `a zip archive`.
 */
export type Recognition =
  | { readonly format: ImportFormat; readonly others: readonly ImportFormat[] }
  | { readonly seems: string };

/** Recognises a file by its first {@link HEAD_BYTES} bytes, or by all it has. */
export function recognise(head: Uint8Array): Recognition {
  const text = decodeHead(head.subarray(0, HEAD_BYTES));
  const [format, ...others] = formats.filter((candidate) => candidate.recognises(text));
  return format === undefined ? { seems: seems(head) } : { format, others };
}
