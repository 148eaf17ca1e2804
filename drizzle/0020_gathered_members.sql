CREATE TABLE "gathered_members" (
	"key" text collate "C" PRIMARY KEY NOT NULL,
	"container_id" integer NOT NULL,
	"kind" text NOT NULL,
	"members" "bytea" NOT NULL,
	"size" integer NOT NULL,
	"used_at" timestamp with time zone NOT NULL,
	CONSTRAINT "gathered_members_kind_known" CHECK ("gathered_members"."kind" in ('CONCEPTS', 'MAPPINGS'))
);
--> statement-breakpoint
ALTER TABLE "gathered_members" ADD CONSTRAINT "gathered_members_container_id_container_id_fk" FOREIGN KEY ("container_id") REFERENCES "public"."container"("id") ON DELETE no action ON UPDATE no action;