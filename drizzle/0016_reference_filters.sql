-- What stands in extras under a key, as texts: each item of a list is a value.
CREATE FUNCTION "extra_values"("extras" jsonb, "key" text) RETURNS text[]
  LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE jsonb_typeof("extras" -> "key")
    WHEN 'array' THEN ARRAY(SELECT jsonb_array_elements_text("extras" -> "key"))
    WHEN 'null' THEN ARRAY[]::text[]
    ELSE array_remove(ARRAY["extras" ->> "key"], NULL)
  END
$$;--> statement-breakpoint
-- Whether some values are as a filter asks. A regular expression has to match the whole of a value.
CREATE FUNCTION "filter_holds"("values" text[], "op" text, "asked" text[]) RETURNS boolean
  LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE "op"
    WHEN '=' THEN "values" && "asked"
    WHEN 'in' THEN "values" && "asked"
    WHEN 'not-in' THEN NOT "values" && "asked"
    WHEN 'regex' THEN EXISTS (SELECT FROM unnest("values") AS "one" WHERE "one" ~ ('^(?:' || "asked"[1] || ')$'))
    WHEN 'exists' THEN (cardinality("values") > 0) = ("asked"[1] = 'true')
    ELSE false
  END
$$;--> statement-breakpoint
-- The values of a concept's property, as the filters of references know them; `extras.x` is what stands in
-- its extras under x.
CREATE FUNCTION "concept_property"("given" "concept", "property" text, "at_revision" integer) RETURNS text[]
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
    ELSE extra_values("given"."extras", substr("property", 8))
  END
$$;--> statement-breakpoint
CREATE FUNCTION "concept_mapping_property"("given" "concept_mapping", "property" text) RETURNS text[]
  LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT CASE "property"
    WHEN 'mapType' THEN ARRAY["given"."map_type"]::text[]
    WHEN 'retired' THEN ARRAY["given"."retired"::text]
    WHEN 'externalId' THEN array_remove(ARRAY["given"."external_id"], NULL)
    WHEN 'fromConcept' THEN
      ARRAY["given"."from_code", "given"."from_system" || 'concepts/' || "given"."from_code" || '/']
    WHEN 'toConcept' THEN
      ARRAY["given"."to_code", "given"."to_system" || 'concepts/' || "given"."to_code" || '/']
    WHEN 'fromCodeSystem' THEN ARRAY["given"."from_system"]::text[]
    WHEN 'toCodeSystem' THEN ARRAY["given"."to_system"]::text[]
    ELSE extra_values("given"."extras", substr("property", 8))
  END
$$;--> statement-breakpoint
-- Whether a concept, or a mapping, is as all filters ask: a list of {property, op, values}.
CREATE FUNCTION "concept_holds"("given" "concept", "filters" jsonb, "at_revision" integer) RETURNS boolean
  LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT coalesce(bool_and(
    filter_holds(concept_property("given", "one" ->> 'property', "at_revision"), "one" ->> 'op',
      ARRAY(SELECT jsonb_array_elements_text("one" -> 'values')))), true)
  FROM jsonb_array_elements("filters") AS "one"
$$;--> statement-breakpoint
CREATE FUNCTION "concept_mapping_holds"("given" "concept_mapping", "filters" jsonb) RETURNS boolean
  LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT coalesce(bool_and(
    filter_holds(concept_mapping_property("given", "one" ->> 'property'), "one" ->> 'op',
      ARRAY(SELECT jsonb_array_elements_text("one" -> 'values')))), true)
  FROM jsonb_array_elements("filters") AS "one"
$$;
