import { oclOwner } from "../../rules/collections/forms/oclSet.js";
import type { ExportedMapping } from "../../store/collections/export.js";
import type { Member } from "./collectionContent.js";

const NAME_TYPES: Readonly<Record<string, string>> = {
  FULLY_SPECIFIED: "Fully Specified",
  SHORT: "Short",
  INDEX_TERM: "Index Term",
};

/** A member as OCL's exports have it. */
export function oclConcept(member: Member): object {
  const { code, version, system } = member;
  const url = conceptUrl(system.url, code);
  return {
    type: "Concept",
    id: code,
    external_id: member.externalId,
    concept_class: member.conceptClass,
    datatype: member.datatype,
    retired: member.retired,
    ...sourceOf(system.url),
    display_name: member.display,
    display_locale: member.displayLocale,
    names: member.names.map(({ name, locale, localePreferred, nameType, externalId }) => ({
      type: "ConceptName",
      name,
      locale,
      locale_preferred: localePreferred,
      name_type: nameType === null ? null : (NAME_TYPES[nameType] ?? nameType),
      external_id: externalId,
    })),
    descriptions: member.descriptions.map(
      ({ description, locale, localePreferred, descriptionType, externalId }) => ({
        type: "ConceptDescription",
        description,
        locale,
        locale_preferred: localePreferred,
        description_type: descriptionType,
        external_id: externalId,
      }),
    ),
    extras: member.extras,
    version: `${version}`,
    url,
    version_url: `${url}${version}/`,
  };
}

/** A mapping as OCL's exports have it. @param system URL of the code system that it was authored in */
export function oclMapping(mapping: ExportedMapping, system: string): object {
  const { fromSystem, fromCode, toSystem, toCode } = mapping;
  const url = `${system}mappings/${encodeURIComponent(mapping.mappingId)}/`;
  return {
    type: "Mapping",
    id: mapping.mappingId,
    uuid: mapping.uid,
    external_id: mapping.externalId,
    map_type: mapping.mapType,
    retired: mapping.retired,
    sort_weight: mapping.sortWeight,
    ...sourceOf(system),
    from_concept_url: fromSystem.startsWith("/") ? conceptUrl(fromSystem, fromCode) : null,
    from_source_url: fromSystem,
    from_concept_code: fromCode,
    to_concept_url: toSystem.startsWith("/") ? conceptUrl(toSystem, toCode) : null,
    to_source_url: toSystem,
    to_concept_code: toCode,
    to_concept_name: mapping.toName,
    extras: mapping.extras,
    version: `${mapping.version}`,
    url,
    version_url: `${url}${mapping.version}/`,
  };
}

function conceptUrl(system: string, code: string): string {
  return `${system}concepts/${encodeURIComponent(code)}/`;
}

/** Owner and short code of a code system's URL. */
function sourceOf(url: string): object {
  const [, kind = "", owner = "", , shortCode = ""] = url.split("/");
  return { source: decodeURIComponent(shortCode), ...oclOwner(`/${kind}/${owner}/`) };
}
