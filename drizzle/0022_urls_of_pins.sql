-- What code systems were called when older versions were made is not known: what they are called now is next to it.
UPDATE "collection_pin" SET "canonical_url" = "repository"."canonical_url"
FROM "repository", "code_system"
WHERE "repository"."container_id" = "collection_pin"."pinned_id"
  AND "code_system"."container_id" = "collection_pin"."pinned_id"
  AND "repository"."canonical_url" IS NOT NULL;--> statement-breakpoint
-- Members are kept under all that they depend on, which is more from now on: nobody would find these.
DELETE FROM "gathered_members";
