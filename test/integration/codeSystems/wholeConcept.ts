import { named } from "./world.js";

/** All that a concept says of itself. */
export const ALL = `code version display displayLocale conceptClass datatype retired externalId extras url
  versionUrl names { name locale localePreferred nameType externalId }
  descriptions { description locale localePreferred descriptionType externalId }
  parents { code } createdAt createdBy updatedAt updatedBy`;

/** A concept with a value in every field, as it is given … */
export const whole = {
  code: "A15.1",
  conceptClass: "Diagnosis",
  datatype: "Text",
  names: [
    named("Tuberculosis", { nameType: "Fully Specified", externalId: "n1" }),
    named(" TB ", { localePreferred: true, nameType: "None" }),
    named("Tuberculose", { locale: "FR", localePreferred: true, nameType: "index term" }),
  ],
  descriptions: [{ description: "Of the lung", descriptionType: "Definition", externalId: "d1" }],
  externalId: "x",
  extras: { a: { b: [1] } },
};
/** … and as it is read. */
export const asRead = {
  ...whole,
  names: [
    {
      name: "Tuberculosis",
      locale: "en",
      localePreferred: false,
      nameType: "FULLY_SPECIFIED",
      externalId: "n1",
    },
    { name: "TB", locale: "en", localePreferred: true, nameType: null, externalId: null },
    {
      name: "Tuberculose",
      locale: "fr",
      localePreferred: true,
      nameType: "INDEX_TERM",
      externalId: null,
    },
  ],
  descriptions: [
    {
      description: "Of the lung",
      locale: "en",
      localePreferred: false,
      descriptionType: "Definition",
      externalId: "d1",
    },
  ],
};
