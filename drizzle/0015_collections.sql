CREATE TABLE "collection" (
	"container_id" integer PRIMARY KEY NOT NULL,
	"collection_type" text,
	"preferred_source" text
);
--> statement-breakpoint
CREATE TABLE "collection_details" (
	"container_id" integer NOT NULL,
	"from_revision" integer NOT NULL,
	"to_revision" integer DEFAULT 2147483647 NOT NULL,
	"details" jsonb NOT NULL,
	CONSTRAINT "collection_details_container_id_to_revision_pk" PRIMARY KEY("container_id","to_revision"),
	CONSTRAINT "collection_details_lifetime" CHECK ("collection_details"."from_revision" < "collection_details"."to_revision")
);
--> statement-breakpoint
CREATE TABLE "collection_pin" (
	"container_id" integer NOT NULL,
	"ordinal" integer NOT NULL,
	"pinned_id" integer NOT NULL,
	"label" text collate "C" NOT NULL,
	"revision" integer NOT NULL,
	"pinned_ordinal" integer,
	"head_revision" integer NOT NULL,
	CONSTRAINT "collection_pin_container_id_ordinal_pinned_id_label_pk" PRIMARY KEY("container_id","ordinal","pinned_id","label")
);
--> statement-breakpoint
CREATE TABLE "collection_reference" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "collection_reference_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"uid" uuid NOT NULL,
	"container_id" integer NOT NULL,
	"from_revision" integer NOT NULL,
	"to_revision" integer DEFAULT 2147483647 NOT NULL,
	"include" boolean NOT NULL,
	"expression" text collate "C" NOT NULL,
	"identity" text collate "C" NOT NULL,
	"definition" jsonb NOT NULL,
	"kind" text NOT NULL,
	"target_id" integer,
	"valueset_ids" integer[] DEFAULT '{}' NOT NULL,
	"valueset_versions" text[] DEFAULT '{}' NOT NULL,
	"target_version" text collate "C",
	"code" text collate "C",
	"resource_version" integer,
	"creator_id" integer,
	CONSTRAINT "collection_reference_lifetime" CHECK ("collection_reference"."from_revision" < "collection_reference"."to_revision"),
	CONSTRAINT "collection_reference_kind_known" CHECK ("collection_reference"."kind" in ('CONCEPT', 'MAPPING', 'LIST'))
);
--> statement-breakpoint
CREATE TABLE "collection_version" (
	"container_id" integer NOT NULL,
	"ordinal" integer NOT NULL,
	"retired" boolean DEFAULT false NOT NULL,
	"deactivated_at" timestamp with time zone,
	"processing_until" timestamp with time zone,
	"concepts" integer,
	"mappings" integer,
	CONSTRAINT "collection_version_container_id_ordinal_pk" PRIMARY KEY("container_id","ordinal")
);
--> statement-breakpoint
ALTER TABLE "collection" ADD CONSTRAINT "collection_container_id_container_id_fk" FOREIGN KEY ("container_id") REFERENCES "public"."container"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "collection_details" ADD CONSTRAINT "collection_details_container_id_container_id_fk" FOREIGN KEY ("container_id") REFERENCES "public"."container"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "collection_pin" ADD CONSTRAINT "collection_pin_container_id_container_id_fk" FOREIGN KEY ("container_id") REFERENCES "public"."container"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "collection_pin" ADD CONSTRAINT "collection_pin_pinned_id_container_id_fk" FOREIGN KEY ("pinned_id") REFERENCES "public"."container"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "collection_reference" ADD CONSTRAINT "collection_reference_container_id_container_id_fk" FOREIGN KEY ("container_id") REFERENCES "public"."container"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "collection_reference" ADD CONSTRAINT "collection_reference_target_id_container_id_fk" FOREIGN KEY ("target_id") REFERENCES "public"."container"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "collection_reference" ADD CONSTRAINT "collection_reference_creator_id_user_account_id_fk" FOREIGN KEY ("creator_id") REFERENCES "public"."user_account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "collection_version" ADD CONSTRAINT "collection_version_container_id_container_id_fk" FOREIGN KEY ("container_id") REFERENCES "public"."container"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "collection_reference_uid" ON "collection_reference" USING btree ("uid");--> statement-breakpoint
CREATE UNIQUE INDEX "collection_reference_identity" ON "collection_reference" USING btree ("container_id","to_revision","include",md5("identity"));--> statement-breakpoint
CREATE INDEX "collection_reference_order" ON "collection_reference" USING btree ("container_id","id");--> statement-breakpoint
CREATE INDEX "collection_reference_read" ON "collection_reference" USING btree ("container_id","target_id","kind");--> statement-breakpoint
CREATE INDEX "collection_reference_target" ON "collection_reference" USING btree ("target_id","code");