ALTER TABLE "job" ADD COLUMN "works_on" integer;--> statement-breakpoint
ALTER TABLE "job" ADD COLUMN "works_on_version" integer;--> statement-breakpoint
ALTER TABLE "job" ADD CONSTRAINT "job_works_on_container_id_fk" FOREIGN KEY ("works_on") REFERENCES "public"."container"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "job_at_work" ON "job" USING btree ("works_on") WHERE "job"."status" = 'RUNNING';--> statement-breakpoint
ALTER TABLE "collection_version" DROP COLUMN "processing_until";