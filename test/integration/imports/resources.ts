/** An element of FHIR, or a whole resource. */
export type Resource = Readonly<Record<string, unknown>>;

/** A CodeSystem of three codes, and what of it differs. */
export function resource(id: string, more: Resource = {}): Resource {
  return {
    resourceType: "CodeSystem",
    id,
    url: `http://codes.example.org/${id}`,
    version: "1.0.0",
    status: "active",
    content: "complete",
    concept: [{ code: "a", concept: [{ code: "b" }] }, { code: "c" }],
    ...more,
  };
}
