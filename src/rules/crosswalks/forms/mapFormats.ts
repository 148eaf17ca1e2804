/** The forms in which crosswalks come and go. */
export const mapFormats = ["CSV", "FHIR_R4", "FHIR_R5", "SSSOM"] as const;

export type MapFormat = (typeof mapFormats)[number];
