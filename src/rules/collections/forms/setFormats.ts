/** The forms in which collections go out. */
export const setFormats = ["FHIR_R4", "FHIR_R5", "OCL", "OCL_JSON"] as const;

export type SetFormat = (typeof setFormats)[number];
