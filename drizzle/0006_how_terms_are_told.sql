CREATE EXTENSION IF NOT EXISTS "unaccent";--> statement-breakpoint
CREATE EXTENSION IF NOT EXISTS "pg_trgm";--> statement-breakpoint
-- A text as it is compared in searches: words of letters and digits in lower case, without accents, parted
-- by one blank. An ideograph is a word of its own. Most texts are ASCII and need half of the work. What is
-- kept of a text has to fit into an index entry.
CREATE FUNCTION "folded"("given" text) RETURNS text LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE AS $$
BEGIN
  IF octet_length("given") = length("given") THEN
    RETURN rtrim(left(ltrim(
      regexp_replace(lower("given" COLLATE "C"), '[^a-z0-9]+', ' ', 'g')), 600));
  END IF;
  "given" := unaccent(regexp_replace(normalize("given", NFKD), '[\u0300-\u036f]', '', 'g'));
  "given" := regexp_replace("given", '([\u3040-\u30ff\u3400-\u9fff])', ' \1 ', 'g');
  RETURN rtrim(left(ltrim(regexp_replace(lower("given"),
    '([^a-z0-9\u00c0-\U0010ffff]|[\u00d7\u00f7\u2000-\u206f\u3000-\u303f])+', ' ', 'g')), 600));
END $$;--> statement-breakpoint
-- The words of a text, each with the container's number before it: so the words of one code system lie
-- together in the index, and a search reads none of another's. To be inlined it may not be strict.
CREATE FUNCTION "term_words"("container" integer, "words" text) RETURNS tsvector
  LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT array_to_tsvector(string_to_array(("container"::text || ':')
    || replace("words", ' ', ' ' || ("container"::text || ':')), ' '))
$$;--> statement-breakpoint
-- What concepts are found by: the one place that says it.
CREATE VIEW "concept_term_told" AS
SELECT "container_id", "code", "from_revision", "to_revision", "term"."kind"::smallint AS "kind",
  "term"."locale", "term"."folded", "retired"
FROM "concept" CROSS JOIN LATERAL (
  SELECT 0 AS "kind", '' AS "locale", replace(folded("code"), ' ', '') AS "folded"
  UNION ALL
  SELECT 1, "display_locale", folded("display")
  UNION ALL
  SELECT 2, "name" ->> 'locale', folded("name" ->> 'name')
  FROM jsonb_array_elements("names") AS "name"
  WHERE ("name" ->> 'name', "name" ->> 'locale') <> ("display", "display_locale")
) AS "term";--> statement-breakpoint
INSERT INTO "concept_term" SELECT * FROM "concept_term_told";--> statement-breakpoint
INSERT INTO "concept_word" SELECT DISTINCT "container_id", "word"
FROM "concept_term" CROSS JOIN LATERAL unnest(string_to_array("folded", ' ')) AS "word"
WHERE "kind" > 0;--> statement-breakpoint
CREATE INDEX "concept_term_text" ON "concept_term" ("container_id", "kind", "folded") INCLUDE ("code", "from_revision", "to_revision", "retired", "locale");--> statement-breakpoint
CREATE INDEX "concept_term_code" ON "concept_term" ("container_id", "code", "to_revision");--> statement-breakpoint
CREATE INDEX "concept_term_words" ON "concept_term" USING gin (term_words("container_id", "folded")) WHERE "kind" > 0;--> statement-breakpoint
CREATE INDEX "concept_word_like" ON "concept_word" USING gin ("word" gin_trgm_ops);--> statement-breakpoint
-- Whole words of displays are found here too.
DROP INDEX "concept_display_words";--> statement-breakpoint
ALTER TABLE "concept_term" SET (autovacuum_vacuum_insert_scale_factor = 0.02);
