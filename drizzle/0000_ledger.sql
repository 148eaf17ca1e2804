CREATE TABLE "client" (
	"id" text collate "C" PRIMARY KEY NOT NULL,
	"secret_hash" text NOT NULL,
	"user_id" integer,
	"scopes" text[] NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "client_organization" (
	"client_id" text collate "C" NOT NULL,
	"organization_id" integer NOT NULL,
	CONSTRAINT "client_organization_client_id_organization_id_pk" PRIMARY KEY("client_id","organization_id")
);
--> statement-breakpoint
CREATE TABLE "license_grant" (
	"organization_id" integer NOT NULL,
	"licensor" text collate "C" NOT NULL,
	"granted_at" timestamp with time zone NOT NULL,
	"granted_by" text NOT NULL,
	"expires_at" timestamp with time zone,
	CONSTRAINT "license_grant_unique" UNIQUE("organization_id","licensor")
);
--> statement-breakpoint
CREATE TABLE "membership" (
	"organization_id" integer NOT NULL,
	"user_id" integer NOT NULL,
	"role" text NOT NULL,
	CONSTRAINT "membership_organization_id_user_id_pk" PRIMARY KEY("organization_id","user_id"),
	CONSTRAINT "membership_role_known" CHECK ("membership"."role" in ('MEMBER', 'ADMINISTRATOR'))
);
--> statement-breakpoint
CREATE TABLE "organization" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "organization_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"name" text collate "C" NOT NULL,
	"display_name" text,
	"website" text,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "organization_name_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "user_account" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "user_account_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"name" text collate "C" NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "user_account_name_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "code_system" (
	"container_id" integer PRIMARY KEY NOT NULL,
	"slug" text collate "C" NOT NULL,
	"source_type" text,
	"content" text NOT NULL,
	"code_normalization" text NOT NULL,
	"licensor" text collate "C",
	CONSTRAINT "code_system_slug_unique" UNIQUE("slug"),
	CONSTRAINT "code_system_content_known" CHECK ("code_system"."content" in ('COMPLETE', 'NOT_PRESENT'))
);
--> statement-breakpoint
CREATE TABLE "concept" (
	"container_id" integer NOT NULL,
	"code" text collate "C" NOT NULL,
	"from_revision" integer NOT NULL,
	"to_revision" integer DEFAULT 2147483647 NOT NULL,
	"version" integer NOT NULL,
	"first_revision" integer NOT NULL,
	"concept_class" text NOT NULL,
	"datatype" text NOT NULL,
	"display" text NOT NULL,
	"display_locale" text NOT NULL,
	"names" jsonb NOT NULL,
	"descriptions" jsonb NOT NULL,
	"retired" boolean NOT NULL,
	"external_id" text,
	"extras" jsonb NOT NULL,
	CONSTRAINT "concept_lifetime" CHECK ("concept"."from_revision" < "concept"."to_revision")
);
--> statement-breakpoint
CREATE TABLE "concept_parent" (
	"container_id" integer NOT NULL,
	"child_code" text collate "C" NOT NULL,
	"parent_code" text collate "C" NOT NULL,
	"from_revision" integer NOT NULL,
	"to_revision" integer DEFAULT 2147483647 NOT NULL,
	CONSTRAINT "concept_parent_lifetime" CHECK ("concept_parent"."from_revision" < "concept_parent"."to_revision")
);
--> statement-breakpoint
CREATE TABLE "crosswalk" (
	"container_id" integer PRIMARY KEY NOT NULL,
	"organization_id" integer NOT NULL,
	"archived_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "crosswalk_bucket" (
	"container_id" integer NOT NULL,
	"source_system" text collate "C" NOT NULL,
	"source_code" text collate "C" NOT NULL,
	"target_system" text collate "C" NOT NULL,
	"from_revision" integer NOT NULL,
	"to_revision" integer DEFAULT 2147483647 NOT NULL,
	"group_count" integer NOT NULL,
	CONSTRAINT "crosswalk_bucket_lifetime" CHECK ("crosswalk_bucket"."from_revision" < "crosswalk_bucket"."to_revision")
);
--> statement-breakpoint
CREATE TABLE "crosswalk_group" (
	"container_id" integer NOT NULL,
	"source_system" text collate "C" NOT NULL,
	"source_code" text collate "C" NOT NULL,
	"target_system" text collate "C" NOT NULL,
	"from_revision" integer NOT NULL,
	"to_revision" integer DEFAULT 2147483647 NOT NULL,
	CONSTRAINT "crosswalk_group_lifetime" CHECK ("crosswalk_group"."from_revision" < "crosswalk_group"."to_revision")
);
--> statement-breakpoint
CREATE TABLE "crosswalk_pair" (
	"container_id" integer NOT NULL,
	"source_system" text collate "C" NOT NULL,
	"source_code" text collate "C" NOT NULL,
	"target_system" text collate "C" NOT NULL,
	"target_code" text collate "C" NOT NULL,
	"from_revision" integer NOT NULL,
	"to_revision" integer DEFAULT 2147483647 NOT NULL,
	"identifier" uuid NOT NULL,
	"relationship" text,
	"attributes" jsonb NOT NULL,
	CONSTRAINT "crosswalk_pair_lifetime" CHECK ("crosswalk_pair"."from_revision" < "crosswalk_pair"."to_revision")
);
--> statement-breakpoint
CREATE TABLE "crosswalk_version" (
	"container_id" integer NOT NULL,
	"ordinal" integer NOT NULL,
	"name" text NOT NULL,
	"description" text,
	"attributes" jsonb NOT NULL,
	"group_count" integer NOT NULL,
	"source_code_count" integer NOT NULL,
	"target_count" integer NOT NULL,
	CONSTRAINT "crosswalk_version_container_id_ordinal_pk" PRIMARY KEY("container_id","ordinal")
);
--> statement-breakpoint
CREATE TABLE "installation_fact" (
	"name" text PRIMARY KEY NOT NULL,
	"value" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "container" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "container_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"uid" uuid NOT NULL,
	"kind" text NOT NULL,
	"head_revision" integer DEFAULT 0 NOT NULL,
	"newest_version" integer,
	"released_version" integer,
	"released_revision" integer,
	"created_at" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL,
	CONSTRAINT "container_uid_unique" UNIQUE("uid"),
	CONSTRAINT "container_kind_known" CHECK ("container"."kind" in ('CROSSWALK', 'CODE_SYSTEM', 'COLLECTION'))
);
--> statement-breakpoint
CREATE TABLE "revision" (
	"container_id" integer NOT NULL,
	"number" integer NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"by" text NOT NULL,
	"kind" text NOT NULL,
	"message" text,
	CONSTRAINT "revision_container_id_number_pk" PRIMARY KEY("container_id","number")
);
--> statement-breakpoint
CREATE TABLE "version" (
	"container_id" integer NOT NULL,
	"ordinal" integer NOT NULL,
	"label" text collate "C" NOT NULL,
	"revision" integer NOT NULL,
	"description" text,
	"external_id" text,
	"extras" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"released_at" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	"updated_by" text NOT NULL,
	CONSTRAINT "version_container_id_ordinal_pk" PRIMARY KEY("container_id","ordinal"),
	CONSTRAINT "version_label_unique" UNIQUE("container_id","label")
);
--> statement-breakpoint
CREATE TABLE "repository" (
	"container_id" integer PRIMARY KEY NOT NULL,
	"owner_organization_id" integer,
	"owner_user_id" integer,
	"short_code" text collate "C" NOT NULL,
	"name" text NOT NULL,
	"full_name" text NOT NULL,
	"description" text,
	"public_access" text NOT NULL,
	"default_locale" text NOT NULL,
	"supported_locales" text[] NOT NULL,
	"canonical_url" text collate "C",
	"website" text,
	"external_id" text,
	"custom_validation_schema" text,
	"extras" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"deactivated_at" timestamp with time zone,
	"updated_at" timestamp with time zone NOT NULL,
	"updated_by" text NOT NULL,
	CONSTRAINT "repository_one_owner" CHECK (num_nonnulls("repository"."owner_organization_id", "repository"."owner_user_id") = 1),
	CONSTRAINT "repository_access_known" CHECK ("repository"."public_access" in ('VIEW', 'EDIT', 'NONE'))
);
--> statement-breakpoint
ALTER TABLE "client" ADD CONSTRAINT "client_user_id_user_account_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user_account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "client_organization" ADD CONSTRAINT "client_organization_client_id_client_id_fk" FOREIGN KEY ("client_id") REFERENCES "public"."client"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "client_organization" ADD CONSTRAINT "client_organization_organization_id_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organization"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "license_grant" ADD CONSTRAINT "license_grant_organization_id_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organization"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "membership" ADD CONSTRAINT "membership_organization_id_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organization"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "membership" ADD CONSTRAINT "membership_user_id_user_account_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user_account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "code_system" ADD CONSTRAINT "code_system_container_id_container_id_fk" FOREIGN KEY ("container_id") REFERENCES "public"."container"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "crosswalk" ADD CONSTRAINT "crosswalk_container_id_container_id_fk" FOREIGN KEY ("container_id") REFERENCES "public"."container"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "crosswalk" ADD CONSTRAINT "crosswalk_organization_id_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organization"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "revision" ADD CONSTRAINT "revision_container_id_container_id_fk" FOREIGN KEY ("container_id") REFERENCES "public"."container"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "version" ADD CONSTRAINT "version_container_id_container_id_fk" FOREIGN KEY ("container_id") REFERENCES "public"."container"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "repository" ADD CONSTRAINT "repository_container_id_container_id_fk" FOREIGN KEY ("container_id") REFERENCES "public"."container"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "repository" ADD CONSTRAINT "repository_owner_organization_id_organization_id_fk" FOREIGN KEY ("owner_organization_id") REFERENCES "public"."organization"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "repository" ADD CONSTRAINT "repository_owner_user_id_user_account_id_fk" FOREIGN KEY ("owner_user_id") REFERENCES "public"."user_account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "crosswalk_of_organization" ON "crosswalk" USING btree ("organization_id","container_id");--> statement-breakpoint
CREATE UNIQUE INDEX "repository_of_organization" ON "repository" USING btree ("owner_organization_id","short_code");--> statement-breakpoint
CREATE UNIQUE INDEX "repository_of_user" ON "repository" USING btree ("owner_user_id","short_code");--> statement-breakpoint
CREATE INDEX "repository_canonical_url" ON "repository" USING btree ("canonical_url");