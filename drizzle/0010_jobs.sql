CREATE TABLE "job" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"status" text NOT NULL,
	"client" text collate "C" NOT NULL,
	"user_id" integer,
	"organizations" text[] NOT NULL,
	"scopes" text[] NOT NULL,
	"created_by" text NOT NULL,
	"input" jsonb NOT NULL,
	"total" integer,
	"done" integer,
	"message" text,
	"result" jsonb,
	"user_errors" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	"lease_owner" uuid,
	"lease_until" timestamp with time zone,
	"attempts" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "job_status_known" CHECK ("job"."status" in ('QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED')),
	CONSTRAINT "job_leased_while_running" CHECK (("job"."status" = 'RUNNING') = ("job"."lease_owner" is not null))
);
--> statement-breakpoint
CREATE TABLE "job_content" (
	"job_id" uuid PRIMARY KEY NOT NULL,
	"content" "bytea" NOT NULL
);
--> statement-breakpoint
ALTER TABLE "job" ADD CONSTRAINT "job_user_id_user_account_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user_account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "job_content" ADD CONSTRAINT "job_content_job_id_job_id_fk" FOREIGN KEY ("job_id") REFERENCES "public"."job"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "job_unfinished" ON "job" USING btree ("created_at","id") WHERE "job"."status" in ('QUEUED', 'RUNNING');