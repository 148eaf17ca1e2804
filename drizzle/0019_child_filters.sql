-- As before, and the children of a concept too: `child` is how FHIR calls them.
CREATE OR REPLACE FUNCTION "concept_property"("given" "concept", "property" text, "at_revision" integer) RETURNS text[]
  LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT CASE "property"
    WHEN 'code' THEN ARRAY["given"."code"]::text[]
    WHEN 'conceptClass' THEN ARRAY["given"."concept_class"]
    WHEN 'datatype' THEN ARRAY["given"."datatype"]
    WHEN 'retired' THEN ARRAY["given"."retired"::text]
    WHEN 'externalId' THEN array_remove(ARRAY["given"."external_id"], NULL)
    WHEN 'name' THEN ARRAY(SELECT "one" ->> 'name' FROM jsonb_array_elements("given"."names") AS "one")
    WHEN 'locale' THEN ARRAY(SELECT "one" ->> 'locale' FROM jsonb_array_elements("given"."names") AS "one")
    WHEN 'parent' THEN ARRAY(SELECT "edge"."parent_code" FROM "concept_parent" AS "edge"
      WHERE "edge"."container_id" = "given"."container_id" AND "edge"."child_code" = "given"."code"
        AND "edge"."from_revision" <= "at_revision" AND "edge"."to_revision" > "at_revision")
    WHEN 'child' THEN ARRAY(SELECT "edge"."child_code" FROM "concept_parent" AS "edge"
      WHERE "edge"."container_id" = "given"."container_id" AND "edge"."parent_code" = "given"."code"
        AND "edge"."from_revision" <= "at_revision" AND "edge"."to_revision" > "at_revision")
    ELSE extra_values("given"."extras", substr("property", 8))
  END
$$;
