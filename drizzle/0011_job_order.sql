DROP INDEX "job_unfinished";--> statement-breakpoint
ALTER TABLE "job" ADD COLUMN "ordinal" bigserial NOT NULL;--> statement-breakpoint
ALTER TABLE "job" ADD COLUMN "queue" text collate "C";--> statement-breakpoint
CREATE INDEX "job_unfinished" ON "job" USING btree ("ordinal") WHERE "job"."status" in ('QUEUED', 'RUNNING');