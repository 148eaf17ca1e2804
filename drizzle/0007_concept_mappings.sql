CREATE TABLE "concept_mapping" (
	"container_id" integer NOT NULL,
	"mapping_id" text collate "C" NOT NULL,
	"from_revision" integer NOT NULL,
	"to_revision" integer DEFAULT 2147483647 NOT NULL,
	"uid" uuid NOT NULL,
	"version" integer NOT NULL,
	"first_revision" integer NOT NULL,
	"map_type" text collate "C" NOT NULL,
	"from_system" text collate "C" NOT NULL,
	"from_code" text collate "C" NOT NULL,
	"to_system" text collate "C" NOT NULL,
	"to_code" text collate "C" NOT NULL,
	"to_name" text,
	"retired" boolean NOT NULL,
	"sort_weight" double precision,
	"external_id" text,
	"extras" jsonb NOT NULL,
	CONSTRAINT "concept_mapping_lifetime" CHECK ("concept_mapping"."from_revision" < "concept_mapping"."to_revision")
);
--> statement-breakpoint
ALTER TABLE "code_system" ADD COLUMN "last_mapping_id" integer DEFAULT 0 NOT NULL;