-- What "folded" makes of a text, without its cost where the text has words of ASCII alone and the usual signs
-- between them: what is left over after the signs are gone tells. To be inlined it may not be strict.
CREATE FUNCTION "soon_folded"("given" text) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT coalesce(rtrim(left(substring(btrim(
    replace(replace(replace(replace(replace(replace(replace(replace(lower("given" COLLATE "C"),
      ',', ' '), '-', ' '), '(', ' '), ')', ' '), '.', ' '), '/', ' '), '  ', ' '), '  ', ' '))
    from '^[a-z0-9]+(?: [a-z0-9]+)*$'), 600)), folded("given"))
$$;--> statement-breakpoint
-- A code as it is searched for: one word, without signs.
CREATE FUNCTION "code_key"("code" text) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN "code" COLLATE "C" ~ '^[A-Za-z0-9.]*$'
    THEN left(replace(lower("code" COLLATE "C"), '.', ''), 600) ELSE replace(folded("code"), ' ', '') END
$$;--> statement-breakpoint
DROP VIEW "concept_term_told";--> statement-breakpoint
-- What concepts are found by: the one place that says it.
CREATE VIEW "concept_term_told" AS
SELECT "container_id", "code", "from_revision", "to_revision", "term"."kind"::smallint AS "kind",
  "term"."locale", "term"."folded" COLLATE "C" AS "folded", "retired"
FROM "concept" CROSS JOIN LATERAL (
  SELECT 0 AS "kind", '' AS "locale", code_key("code") AS "folded"
  UNION ALL
  SELECT 1, "display_locale", soon_folded("display")
  UNION ALL
  SELECT 2, "name" ->> 'locale', soon_folded("name" ->> 'name')
  FROM jsonb_array_elements("names") AS "name"
  WHERE ("name" ->> 'name', "name" ->> 'locale') <> ("display", "display_locale")
) AS "term";--> statement-breakpoint
-- Codes and displays in the order of how good a hit they are. Terms of a code are found by what they are.
CREATE INDEX "concept_term_rank" ON "concept_term" ("container_id", "kind", length("folded"), "code") WHERE "kind" < 2;--> statement-breakpoint
DROP INDEX "concept_term_code";--> statement-breakpoint
UPDATE "concept_word" SET "frequency" = "counted"."names" FROM (
  SELECT "container_id", "word", count(*)::int AS "names" FROM (
    SELECT "container_id", unnest(string_to_array("folded", ' ')) AS "word"
    FROM "concept_term" WHERE "kind" > 0) AS "words"
  GROUP BY "container_id", "word") AS "counted"
WHERE "counted"."container_id" = "concept_word"."container_id" AND "counted"."word" = "concept_word"."word";
